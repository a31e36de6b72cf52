#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace byline::tools::testing
{
/// The people of tests: #1, #2, ..., each with a key that follows from its number alone.
class Accounts
{
public:
    address operator[](std::uint64_t number);

    /// Which account this is, if it was asked for before.
    [[nodiscard]] std::optional<std::uint64_t> number_of(const address& who) const;

    /// r, s, v of the hash: 65 bytes; nothing for an address that is no account.
    [[nodiscard]] std::optional<Bytes> sign(const address& who, const bytes32& hash) const;

private:
    std::map<std::uint64_t, address> addresses_;
    std::map<address, std::uint64_t> numbers_;
};
}  // namespace byline::tools::testing

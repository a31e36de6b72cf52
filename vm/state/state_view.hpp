#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"

#include <cstdint>
#include <optional>

namespace byline::vm
{
/// The world state as execution reads it: one consistent state, which does not change under the
/// reader.
class StateView
{
public:
    virtual ~StateView() = default;

    /// The account, or nothing if there is none at the address.
    [[nodiscard]] virtual std::optional<Account> account(const address& addr) const = 0;

    /// The code with that hash, which some account of this state has; empty for `empty_code_hash`.
    [[nodiscard]] virtual Bytes code(const bytes32& code_hash) const = 0;

    /// The value of a storage slot; zero if it, or the account, is not there.
    [[nodiscard]] virtual uint256 storage(const address& addr, const uint256& key) const = 0;

    /// The hash of an ancestor block; zero if it is not known. The caller keeps to the last 256.
    [[nodiscard]] virtual bytes32 block_hash(std::uint64_t number) const = 0;
};
}  // namespace byline::vm

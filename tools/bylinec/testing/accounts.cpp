#include "tools/bylinec/testing/accounts.hpp"

#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace byline::tools::testing
{
namespace
{
bytes32 key_of(std::uint64_t number)
{
    return keccak256("byline test account " + std::to_string(number));
}

void append(Bytes& bytes, const uint256& word)
{
    const bytes32 encoded = to_bytes32(word);
    bytes.insert(bytes.end(), encoded.bytes.begin(), encoded.bytes.end());
}
}  // namespace

address Accounts::operator[](std::uint64_t number)
{
    if (const auto found = addresses_.find(number); found != addresses_.end())
        return found->second;
    // A hash that is no key would be a find.
    const address who = vm::address_of_key(key_of(number)).value_or(to_address(uint256{number}));
    addresses_.emplace(number, who);
    numbers_.emplace(who, number);
    return who;
}

std::optional<std::uint64_t> Accounts::number_of(const address& who) const
{
    const auto found = numbers_.find(who);
    return found == numbers_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<Bytes> Accounts::sign(const address& who, const bytes32& hash) const
{
    const auto number = number_of(who);
    const auto signature = number ? vm::sign(hash, key_of(*number)) : std::nullopt;
    if (!signature)
        return std::nullopt;
    constexpr std::uint8_t even = 27;
    Bytes bytes;
    append(bytes, signature->r);
    append(bytes, signature->s);
    bytes.push_back(static_cast<std::uint8_t>(even + signature->y_parity));
    return bytes;
}
}  // namespace byline::tools::testing

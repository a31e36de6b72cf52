#pragma once

#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>

namespace byline::vm
{
/// What execution sees of an account (Yellow Paper §4.1); the storage root is the trie's business.
struct Account
{
    std::uint64_t nonce = 0;
    uint256 balance;  ///< wei
    bytes32 code_hash = empty_code_hash;
    bool has_storage =
        false;  ///< the storage trie is not empty: bars CREATE at this address (EIP-7610)

    bool operator==(const Account&) const noexcept = default;

    /// No nonce, no balance, no code: such an account is deleted when touched (EIP-161).
    [[nodiscard]] bool is_empty() const noexcept
    {
        return nonce == 0 && balance.is_zero() && code_hash == empty_code_hash;
    }
};
}  // namespace byline::vm

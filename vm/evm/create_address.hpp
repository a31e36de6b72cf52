#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstdint>

namespace byline::vm
{
/// The address of a contract made by CREATE or by a transaction: the low 160 bits of
/// keccak256(rlp([creator, nonce])), the nonce being that before it is raised (Yellow Paper §7).
address create_address(const address& creator, std::uint64_t nonce);

/// The address of a contract made by CREATE2 (EIP-1014).
address create2_address(
    const address& creator, const bytes32& salt, const bytes32& initcode_hash) noexcept;
}  // namespace byline::vm

#pragma once

#include "vm/primitives/bytes32.hpp"

#include <array>
#include <cstdint>

namespace byline::vm
{
/// A claim about the polynomial that a KZG commitment stands for, and its proof (EIP-4844). All
/// numbers are big-endian; points of BLS12-381's first group are compressed.
struct KzgOpening
{
    std::array<std::uint8_t, 48> commitment{};
    bytes32 z;  ///< where the polynomial is evaluated
    bytes32 y;  ///< its claimed value there
    std::array<std::uint8_t, 48> proof{};
};

/// True if the polynomial's value at z is y, under the trusted setup of Ethereum's public ceremony;
/// false also if a point is not of the group or a number is not below the group's order
/// (verify_kzg_proof of EIP-4844's polynomial commitments).
bool kzg_opening_is_valid(const KzgOpening& opening);
}  // namespace byline::vm

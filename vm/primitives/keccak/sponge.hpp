#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak/permutation.hpp"

#include <span>

namespace byline::detail
{
/// keccak256 by those permutations.
bytes32 hash_one(const KeccakPermutations& permutations, BytesView input) noexcept;

/// keccak256_each by those permutations.
void hash_each(const KeccakPermutations& permutations, std::span<const BytesView> inputs,
    std::span<bytes32> outputs) noexcept;
}  // namespace byline::detail

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace byline::detail
{
/// N states of Keccak-f[1600] side by side: `lanes[i][n]` is lane i = x + 5 y of state n.
template <std::size_t N>
struct alignas(8 * N) KeccakStates
{
    std::array<std::array<std::uint64_t, N>, 25> lanes;
};

template <std::size_t N>
using KeccakPermutation = void(KeccakStates<N>&) noexcept;

/// Keccak-f[1600] for one kind of CPU; all kinds give the same states.
struct KeccakPermutations
{
    std::string_view name;
    KeccakPermutation<1>* one;
    KeccakPermutation<4>* four;   ///< null: no faster than one by one
    KeccakPermutation<8>* eight;  ///< null: no faster than four by four
};

/// Those that this CPU can run, the best one last.
std::span<const KeccakPermutations> keccak_permutations() noexcept;
}  // namespace byline::detail

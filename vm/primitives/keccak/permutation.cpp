#include "vm/primitives/keccak/permutation.hpp"

#include "vm/primitives/keccak/rounds.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace byline::detail
{
namespace
{
void permute_portable(KeccakStates<1>& state) noexcept
{
    permute<std::uint64_t>(state);
}

#ifdef __x86_64__
using Vector2 [[gnu::vector_size(16)]] = std::uint64_t;
using Vector4 [[gnu::vector_size(32)]] = std::uint64_t;
using Vector8 [[gnu::vector_size(64)]] = std::uint64_t;

[[gnu::target("bmi,bmi2")]] void permute_bmi2(KeccakStates<1>& state) noexcept
{
    permute<std::uint64_t>(state);
}

[[gnu::target("avx2")]] void permute_avx2(KeccakStates<4>& states) noexcept
{
    permute<Vector4>(states);
}

/// Half of each vector is idle, but 32 registers hold the whole state, and rotations and chi are
/// one instruction each: a fifth faster than the general registers.
[[gnu::target("avx512f,avx512vl")]] void permute_avx512(KeccakStates<1>& state) noexcept
{
    permute<Vector2>(state);
}

[[gnu::target("avx512f,avx512vl")]] void permute_avx512(KeccakStates<4>& states) noexcept
{
    permute<Vector4>(states);
}

[[gnu::target("avx512f,avx512vl")]] void permute_avx512(KeccakStates<8>& states) noexcept
{
    permute<Vector8>(states);
}

constexpr std::array all{
    KeccakPermutations{"portable", permute_portable, nullptr, nullptr},
    KeccakPermutations{"bmi2", permute_bmi2, nullptr, nullptr},
    KeccakPermutations{"avx2", permute_bmi2, permute_avx2, nullptr},
    KeccakPermutations{"avx512", permute_avx512, permute_avx512, permute_avx512},
};

/// How many of `all` the CPU can run; each kind asks for what the kinds before it ask for as well.
std::size_t count_supported() noexcept
{
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2"))
        return 1;
    if (!__builtin_cpu_supports("avx2"))
        return 2;
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512vl"))
        return 3;
    return 4;
}
#else
constexpr std::array all{KeccakPermutations{"portable", permute_portable, nullptr, nullptr}};

std::size_t count_supported() noexcept
{
    return all.size();
}
#endif
}  // namespace

std::span<const KeccakPermutations> keccak_permutations() noexcept
{
    static const std::size_t supported = count_supported();
    return std::span{all}.first(supported);
}
}  // namespace byline::detail

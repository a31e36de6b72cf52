#pragma once

#include "vm/primitives/keccak/permutation.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

// Keccak-f[1600] after "The Keccak reference" 3.0, written once for lanes of any kind. A `Lane` is
// a 64-bit word or a vector of such words; every step works on all states of the vector at once.
//
// All of it is inlined into the functions of permutation.cpp, each compiled for another kind of
// CPU, whose rotations, and-nots and three-operand logic the compiler then finds by itself. Lanes
// are passed in memory only: how a vector is passed by value depends on the CPU compiled for.
namespace byline::detail
{
inline constexpr std::array<std::uint64_t, 24> round_constants{0x0000000000000001,
    0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a,
    0x0000000000000088, 0x0000000080008009, 0x000000008000000a, 0x000000008000808b,
    0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002,
    0x8000000000000080, 0x000000000000800a, 0x800000008000000a, 0x8000000080008081,
    0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

/// Lane (x, y) stands at x + 5 y.
template <typename Lane>
using Lanes = std::array<Lane, 25>;
template <typename Lane>
using Row = std::array<Lane, 5>;

/// The rho step: how far each lane is rotated.
inline constexpr auto rotation = [] {
    std::array<int, 25> table{};
    std::size_t x = 1;
    std::size_t y = 0;
    for (int t = 0; t < 24; ++t)
    {
        table[x + 5 * y] = (t + 1) * (t + 2) / 2 % 64;
        const std::size_t next = (2 * x + 3 * y) % 5;
        x = y;
        y = next;
    }
    return table;
}();

template <int Bits, typename Lane>
[[gnu::always_inline]] inline void rotate(Lane& lane) noexcept
{
    if constexpr (Bits != 0)
        lane = (lane << Bits) | (lane >> (64 - Bits));
}

/// The lane that the pi step moves to (x, Y).
template <std::size_t Y>
consteval std::size_t source(std::size_t x)
{
    return (x + 3 * Y) % 5 + 5 * x;
}

/// Steps rho, pi and chi for row Y; `d` is what theta adds to each column.
template <std::size_t Y, typename Lane, std::size_t... X>
[[gnu::always_inline]] inline void make_row(const Lanes<Lane>& in, const Row<Lane>& d,
    Lanes<Lane>& out, std::index_sequence<X...> /*row*/) noexcept
{
    Row<Lane> b;
    ((b[X] = in[source<Y>(X)] ^ d[source<Y>(X) % 5]), ...);
    (rotate<rotation[source<Y>(X)]>(b[X]), ...);
    ((out[X + 5 * Y] = b[X] ^ (~b[(X + 1) % 5] & b[(X + 2) % 5])), ...);
}

template <typename Lane, std::size_t... I>
[[gnu::always_inline]] inline void make_round(const Lanes<Lane>& in, Lanes<Lane>& out,
    std::uint64_t constant, std::index_sequence<I...> five) noexcept
{
    Row<Lane> parity;
    ((parity[I] = in[I] ^ in[I + 5] ^ in[I + 10] ^ in[I + 15] ^ in[I + 20]), ...);
    Row<Lane> d;
    ((d[I] = parity[(I + 1) % 5]), ...);
    (rotate<1>(d[I]), ...);
    ((d[I] ^= parity[(I + 4) % 5]), ...);
    (make_row<I>(in, d, out, five), ...);
    out[0] ^= constant;
}

/// Lanes wider than the states keep zeros in the words that are left over.
template <typename Lane, std::size_t N, std::size_t... I>
[[gnu::always_inline]] inline void permute(
    KeccakStates<N>& states, std::index_sequence<I...> /*lanes*/) noexcept
{
    static_assert(sizeof(Lane) >= sizeof(states.lanes[0]));
    constexpr std::make_index_sequence<5> five;
    Lanes<Lane> a{};
    Lanes<Lane> b;
    (std::memcpy(&a[I], &states.lanes[I], sizeof(states.lanes[I])), ...);
    for (std::size_t round = 0; round < round_constants.size(); round += 2)
    {
        make_round(a, b, round_constants[round], five);
        make_round(b, a, round_constants[round + 1], five);
    }
    (std::memcpy(&states.lanes[I], &a[I], sizeof(states.lanes[I])), ...);
}

template <typename Lane, std::size_t N>
[[gnu::always_inline]] inline void permute(KeccakStates<N>& states) noexcept
{
    permute<Lane>(states, std::make_index_sequence<25>{});
}
}  // namespace byline::detail

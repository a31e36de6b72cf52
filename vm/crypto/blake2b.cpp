#include "vm/crypto/blake2b.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace byline::vm
{
namespace
{
constexpr std::array<std::uint64_t, 8> initial_value{0x6a09e667f3bcc908, 0xbb67ae8584caa73b,
    0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
    0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

/// RFC 7693, 2.7: the order of the message words in each of ten rounds.
constexpr std::array<std::array<std::uint8_t, 16>, 10> sigma{{
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
}};

using Work = std::array<std::uint64_t, 16>;

/// G of RFC 7693, 3.1, on four words of the work vector.
template <std::size_t A, std::size_t B, std::size_t C, std::size_t D>
void mix(Work& v, std::uint64_t x, std::uint64_t y) noexcept
{
    v[A] += v[B] + x;
    v[D] = std::rotr(v[D] ^ v[A], 32);
    v[C] += v[D];
    v[B] = std::rotr(v[B] ^ v[C], 24);
    v[A] += v[B] + y;
    v[D] = std::rotr(v[D] ^ v[A], 16);
    v[C] += v[D];
    v[B] = std::rotr(v[B] ^ v[C], 63);
}

/// The round R of ten. One function each, so that the order of the words is in the code: to look it
/// up took as long as the round itself.
template <std::size_t R>
[[gnu::always_inline]] inline void round(Work& v, const Work& m) noexcept
{
    constexpr auto& s = sigma[R];
    mix<0, 4, 8, 12>(v, m[s[0]], m[s[1]]);
    mix<1, 5, 9, 13>(v, m[s[2]], m[s[3]]);
    mix<2, 6, 10, 14>(v, m[s[4]], m[s[5]]);
    mix<3, 7, 11, 15>(v, m[s[6]], m[s[7]]);
    mix<0, 5, 10, 15>(v, m[s[8]], m[s[9]]);
    mix<1, 6, 11, 12>(v, m[s[10]], m[s[11]]);
    mix<2, 7, 8, 13>(v, m[s[12]], m[s[13]]);
    mix<3, 4, 9, 14>(v, m[s[14]], m[s[15]]);
}

template <std::size_t... R>
void ten_rounds(Work& v, const Work& m, std::index_sequence<R...> /*ten*/) noexcept
{
    (round<R>(v, m), ...);
}

/// The first `count` of ten rounds.
template <std::size_t... R>
void first_rounds(
    Work& v, const Work& m, std::uint32_t count, std::index_sequence<R...> /*ten*/) noexcept
{
    static_cast<void>(((R < count && (round<R>(v, m), true)) && ...));
}
}  // namespace

std::array<std::uint64_t, 8> blake2b_compress(
    const Blake2bInput& input, std::uint32_t rounds) noexcept
{
    Work v{};
    std::ranges::copy(input.state, v.begin());
    std::ranges::copy(initial_value, v.begin() + 8);
    v[12] ^= input.offset[0];
    v[13] ^= input.offset[1];
    if (input.final_block)
        v[14] = ~v[14];

    constexpr std::uint32_t round_count = sigma.size();
    constexpr std::make_index_sequence<round_count> ten;
    for (; rounds >= round_count; rounds -= round_count)
        ten_rounds(v, input.message, ten);
    first_rounds(v, input.message, rounds, ten);

    auto next = input.state;
    for (std::size_t i = 0; i < next.size(); ++i)
        next[i] ^= v[i] ^ v[i + 8];
    return next;
}
}  // namespace byline::vm

#include "vm/primitives/keccak.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

// Keccak-f[1600] after "The Keccak reference" 3.0; rate 1088 bits, capacity 512.
namespace byline
{
namespace
{
constexpr std::size_t rate = 136;

constexpr std::array<std::uint64_t, 24> round_constants{0x0000000000000001, 0x0000000000008082,
    0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
    0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b,
    0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
    0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080,
    0x0000000080000001, 0x8000000080008008};

/// Five by five lanes, lane (x, y) at x + 5 y.
using State = std::array<std::uint64_t, 25>;
using Row = std::array<std::uint64_t, 5>;

/// The rho step: how far each lane is rotated.
constexpr auto rotation = [] {
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

// Between rounds these lanes are kept complemented, which saves most of the 25 complements of the
// chi step (the reference's implementation overview, 2.2, "lane complementing").
constexpr std::array<bool, 25> complemented = [] {
    std::array<bool, 25> lanes{};
    for (const std::size_t lane : {1U, 2U, 8U, 12U, 17U, 20U})
        lanes[lane] = true;
    return lanes;
}();

/// Which lanes are complemented after the theta step, which adds two columns to each lane.
constexpr std::array<bool, 25> complemented_after_theta = [] {
    std::array<bool, 5> column{};
    for (std::size_t lane = 0; lane < 25; ++lane)
        column[lane % 5] ^= complemented[lane];
    std::array<bool, 25> lanes{};
    for (std::size_t lane = 0; lane < 25; ++lane)
    {
        const std::size_t x = lane % 5;
        lanes[lane] = complemented[lane] ^ column[(x + 4) % 5] ^ column[(x + 1) % 5];
    }
    return lanes;
}();

/// a ^ (~b & c), where each operand and the result may be held complemented.
template <bool A, bool B, bool C, bool Result>
[[gnu::always_inline]] inline std::uint64_t chi(
    std::uint64_t a, std::uint64_t b, std::uint64_t c) noexcept
{
    constexpr bool complement = A != Result;
    if constexpr (B && !C)
        return complement ? ~a ^ (b & c) : a ^ (b & c);
    else if constexpr (!B && C)
        return complement ? a ^ (b | c) : ~a ^ (b | c);
    else if constexpr (B)
        return complement ? a ^ (~b | c) : a ^ (b & ~c);
    else
        return complement ? a ^ (b | ~c) : a ^ (~b & c);
}

/// The lane that the pi step moves to (x, Y).
template <std::size_t Y>
consteval std::size_t source(std::size_t x)
{
    return (x % 5 + 3 * Y) % 5 + 5 * (x % 5);
}

/// Steps rho, pi, chi and iota for one row; `d` is what theta adds to each column. The sums of the
/// new columns grow in `parity` while the lanes are still in registers.
template <std::size_t Y, std::size_t... X>
[[gnu::always_inline]] inline void make_row(const State& in, const Row& d, State& out, Row& parity,
    std::uint64_t constant, std::index_sequence<X...> /*row*/) noexcept
{
    const Row b{std::rotl(in[source<Y>(X)] ^ d[source<Y>(X) % 5], rotation[source<Y>(X)])...};
    ((out[X + 5 * Y] =
             chi<complemented_after_theta[source<Y>(X)], complemented_after_theta[source<Y>(X + 1)],
                 complemented_after_theta[source<Y>(X + 2)], complemented[X + 5 * Y]>(
                 b[X], b[(X + 1) % 5], b[(X + 2) % 5])),
        ...);
    if constexpr (Y == 0)
    {
        out[0] ^= constant;
        ((parity[X] = out[X]), ...);
    }
    else
        ((parity[X] ^= out[X + 5 * Y]), ...);
}

template <std::size_t... Y>
[[gnu::always_inline]] inline void make_round(const State& in, State& out, Row& parity,
    std::uint64_t constant, std::index_sequence<Y...> rows) noexcept
{
    const Row d{(parity[(Y + 4) % 5] ^ std::rotl(parity[(Y + 1) % 5], 1))...};
    (make_row<Y>(in, d, out, parity, constant, rows), ...);
}

void complement_lanes(State& state) noexcept
{
    for (std::size_t lane = 0; lane < state.size(); ++lane)
    {
        if (complemented[lane])
            state[lane] = ~state[lane];
    }
}

/// Not inlined: one copy of some 3 kB of straight code is enough.
[[gnu::noinline]] void permute(State& state) noexcept
{
    State a = state;
    State b;
    complement_lanes(a);
    Row parity{};
    for (std::size_t lane = 0; lane < 25; ++lane)
        parity[lane % 5] ^= a[lane];
    for (std::size_t round = 0; round < round_constants.size(); round += 2)
    {
        make_round(a, b, parity, round_constants[round], std::make_index_sequence<5>{});
        make_round(b, a, parity, round_constants[round + 1], std::make_index_sequence<5>{});
    }
    complement_lanes(a);
    state = a;
}

void absorb(State& state, const std::uint8_t* block) noexcept
{
    static_assert(std::endian::native == std::endian::little);
    for (std::size_t i = 0; i < rate / 8; ++i)
    {
        std::uint64_t lane = 0;
        std::memcpy(&lane, block + 8 * i, sizeof(lane));
        state[i] ^= lane;
    }
}
}  // namespace

bytes32 keccak256(BytesView data) noexcept
{
    State state{};
    while (data.size() >= rate)
    {
        absorb(state, data.data());
        permute(state);
        data = data.subspan(rate);
    }
    std::array<std::uint8_t, rate> last{};
    if (!data.empty())
        std::memcpy(last.data(), data.data(), data.size());
    last[data.size()] = 0x01;
    last[rate - 1] |= 0x80;
    absorb(state, last.data());
    permute(state);

    bytes32 hash;
    std::memcpy(hash.bytes.data(), state.data(), hash.bytes.size());
    return hash;
}

bytes32 keccak256(std::string_view text) noexcept
{
    return keccak256(BytesView{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}
}  // namespace byline

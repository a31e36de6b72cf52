#include "vm/primitives/keccak.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

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

/// The lanes of the pi step in the order in which one temporary walks through them.
constexpr std::array<std::size_t, 24> pi_lane{
    10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1};
constexpr std::array<int, 24> rho_offset{
    1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44};

using State = std::array<std::uint64_t, 25>;

[[gnu::noinline]] void permute(State& a) noexcept
{
    for (const std::uint64_t constant : round_constants)
    {
        std::array<std::uint64_t, 5> c{};
        for (std::size_t x = 0; x < 5; ++x)
            c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (std::size_t x = 0; x < 5; ++x)
        {
            const std::uint64_t d = c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
            for (std::size_t y = 0; y < 25; y += 5)
                a[x + y] ^= d;
        }
        std::uint64_t moving = a[1];
        for (std::size_t i = 0; i < 24; ++i)
        {
            const std::uint64_t next = a[pi_lane[i]];
            a[pi_lane[i]] = std::rotl(moving, rho_offset[i]);
            moving = next;
        }
        for (std::size_t y = 0; y < 25; y += 5)
        {
            const std::array<std::uint64_t, 5> row{a[y], a[y + 1], a[y + 2], a[y + 3], a[y + 4]};
            for (std::size_t x = 0; x < 5; ++x)
                a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
        }
        a[0] ^= constant;
    }
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

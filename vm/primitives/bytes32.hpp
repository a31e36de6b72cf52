#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>

namespace byline
{
/// 32 bytes: a hash, a storage key, a word in big-endian byte order.
struct bytes32
{
    std::array<std::uint8_t, 32> bytes{};

    constexpr auto operator<=>(const bytes32&) const noexcept = default;

    [[nodiscard]] constexpr bool is_zero() const noexcept { return *this == bytes32{}; }
};
}  // namespace byline

/// For look-up only: keys are hashes or keccak'd on their way in; nothing may iterate over the
/// table.
template <>
struct std::hash<byline::bytes32>
{
    std::size_t operator()(const byline::bytes32& value) const noexcept
    {
        std::uint64_t a = 0;
        std::uint64_t b = 0;
        std::memcpy(&a, value.bytes.data(), sizeof(a));
        std::memcpy(&b, value.bytes.data() + 24, sizeof(b));
        return static_cast<std::size_t>((a ^ (b * 0x9e3779b97f4a7c15)) * 0xff51afd7ed558ccd);
    }
};

#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>

namespace byline
{
/// A 160-bit account address.
struct address
{
    std::array<std::uint8_t, 20> bytes{};

    constexpr auto operator<=>(const address&) const noexcept = default;

    [[nodiscard]] constexpr bool is_zero() const noexcept { return *this == address{}; }
};
}  // namespace byline

/// For look-up only: nothing may iterate over the table.
template <>
struct std::hash<byline::address>
{
    std::size_t operator()(const byline::address& value) const noexcept
    {
        std::uint64_t a = 0;
        std::uint64_t b = 0;
        std::memcpy(&a, value.bytes.data(), sizeof(a));
        std::memcpy(&b, value.bytes.data() + 12, sizeof(b));
        return static_cast<std::size_t>((a ^ (b * 0x9e3779b97f4a7c15)) * 0xff51afd7ed558ccd);
    }
};

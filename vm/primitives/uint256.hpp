#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline
{
__extension__ using uint128 = unsigned __int128;

/// An unsigned 256-bit integer modulo 2^256, the machine word of the EVM (Yellow Paper §9.1).
/// Four 64-bit limbs, least significant first.
struct uint256
{
    std::array<std::uint64_t, 4> words{};

    constexpr uint256() noexcept = default;

    // Implicit: an integer literal is a word.
    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr uint256(std::uint64_t value) noexcept : words{value, 0, 0, 0} {}

    constexpr uint256(
        std::uint64_t w3, std::uint64_t w2, std::uint64_t w1, std::uint64_t w0) noexcept
        : words{w0, w1, w2, w3}
    {}

    constexpr bool operator==(const uint256&) const noexcept = default;

    constexpr std::strong_ordering operator<=>(const uint256& other) const noexcept
    {
        for (std::size_t i = 3; i > 0; --i)
        {
            if (words[i] != other.words[i])
                return words[i] <=> other.words[i];
        }
        return words[0] <=> other.words[0];
    }

    [[nodiscard]] constexpr bool is_zero() const noexcept
    {
        return (words[0] | words[1] | words[2] | words[3]) == 0;
    }

    /// True if the value is below 2^64, so that `words[0]` is all of it.
    [[nodiscard]] constexpr bool fits_uint64() const noexcept
    {
        return (words[1] | words[2] | words[3]) == 0;
    }

    /// Bit 255: the sign in two's complement.
    [[nodiscard]] constexpr bool is_negative() const noexcept { return (words[3] >> 63) != 0; }

    /// How many low bits hold the value: 0 for 0, 256 for the greatest.
    [[nodiscard]] constexpr unsigned bit_width() const noexcept
    {
        for (std::size_t i = 4; i > 0; --i)
        {
            if (words[i - 1] != 0)
                return static_cast<unsigned>(i * 64) -
                       static_cast<unsigned>(std::countl_zero(words[i - 1]));
        }
        return 0;
    }
};

inline constexpr uint256 max_uint256{~0ULL, ~0ULL, ~0ULL, ~0ULL};

/// The product of two words, exact: 512 bits, least significant limb first.
using uint512 = std::array<std::uint64_t, 8>;

struct DivResult
{
    uint256 quotient;
    uint256 remainder;
};

/// a + b and the carry out of bit 255.
struct AddResult
{
    uint256 value;
    bool carry;
};

/// a - b and the borrow: true if a < b.
struct SubResult
{
    uint256 value;
    bool borrow;
};

// In terms of comparisons, which compilers know for chains of add-with-carry.
constexpr AddResult add_with_carry(const uint256& a, const uint256& b) noexcept
{
    uint256 r;
    bool carry = false;
    for (std::size_t i = 0; i < 4; ++i)
    {
        const std::uint64_t sum = a.words[i] + b.words[i];
        const bool first = sum < a.words[i];
        r.words[i] = sum + std::uint64_t{carry};
        carry = first | (r.words[i] < sum);
    }
    return {r, carry};
}

constexpr SubResult sub_with_borrow(const uint256& a, const uint256& b) noexcept
{
    uint256 r;
    bool borrow = false;
    for (std::size_t i = 0; i < 4; ++i)
    {
        const std::uint64_t difference = a.words[i] - b.words[i];
        const bool first = a.words[i] < b.words[i];
        const bool second = difference < std::uint64_t{borrow};
        r.words[i] = difference - std::uint64_t{borrow};
        borrow = first | second;
    }
    return {r, borrow};
}

constexpr uint256 operator+(const uint256& a, const uint256& b) noexcept
{
    return add_with_carry(a, b).value;
}

constexpr uint256 operator-(const uint256& a, const uint256& b) noexcept
{
    return sub_with_borrow(a, b).value;
}

constexpr uint256 operator~(const uint256& a) noexcept
{
    return {~a.words[3], ~a.words[2], ~a.words[1], ~a.words[0]};
}

constexpr uint256 operator-(const uint256& a) noexcept
{
    return uint256{} - a;
}

constexpr uint256 operator&(const uint256& a, const uint256& b) noexcept
{
    return {a.words[3] & b.words[3], a.words[2] & b.words[2], a.words[1] & b.words[1],
        a.words[0] & b.words[0]};
}

constexpr uint256 operator|(const uint256& a, const uint256& b) noexcept
{
    return {a.words[3] | b.words[3], a.words[2] | b.words[2], a.words[1] | b.words[1],
        a.words[0] | b.words[0]};
}

constexpr uint256 operator^(const uint256& a, const uint256& b) noexcept
{
    return {a.words[3] ^ b.words[3], a.words[2] ^ b.words[2], a.words[1] ^ b.words[1],
        a.words[0] ^ b.words[0]};
}

/// The low 256 bits of the product.
constexpr uint256 operator*(const uint256& a, const uint256& b) noexcept
{
    uint256 r;
    for (std::size_t i = 0; i < 4; ++i)
    {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; i + j < 4; ++j)
        {
            const uint128 t = uint128{a.words[i]} * b.words[j] + r.words[i + j] + carry;
            r.words[i + j] = static_cast<std::uint64_t>(t);
            carry = static_cast<std::uint64_t>(t >> 64);
        }
    }
    return r;
}

constexpr uint512 full_mul(const uint256& a, const uint256& b) noexcept
{
    uint512 r{};
    for (std::size_t i = 0; i < 4; ++i)
    {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < 4; ++j)
        {
            const uint128 t = uint128{a.words[i]} * b.words[j] + r[i + j] + carry;
            r[i + j] = static_cast<std::uint64_t>(t);
            carry = static_cast<std::uint64_t>(t >> 64);
        }
        r[i + 4] = carry;
    }
    return r;
}

/// Shift by any amount; 256 and more give 0.
constexpr uint256 operator<<(const uint256& a, std::uint64_t shift) noexcept
{
    if (shift >= 256)
        return {};
    const auto limbs = static_cast<std::size_t>(shift / 64);
    const auto bits = static_cast<unsigned>(shift % 64);
    uint256 r;
    for (std::size_t i = limbs; i < 4; ++i)
    {
        r.words[i] = a.words[i - limbs] << bits;
        if (bits != 0 && i > limbs)
            r.words[i] |= a.words[i - limbs - 1] >> (64 - bits);
    }
    return r;
}

constexpr uint256 operator>>(const uint256& a, std::uint64_t shift) noexcept
{
    if (shift >= 256)
        return {};
    const auto limbs = static_cast<std::size_t>(shift / 64);
    const auto bits = static_cast<unsigned>(shift % 64);
    uint256 r;
    for (std::size_t i = 0; i + limbs < 4; ++i)
    {
        r.words[i] = a.words[i + limbs] >> bits;
        if (bits != 0 && i + limbs + 1 < 4)
            r.words[i] |= a.words[i + limbs + 1] << (64 - bits);
    }
    return r;
}

/// Shift by a word, as SHL and SHR take it (EIP-145).
constexpr uint256 operator<<(const uint256& a, const uint256& shift) noexcept
{
    return shift.fits_uint64() ? a << shift.words[0] : uint256{};
}

constexpr uint256 operator>>(const uint256& a, const uint256& shift) noexcept
{
    return shift.fits_uint64() ? a >> shift.words[0] : uint256{};
}

/// SAR (EIP-145): shifts in copies of the sign bit.
constexpr uint256 arithmetic_shift_right(const uint256& a, const uint256& shift) noexcept
{
    if (!a.is_negative())
        return a >> shift;
    return ~(~a >> shift);
}

/// Quotient and remainder; the divisor must not be zero.
DivResult divide(const uint256& dividend, const uint256& divisor) noexcept;

/// The remainder of a 512-bit dividend; the modulus must not be zero.
uint256 remainder(const uint512& dividend, const uint256& modulus) noexcept;

/// floor((2^512 - 1) / divisor) - 2^256 for a divisor with bit 255 set: what a division by it can
/// multiply by instead.
uint256 reciprocal(const uint256& divisor) noexcept;

/// DIV and MOD of the EVM: by zero gives zero.
uint256 operator/(const uint256& a, const uint256& b) noexcept;
uint256 operator%(const uint256& a, const uint256& b) noexcept;

/// SDIV and SMOD (two's complement, truncated toward zero, by zero gives zero; -2^255 / -1 =
/// -2^255).
uint256 signed_div(const uint256& a, const uint256& b) noexcept;
uint256 signed_mod(const uint256& a, const uint256& b) noexcept;

/// (a + b) mod m and (a * b) mod m without wrapping; m = 0 gives 0.
uint256 add_mod(const uint256& a, const uint256& b, const uint256& m) noexcept;
uint256 mul_mod(const uint256& a, const uint256& b, const uint256& m) noexcept;

/// base^exponent mod 2^256.
uint256 power(const uint256& base, const uint256& exponent) noexcept;

/// SIGNEXTEND: extends the two's complement number in the low `byte_index` + 1 bytes.
constexpr uint256 sign_extend(const uint256& byte_index, const uint256& a) noexcept
{
    if (byte_index >= uint256{31})
        return a;
    const std::uint64_t bits = (byte_index.words[0] + 1) * 8;
    const uint256 mask = max_uint256 << bits;
    const bool negative = ((a >> (bits - 1)).words[0] & 1) != 0;
    return negative ? a | mask : a & ~mask;
}

/// BYTE: the byte at `index` counted from the most significant; 0 beyond 31.
constexpr uint256 byte_at(const uint256& index, const uint256& a) noexcept
{
    if (index >= uint256{32})
        return {};
    return (a >> ((31 - index.words[0]) * 8)) & uint256{0xff};
}

constexpr bool signed_less(const uint256& a, const uint256& b) noexcept
{
    return a.is_negative() == b.is_negative() ? a < b : a.is_negative();
}

constexpr uint256& operator+=(uint256& a, const uint256& b) noexcept
{
    return a = a + b;
}

constexpr uint256& operator-=(uint256& a, const uint256& b) noexcept
{
    return a = a - b;
}

constexpr uint256& operator*=(uint256& a, const uint256& b) noexcept
{
    return a = a * b;
}

/// The word as 32 big-endian bytes, as memory and storage hold it.
constexpr bytes32 to_bytes32(const uint256& a) noexcept
{
    bytes32 r;
    for (std::size_t i = 0; i < 32; ++i)
        r.bytes[i] = static_cast<std::uint8_t>(a.words[3 - i / 8] >> (56 - 8 * (i % 8)));
    return r;
}

constexpr uint256 to_uint256(const bytes32& b) noexcept
{
    uint256 r;
    for (std::size_t i = 0; i < 32; ++i)
        r.words[3 - i / 8] = (r.words[3 - i / 8] << 8) | b.bytes[i];
    return r;
}

/// The low 160 bits of a word are an address; the rest is dropped (Yellow Paper §9.1).
constexpr address to_address(const uint256& a) noexcept
{
    const bytes32 b = to_bytes32(a);
    address r;
    for (std::size_t i = 0; i < 20; ++i)
        r.bytes[i] = b.bytes[12 + i];
    return r;
}

constexpr uint256 to_uint256(const address& a) noexcept
{
    bytes32 b;
    for (std::size_t i = 0; i < 20; ++i)
        b.bytes[12 + i] = a.bytes[i];
    return to_uint256(b);
}

/// Decimal digits, without separators.
std::string to_decimal(const uint256& value);

/// Parses decimal digits only; nothing if empty, not digits, or not below 2^256.
std::optional<uint256> from_decimal(std::string_view digits);
}  // namespace byline

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
#include <type_traits>

namespace byline
{
__extension__ using uint128 = unsigned __int128;

namespace detail
{
/// The limb itself, in a general register: clang would otherwise gather limbs that lie there into a
/// vector to combine them, which costs several times what it saves.
constexpr std::uint64_t scalar(std::uint64_t limb) noexcept
{
    if (!std::is_constant_evaluated())
        asm("" : "+r"(limb));
    return limb;
}

/// The upper limb of (high, low) << shift, for a shift less than 64.
constexpr std::uint64_t funnel_left(
    std::uint64_t high, std::uint64_t low, std::uint64_t shift) noexcept
{
    return (high << shift) | ((low >> 1) >> (63 - shift));
}

/// The lower limb of (high, low) >> shift, for a shift less than 64.
constexpr std::uint64_t funnel_right(
    std::uint64_t high, std::uint64_t low, std::uint64_t shift) noexcept
{
    return (low >> shift) | ((high << 1) << (63 - shift));
}

/// Eight bytes in memory order as a number, the first the most significant; its own inverse.
constexpr std::uint64_t big_endian(std::uint64_t limb) noexcept
{
    return std::endian::native == std::endian::little ? std::byteswap(limb) : limb;
}
}  // namespace detail

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

    constexpr bool operator==(const uint256& other) const noexcept
    {
        const std::uint64_t lower = (words[0] ^ other.words[0]) | (words[1] ^ other.words[1]);
        const std::uint64_t upper = (words[2] ^ other.words[2]) | (words[3] ^ other.words[3]);
        return (detail::scalar(lower) | upper) == 0;
    }

    [[nodiscard]] constexpr bool is_zero() const noexcept
    {
        return (detail::scalar(words[0] | words[1]) | words[2] | words[3]) == 0;
    }

    /// True if the value is below 2^64, so that `words[0]` is all of it.
    [[nodiscard]] constexpr bool fits_uint64() const noexcept
    {
        return (detail::scalar(words[1] | words[2]) | words[3]) == 0;
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

namespace detail
{
// Chains of add-with-carry: clang knows them by a builtin, g++ by that of the x86 instruction.
// Elsewhere and in constant expressions by comparisons.

/// a + b + carry; the carry out, 0 or 1, goes to `carry`.
constexpr std::uint64_t add_limbs(
    std::uint64_t a, std::uint64_t b, unsigned long long& carry) noexcept
{
    if (!std::is_constant_evaluated())
    {
#if defined(__clang__)
        return __builtin_addcll(a, b, carry, &carry);
#elif defined(__x86_64__)
        unsigned long long sum = 0;
        carry = __builtin_ia32_addcarryx_u64(static_cast<unsigned char>(carry), a, b, &sum);
        return sum;
#endif
    }
    const std::uint64_t partial = a + b;
    const std::uint64_t sum = partial + carry;
    carry = (partial < a ? 1U : 0U) | (sum < partial ? 1U : 0U);
    return sum;
}

/// a - b - borrow; the borrow out, 0 or 1, goes to `borrow`.
constexpr std::uint64_t sub_limbs(
    std::uint64_t a, std::uint64_t b, unsigned long long& borrow) noexcept
{
    if (!std::is_constant_evaluated())
    {
#if defined(__clang__)
        return __builtin_subcll(a, b, borrow, &borrow);
#elif defined(__x86_64__)
        unsigned long long difference = 0;
        borrow = __builtin_ia32_sbb_u64(static_cast<unsigned char>(borrow), a, b, &difference);
        return difference;
#endif
    }
    const std::uint64_t partial = a - b;
    const std::uint64_t difference = partial - borrow;
    borrow = (a < b ? 1U : 0U) | (partial < borrow ? 1U : 0U);
    return difference;
}
}  // namespace detail

constexpr AddResult add_with_carry(const uint256& a, const uint256& b) noexcept
{
    unsigned long long carry = 0;
    const std::uint64_t w0 = detail::add_limbs(a.words[0], b.words[0], carry);
    const std::uint64_t w1 = detail::add_limbs(a.words[1], b.words[1], carry);
    const std::uint64_t w2 = detail::add_limbs(a.words[2], b.words[2], carry);
    const std::uint64_t w3 = detail::add_limbs(a.words[3], b.words[3], carry);
    return {{w3, w2, w1, w0}, carry != 0};
}

constexpr SubResult sub_with_borrow(const uint256& a, const uint256& b) noexcept
{
    unsigned long long borrow = 0;
    const std::uint64_t w0 = detail::sub_limbs(a.words[0], b.words[0], borrow);
    const std::uint64_t w1 = detail::sub_limbs(a.words[1], b.words[1], borrow);
    const std::uint64_t w2 = detail::sub_limbs(a.words[2], b.words[2], borrow);
    const std::uint64_t w3 = detail::sub_limbs(a.words[3], b.words[3], borrow);
    return {{w3, w2, w1, w0}, borrow != 0};
}

// Branches: which limb decides is mostly the same from one comparison to the next, and a chain of
// subtractions with borrow is longer.
constexpr bool operator<(const uint256& a, const uint256& b) noexcept
{
    for (std::size_t i = 3; i > 0; --i)
    {
        if (a.words[i] != b.words[i])
            return a.words[i] < b.words[i];
    }
    return a.words[0] < b.words[0];
}

constexpr bool operator>(const uint256& a, const uint256& b) noexcept
{
    return b < a;
}

constexpr bool operator<=(const uint256& a, const uint256& b) noexcept
{
    return !(b < a);
}

constexpr bool operator>=(const uint256& a, const uint256& b) noexcept
{
    return !(a < b);
}

constexpr std::strong_ordering operator<=>(const uint256& a, const uint256& b) noexcept
{
    if (a < b)
        return std::strong_ordering::less;
    return a == b ? std::strong_ordering::equal : std::strong_ordering::greater;
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

namespace detail
{
/// a * b + c + d, which is never more than 2^128 - 1: the low limb; the high one goes to `carry`.
constexpr std::uint64_t multiply_add(std::uint64_t a, std::uint64_t b, std::uint64_t c,
    std::uint64_t d, std::uint64_t& carry) noexcept
{
    const uint128 t = uint128{a} * b + c + d;
    carry = static_cast<std::uint64_t>(t >> 64);
    return static_cast<std::uint64_t>(t);
}
}  // namespace detail

/// The low 256 bits of the product.
constexpr uint256 operator*(const uint256& a, const uint256& b) noexcept
{
    const auto [a0, a1, a2, a3] = a.words;
    const auto [b0, b1, b2, b3] = b.words;
    std::uint64_t carry = 0;
    const std::uint64_t r0 = detail::multiply_add(a0, b0, 0, 0, carry);
    std::uint64_t r1 = detail::multiply_add(a0, b1, carry, 0, carry);
    std::uint64_t r2 = detail::multiply_add(a0, b2, carry, 0, carry);
    std::uint64_t r3 = a0 * b3 + carry;
    r1 = detail::multiply_add(a1, b0, r1, 0, carry);
    r2 = detail::multiply_add(a1, b1, r2, carry, carry);
    r3 += a1 * b2 + carry;
    r2 = detail::multiply_add(a2, b0, r2, 0, carry);
    r3 += a2 * b1 + carry + a3 * b0;
    return {r3, r2, r1, r0};
}

constexpr uint512 full_mul(const uint256& a, const uint256& b) noexcept
{
    const auto [a0, a1, a2, a3] = a.words;
    const auto [b0, b1, b2, b3] = b.words;
    std::uint64_t r4 = 0;
    const std::uint64_t r0 = detail::multiply_add(a0, b0, 0, 0, r4);
    std::uint64_t r1 = detail::multiply_add(a0, b1, r4, 0, r4);
    std::uint64_t r2 = detail::multiply_add(a0, b2, r4, 0, r4);
    std::uint64_t r3 = detail::multiply_add(a0, b3, r4, 0, r4);
    std::uint64_t r5 = 0;
    r1 = detail::multiply_add(a1, b0, r1, 0, r5);
    r2 = detail::multiply_add(a1, b1, r2, r5, r5);
    r3 = detail::multiply_add(a1, b2, r3, r5, r5);
    r4 = detail::multiply_add(a1, b3, r4, r5, r5);
    std::uint64_t r6 = 0;
    r2 = detail::multiply_add(a2, b0, r2, 0, r6);
    r3 = detail::multiply_add(a2, b1, r3, r6, r6);
    r4 = detail::multiply_add(a2, b2, r4, r6, r6);
    r5 = detail::multiply_add(a2, b3, r5, r6, r6);
    std::uint64_t r7 = 0;
    r3 = detail::multiply_add(a3, b0, r3, 0, r7);
    r4 = detail::multiply_add(a3, b1, r4, r7, r7);
    r5 = detail::multiply_add(a3, b2, r5, r7, r7);
    r6 = detail::multiply_add(a3, b3, r6, r7, r7);
    return {r0, r1, r2, r3, r4, r5, r6, r7};
}

namespace detail
{
/// a << shift for a shift less than 64.
constexpr uint256 shift_left_in_limb(const uint256& a, std::uint64_t shift) noexcept
{
    return {funnel_left(a.words[3], a.words[2], shift), funnel_left(a.words[2], a.words[1], shift),
        funnel_left(a.words[1], a.words[0], shift), a.words[0] << shift};
}

/// a >> shift for a shift less than 64, with `top` above the highest limb.
constexpr uint256 shift_right_in_limb(
    const uint256& a, std::uint64_t top, std::uint64_t shift) noexcept
{
    return {funnel_right(top, a.words[3], shift), funnel_right(a.words[3], a.words[2], shift),
        funnel_right(a.words[2], a.words[1], shift), funnel_right(a.words[1], a.words[0], shift)};
}

// In the following two, what the shift's low bits are is hidden from the compiler: clang would know
// the funnels for double shifts (SHLD), of which an AMD makes several steps.

/// a << shift for a shift from 64 to 255.
[[gnu::always_inline]] constexpr uint256 shift_left_by_limbs(
    const uint256& a, std::uint64_t shift) noexcept
{
    const std::uint64_t bits = scalar(shift & 63);
    if (shift < 128)
    {
        return {funnel_left(a.words[2], a.words[1], bits),
            funnel_left(a.words[1], a.words[0], bits), a.words[0] << bits, 0};
    }
    if (shift < 192)
        return {funnel_left(a.words[1], a.words[0], bits), a.words[0] << bits, 0, 0};
    return {a.words[0] << bits, 0, 0, 0};
}

/// a >> shift for a shift from 64 to 255; limbs and bits of `top` come in.
[[gnu::always_inline]] constexpr uint256 shift_right_by_limbs(
    const uint256& a, std::uint64_t top, std::uint64_t shift) noexcept
{
    const std::uint64_t bits = scalar(shift & 63);
    if (shift < 128)
    {
        return {top, funnel_right(top, a.words[3], bits),
            funnel_right(a.words[3], a.words[2], bits), funnel_right(a.words[2], a.words[1], bits)};
    }
    if (shift < 192)
    {
        return {top, top, funnel_right(top, a.words[3], bits),
            funnel_right(a.words[3], a.words[2], bits)};
    }
    return {top, top, top, funnel_right(top, a.words[3], bits)};
}
}  // namespace detail

// Shifts are always inlined: a call would hand the limbs over in memory.

/// Shift by any amount; 256 and more give 0.
[[gnu::always_inline]] constexpr uint256 operator<<(const uint256& a, std::uint64_t shift) noexcept
{
    if (shift < 64)
        return detail::shift_left_in_limb(a, shift);
    if (shift < 256)
        return detail::shift_left_by_limbs(a, shift);
    return {};
}

[[gnu::always_inline]] constexpr uint256 operator>>(const uint256& a, std::uint64_t shift) noexcept
{
    if (shift < 64)
        return detail::shift_right_in_limb(a, 0, shift);
    if (shift < 256)
        return detail::shift_right_by_limbs(a, 0, shift);
    return {};
}

/// Shift by a word, as SHL and SHR take it (EIP-145).
[[gnu::always_inline]] constexpr uint256 operator<<(const uint256& a, const uint256& shift) noexcept
{
    return shift.fits_uint64() ? a << shift.words[0] : uint256{};
}

[[gnu::always_inline]] constexpr uint256 operator>>(const uint256& a, const uint256& shift) noexcept
{
    return shift.fits_uint64() ? a >> shift.words[0] : uint256{};
}

/// SAR (EIP-145): shifts in copies of the sign bit.
[[gnu::always_inline]] constexpr uint256 arithmetic_shift_right(
    const uint256& a, const uint256& shift) noexcept
{
    const auto sign =
        detail::scalar(static_cast<std::uint64_t>(static_cast<std::int64_t>(a.words[3]) >> 63));
    if (!shift.fits_uint64() || shift.words[0] >= 256)
        return {sign, sign, sign, sign};
    if (shift.words[0] < 64)
        return detail::shift_right_in_limb(a, sign, shift.words[0]);
    return detail::shift_right_by_limbs(a, sign, shift.words[0]);
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
[[gnu::always_inline]] constexpr uint256 sign_extend(
    const uint256& byte_index, const uint256& a) noexcept
{
    if (!byte_index.fits_uint64() || byte_index.words[0] >= 31)
        return a;
    const std::uint64_t limb = byte_index.words[0] / 8;
    const std::uint64_t above = 56 - 8 * (byte_index.words[0] % 8);
    const std::uint64_t even = limb < 2 ? a.words[0] : a.words[2];
    const std::uint64_t odd = limb < 2 ? a.words[1] : a.words[3];
    const auto shifted = static_cast<std::int64_t>(((limb & 1) != 0 ? odd : even) << above);
    const auto extended = static_cast<std::uint64_t>(shifted >> above);
    const auto sign = static_cast<std::uint64_t>(shifted >> 63);
    const std::uint64_t w3 = limb == 3 ? extended : sign;
    const std::uint64_t w2 = limb == 2 ? extended : sign;
    const std::uint64_t w1 = limb == 1 ? extended : sign;
    return {w3, limb > 2 ? a.words[2] : w2, limb > 1 ? a.words[1] : w1,
        limb > 0 ? a.words[0] : extended};
}

/// BYTE: the byte at `index` counted from the most significant; 0 beyond 31.
[[gnu::always_inline]] constexpr uint256 byte_at(const uint256& index, const uint256& a) noexcept
{
    if (!index.fits_uint64() || index.words[0] >= 32)
        return {};
    const std::uint64_t i = index.words[0];
    const std::uint64_t upper = (i & 8) != 0 ? detail::scalar(a.words[2]) : a.words[3];
    const std::uint64_t lower = (i & 8) != 0 ? detail::scalar(a.words[0]) : a.words[1];
    const std::uint64_t limb = (i & 16) != 0 ? lower : upper;
    return (limb >> (56 - 8 * (i % 8))) & 0xff;
}

/// SLT: a < b as two's complement numbers, whose order is that of words with the sign turned.
constexpr bool signed_less(const uint256& a, const uint256& b) noexcept
{
    constexpr std::uint64_t sign = 1ULL << 63;
    return uint256{a.words[3] ^ sign, a.words[2], a.words[1], a.words[0]} <
           uint256{b.words[3] ^ sign, b.words[2], b.words[1], b.words[0]};
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
    return std::bit_cast<bytes32>(
        uint256{detail::big_endian(a.words[0]), detail::big_endian(a.words[1]),
            detail::big_endian(a.words[2]), detail::big_endian(a.words[3])});
}

constexpr uint256 to_uint256(const bytes32& b) noexcept
{
    const auto limbs = std::bit_cast<std::array<std::uint64_t, 4>>(b);
    return {detail::big_endian(limbs[0]), detail::big_endian(limbs[1]),
        detail::big_endian(limbs[2]), detail::big_endian(limbs[3])};
}

/// The low 160 bits of a word are an address; the rest is dropped (Yellow Paper §9.1).
constexpr address to_address(const uint256& a) noexcept
{
    const std::uint64_t middle = detail::big_endian(a.words[1]);
    const std::uint64_t low = detail::big_endian(a.words[0]);
    const auto half = [](std::uint64_t limb) { return static_cast<std::uint32_t>(limb); };
    return std::bit_cast<address>(std::array{half(detail::big_endian(a.words[2]) >> 32),
        half(middle), half(middle >> 32), half(low), half(low >> 32)});
}

constexpr uint256 to_uint256(const address& a) noexcept
{
    // Four bytes at a time: g++ would make the limbs of bytes that it has just written one by one.
    const auto quarters = std::bit_cast<std::array<std::uint32_t, 5>>(a);
    const auto limb = [](std::uint64_t first, std::uint64_t second) {
        return detail::big_endian(first | (second << 32));
    };
    return {
        0, limb(0, quarters[0]), limb(quarters[1], quarters[2]), limb(quarters[3], quarters[4])};
}

/// Decimal digits, without separators.
std::string to_decimal(const uint256& value);

/// Parses decimal digits only; nothing if empty, not digits, or not below 2^256.
std::optional<uint256> from_decimal(std::string_view digits);
}  // namespace byline

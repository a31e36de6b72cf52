#pragma once

#include "vm/crypto/bn254.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// Arithmetic modulo bn254's prime p, in Montgomery form: a is held as a * 2^256 mod p.
///
/// p has two bits less than a word of 256, so that a few sums go without reduction: `Loose` holds
/// one of forms, `Wide` one of products, and the reduction, which is half of a product's cost, is
/// paid once for all that was summed up (D. Aranha et al., "Faster explicit formulas for computing
/// pairings over ordinary curves").
namespace byline::vm::bn254
{
namespace detail
{
/// -p^-1 mod 2^64 by Newton's iteration: each step doubles the number of right bits.
constexpr std::uint64_t negative_inverse = [] {
    std::uint64_t inverse = 1;
    for (int i = 0; i < 6; ++i)
        inverse *= 2 - field_prime.words[0] * inverse;
    return ~inverse + 1;
}();

/// value * 2^count mod p.
constexpr uint256 doubled(uint256 value, int count) noexcept
{
    for (int i = 0; i < count; ++i)
    {
        value = value + value;  // p is below 2^254: no carry
        if (value >= field_prime)
            value = value - field_prime;
    }
    return value;
}

inline constexpr uint256 form_of_one = doubled(1, 256);
inline constexpr uint256 form_of_two_to_256 = doubled(1, 512);

/// value if the condition holds, else 0.
constexpr uint256 value_if(bool condition, const uint256& value) noexcept
{
    const std::uint64_t mask = condition ? ~0ULL : 0;
    return value & uint256{mask, mask, mask, mask};
}

/// value mod p for a value below 2 p.
constexpr uint256 reduced_once(const uint256& value) noexcept
{
    const auto [difference, borrow] = sub_with_borrow(value, field_prime);
    return difference + value_if(borrow, field_prime);
}

/// value / 2^256 modulo p, at most p (P. Montgomery, "Modular multiplication without trial
/// division"): each step adds what clears the lowest limb. Compilers would call it, through memory.
[[gnu::always_inline]] constexpr uint256 divided_by_two_to_256(const uint256& value) noexcept
{
    auto t = value.words;
    for (std::size_t i = 0; i < 4; ++i)
    {
        const std::uint64_t m = t[0] * negative_inverse;
        uint128 sum = uint128{m} * field_prime.words[0] + t[0];
        for (std::size_t j = 1; j < 4; ++j)
        {
            sum = uint128{m} * field_prime.words[j] + t[j] + static_cast<std::uint64_t>(sum >> 64);
            t[j - 1] = static_cast<std::uint64_t>(sum);
        }
        t[3] = static_cast<std::uint64_t>(sum >> 64);
    }
    return {t[3], t[2], t[1], t[0]};
}
}  // namespace detail

class Fp
{
public:
    constexpr Fp() noexcept = default;

    static constexpr Fp zero() noexcept { return {}; }

    static constexpr Fp one() noexcept { return Fp{detail::form_of_one}; }

    /// The value must be below p.
    static constexpr Fp from(const uint256& value) noexcept
    {
        return Fp{value} * Fp{detail::form_of_two_to_256};
    }

    /// What has the form, which must be below p.
    static constexpr Fp of_form(const uint256& form) noexcept { return Fp{form}; }

    [[nodiscard]] constexpr uint256 value() const noexcept
    {
        return detail::reduced_once(detail::divided_by_two_to_256(form_));
    }

    [[nodiscard]] constexpr const uint256& form() const noexcept { return form_; }

    [[nodiscard]] constexpr bool is_zero() const noexcept { return form_.is_zero(); }

    constexpr bool operator==(const Fp&) const noexcept = default;

    friend constexpr Fp operator+(const Fp& a, const Fp& b) noexcept
    {
        return Fp{detail::reduced_once(a.form_ + b.form_)};
    }

    friend constexpr Fp operator-(const Fp& a, const Fp& b) noexcept
    {
        const auto [difference, borrow] = sub_with_borrow(a.form_, b.form_);
        return Fp{difference + detail::value_if(borrow, field_prime)};
    }

    friend constexpr Fp operator-(const Fp& a) noexcept { return Fp{} - a; }

    friend constexpr Fp operator*(const Fp& a, const Fp& b) noexcept;

private:
    constexpr explicit Fp(const uint256& form) noexcept : form_{form} {}

    uint256 form_;
};

/// A form below 4 p = 0.76 * 2^256, not reduced.
struct Loose
{
    uint256 form;

    constexpr explicit Loose(const uint256& value) noexcept : form{value} {}

    // Implicit: each element is its own sum.
    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr Loose(const Fp& a) noexcept : form{a.form()} {}
};

/// Each below 2 p.
constexpr Loose loose_sum(const Loose& a, const Loose& b) noexcept
{
    return Loose{a.form + b.form};
}

constexpr Loose twice(const Loose& a) noexcept
{
    return loose_sum(a, a);
}

/// -a, at most p.
constexpr Loose loose_negation(const Fp& a) noexcept
{
    return Loose{field_prime - a.form()};
}

/// a - b + p.
constexpr Loose loose_difference(const Fp& a, const Fp& b) noexcept
{
    return Loose{a.form() + (field_prime - b.form())};
}

/// A sum of products in two's complement of 512 bits: any between -14 p^2 and 14 p^2.
struct Wide
{
    uint256 low;
    uint256 high;
};

constexpr Wide wide_product(const Loose& a, const Loose& b) noexcept
{
    const uint512 t = full_mul(a.form, b.form);
    return {{t[3], t[2], t[1], t[0]}, {t[7], t[6], t[5], t[4]}};
}

constexpr Wide operator+(const Wide& a, const Wide& b) noexcept
{
    const auto [low, carry] = add_with_carry(a.low, b.low);
    return {low, a.high + b.high + uint256{std::uint64_t{carry}}};
}

constexpr Wide operator-(const Wide& a, const Wide& b) noexcept
{
    const auto [low, borrow] = sub_with_borrow(a.low, b.low);
    return {low, a.high - b.high - uint256{std::uint64_t{borrow}}};
}

/// The sum less 2^256 p, which changes nothing modulo p: for one that may exceed what can be
/// reduced.
constexpr Wide lowered(const Wide& a) noexcept
{
    return {a.low, a.high - field_prime};
}

/// The element for a sum from -2^256 p to 2^256 p, which is 5.28 p^2.
constexpr Fp reduced(const Wide& t) noexcept
{
    const uint256 high = t.high + detail::value_if(t.high.is_negative(), field_prime);
    return Fp::of_form(detail::reduced_once(high + detail::divided_by_two_to_256(t.low)));
}

/// Montgomery's product, a limb of b at a time, for a and b below 2 p. p's highest limb is below
/// 2^62, so that the two running carries together fit in a limb and no fifth limb is needed
/// (G. Botrel, "Faster big-integer modular multiplication for most moduli").
constexpr Fp product(const Loose& a, const Loose& b) noexcept
{
    const auto& p = field_prime.words;
    const auto& x = a.form.words;
    std::array<std::uint64_t, 4> t{};
    for (std::size_t i = 0; i < 4; ++i)
    {
        const std::uint64_t y = b.form.words[i];
        uint128 product = uint128{x[0]} * y + t[0];
        const auto t0 = static_cast<std::uint64_t>(product);
        const std::uint64_t m = t0 * detail::negative_inverse;
        uint128 reduction = uint128{m} * p[0] + t0;
        for (std::size_t j = 1; j < 4; ++j)
        {
            product = uint128{x[j]} * y + t[j] + static_cast<std::uint64_t>(product >> 64);
            reduction = uint128{m} * p[j] + static_cast<std::uint64_t>(product) +
                        static_cast<std::uint64_t>(reduction >> 64);
            t[j - 1] = static_cast<std::uint64_t>(reduction);
        }
        t[3] =
            static_cast<std::uint64_t>(reduction >> 64) + static_cast<std::uint64_t>(product >> 64);
    }
    return Fp::of_form(detail::reduced_once({t[3], t[2], t[1], t[0]}));
}

constexpr Fp operator*(const Fp& a, const Fp& b) noexcept
{
    return product(a, b);
}

namespace detail
{
/// Entry i is the greatest multiple of p up to 2^253 i, modulo 2^256.
inline constexpr std::array<uint256, 32> multiples_of_prime = [] {
    std::array<uint256, 32> multiples;
    // 2^253 i exceeds the multiple by `over`; 2^253 is below p, so that a step adds p at most once.
    constexpr uint256 step{0x2000000000000000, 0, 0, 0};
    uint256 over;
    for (std::size_t i = 1; i < multiples.size(); ++i)
    {
        over = over + step;
        multiples[i] = multiples[i - 1];
        if (over >= field_prime)
        {
            over = over - field_prime;
            multiples[i] = multiples[i] + field_prime;
        }
    }
    return multiples;
}();
}  // namespace detail

/// factor * a + b for a sum below 21 p.
constexpr Fp multiple_and(std::uint64_t factor, const Fp& a, const Loose& b) noexcept
{
    uint256 sum;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 4; ++i)
    {
        const uint128 t = uint128{factor} * a.form().words[i] + b.form.words[i] + carry;
        sum.words[i] = static_cast<std::uint64_t>(t);
        carry = static_cast<std::uint64_t>(t >> 64);
    }
    // The multiple leaves less than 2^253 + p.
    const std::uint64_t top = (carry << 3) | (sum.words[3] >> 61);
    return Fp::of_form(detail::reduced_once(sum - detail::multiples_of_prime[top]));
}

constexpr Fp square(const Fp& a) noexcept
{
    return a * a;
}

constexpr Fp twice(const Fp& a) noexcept
{
    return a + a;
}

constexpr Fp half(const Fp& a) noexcept
{
    const bool odd = a.form().words[0] % 2 == 1;
    return Fp::of_form((a.form() + detail::value_if(odd, field_prime)) >> 1U);
}

/// base^exponent in any of the fields.
template <typename Field>
constexpr Field power(const Field& base, const uint256& exponent) noexcept
{
    Field result = Field::one();
    for (unsigned i = exponent.bit_width(); i > 0; --i)
    {
        result = square(result);
        if (((exponent.words[(i - 1) / 64] >> ((i - 1) % 64)) & 1) != 0)
            result = result * base;
    }
    return result;
}

/// 1 / a; 0 for 0. Not in constant time: nothing here is secret.
Fp inverse(const Fp& a) noexcept;
}  // namespace byline::vm::bn254

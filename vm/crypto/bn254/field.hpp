#pragma once

#include "vm/crypto/bn254.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// Arithmetic modulo bn254's prime p, in Montgomery form: a is held as a * 2^256 mod p.
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

    [[nodiscard]] constexpr uint256 value() const noexcept { return (*this * Fp{1}).form_; }

    [[nodiscard]] constexpr bool is_zero() const noexcept { return form_.is_zero(); }

    constexpr bool operator==(const Fp&) const noexcept = default;

    friend constexpr Fp operator+(const Fp& a, const Fp& b) noexcept
    {
        return Fp{reduced(a.form_ + b.form_)};
    }

    friend constexpr Fp operator-(const Fp& a, const Fp& b) noexcept
    {
        const auto [difference, borrow] = sub_with_borrow(a.form_, b.form_);
        const std::uint64_t mask = borrow ? ~0ULL : 0;
        return Fp{difference + (field_prime & uint256{mask, mask, mask, mask})};
    }

    friend constexpr Fp operator-(const Fp& a) noexcept { return Fp{} - a; }

    /// Montgomery's product, a limb of b at a time. p's highest limb is below 2^63 - 1, so that the
    /// two running carries together fit in a limb and no fifth limb is needed (G. Botrel, "Faster
    /// big-integer modular multiplication for most moduli").
    friend constexpr Fp operator*(const Fp& a, const Fp& b) noexcept
    {
        const auto& p = field_prime.words;
        const auto& x = a.form_.words;
        std::array<std::uint64_t, 4> t{};
        for (std::size_t i = 0; i < 4; ++i)
        {
            const std::uint64_t y = b.form_.words[i];
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
            t[3] = static_cast<std::uint64_t>(reduction >> 64) +
                   static_cast<std::uint64_t>(product >> 64);
        }
        return Fp{reduced({t[3], t[2], t[1], t[0]})};
    }

private:
    constexpr explicit Fp(const uint256& form) noexcept : form_{form} {}

    /// For a value below 2 p.
    static constexpr uint256 reduced(const uint256& value) noexcept
    {
        const auto [difference, borrow] = sub_with_borrow(value, field_prime);
        const std::uint64_t mask = borrow ? ~0ULL : 0;
        const uint256 keep{mask, mask, mask, mask};
        return (value & keep) | (difference & ~keep);
    }

    uint256 form_;
};

constexpr Fp square(const Fp& a) noexcept
{
    return a * a;
}

constexpr Fp twice(const Fp& a) noexcept
{
    return a + a;
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

/// 1 / a by Fermat's little theorem; 0 for 0.
constexpr Fp inverse(const Fp& a) noexcept
{
    return power(a, field_prime - uint256{2});
}
}  // namespace byline::vm::bn254

#pragma once

#include "vm/crypto/bn254/field.hpp"

/// The fields above Fp: Fp2 = Fp[i], i^2 = -1; Fp6 = Fp2[v], v^3 = xi = 9 + i; Fp12 = Fp6[w],
/// w^2 = v. Products are Karatsuba's, and reduced
/// late.
namespace byline::vm::bn254
{
struct Fp2
{
    Fp re;
    Fp im;

    static constexpr Fp2 zero() noexcept { return {}; }

    static constexpr Fp2 one() noexcept { return {Fp::one(), Fp::zero()}; }

    [[nodiscard]] constexpr bool is_zero() const noexcept { return re.is_zero() && im.is_zero(); }

    constexpr bool operator==(const Fp2&) const noexcept = default;
};

constexpr Fp2 operator+(const Fp2& a, const Fp2& b) noexcept
{
    return {a.re + b.re, a.im + b.im};
}

constexpr Fp2 operator-(const Fp2& a, const Fp2& b) noexcept
{
    return {a.re - b.re, a.im - b.im};
}

constexpr Fp2 operator-(const Fp2& a) noexcept
{
    return {-a.re, -a.im};
}

/// A sum of products, not reduced. One product has parts from -p^2 to 2 p^2.
struct Wide2
{
    Wide re;
    Wide im;
};

constexpr Wide2 operator+(const Wide2& a, const Wide2& b) noexcept
{
    return {a.re + b.re, a.im + b.im};
}

constexpr Wide2 operator-(const Wide2& a, const Wide2& b) noexcept
{
    return {a.re - b.re, a.im - b.im};
}

/// The element for parts from -5 p^2 to 5 p^2.
constexpr Fp2 reduced(const Wide2& a) noexcept
{
    return {reduced(a.re), reduced(a.im)};
}

/// A sum of two, not reduced: parts below 2 p.
struct Loose2
{
    Loose re;
    Loose im;

    constexpr Loose2(const Loose& real, const Loose& imaginary) noexcept : re{real}, im{imaginary}
    {}

    // Implicit: each element is its own sum.
    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr Loose2(const Fp2& a) noexcept : re{a.re}, im{a.im} {}
};

constexpr Loose2 loose_sum(const Fp2& a, const Fp2& b) noexcept
{
    return {loose_sum(a.re, b.re), loose_sum(a.im, b.im)};
}

constexpr Wide2 wide_product(const Loose2& a, const Loose2& b) noexcept
{
    const Wide re = wide_product(a.re, b.re);
    const Wide im = wide_product(a.im, b.im);
    return {re - im, wide_product(loose_sum(a.re, a.im), loose_sum(b.re, b.im)) - re - im};
}

constexpr Fp2 operator*(const Fp2& a, const Fp2& b) noexcept
{
    return reduced(wide_product(a, b));
}

constexpr Fp2 operator*(const Fp2& a, const Fp& b) noexcept
{
    return {a.re * b, a.im * b};
}

constexpr Fp2 square(const Fp2& a) noexcept
{
    return {product(loose_sum(a.re, a.im), loose_difference(a.re, a.im)),
        product(twice(Loose{a.re}), a.im)};
}

constexpr Fp2 twice(const Fp2& a) noexcept
{
    return a + a;
}

constexpr Fp2 half(const Fp2& a) noexcept
{
    return {half(a.re), half(a.im)};
}

constexpr Fp2 times_three(const Fp2& a) noexcept
{
    return {multiple_and(2, a.re, a.re), multiple_and(2, a.im, a.im)};
}

/// a^p.
constexpr Fp2 conjugate(const Fp2& a) noexcept
{
    return {a.re, -a.im};
}

constexpr Fp2 times_xi(const Fp2& a) noexcept
{
    return {multiple_and(9, a.re, loose_negation(a.im)), multiple_and(9, a.im, a.re)};
}

/// xi a + b.
constexpr Fp2 times_xi_plus(const Fp2& a, const Fp2& b) noexcept
{
    return {multiple_and(9, a.re, loose_difference(b.re, a.im)),
        multiple_and(9, a.im, loose_sum(b.im, a.re))};
}

inline Fp2 inverse(const Fp2& a) noexcept
{
    return conjugate(a) * inverse(square(a.re) + square(a.im));
}

struct Fp6
{
    Fp2 c0;
    Fp2 c1;
    Fp2 c2;

    static constexpr Fp6 one() noexcept { return {Fp2::one(), {}, {}}; }

    constexpr bool operator==(const Fp6&) const noexcept = default;
};

Fp6 operator+(const Fp6& a, const Fp6& b) noexcept;
Fp6 operator-(const Fp6& a, const Fp6& b) noexcept;
Fp6 operator-(const Fp6& a) noexcept;
Fp6 operator*(const Fp6& a, const Fp6& b) noexcept;
Fp6 times_v(const Fp6& a) noexcept;
Fp6 inverse(const Fp6& a) noexcept;

struct Fp12
{
    Fp6 c0;
    Fp6 c1;

    static constexpr Fp12 one() noexcept { return {Fp6::one(), {}}; }

    constexpr bool operator==(const Fp12&) const noexcept = default;
};

/// An element a + b w + c v w, as the lines of the Miller loop are.
struct Line
{
    Fp2 a;
    Fp2 b;
    Fp2 c;
};

Fp12 operator*(const Fp12& a, const Fp12& b) noexcept;
Fp12 operator*(const Fp12& a, const Line& line) noexcept;
Fp12 square(const Fp12& a) noexcept;
Fp12 inverse(const Fp12& a) noexcept;

/// a^(p^6): the inverse of an a whose norm over Fp6 is one.
Fp12 conjugate(const Fp12& a) noexcept;

/// a^p.
Fp12 frobenius(const Fp12& a) noexcept;

/// a^2 for an a with a^(p^4 - p^2 + 1) = 1 (R. Granger, M. Scott, "Faster squaring in the
/// cyclotomic subgroup of sixth degree extensions").
Fp12 cyclotomic_square(const Fp12& a) noexcept;

/// xi^(k (p - 1) / 6): what w^k is multiplied by in the Frobenius map. k is 0 to 5.
const Fp2& frobenius_factor(unsigned k) noexcept;
}  // namespace byline::vm::bn254

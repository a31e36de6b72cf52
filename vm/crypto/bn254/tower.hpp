#pragma once

#include "vm/crypto/bn254/field.hpp"

/// The fields above Fp: Fp2 = Fp[i], i^2 = -1; Fp6 = Fp2[v], v^3 = xi = 9 + i; Fp12 = Fp6[w],
/// w^2 = v. Products are Karatsuba's.
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

constexpr Fp2 operator*(const Fp2& a, const Fp2& b) noexcept
{
    const Fp re = a.re * b.re;
    const Fp im = a.im * b.im;
    return {re - im, (a.re + a.im) * (b.re + b.im) - re - im};
}

constexpr Fp2 operator*(const Fp2& a, const Fp& b) noexcept
{
    return {a.re * b, a.im * b};
}

constexpr Fp2 square(const Fp2& a) noexcept
{
    return {(a.re + a.im) * (a.re - a.im), twice(a.re * a.im)};
}

constexpr Fp2 twice(const Fp2& a) noexcept
{
    return a + a;
}

/// a^p.
constexpr Fp2 conjugate(const Fp2& a) noexcept
{
    return {a.re, -a.im};
}

constexpr Fp2 times_xi(const Fp2& a) noexcept
{
    const Fp2 nine_a = twice(twice(twice(a))) + a;
    return {nine_a.re - a.im, nine_a.im + a.re};
}

constexpr Fp2 inverse(const Fp2& a) noexcept
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

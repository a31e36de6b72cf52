#include "vm/crypto/bn254/tower.hpp"

#include "vm/crypto/bn254.hpp"
#include "vm/crypto/bn254/field.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>

namespace byline::vm::bn254
{
namespace
{
/// (a, b w + c v w) times Fp6, where the line's part has only two coefficients.
Fp6 multiply_sparse(const Fp6& x, const Fp2& b, const Fp2& c) noexcept
{
    const Wide2 t0 = wide_product(x.c0, b);
    const Wide2 t1 = wide_product(x.c1, c);
    return {times_xi_plus(x.c2 * c, reduced(t0)),
        reduced(wide_product(loose_sum(x.c0, x.c1), loose_sum(b, c)) - t0 - t1),
        reduced(wide_product(x.c2, b) + t1)};
}

Fp6 multiply_each(const Fp6& x, const Fp2& a) noexcept
{
    return {x.c0 * a, x.c1 * a, x.c2 * a};
}
}  // namespace

Fp6 operator+(const Fp6& a, const Fp6& b) noexcept
{
    return {a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2};
}

Fp6 operator-(const Fp6& a, const Fp6& b) noexcept
{
    return {a.c0 - b.c0, a.c1 - b.c1, a.c2 - b.c2};
}

Fp6 operator-(const Fp6& a) noexcept
{
    return {-a.c0, -a.c1, -a.c2};
}

Fp6 operator*(const Fp6& a, const Fp6& b) noexcept
{
    const Wide2 t0 = wide_product(a.c0, b.c0);
    const Wide2 t1 = wide_product(a.c1, b.c1);
    const Wide2 t2 = wide_product(a.c2, b.c2);
    // What is left of each of Karatsuba's products is two simple ones, and so within 4 p^2; a third
    // makes it 6 p^2, of imaginary parts that are not negative.
    const Wide2 t12 = wide_product(loose_sum(a.c1, a.c2), loose_sum(b.c1, b.c2)) - t1 - t2;
    const Wide2 t01 = wide_product(loose_sum(a.c0, a.c1), loose_sum(b.c0, b.c1)) - t0 - t1;
    const Wide2 t02 = wide_product(loose_sum(a.c0, a.c2), loose_sum(b.c0, b.c2)) - t0 - t2 + t1;
    return {times_xi_plus(reduced(t12), reduced(t0)), times_xi_plus(reduced(t2), reduced(t01)),
        reduced({t02.re, lowered(t02.im)})};
}

Fp6 times_v(const Fp6& a) noexcept
{
    return {times_xi(a.c2), a.c0, a.c1};
}

Fp6 inverse(const Fp6& a) noexcept
{
    // The adjoint over the norm to Fp2.
    const Fp2 t0 = square(a.c0) - times_xi(a.c1 * a.c2);
    const Fp2 t1 = times_xi(square(a.c2)) - a.c0 * a.c1;
    const Fp2 t2 = square(a.c1) - a.c0 * a.c2;
    const Fp2 norm = a.c0 * t0 + times_xi(a.c2 * t1 + a.c1 * t2);
    return multiply_each({t0, t1, t2}, inverse(norm));
}

Fp12 operator*(const Fp12& a, const Fp12& b) noexcept
{
    const Fp6 t0 = a.c0 * b.c0;
    const Fp6 t1 = a.c1 * b.c1;
    return {t0 + times_v(t1), (a.c0 + a.c1) * (b.c0 + b.c1) - t0 - t1};
}

Fp12 operator*(const Fp12& a, const Line& line) noexcept
{
    const Fp6 t0 = multiply_each(a.c0, line.a);
    const Fp6 t1 = multiply_sparse(a.c1, line.b, line.c);
    return {t0 + times_v(t1), multiply_sparse(a.c0 + a.c1, line.a + line.b, line.c) - t0 - t1};
}

Fp12 square(const Fp12& a) noexcept
{
    const Fp6 t = a.c0 * a.c1;
    return {(a.c0 + a.c1) * (a.c0 + times_v(a.c1)) - t - times_v(t), t + t};
}

Fp12 inverse(const Fp12& a) noexcept
{
    const Fp6 t = inverse(a.c0 * a.c0 - times_v(a.c1 * a.c1));
    return {a.c0 * t, -(a.c1 * t)};
}

Fp12 conjugate(const Fp12& a) noexcept
{
    return {a.c0, -a.c1};
}

Fp12 frobenius(const Fp12& a) noexcept
{
    // v = w^2, so that c0 holds the even powers of w, c1 the odd ones.
    return {{conjugate(a.c0.c0), conjugate(a.c0.c1) * frobenius_factor(2),
                conjugate(a.c0.c2) * frobenius_factor(4)},
        {conjugate(a.c1.c0) * frobenius_factor(1), conjugate(a.c1.c1) * frobenius_factor(3),
            conjugate(a.c1.c2) * frobenius_factor(5)}};
}

Fp12 cyclotomic_square(const Fp12& a) noexcept
{
    // Fp12 as three copies of Fp4 = Fp2[w^3]; in each the square is (x^2 + xi y^2, 2 x y).
    struct SquaredPair
    {
        Fp2 sum;
        Fp2 product;
    };

    const auto square_pair = [](const Fp2& x, const Fp2& y) {
        const Fp2 xx = square(x);
        const Fp2 yy = square(y);
        return SquaredPair{times_xi_plus(yy, xx), square(x + y) - xx - yy};
    };
    const auto three_minus_two = [](const Fp2& t, const Fp2& x) {
        return Fp2{multiple_and(3, t.re, twice(loose_negation(x.re))),
            multiple_and(3, t.im, twice(loose_negation(x.im)))};
    };
    const auto three_plus_two = [](const Fp2& t, const Fp2& x) {
        return Fp2{
            multiple_and(3, t.re, twice(Loose{x.re})), multiple_and(3, t.im, twice(Loose{x.im}))};
    };

    const SquaredPair first = square_pair(a.c0.c0, a.c1.c1);
    const SquaredPair second = square_pair(a.c1.c0, a.c0.c2);
    const SquaredPair third = square_pair(a.c0.c1, a.c1.c2);
    return {{three_minus_two(first.sum, a.c0.c0), three_minus_two(second.sum, a.c0.c1),
                three_minus_two(third.sum, a.c0.c2)},
        {three_plus_two(times_xi(third.product), a.c1.c0), three_plus_two(first.product, a.c1.c1),
            three_plus_two(second.product, a.c1.c2)}};
}

const Fp2& frobenius_factor(unsigned k) noexcept
{
    static const std::array<Fp2, 6> factors = [] {
        const Fp2 first = power(times_xi(Fp2::one()), (field_prime - uint256{1}) / uint256{6});
        std::array<Fp2, 6> powers{Fp2::one()};
        for (std::size_t i = 1; i < powers.size(); ++i)
            powers[i] = powers[i - 1] * first;
        return powers;
    }();
    return factors[k];
}
}  // namespace byline::vm::bn254

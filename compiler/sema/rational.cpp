#include "compiler/sema/rational.hpp"

#include "compiler/syntax/tree.hpp"
#include "vm/primitives/uint256.hpp"

#include <optional>
#include <string>
#include <utility>

namespace byline::compiler
{
namespace
{
bool fits_uint128(const uint256& value) noexcept
{
    return value.bit_width() <= 128;
}
}  // namespace

uint256 greatest_common_divisor(uint256 a, uint256 b)
{
    while (!b.is_zero())
        a = std::exchange(b, a % b);
    return a;
}

uint256 power_of_ten(unsigned exponent)
{
    return power(uint256{10}, uint256{exponent});
}

std::optional<Rational> Rational::make(const uint256& numerator, const uint256& denominator)
{
    if (denominator.is_zero())
        return std::nullopt;
    const uint256 divisor = greatest_common_divisor(numerator, denominator);
    Rational result;
    result.numerator_ = numerator / divisor;
    result.denominator_ = denominator / divisor;
    if (!fits_uint128(result.numerator_) || !fits_uint128(result.denominator_))
        return std::nullopt;
    return result;
}

std::optional<Rational> Rational::from_percent(const syntax::Decimal& percent)
{
    // 60 digits at most (the parser), so 100 * 10^scale stays below 2^256.
    return make(percent.digits, power_of_ten(percent.scale + 2));
}

std::optional<Rational> add(const Rational& a, const Rational& b)
{
    // Over the least common denominator: both products are below 2^256, only the sum may carry.
    const uint256 common = greatest_common_divisor(a.denominator(), b.denominator());
    const uint256 a_scale = b.denominator() / common;
    const uint256 b_scale = a.denominator() / common;
    const auto sum = add_with_carry(a.numerator() * a_scale, b.numerator() * b_scale);
    if (sum.carry)
        return std::nullopt;
    return Rational::make(sum.value, a.denominator() * a_scale);
}

std::optional<Rational> subtract(const Rational& a, const Rational& b)
{
    const uint256 common = greatest_common_divisor(a.denominator(), b.denominator());
    const uint256 a_scale = b.denominator() / common;
    const uint256 b_scale = a.denominator() / common;
    const auto difference = sub_with_borrow(a.numerator() * a_scale, b.numerator() * b_scale);
    if (difference.borrow)
        return std::nullopt;
    return Rational::make(difference.value, a.denominator() * a_scale);
}

std::optional<Rational> multiply(const Rational& a, const Rational& b)
{
    return Rational::make(a.numerator() * b.numerator(), a.denominator() * b.denominator());
}

std::string to_percent(const Rational& value)
{
    constexpr unsigned most_decimals = 18;
    // Below 2^128 each: times 100 it still fits.
    const DivResult whole = divide(value.numerator() * 100, value.denominator());
    std::string text = to_decimal(whole.quotient);
    uint256 remainder = whole.remainder;
    for (unsigned i = 0; i < most_decimals && !remainder.is_zero(); ++i)
    {
        const DivResult digit = divide(remainder * 10, value.denominator());
        text += (i == 0 ? "." : "") + to_decimal(digit.quotient);
        remainder = digit.remainder;
    }
    return remainder.is_zero() ? text : text + "...";
}
}  // namespace byline::compiler

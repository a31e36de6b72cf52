#pragma once

#include "compiler/syntax/tree.hpp"
#include "vm/primitives/uint256.hpp"

#include <optional>
#include <string>

namespace byline::compiler
{
/// An exact fraction in lowest terms; numerator and denominator are below 2^128 (rule M3), so that
/// a receipt below 2^128 times a numerator never wraps.
class Rational
{
public:
    constexpr Rational() noexcept = default;

    /// Nothing if the denominator is zero or the reduced fraction does not fit.
    static std::optional<Rational> make(const uint256& numerator, const uint256& denominator);

    /// 12.5 written with a `%` is 1/8.
    static std::optional<Rational> from_percent(const syntax::Decimal& percent);

    [[nodiscard]] const uint256& numerator() const noexcept { return numerator_; }

    [[nodiscard]] const uint256& denominator() const noexcept { return denominator_; }

    [[nodiscard]] bool is_zero() const noexcept { return numerator_.is_zero(); }

    friend bool operator==(const Rational&, const Rational&) noexcept = default;

private:
    uint256 numerator_{0};
    uint256 denominator_{1};
};

/// Exact results; nothing if they do not fit, or would be negative.
std::optional<Rational> add(const Rational& a, const Rational& b);
std::optional<Rational> subtract(const Rational& a, const Rational& b);
std::optional<Rational> multiply(const Rational& a, const Rational& b);

uint256 greatest_common_divisor(uint256 a, uint256 b);

/// "12.5": the fraction as a percentage; "33.333333333333333333..." where 18 decimals do not end
/// it.
std::string to_percent(const Rational& value);

/// 10^exponent; the exponent is at most 77.
uint256 power_of_ten(unsigned exponent);
}  // namespace byline::compiler

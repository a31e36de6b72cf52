#pragma once

#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace byline::compiler::proof
{
/// A whole number in SMT-LIB 2, as long as it has to be: nothing here wraps.
class Integer
{
public:
    // Implicit: a literal is a number.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Integer(const uint256& value) : text_{to_decimal(value)} {}

    // NOLINTNEXTLINE(google-explicit-constructor)
    Integer(std::uint64_t value) : Integer{uint256{value}} {}

    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    friend Integer symbol(std::string name);
    friend Integer call(std::string_view function, std::span<const Integer> arguments);

    explicit Integer(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

/// What holds or does not.
class Proposition
{
public:
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    friend Proposition claim_of(std::string_view function, std::span<const Integer> arguments);
    friend Proposition joined(std::string_view connective, std::span<const Proposition> parts);

    explicit Proposition(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

/// A name that the query declares or defines: letters, digits, `_` and `.`.
Integer symbol(std::string name);

/// `(function arguments...)`; without arguments, the function's name.
Integer call(std::string_view function, std::span<const Integer> arguments);
Proposition claim_of(std::string_view function, std::span<const Integer> arguments);
Proposition joined(std::string_view connective, std::span<const Proposition> parts);

Integer operator+(const Integer& a, const Integer& b);
Integer operator-(const Integer& a, const Integer& b);
Integer operator-(const Integer& a);
Integer operator*(const Integer& a, const Integer& b);

/// Rounded down; the divisor is a positive number that is known.
Integer divide(const Integer& a, const uint256& divisor);

/// 0 of none.
Integer sum_of(std::span<const Integer> terms);

/// `then` where the condition holds, otherwise `otherwise`.
Integer choose(const Proposition& condition, const Integer& then, const Integer& otherwise);

Proposition operator<=(const Integer& a, const Integer& b);
Proposition operator<(const Integer& a, const Integer& b);
Proposition operator>=(const Integer& a, const Integer& b);
Proposition operator>(const Integer& a, const Integer& b);
Proposition equal(const Integer& a, const Integer& b);

Proposition operator!(const Proposition& a);
Proposition operator&&(const Proposition& a, const Proposition& b);
Proposition operator||(const Proposition& a, const Proposition& b);
Proposition implies(const Proposition& a, const Proposition& b);

/// Of none: true.
Proposition all_of(std::span<const Proposition> parts);

/// Of none: false.
Proposition any_of(std::span<const Proposition> parts);
}  // namespace byline::compiler::proof

#include "compiler/proof/term.hpp"

#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace byline::compiler::proof
{
namespace
{
bool is_symbol_character(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
}

template <class Term>
std::string application(std::string_view function, std::span<const Term> arguments)
{
    if (arguments.empty())
        return std::string{function};
    std::string text = "(";
    text += function;
    for (const Term& argument : arguments)
        text.append(" ").append(argument.text());
    return text + ")";
}

Integer binary(std::string_view function, const Integer& a, const Integer& b)
{
    return call(function, std::array{a, b});
}

Proposition compared(std::string_view function, const Integer& a, const Integer& b)
{
    return claim_of(function, std::array{a, b});
}
}  // namespace

Integer symbol(std::string name)
{
    BYLINE_ASSERT(!name.empty() && (name.front() < '0' || name.front() > '9') &&
                  std::ranges::all_of(name, is_symbol_character));
    return Integer{std::move(name)};
}

Integer call(std::string_view function, std::span<const Integer> arguments)
{
    return Integer{application(function, arguments)};
}

Proposition claim_of(std::string_view function, std::span<const Integer> arguments)
{
    return Proposition{application(function, arguments)};
}

Proposition joined(std::string_view connective, std::span<const Proposition> parts)
{
    return Proposition{application(connective, parts)};
}

Integer operator+(const Integer& a, const Integer& b)
{
    return binary("+", a, b);
}

Integer operator-(const Integer& a, const Integer& b)
{
    return binary("-", a, b);
}

Integer operator-(const Integer& a)
{
    return call("-", std::array{a});
}

Integer operator*(const Integer& a, const Integer& b)
{
    return binary("*", a, b);
}

Integer divide(const Integer& a, const uint256& divisor)
{
    BYLINE_ASSERT(!divisor.is_zero());
    return divisor == uint256{1} ? a : binary("div", a, divisor);
}

Integer sum_of(std::span<const Integer> terms)
{
    if (terms.empty())
        return 0;
    return terms.size() == 1 ? terms.front() : call("+", terms);
}

Integer choose(const Proposition& condition, const Integer& then, const Integer& otherwise)
{
    // The condition is a term of another sort, which `call` takes by its text alone.
    return call("ite " + condition.text(), std::array{then, otherwise});
}

Proposition operator<=(const Integer& a, const Integer& b)
{
    return compared("<=", a, b);
}

Proposition operator<(const Integer& a, const Integer& b)
{
    return compared("<", a, b);
}

Proposition operator>=(const Integer& a, const Integer& b)
{
    return compared(">=", a, b);
}

Proposition operator>(const Integer& a, const Integer& b)
{
    return compared(">", a, b);
}

Proposition equal(const Integer& a, const Integer& b)
{
    return compared("=", a, b);
}

Proposition operator!(const Proposition& a)
{
    return joined("not", std::array{a});
}

Proposition operator&&(const Proposition& a, const Proposition& b)
{
    return joined("and", std::array{a, b});
}

Proposition operator||(const Proposition& a, const Proposition& b)
{
    return joined("or", std::array{a, b});
}

Proposition implies(const Proposition& a, const Proposition& b)
{
    return joined("=>", std::array{a, b});
}

Proposition all_of(std::span<const Proposition> parts)
{
    if (parts.empty())
        return joined("true", {});
    return parts.size() == 1 ? parts.front() : joined("and", parts);
}

Proposition any_of(std::span<const Proposition> parts)
{
    if (parts.empty())
        return joined("false", {});
    return parts.size() == 1 ? parts.front() : joined("or", parts);
}
}  // namespace byline::compiler::proof

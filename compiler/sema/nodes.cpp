#include "compiler/sema/nodes.hpp"

#include "compiler/sema/dimension.hpp"
#include "compiler/sema/expression.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/type.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
/// Whether only one value is possible.
bool is_point(const Interval& range)
{
    return range.high && *range.high == range.low;
}

Interval difference_of(const Interval& left, const Interval& right)
{
    Interval result = left;
    if (!right.high || result.low <= *right.high)
        result.low = 0;
    else
        result.low -= *right.high;
    if (result.high)
        *result.high -= std::min(*result.high, right.low);
    return result;
}

uint256 divided(const uint256& a, const uint256& b, Rounding rounding)
{
    const DivResult result = divide(a, b);
    const bool one_more = rounding == Rounding::up && !result.remainder.is_zero();
    return one_more ? result.quotient + 1 : result.quotient;
}

Interval quotient_of(const Interval& left, const Interval& right, Rounding rounding)
{
    Interval result;
    if (right.high)
        result.low = divided(left.low, *right.high, rounding);
    else if (rounding == Rounding::up && !left.low.is_zero())
        result.low = 1;
    if (left.high)
        result.high = divided(*left.high, std::max(right.low, uint256{1}), rounding);
    return result;
}

/// value * factor; nothing from 2^256 on.
std::optional<uint256> scaled_value(const uint256& value, const Rational& factor, Rounding rounding)
{
    // Remainder and numerator are below 2^128 each.
    const DivResult whole = divide(value, factor.denominator());
    const uint256 rest =
        divided(whole.remainder * factor.numerator(), factor.denominator(), rounding);
    const auto product = product_of(whole.quotient, factor.numerator());
    const auto sum = product ? add_with_carry(*product, rest) : AddResult{{}, true};
    return sum.carry ? std::nullopt : std::optional{sum.value};
}

/// What the comparison comes to for all values of the two, where that is one.
std::optional<bool> decided(ExpressionKind kind, const Interval& left, const Interval& right)
{
    const bool below = left.high && *left.high < right.low;
    const bool above = right.high && *right.high < left.low;
    const bool at_most = left.high && *left.high <= right.low;
    const bool at_least = right.high && *right.high <= left.low;
    const bool equal = is_point(left) && is_point(right) && left.low == right.low;
    const auto either = [](bool yes, bool no) {
        return yes ? std::optional{true} : no ? std::optional{false} : std::nullopt;
    };
    switch (kind)
    {
        case ExpressionKind::equal:
            return either(equal, below || above);
        case ExpressionKind::not_equal:
            return either(below || above, equal);
        case ExpressionKind::less:
            return either(below, at_least);
        case ExpressionKind::less_equal:
            return either(at_most, above);
        case ExpressionKind::greater:
            return either(above, at_most);
        default:
            return either(at_least, below);
    }
}
}  // namespace

ExpressionId Nodes::add(Expression expression)
{
    list_.push_back(std::move(expression));
    return static_cast<ExpressionId>(list_.size() - 1);
}

ExpressionId Nodes::constant(ScalarType type, const uint256& value, Span span)
{
    type.range = {value, value};
    return add({.type = std::move(type), .value = value, .span = span});
}

ExpressionId Nodes::number(ExpressionKind kind, ExpressionId left, ExpressionId right,
    Dimension dimension, Interval range, Span span)
{
    ScalarType type{.dimension = std::move(dimension), .range = range};
    if (is_constant(left) && is_constant(right) && is_point(range))
        return constant(std::move(type), range.low, span);
    return add({.kind = kind, .type = std::move(type), .operands = {left, right}, .span = span});
}

ExpressionId Nodes::flag(ExpressionKind kind, std::vector<ExpressionId> operands, Span span)
{
    return add({.kind = kind, .type = flag_type(), .operands = std::move(operands), .span = span});
}

ExpressionId Nodes::sum(ExpressionId left, ExpressionId right, Span span)
{
    return number(ExpressionKind::add, left, right, list_[left].type.dimension,
        list_[left].type.range + list_[right].type.range, span);
}

ExpressionId Nodes::difference(ExpressionId left, ExpressionId right, Span span)
{
    const Interval range = same(left, right)
                               ? Interval{0, uint256{}}
                               : difference_of(list_[left].type.range, list_[right].type.range);
    return number(ExpressionKind::subtract, left, right, list_[left].type.dimension, range, span);
}

ExpressionId Nodes::product(ExpressionId left, ExpressionId right, Span span)
{
    return number(ExpressionKind::multiply, left, right,
        list_[left].type.dimension * list_[right].type.dimension,
        list_[left].type.range * list_[right].type.range, span);
}

ExpressionId Nodes::quotient(ExpressionId left, ExpressionId right, Rounding rounding, Span span)
{
    const ExpressionId id = number(ExpressionKind::divide, left, right,
        list_[left].type.dimension * inverse(list_[right].type.dimension),
        quotient_of(list_[left].type.range, list_[right].type.range, rounding), span);
    list_[id].rounding = rounding;
    return id;
}

ExpressionId Nodes::scaled(ExpressionId operand, const Rational& factor, const Dimension& dimension,
    Rounding rounding, Span span)
{
    const Interval& range = list_[operand].type.range;
    ScalarType type{.dimension = list_[operand].type.dimension * dimension};
    type.range.low = scaled_value(range.low, factor, rounding).value_or(max_uint256);
    if (range.high)
        type.range.high = scaled_value(*range.high, factor, rounding);
    if (is_constant(operand) && is_point(type.range))
    {
        const uint256 value = type.range.low;
        return constant(std::move(type), value, span);
    }
    return add({.kind = ExpressionKind::scale,
        .type = std::move(type),
        .operands = {operand},
        .factor = factor,
        .rounding = rounding,
        .span = span});
}

ExpressionId Nodes::extremum(ExpressionKind kind, ExpressionId left, ExpressionId right, Span span)
{
    const Interval& a = list_[left].type.range;
    const Interval& b = list_[right].type.range;
    const bool least = kind == ExpressionKind::minimum;
    Interval range;
    range.low = least ? std::min(a.low, b.low) : std::max(a.low, b.low);
    if (a.high && b.high)
        range.high = least ? std::min(*a.high, *b.high) : std::max(*a.high, *b.high);
    else if (least)
        range.high = a.high ? a.high : b.high;
    return number(kind, left, right, list_[left].type.dimension, range, span);
}

ExpressionId Nodes::comparison(
    ExpressionKind kind, ExpressionId left, ExpressionId right, Span span)
{
    if (const auto answer = decided(kind, list_[left].type.range, list_[right].type.range))
        return constant(flag_type(), uint256{*answer ? 1U : 0U}, span);
    return flag(kind, {left, right}, span);
}

ExpressionId Nodes::connective(
    ExpressionKind kind, ExpressionId left, ExpressionId right, Span span)
{
    if (!is_constant(left))
        return flag(kind, {left, right}, span);
    if (list_[left].value.is_zero() == (kind == ExpressionKind::logical_and))
        return left;
    // What decides nothing stays: a condition with such a part is for its author to look at.
    return is_constant(right) ? right : flag(kind, {left, right}, span);
}

ExpressionId Nodes::negation(ExpressionId operand, Span span)
{
    if (is_constant(operand))
        return constant(flag_type(), uint256{list_[operand].value.is_zero() ? 1U : 0U}, span);
    return flag(ExpressionKind::logical_not, {operand}, span);
}

bool Nodes::always_below(ExpressionId left, ExpressionId right) const
{
    const auto& high = list_[left].type.range.high;
    return high && *high < list_[right].type.range.low;
}

// An expression has at most max_expressions parts, and a local is a part of its own.
// NOLINTNEXTLINE(misc-no-recursion)
bool Nodes::same(ExpressionId a_id, ExpressionId b_id) const
{
    if (a_id == b_id)
        return true;
    const Expression& a = list_[a_id];
    const Expression& b = list_[b_id];
    if (a.kind != b.kind || a.value != b.value || a.index != b.index || a.field != b.field ||
        a.factor != b.factor || a.rounding != b.rounding || a.operands.size() != b.operands.size())
        return false;
    for (std::size_t i = 0; i < a.operands.size(); ++i)
    {
        if (!same(a.operands[i], b.operands[i]))
            return false;
    }
    return true;
}
}  // namespace byline::compiler

#include "compiler/lower/expression.hpp"

#include "compiler/lower/calldata.hpp"
#include "compiler/lower/claim.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/number.hpp"
#include "compiler/lower/party.hpp"
#include "compiler/lower/pool.hpp"
#include "compiler/lower/table.hpp"
#include "compiler/sema/dimension.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <optional>

namespace byline::compiler
{
using ir::BlockId;
using ir::Operation;
using ir::ValueId;

namespace
{
const Expression& expression(const Lowering& l, ExpressionId id)
{
    return l.context.licence.expressions[id];
}

/// Whether a is above b for some of their values.
bool may_exceed(const Interval& a, const Interval& b)
{
    return !a.high || *a.high > b.low;
}

/// Whether the expression reads storage or can fail: then it must not, or had better not, be
/// computed where nobody needs it.
// An expression is at most max_expressions deep (the parser).
// NOLINTNEXTLINE(misc-no-recursion)
bool is_costly(const Licence& licence, ExpressionId id)
{
    const Expression& e = licence.expressions[id];
    switch (e.kind)
    {
        case ExpressionKind::keep:
        case ExpressionKind::held:
        case ExpressionKind::claimable:
        case ExpressionKind::received:
        case ExpressionKind::pool_shares:
        case ExpressionKind::pool_total:
        case ExpressionKind::divide:
            return true;
        case ExpressionKind::party:
            return licence.parties[e.index].is_assignable;
        case ExpressionKind::role:
            return licence.parties[licence.roles[e.index].party].is_assignable;
        case ExpressionKind::subtract:
            if (may_exceed(licence.expressions[e.operands[1]].type.range,
                    licence.expressions[e.operands[0]].type.range))
                return true;
            break;
        default:
            if (!e.type.range.bounded())
                return true;
            break;
    }
    return std::ranges::any_of(
        e.operands, [&](ExpressionId operand) { return is_costly(licence, operand); });
}
}  // namespace

Expressions::Expressions(Lowering& l, const Arguments& arguments)
    : l_{l},
      arguments_{arguments},
      keeps_{l},
      caller_{l.b.emit(Operation::caller)},
      scopes_{next_scope_++}
{}

ValueId Expressions::value(ExpressionId id)
{
    fallback_ = nullptr;
    return evaluate(id);
}

ValueId Expressions::value(ExpressionId id, const ScalarType& type)
{
    const ValueId result = value(id);
    const Interval& range = expression(l_, id).type.range;
    const auto& high = type.range.high;
    if (high && *high != max_uint256 && (!range.high || *range.high > *high))
        fail_if(l_.b.emit(Operation::gt, {result, l_.b.constant(*high)}));
    if (range.low < type.range.low)
        fail_if(l_.b.emit(Operation::lt, {result, l_.b.constant(type.range.low)}));
    return result;
}

ValueId Expressions::value(ExpressionId id, Fallback& fallback)
{
    fallback_ = &fallback;
    const ValueId result = evaluate(id);
    fallback_ = nullptr;
    return result;
}

// NOLINTNEXTLINE(misc-no-recursion)
void Expressions::require(ExpressionId condition, Fallback& fallback)
{
    const Expression& e = expression(l_, condition);
    if (e.kind == ExpressionKind::logical_and)
    {
        require(e.operands[0], fallback);
        require(e.operands[1], fallback);
        return;
    }
    l_.b.locate(e.span);
    fallback_ = &fallback;
    const ValueId is_false = evaluate_opposite(e, condition);
    fallback_ = nullptr;
    l_.b.leave_if(is_false, block_of(fallback), "holds");
}

/// Not zero where the condition is false.
// NOLINTNEXTLINE(misc-no-recursion)
ValueId Expressions::evaluate_opposite(const Expression& e, ExpressionId id)
{
    const auto compare = [&](Operation operation) {
        const ValueId left = evaluate(e.operands[0]);
        const ValueId right = evaluate(e.operands[1]);
        l_.b.locate(e.span);
        return l_.b.emit(operation, {left, right});
    };
    switch (e.kind)
    {
        case ExpressionKind::logical_not:
            return evaluate(e.operands[0]);
        case ExpressionKind::equal:
            return compare(Operation::bit_xor);
        case ExpressionKind::not_equal:
            return compare(Operation::eq);
        case ExpressionKind::less_equal:
            return compare(Operation::gt);
        case ExpressionKind::greater_equal:
            return compare(Operation::lt);
        default:
            return l_.b.emit(Operation::iszero, {evaluate(id)});
    }
}

BlockId Expressions::block_of(Fallback& fallback)
{
    const bool dominates = std::ranges::find(scopes_, fallback.scope_) != scopes_.end();
    if (!fallback.block_ || !dominates)
    {
        Fallback* const outer = fallback_;
        fallback.block_ = fallback.make_();
        fallback.scope_ = scopes_.back();
        fallback_ = outer;
    }
    return *fallback.block_;
}

void Expressions::enter()
{
    keeps_.enter();
    scopes_.push_back(next_scope_++);
}

void Expressions::leave()
{
    keeps_.leave();
    scopes_.pop_back();
}

void Expressions::fail_if(ValueId condition)
{
    const BlockId failed =
        fallback_ ? block_of(*fallback_) : l_.failures.without_arguments("Overflow");
    l_.b.leave_if(condition, failed, "in_range");
}

// NOLINTNEXTLINE(misc-no-recursion)
ValueId Expressions::evaluate(ExpressionId id)
{
    const Expression& e = expression(l_, id);
    l_.b.locate(e.span);
    switch (e.kind)
    {
        case ExpressionKind::constant:
        case ExpressionKind::parameter:
        case ExpressionKind::element:
        case ExpressionKind::local:
        case ExpressionKind::caller:
        case ExpressionKind::now:
        case ExpressionKind::payment:
        case ExpressionKind::party:
        case ExpressionKind::role:
        case ExpressionKind::terms_hash:
            return leaf(e);
        case ExpressionKind::keep:
        case ExpressionKind::cell:
        case ExpressionKind::held:
        case ExpressionKind::claimable:
        case ExpressionKind::received:
        case ExpressionKind::pool_shares:
        case ExpressionKind::pool_total:
            return lookup(e);
        case ExpressionKind::add:
        case ExpressionKind::subtract:
        case ExpressionKind::multiply:
        case ExpressionKind::divide:
        case ExpressionKind::scale:
        case ExpressionKind::minimum:
        case ExpressionKind::maximum:
            return number(e);
        case ExpressionKind::logical_and:
        case ExpressionKind::logical_or:
            return connective(e);
        case ExpressionKind::logical_not:
            return l_.b.emit(Operation::iszero, {evaluate(e.operands[0])});
        default:
            return comparison(e);
    }
}

ValueId Expressions::leaf(const Expression& e)
{
    switch (e.kind)
    {
        case ExpressionKind::parameter:
            return arguments_.value(e.index, e.field);
        case ExpressionKind::element:
            return entries_.at(e.index).fields[e.field];
        case ExpressionKind::local:
            return locals_.at(e.index);
        case ExpressionKind::caller:
            return caller_;
        case ExpressionKind::now:
            return l_.b.emit(Operation::timestamp);
        case ExpressionKind::payment:
            return *payment_;
        case ExpressionKind::party:
            return party_address(l_, e.index);
        case ExpressionKind::role:
            return party_address(l_, l_.context.licence.roles[e.index].party);
        case ExpressionKind::terms_hash:
            return l_.b.constant(to_uint256(l_.context.terms_hash));
        default:
            return l_.b.constant(e.value);
    }
}

// NOLINTNEXTLINE(misc-no-recursion)
ValueId Expressions::lookup(const Expression& e)
{
    std::optional<ValueId> operand;
    if (!e.operands.empty())
        operand = evaluate(e.operands[0]);
    l_.b.locate(e.span);
    switch (e.kind)
    {
        case ExpressionKind::keep:
            return keeps_.read(e.index, operand, e.field);
        case ExpressionKind::cell:
            return table_cell(l_, l_.context.licence.tables[e.index], e.field, *operand);
        case ExpressionKind::held:
            return held(l_, e.index, operand);
        case ExpressionKind::claimable:
            return claimable(l_, e.index, *operand);
        case ExpressionKind::received:
            return received(l_, e.index);
        case ExpressionKind::pool_shares:
            return pool_shares(l_, e.index, *operand);
        default:
            return pool_total(l_, e.index);
    }
}

// NOLINTNEXTLINE(misc-no-recursion)
ValueId Expressions::number(const Expression& e)
{
    const ValueId left = evaluate(e.operands[0]);
    if (e.kind == ExpressionKind::scale)
        return scaled(e, left);
    const ValueId right = evaluate(e.operands[1]);
    l_.b.locate(e.span);
    const bool may_wrap = !e.type.range.bounded();
    switch (e.kind)
    {
        case ExpressionKind::add: {
            const ValueId sum = l_.b.emit(Operation::add, {left, right});
            if (may_wrap)
                fail_if(l_.b.emit(Operation::lt, {sum, left}));
            return sum;
        }
        case ExpressionKind::subtract:
            return difference(e, left, right);
        case ExpressionKind::multiply: {
            const ValueId product = l_.b.emit(Operation::mul, {left, right});
            if (may_wrap)
                fail_if(product_wrapped(l_, product, left, right));
            return product;
        }
        case ExpressionKind::divide:
            if (expression(l_, e.operands[1]).type.range.low.is_zero())
                fail_if(l_.b.emit(Operation::iszero, {right}));
            return divide(l_, left, right, e.rounding);
        case ExpressionKind::minimum:
            return minimum(l_, left, right);
        default:
            return maximum(l_, left, right);
    }
}

ValueId Expressions::difference(const Expression& e, ValueId left, ValueId right)
{
    if (may_exceed(
            expression(l_, e.operands[1]).type.range, expression(l_, e.operands[0]).type.range))
        fail_if(l_.b.emit(Operation::lt, {left, right}));
    return l_.b.emit(Operation::sub, {left, right});
}

ValueId Expressions::scaled(const Expression& e, ValueId operand)
{
    l_.b.locate(e.span);
    const Interval range = expression(l_, e.operands[0]).type.range;
    const uint256& numerator = e.factor.numerator();
    const ValueId denominator = l_.b.constant(e.factor.denominator());
    const Interval product = range * Interval{numerator, numerator};
    if (product.bounded())
    {
        const ValueId multiplied =
            numerator == 1 ? operand
                           : l_.b.emit(Operation::mul, {operand, l_.b.constant(numerator)});
        return e.factor.denominator() == 1 ? multiplied
                                           : divide(l_, multiplied, denominator, e.rounding);
    }
    const ValueId factor = l_.b.constant(numerator);
    const CheckedNumber quotient = multiply_divide(l_, operand, factor, denominator);
    if (!e.type.range.bounded())
        fail_if(quotient.wrong);
    if (e.rounding == Rounding::down)
        return quotient.value;
    const ValueId rest = l_.b.emit(Operation::mulmod, {operand, factor, denominator});
    const ValueId one = l_.b.emit(Operation::iszero, {l_.b.emit(Operation::iszero, {rest})});
    const ValueId above = l_.b.emit(Operation::add, {quotient.value, one});
    if (!e.type.range.bounded())
        fail_if(l_.b.emit(Operation::lt, {above, quotient.value}));
    return above;
}

// NOLINTNEXTLINE(misc-no-recursion)
ValueId Expressions::comparison(const Expression& e)
{
    const ValueId left = evaluate(e.operands[0]);
    const ValueId right = evaluate(e.operands[1]);
    l_.b.locate(e.span);
    const auto negated = [&](Operation operation) {
        return l_.b.emit(Operation::iszero, {l_.b.emit(operation, {left, right})});
    };
    switch (e.kind)
    {
        case ExpressionKind::equal:
            return l_.b.emit(Operation::eq, {left, right});
        case ExpressionKind::not_equal:
            return negated(Operation::eq);
        case ExpressionKind::less:
            return l_.b.emit(Operation::lt, {left, right});
        case ExpressionKind::less_equal:
            return negated(Operation::gt);
        case ExpressionKind::greater:
            return l_.b.emit(Operation::gt, {left, right});
        default:
            return negated(Operation::lt);
    }
}

// NOLINTNEXTLINE(misc-no-recursion)
ValueId Expressions::connective(const Expression& e)
{
    const bool is_and = e.kind == ExpressionKind::logical_and;
    const ValueId left = evaluate(e.operands[0]);
    if (!is_costly(l_.context.licence, e.operands[1]))
    {
        const ValueId right = evaluate(e.operands[1]);
        return l_.b.emit(is_and ? Operation::bit_and : Operation::bit_or, {left, right});
    }
    const BlockId decided = l_.b.new_block("decided");
    const BlockId joined = l_.b.new_block("joined");
    const ValueId result = l_.b.add_parameter(joined);
    const ValueId decides = is_and ? l_.b.emit(Operation::iszero, {left}) : left;
    l_.b.leave_if(decides, decided, "undecided");
    const BlockId undecided = l_.b.current();
    l_.b.continue_in(decided);
    l_.b.jump(joined, {l_.b.constant(is_and ? 0 : 1)});
    l_.b.continue_in(undecided);
    enter();
    const ValueId right = evaluate(e.operands[1]);
    leave();
    l_.b.jump(joined, {right});
    l_.b.continue_in(joined);
    return result;
}
}  // namespace byline::compiler

#include "tests/compiler/meaning/evaluation.hpp"

namespace byline::testing
{
using compiler::Expression;
using compiler::ExpressionKind;

namespace
{
const Integer beyond_words = Integer{1} << 256;

Integer quotient(const Integer& a, const Integer& b, compiler::Rounding rounding)
{
    if (b == 0)
        throw OutOfRange{};
    const Integer down = a / b;
    return rounding == compiler::Rounding::up && down * b != a ? down + 1 : down;
}
}  // namespace

Integer ModelEvaluation::value(compiler::ExpressionId id)
{
    const Expression& e = model_.licence_.expressions[id];
    Integer result;
    switch (e.kind)
    {
        case ExpressionKind::keep:
        case ExpressionKind::cell:
        case ExpressionKind::held:
        case ExpressionKind::claimable:
        case ExpressionKind::received:
        case ExpressionKind::pool_shares:
        case ExpressionKind::pool_total:
            result = lookup(e);
            break;
        case ExpressionKind::add:
        case ExpressionKind::subtract:
        case ExpressionKind::multiply:
        case ExpressionKind::divide:
        case ExpressionKind::scale:
        case ExpressionKind::minimum:
        case ExpressionKind::maximum:
            result = number(e);
            break;
        case ExpressionKind::equal:
        case ExpressionKind::not_equal:
        case ExpressionKind::less:
        case ExpressionKind::less_equal:
        case ExpressionKind::greater:
        case ExpressionKind::greater_equal:
        case ExpressionKind::logical_and:
        case ExpressionKind::logical_or:
        case ExpressionKind::logical_not:
            result = truth(e);
            break;
        default:
            result = leaf(e);
            break;
    }
    if (result < 0 || result >= beyond_words)
        throw OutOfRange{};
    return result;
}

Integer ModelEvaluation::value(compiler::ExpressionId id, const compiler::ScalarType& type)
{
    Integer result = value(id);
    if (result < integer(type.range.low) || (type.range.high && result > integer(*type.range.high)))
        throw OutOfRange{};
    return result;
}

Integer ModelEvaluation::leaf(const Expression& e)
{
    switch (e.kind)
    {
        case ExpressionKind::constant:
            return integer(e.value);
        case ExpressionKind::parameter:
            return call_.arguments[e.index].entries.front()[e.field];
        case ExpressionKind::element:
            return elements_.at(e.index)[e.field];
        case ExpressionKind::local:
            return locals_.at(e.index);
        case ExpressionKind::caller:
            return call_.caller;
        case ExpressionKind::now:
            return call_.now;
        case ExpressionKind::payment:
            return payment_;
        case ExpressionKind::party:
            return model_.state_.parties[e.index];
        case ExpressionKind::role:
            return model_.state_.parties[model_.licence_.roles[e.index].party];
        default:
            return model_.terms_hash_;
    }
}

Integer ModelEvaluation::lookup(const Expression& e)
{
    Integer operand;
    if (!e.operands.empty())
        operand = value(e.operands[0]);
    const ModelState& state = model_.state_;
    switch (e.kind)
    {
        case ExpressionKind::keep:
            return model_.kept(e.index, operand)[e.field];
        case ExpressionKind::cell:
            return integer(model_.licence_.tables[e.index].rows.at(
                operand.convert_to<std::size_t>())[e.field]);
        case ExpressionKind::held: {
            if (e.operands.empty())
                return state.pots[e.index].amount;
            const auto found = state.tabs[e.index].find(operand);
            return found == state.tabs[e.index].end() ? Integer{} : found->second.amount;
        }
        case ExpressionKind::claimable:
            return model_.claimable(e.index, operand);
        case ExpressionKind::received:
            return model_.received(e.index);
        case ExpressionKind::pool_shares: {
            const auto found = state.pools[e.index].shares.find(operand);
            return found == state.pools[e.index].shares.end() ? Integer{} : found->second;
        }
        default:
            return state.pools[e.index].total;
    }
}

Integer ModelEvaluation::number(const Expression& e)
{
    const Integer left = value(e.operands[0]);
    if (e.kind == ExpressionKind::scale)
        return quotient(
            left * integer(e.factor.numerator()), integer(e.factor.denominator()), e.rounding);
    const Integer right = value(e.operands[1]);
    switch (e.kind)
    {
        case ExpressionKind::add:
            return left + right;
        case ExpressionKind::subtract:
            return left - right;
        case ExpressionKind::multiply:
            return left * right;
        case ExpressionKind::divide:
            return quotient(left, right, e.rounding);
        case ExpressionKind::minimum:
            return left < right ? left : right;
        default:
            return left > right ? left : right;
    }
}

Integer ModelEvaluation::truth(const Expression& e)
{
    const Integer left = value(e.operands[0]);
    // The other side is looked at only where this one does not decide.
    if (e.kind == ExpressionKind::logical_not)
        return left == 0 ? 1 : 0;
    if (e.kind == ExpressionKind::logical_and && left == 0)
        return 0;
    if (e.kind == ExpressionKind::logical_or && left != 0)
        return 1;
    const Integer right = value(e.operands[1]);
    const auto flag = [](bool holds) { return Integer{holds ? 1 : 0}; };
    switch (e.kind)
    {
        case ExpressionKind::equal:
            return flag(left == right);
        case ExpressionKind::not_equal:
            return flag(left != right);
        case ExpressionKind::less:
            return flag(left < right);
        case ExpressionKind::less_equal:
            return flag(left <= right);
        case ExpressionKind::greater:
            return flag(left > right);
        case ExpressionKind::greater_equal:
            return flag(left >= right);
        default:
            return right;
    }
}
}  // namespace byline::testing

#include "compiler/artifact/expression_text.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
/// How strongly a part holds together; a looser one gets parentheses inside a stronger one.
enum class Binding : std::uint8_t
{
    either,
    both,
    negation,
    comparison,
    sum,
    product,
    atom,
};

struct OperatorRow
{
    ExpressionKind kind;
    std::string_view sign;
    std::string_view name;
    Binding binding;
};

constexpr std::array operators{
    OperatorRow{ExpressionKind::add, "+", "add", Binding::sum},
    OperatorRow{ExpressionKind::subtract, "-", "subtract", Binding::sum},
    OperatorRow{ExpressionKind::multiply, "*", "multiply", Binding::product},
    OperatorRow{ExpressionKind::divide, "/", "divide", Binding::product},
    OperatorRow{ExpressionKind::equal, "==", "equal", Binding::comparison},
    OperatorRow{ExpressionKind::not_equal, "!=", "notEqual", Binding::comparison},
    OperatorRow{ExpressionKind::less, "<", "less", Binding::comparison},
    OperatorRow{ExpressionKind::less_equal, "<=", "lessOrEqual", Binding::comparison},
    OperatorRow{ExpressionKind::greater, ">", "greater", Binding::comparison},
    OperatorRow{ExpressionKind::greater_equal, ">=", "greaterOrEqual", Binding::comparison},
    OperatorRow{ExpressionKind::logical_and, "and", "and", Binding::both},
    OperatorRow{ExpressionKind::logical_or, "or", "or", Binding::either},
};

const OperatorRow* operator_row(ExpressionKind kind)
{
    for (const OperatorRow& row : operators)
    {
        if (row.kind == kind)
            return &row;
    }
    return nullptr;
}

struct Written
{
    std::string text;
    Binding binding = Binding::atom;
};

/// Both forms of an expression walk the same tree with the same names.
class Writer
{
public:
    Writer(const Licence& licence, const ExpressionNames& names) : licence_{licence}, names_{names}
    {}

    // Expressions nest as deep as the parser lets them (max_nesting).
    // NOLINTNEXTLINE(misc-no-recursion)
    [[nodiscard]] Written text(ExpressionId id) const
    {
        const Expression& e = licence_.expressions[id];
        if (const OperatorRow* row = operator_row(e.kind))
            return binary(e, *row);
        switch (e.kind)
        {
            case ExpressionKind::constant:
                return {constant_text(licence_, e.type, e.value)};
            case ExpressionKind::scale:
                return {to_percent(e.factor) + " % of " + inner(e.operands[0], Binding::product) +
                            (e.rounding == Rounding::up ? " rounded up" : ""),
                    Binding::product};
            case ExpressionKind::logical_not:
                return {"not " + inner(e.operands[0], Binding::negation), Binding::negation};
            case ExpressionKind::minimum:
            case ExpressionKind::maximum:
                return {std::string{e.kind == ExpressionKind::minimum ? "min" : "max"} + "(" +
                        text(e.operands[0]).text + ", " + text(e.operands[1]).text + ")"};
            case ExpressionKind::claimable:
                return {"claimable(" + bucket(e) + ", " + text(e.operands[0]).text + ")"};
            case ExpressionKind::received:
                return {"received(" + bucket(e) + ")"};
            default:
                return {leaf(e) + key(e) + field(e)};
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void steps(ExpressionId id, boost::json::array& out) const
    {
        const Expression& e = licence_.expressions[id];
        for (const ExpressionId operand : e.operands)
            steps(operand, out);
        out.push_back(step(e));
    }

private:
    [[nodiscard]] boost::json::object step(const Expression& e) const
    {
        if (e.kind == ExpressionKind::constant)
            return {{"is", in_words(licence_, e.type)}, {"op", "constant"},
                {"value", to_decimal(e.value)}};
        boost::json::object result{{"op", operation(e)}};
        if (!e.operands.empty())
            result.emplace("operands", e.operands.size());
        if (e.kind == ExpressionKind::scale)
        {
            result.emplace("denominator", to_decimal(e.factor.denominator()));
            result.emplace("numerator", to_decimal(e.factor.numerator()));
        }
        if (e.kind == ExpressionKind::scale || e.kind == ExpressionKind::divide)
            result.emplace("rounded", e.rounding == Rounding::up ? "up" : "down");
        if (const std::string name = leaf(e); !name.empty())
            result.emplace("name", name + field(e));
        return result;
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    [[nodiscard]] std::string inner(ExpressionId id, Binding outer) const
    {
        const Written part = text(id);
        return part.binding < outer ? "(" + part.text + ")" : part.text;
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    [[nodiscard]] Written binary(const Expression& e, const OperatorRow& row) const
    {
        // a - (b + c), and comparisons do not chain.
        const auto stronger = static_cast<Binding>(static_cast<int>(row.binding) + 1);
        const bool right_binds = e.kind == ExpressionKind::subtract ||
                                 e.kind == ExpressionKind::divide ||
                                 row.binding == Binding::comparison;
        const bool left_binds = row.binding == Binding::comparison;
        std::string written = inner(e.operands[0], left_binds ? stronger : row.binding) + " " +
                              std::string{row.sign} + " " +
                              inner(e.operands[1], right_binds ? stronger : row.binding);
        if (e.kind == ExpressionKind::divide)
            written += e.rounding == Rounding::up ? " rounded up" : " rounded down";
        return {std::move(written), row.binding};
    }

    [[nodiscard]] std::string bucket(const Expression& e) const
    {
        return licence_.buckets[e.index].name;
    }

    [[nodiscard]] std::string leaf(const Expression& e) const
    {
        switch (e.kind)
        {
            case ExpressionKind::parameter:
                return (*names_.parameters)[e.index].name;
            case ExpressionKind::element:
                return names_.loops[e.index].element;
            case ExpressionKind::local:
                return (*names_.locals)[e.index].name;
            case ExpressionKind::keep:
                return licence_.keeps[e.index].name;
            case ExpressionKind::cell:
                return licence_.tables[e.index].name;
            case ExpressionKind::caller:
                return "caller";
            case ExpressionKind::now:
                return "now";
            case ExpressionKind::payment:
                return "payment";
            case ExpressionKind::party:
                return licence_.parties[e.index].name;
            case ExpressionKind::role:
                return licence_.roles[e.index].name;
            case ExpressionKind::terms_hash:
                return "terms.hash";
            case ExpressionKind::held:
            case ExpressionKind::claimable:
            case ExpressionKind::received:
            case ExpressionKind::pool_shares:
                return bucket(e);
            case ExpressionKind::pool_total:
                return bucket(e) + ".total";
            default:
                return {};
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    [[nodiscard]] std::string key(const Expression& e) const
    {
        return e.operands.empty() ? "" : "[" + text(e.operands[0]).text + "]";
    }

    [[nodiscard]] std::string field(const Expression& e) const
    {
        const auto of_message = [&](const Message& message) {
            return "." + message.fields[e.field].name;
        };
        switch (e.kind)
        {
            case ExpressionKind::parameter: {
                const Parameter& parameter = (*names_.parameters)[e.index];
                return parameter.kind == ParameterKind::scalar
                           ? ""
                           : of_message(licence_.messages[parameter.message]);
            }
            case ExpressionKind::element: {
                const Message* message = names_.loops[e.index].message;
                return message == nullptr ? "" : of_message(*message);
            }
            case ExpressionKind::keep: {
                const Keep& keep = licence_.keeps[e.index];
                return keep.is_tuple ? "." + keep.fields[e.field].name : "";
            }
            case ExpressionKind::cell:
                return "." + licence_.tables[e.index].columns[e.field].name;
            default:
                return {};
        }
    }

    [[nodiscard]] static std::string_view operation(const Expression& e)
    {
        if (const OperatorRow* row = operator_row(e.kind))
            return row->name;
        switch (e.kind)
        {
            case ExpressionKind::parameter:
                return "parameter";
            case ExpressionKind::element:
                return "element";
            case ExpressionKind::local:
                return "local";
            case ExpressionKind::keep:
                return "keep";
            case ExpressionKind::cell:
                return "cell";
            case ExpressionKind::caller:
                return "caller";
            case ExpressionKind::now:
                return "now";
            case ExpressionKind::payment:
                return "payment";
            case ExpressionKind::party:
                return "party";
            case ExpressionKind::role:
                return "role";
            case ExpressionKind::terms_hash:
                return "termsHash";
            case ExpressionKind::held:
                return "held";
            case ExpressionKind::claimable:
                return "claimable";
            case ExpressionKind::received:
                return "received";
            case ExpressionKind::pool_shares:
                return "shares";
            case ExpressionKind::pool_total:
                return "totalShares";
            case ExpressionKind::scale:
                return "scale";
            case ExpressionKind::minimum:
                return "min";
            case ExpressionKind::maximum:
                return "max";
            default:
                return "not";
        }
    }

    const Licence& licence_;
    const ExpressionNames& names_;
};

// Effects nest as deep as the parser lets them (max_nesting).
// NOLINTNEXTLINE(misc-no-recursion)
void collect_loops(const Licence& licence, const Act& act, const std::vector<Effect>& effects,
    std::vector<ExpressionNames::Loop>& loops)
{
    for (const Effect& effect : effects)
    {
        if (const auto* branch = std::get_if<IfEffect>(&effect.what))
        {
            collect_loops(licence, act, branch->then, loops);
            collect_loops(licence, act, branch->otherwise, loops);
        }
        else if (const auto* loop = std::get_if<ForEachEffect>(&effect.what))
        {
            const Parameter& list = act.parameters[loop->list];
            const Message* message =
                list.kind == ParameterKind::scalar ? nullptr : &licence.messages[list.message];
            if (loops.size() <= loop->loop)
                loops.resize(loop->loop + 1);
            loops[loop->loop] = {loop->element, message};
        }
    }
}
}  // namespace

ExpressionNames names_of(const Licence& licence, const Act& act)
{
    ExpressionNames names{&act.parameters, &act.locals, {}};
    collect_loops(licence, act, act.effects, names.loops);
    return names;
}

ExpressionNames names_of(const View& view)
{
    return {&view.parameters, nullptr, {}};
}

std::string expression_text(const Licence& licence, const ExpressionNames& names, ExpressionId id)
{
    return Writer{licence, names}.text(id).text;
}

boost::json::array expression_json(
    const Licence& licence, const ExpressionNames& names, ExpressionId id)
{
    boost::json::array steps;
    Writer{licence, names}.steps(id, steps);
    return steps;
}
}  // namespace byline::compiler

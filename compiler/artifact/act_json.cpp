#include "compiler/artifact/act_json.hpp"

#include "compiler/artifact/expression_text.hpp"
#include "compiler/sema/licence.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;

/// A parameter's type as the language writes it.
std::string type_text(const Licence& licence, const Parameter& parameter)
{
    std::string text = parameter.kind == ParameterKind::scalar
                           ? in_words(licence, parameter.type)
                           : "`" + licence.messages[parameter.message].name + "`";
    if (parameter.kind == ParameterKind::signed_message)
        text = "signed " + text;
    return parameter.is_list ? "list of " + text + " max " + std::to_string(parameter.max_length)
                             : text;
}

json::array parameters_json(const Licence& licence, const std::vector<Parameter>& parameters)
{
    json::array result;
    for (const Parameter& parameter : parameters)
    {
        json::object entry{{"is", type_text(licence, parameter)}, {"name", parameter.name}};
        if (parameter.kind == ParameterKind::scalar && !parameter.is_list)
            entry.emplace("type", to_string(abi_type_of(parameter.type)));
        result.push_back(std::move(entry));
    }
    return result;
}

class ActWriter
{
public:
    ActWriter(const Licence& licence, const Act& act)
        : licence_{licence}, act_{act}, names_{names_of(licence, act)}
    {}

    [[nodiscard]] json::object run() const
    {
        json::object result{
            {"name", act_.name}, {"parameters", parameters_json(licence_, act_.parameters)}};
        json::array by;
        for (const std::size_t actor : act_.by)
            by.emplace_back(licence_.actors[actor].name);
        if (!by.empty())
            result.emplace("by", std::move(by));
        json::array locals;
        for (const Local& local : act_.locals)
            locals.push_back(json::object{{"name", local.name}, {"value", value(local.value)}});
        if (!locals.empty())
            result.emplace("let", std::move(locals));
        if (!act_.whens.empty())
            result.emplace("when", conditions(act_.whens));
        if (act_.takes)
            result.emplace("takes", takes(*act_.takes));
        if (!act_.effects.empty())
            result.emplace("effects", effects(act_.effects));
        if (act_.pays)
            result.emplace(
                "pays", json::object{{"amount", value(act_.pays->amount)},
                            {"from", place(act_.pays->from)}, {"to", value(act_.pays->to)}});
        return result;
    }

private:
    [[nodiscard]] json::object value(ExpressionId id) const
    {
        json::object result{{"text", expression_text(licence_, names_, id)}};
        result.emplace("steps", expression_json(licence_, names_, id));
        return result;
    }

    [[nodiscard]] json::object place(const MoneyPlace& place) const
    {
        json::object result{{"bucket", licence_.buckets[place.bucket].name}};
        if (place.account)
            result.emplace("account", value(*place.account));
        return result;
    }

    [[nodiscard]] std::string failure(const std::optional<Failure>& otherwise) const
    {
        if (!otherwise)
            return "revert";
        return otherwise->error ? licence_.errors[*otherwise->error].name : "skip";
    }

    [[nodiscard]] json::array conditions(const std::vector<Condition>& whens) const
    {
        json::array result;
        for (const Condition& when : whens)
            result.push_back(json::object{
                {"condition", value(when.condition)}, {"else", failure(when.otherwise)}});
        return result;
    }

    [[nodiscard]] json::object takes(const Takes& takes) const
    {
        json::array into;
        for (const std::size_t bucket : licence_.groups[takes.group].buckets)
            into.emplace_back(licence_.buckets[bucket].name);
        json::object result{{"into", std::move(into)}};
        if (takes.price)
            result.emplace("price", value(*takes.price));
        else
            result.emplace("any", true);
        if (takes.account)
            result.emplace("account", value(*takes.account));
        return result;
    }

    // Effects nest as deep as the parser lets them (max_nesting).
    // NOLINTNEXTLINE(misc-no-recursion)
    [[nodiscard]] json::array effects(const std::vector<Effect>& effects) const
    {
        json::array result;
        for (const Effect& effect : effects)
            result.push_back(std::visit([&](const auto& e) { return what(e); }, effect.what));
        return result;
    }

    [[nodiscard]] json::object what(const SetEffect& set) const
    {
        const Keep& keep = licence_.keeps[set.keep];
        json::array fields;
        for (const SetEffect::Field& field : set.fields)
            fields.push_back(json::object{
                {"field", keep.fields[field.field].name}, {"value", value(field.value)}});
        json::object result{{"do", "set"}, {"else", failure(set.otherwise)},
            {"fields", std::move(fields)}, {"keep", keep.name}};
        if (set.key)
            result.emplace("key", value(*set.key));
        return result;
    }

    [[nodiscard]] json::object what(const GrantEffect& grant) const
    {
        return {{"account", value(grant.account)}, {"amount", value(grant.amount)},
            {"do", grant.revokes ? "revoke" : "grant"},
            {"pool", licence_.buckets[grant.pool].name}};
    }

    [[nodiscard]] json::object what(const MoveEffect& move) const
    {
        return {{"amount", value(move.amount)}, {"do", "move"}, {"else", failure(move.otherwise)},
            {"from", place(move.from)}, {"to", place(move.to)}};
    }

    [[nodiscard]] json::object what(const TellEffect& tell) const
    {
        json::array arguments;
        for (const ExpressionId argument : tell.arguments)
            arguments.push_back(value(argument));
        return {{"arguments", std::move(arguments)}, {"do", "tell"},
            {"event", licence_.events[tell.event].name}};
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    [[nodiscard]] json::object what(const IfEffect& branch) const
    {
        return {{"condition", value(branch.condition)}, {"do", "if"},
            {"otherwise", effects(branch.otherwise)}, {"then", effects(branch.then)}};
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    [[nodiscard]] json::object what(const ForEachEffect& loop) const
    {
        json::object result{{"do", "forEach"}, {"effects", effects(loop.effects)},
            {"element", loop.element}, {"list", act_.parameters[loop.list].name},
            {"when", conditions(loop.whens)}};
        if (loop.signer)
        {
            result.emplace("signedBy", value(*loop.signer));
            result.emplace("unsignedElse", failure(loop.unsigned_else));
        }
        return result;
    }

    const Licence& licence_;
    const Act& act_;
    ExpressionNames names_;
};
}  // namespace

json::array acts_json(const Licence& licence)
{
    json::array acts;
    for (const Act& act : licence.acts)
        acts.push_back(ActWriter{licence, act}.run());
    return acts;
}

json::array views_json(const Licence& licence)
{
    json::array views;
    for (const View& view : licence.views)
    {
        json::array values;
        for (const ExpressionId id : view.values)
            values.push_back(json::object{{"text", expression_text(licence, names_of(view), id)},
                {"steps", expression_json(licence, names_of(view), id)}});
        views.push_back(json::object{{"name", view.name},
            {"parameters", parameters_json(licence, view.parameters)},
            {"values", std::move(values)}});
    }
    return views;
}
}  // namespace byline::compiler

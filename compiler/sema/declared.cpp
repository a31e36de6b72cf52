#include "compiler/sema/declared.hpp"

#include "compiler/sema/expressions.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/types.hpp"
#include "compiler/sema/unsupported.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
/// The type with all that its kind can have: what one use happens to give says nothing of others.
ScalarType widest(const ScalarType& type)
{
    switch (type.kind)
    {
        case ScalarKind::account:
            return account_type();
        case ScalarKind::hash:
            return hash_type();
        case ScalarKind::flag:
            return flag_type();
        case ScalarKind::enumeration:
            return type;
        case ScalarKind::number:
            break;
    }
    ScalarType result = type.dimension.money != 0 ? money_type() : count_type();
    result.dimension = type.dimension;
    return result;
}

/// What a reader would call the value: its name, or that of its field.
std::string name_of(const Scope& scope, const syntax::Argument& argument)
{
    if (argument.name)
        return argument.name->text;
    const syntax::Expression* e = &scope.written(argument.value);
    // `deposit[who]` is a deposit.
    while (e->kind == syntax::ExpressionKind::index)
        e = &scope.written(e->left);
    const bool has_name =
        e->kind == syntax::ExpressionKind::name || e->kind == syntax::ExpressionKind::field;
    return has_name ? e->name : std::string{};
}

std::optional<std::vector<ScalarField>> check_arguments(
    Scope& scope, const std::vector<syntax::Argument>& arguments, std::vector<ExpressionId>& values)
{
    std::vector<ScalarField> fields;
    bool is_whole = true;
    for (const syntax::Argument& argument : arguments)
    {
        const auto value = check_scalar(scope, argument.value);
        if (!value)
        {
            is_whole = false;
            continue;
        }
        std::string name = name_of(scope, argument);
        // Two of one name would be one in a programme that reads them.
        if (std::ranges::find(fields, name, &ScalarField::name) != fields.end())
            name.clear();
        values.push_back(*value);
        fields.push_back({std::move(name), widest(scope.licence.expressions[*value].type),
            scope.written(argument.value).span});
    }
    return is_whole ? std::optional{std::move(fields)} : std::nullopt;
}

std::string in_words(const Scope& scope, const std::vector<ScalarField>& fields)
{
    std::string text;
    for (const ScalarField& field : fields)
        text += (text.empty() ? "" : ", ") + in_words(scope.licence, field.type);
    return text.empty() ? "nothing" : text;
}

bool same_types(const std::vector<ScalarField>& a, const std::vector<ScalarField>& b)
{
    return std::ranges::equal(a, b, [](const ScalarField& left, const ScalarField& right) {
        return same_kind(left.type, right.type);
    });
}

std::optional<Use> use(Scope& scope, std::vector<Declared>& list, std::string_view what,
    const syntax::Name& name, const std::vector<syntax::Argument>& arguments)
{
    Use result;
    if (arguments.size() > max_fields)
    {
        say_unsupported(name.span, "MORE THAN 16 VALUES",
            std::string{what} + " of " + std::to_string(arguments.size()) + " values",
            scope.diagnostics, "Leave some out.");
        return std::nullopt;
    }
    auto fields = check_arguments(scope, arguments, result.arguments);
    if (!fields)
        return std::nullopt;
    const auto found = std::ranges::find(list, name.text, &Declared::name);
    result.index = static_cast<std::size_t>(found - list.begin());
    if (found == list.end())
    {
        if (list.size() == max_declared)
            say_unsupported(name.span, "MORE THAN 256 NAMES", "the 257th name of this kind",
                scope.diagnostics, "Use one name for several.");
        else
            list.push_back({name.text, std::move(*fields), name.span});
        return list.size() > result.index ? std::optional{std::move(result)} : std::nullopt;
    }
    if (same_types(found->fields, *fields))
        return result;
    scope.diagnostics.add(DiagnosticKind::clash, name.span,
        {"ONE NAME, TWO SHAPES",
            std::string{what} + " `" + name.text + "` tells " + in_words(scope, found->fields) +
                " elsewhere, and " + in_words(scope, *fields) + " here.",
            "Give one of them another name."});
    return std::nullopt;
}
}  // namespace

std::optional<Use> use_error(
    Scope& scope, const syntax::Name& name, const std::vector<syntax::Argument>& arguments)
{
    return use(scope, scope.licence.errors, "the error", name, arguments);
}

std::optional<Use> use_event(
    Scope& scope, const syntax::Name& name, const std::vector<syntax::Argument>& arguments)
{
    return use(scope, scope.licence.events, "the event", name, arguments);
}
}  // namespace byline::compiler

#include "compiler/sema/types.hpp"

#include "compiler/sema/names.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/taken_messages.hpp"
#include "compiler/sema/unsupported.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
constexpr uint256 max_uint64{~0ULL};

/// Those of the file count too, though the licence takes none that it does not name.
std::string suggested_message(Scope& scope, const std::string& name)
{
    std::string hint = scope.names.suggestion(name, NameKind::message);
    if (!hint.empty() || scope.diagnostics.list().size() >= Diagnostics::limit)
        return hint;
    std::vector<std::string> names;
    names.reserve(scope.file.messages.size());
    for (const syntax::Message& message : scope.file.messages)
        names.push_back(written_name(message));
    return suggestion_among(name, std::vector<std::string_view>{names.begin(), names.end()});
}

std::nullopt_t unknown_type(Scope& scope, const syntax::Name& name)
{
    std::string hint = scope.names.suggestion(name.text, NameKind::unit);
    if (hint.empty())
        hint = scope.names.suggestion(name.text, NameKind::table_key);
    if (hint.empty())
        hint = suggested_message(scope, name.text);
    if (hint.empty())
        hint =
            "Types are the declared units, ranges such as 1..36, count, weight, time, duration, "
            "money, account, hash, flag, the types of tables and messages.";
    scope.diagnostics.add(DiagnosticKind::names, name.span,
        {"AN UNKNOWN TYPE", "`" + name.text + "` is no type.", std::move(hint)});
    return std::nullopt;
}

std::optional<ScalarType> range_of(Scope& scope, const syntax::Type& type)
{
    const auto& [low, high] = std::pair{type.low, type.high};
    if (low.scale == 0 && high.scale == 0 && low.digits <= high.digits && high.digits <= max_uint64)
        return range_type(low.digits, high.digits);
    scope.diagnostics.add(DiagnosticKind::dimensions, type.span,
        {"NOT A RANGE", "a range goes from a whole number up to another, below 2^64.",
            "For example: months: 1..36"});
    return std::nullopt;
}

std::optional<ScalarType> named_type(Scope& scope, const syntax::Name& name)
{
    const std::string& type = name.text;
    if (const auto unit = scope.names.unit(type))
        return unit_type(*unit);
    if (const auto table = scope.names.find(type, NameKind::table_key))
        return enumeration_type(*table, scope.licence.enumerations[*table].members.size());
    if (type == "count")
        return count_type();
    if (type == "weight")
        return unit_type(type);
    if (type == "time" || type == "duration")
        return time_type();
    if (type == "money")
        return money_type();
    if (type == "account")
        return account_type();
    if (type == "hash")
        return hash_type();
    if (type == "flag")
        return flag_type();
    return unknown_type(scope, name);
}

std::nullopt_t refuse(Scope& scope, Span span, const std::string& type, std::string_view what)
{
    say_unsupported(span, "TYPES OF THIS KIND", std::string{what} + " that is " + type,
        scope.diagnostics,
        "Here it compiles numbers, accounts, hashes, flags and the rows of tables.");
    return std::nullopt;
}

std::optional<std::uint64_t> list_length(Scope& scope, const syntax::Type& type)
{
    if (type.high.scale == 0 && type.high.digits >= 1 && type.high.digits <= max_list_length)
        return type.high.digits.words[0];
    scope.diagnostics.add(DiagnosticKind::bounds, type.span,
        {"A LIST WITHOUT A SENSIBLE BOUND",
            "a call may bring 1 to " + std::to_string(max_list_length) + " entries at most.",
            "For example: list of account max 64"});
    return std::nullopt;
}

/// Writes what one value is: a message, or a scalar.
bool element(Scope& scope, const syntax::Type& type, bool is_signed, Parameter& result)
{
    const bool is_named = type.kind == syntax::TypeKind::named;
    const auto message =
        is_named ? scope.names.find(type.name.text, NameKind::message) : std::nullopt;
    if (message)
    {
        result.kind = is_signed ? ParameterKind::signed_message : ParameterKind::message;
        result.message = *message;
        return true;
    }
    auto scalar = check_scalar_type(scope, type, "a parameter");
    if (!scalar)
        return false;
    result.type = std::move(*scalar);
    if (!is_signed)
        return true;
    scope.diagnostics.add(DiagnosticKind::dimensions, type.span,
        {"ONLY MESSAGES ARE SIGNED", "this is no message.",
            "Declare what is signed: message Usage { licensee: account  upTo: calls }"});
    return false;
}
}  // namespace

std::optional<ScalarType> check_scalar_type(
    Scope& scope, const syntax::Type& type, std::string_view what)
{
    switch (type.kind)
    {
        case syntax::TypeKind::named:
            if (scope.names.find(type.name.text, NameKind::message))
                return refuse(scope, type.span, "a message", what);
            return named_type(scope, type.name);
        case syntax::TypeKind::range:
            return range_of(scope, type);
        case syntax::TypeKind::text:
            return refuse(scope, type.span, "a text", what);
        case syntax::TypeKind::tuple:
            return refuse(scope, type.span, "a tuple", what);
        case syntax::TypeKind::list:
            return refuse(scope, type.span, "a list", what);
        case syntax::TypeKind::broken:
            break;
    }
    return std::nullopt;
}

std::vector<ScalarField> check_fields(Scope& scope, const syntax::Type& type, std::string_view what)
{
    std::vector<ScalarField> result;
    bool is_whole = true;
    const auto add = [&](const std::optional<syntax::Name>& name, const syntax::Type& field) {
        auto scalar = check_scalar_type(scope, field, what);
        is_whole = is_whole && scalar;
        if (name && std::ranges::find(result, name->text, &ScalarField::name) != result.end())
        {
            scope.diagnostics.add(DiagnosticKind::names, name->span,
                {"ONE NAME FOR TWO THINGS", "there is a field `" + name->text + "` already.",
                    "Give one of them another name."});
            is_whole = false;
        }
        if (scalar)
            result.push_back({name ? name->text : std::string{}, std::move(*scalar),
                name ? name->span : field.span});
    };
    if (type.kind == syntax::TypeKind::tuple)
    {
        if (type.fields.size() > max_fields)
        {
            say_unsupported(type.span, "TUPLES OF MORE THAN 16 FIELDS",
                "a tuple of " + std::to_string(type.fields.size()) + " fields", scope.diagnostics,
                "Divide it.");
            return {};
        }
        for (const syntax::Field& field : type.fields)
            add(field.name, field.type);
    }
    else
        add(std::nullopt, type);
    return is_whole ? result : std::vector<ScalarField>{};
}

std::optional<Parameter> check_parameter(Scope& scope, const syntax::Parameter& parameter)
{
    Parameter result{.name = parameter.name.text, .span = parameter.name.span};
    const syntax::Type& type = parameter.type;
    if (type.kind != syntax::TypeKind::list)
        return element(scope, type, false, result) ? std::optional{std::move(result)}
                                                   : std::nullopt;
    if (type.element.empty())
        return std::nullopt;
    const auto length = list_length(scope, type);
    const bool is_typed = element(scope, type.element.front(), type.is_signed, result);
    if (!length || !is_typed)
        return std::nullopt;
    result.is_list = true;
    result.max_length = *length;
    return result;
}
}  // namespace byline::compiler

#include "compiler/sema/keeps.hpp"

#include "compiler/sema/constants.hpp"
#include "compiler/sema/expressions.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/types.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace byline::compiler
{
namespace
{
// The parser bounds how deep types go (max_nesting).
// NOLINTNEXTLINE(misc-no-recursion)
std::optional<Span> money_in(const syntax::Type& type)
{
    if (type.kind == syntax::TypeKind::named && type.name.text == "money")
        return type.name.span;
    std::optional<Span> found;
    for (const syntax::Type& element : type.element)
        found = found ? found : money_in(element);
    for (const syntax::Field& field : type.fields)
        found = found ? found : money_in(field.type);
    return found;
}

bool is_of_money(Scope& scope, const syntax::Keep& source)
{
    auto money = money_in(source.type);
    if (!money && source.value)
        money = money_in(*source.value);
    if (!money)
        return false;
    scope.diagnostics.add(DiagnosticKind::money, {source.word.begin, money->end},
        {"MONEY IS KEPT OUTSIDE A BUCKET", "a `keep` of money would belong to nobody.",
            "Money lives in buckets, which say whose it is: split revenue { ... }"});
    return true;
}

void check_initial(Scope& scope, const syntax::Keep& source, Keep& keep)
{
    if (!source.initial)
        return;
    if (keep.key)
    {
        scope.diagnostics.add(DiagnosticKind::dimensions, scope.written(*source.initial).span,
            {"A FIRST VALUE FOR EVERYBODY", "what is kept for a key is 0 until it is set.",
                "Leave the value out."});
        return;
    }
    const auto words = check_words(scope, *source.initial, keep.fields);
    for (std::size_t i = 0; words && i < words->size(); ++i)
    {
        const auto value = constant_of(scope, (*words)[i], keep.fields[i].type);
        if (!value)
            return;
        keep.initial.push_back(*value);
    }
}

Keep check_keep(Scope& scope, const syntax::Keep& source)
{
    Keep keep;
    keep.name = source.name.text;
    keep.span = source.name.span;
    if (is_of_money(scope, source))
        return keep;
    const syntax::Type& value = source.value ? *source.value : source.type;
    keep.is_tuple = value.kind == syntax::TypeKind::tuple;
    keep.fields = check_fields(scope, value, "a kept value");
    if (source.value)
    {
        keep.key = check_scalar_type(scope, source.type, "a key");
        if (!keep.key)
            keep.fields.clear();
    }
    if (!keep.fields.empty())
        check_initial(scope, source, keep);
    return keep;
}
}  // namespace

void check_keeps(Scope& scope, const std::vector<syntax::Keep>& keeps)
{
    for (const syntax::Keep& keep : keeps)
        scope.licence.keeps.push_back(check_keep(scope, keep));
}
}  // namespace byline::compiler

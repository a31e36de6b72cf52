#include "compiler/sema/scope.hpp"

#include "compiler/sema/names.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
void Scope::declare(const syntax::Name& name, ScopedName meaning)
{
    const auto taken = [&](const std::string& message) {
        diagnostics.add(DiagnosticKind::names, name.span,
            {"ONE NAME FOR TWO THINGS", message, "Give one of them another name."});
    };
    if (is_built_in(name.text))
        taken("`" + name.text + "` means something in the language.");
    else if (const NamedThing* thing = names.find(name.text))
        taken("`" + name.text + "` already names " + std::string{in_words(thing->kind)} + ".");
    else if (scoped_.contains(name.text))
        taken("`" + name.text + "` already means something in this act.");
    else
        scoped_.emplace(name.text, std::move(meaning));
}

void Scope::forget(std::string_view name)
{
    const auto found = scoped_.find(name);
    const bool is_element = found != scoped_.end() && (found->second.kind == ScopedKind::element ||
                                                          found->second.kind == ScopedKind::broken);
    if (is_element)
        scoped_.erase(found);
}

const ScopedName* Scope::find(std::string_view name) const
{
    const auto found = scoped_.find(name);
    return found == scoped_.end() ? nullptr : &found->second;
}

std::string Scope::suggestion(std::string_view written) const
{
    if (diagnostics.list().size() >= Diagnostics::limit)
        return {};
    std::vector<std::string_view> candidates;
    candidates.reserve(scoped_.size());
    for (const auto& [name, meaning] : scoped_)
        candidates.emplace_back(name);
    const std::string hint = suggestion_among(written, candidates);
    return hint.empty() ? names.suggestion(written) : hint;
}
}  // namespace byline::compiler

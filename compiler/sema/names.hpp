#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace byline::compiler
{
enum class NameKind : std::uint8_t
{
    party,
    unit,
    split,
    act,
    // What this version does not compile has a name all the same.
    role,
    currency,
    constant,
    message,
    table,
    table_key,
    waterfall,
    pool,
    epochs,
    tab,
    pot,
    keep,
    view,
};

/// "a party".
std::string_view in_words(NameKind kind) noexcept;

struct NamedThing
{
    NameKind kind = NameKind::party;
    std::size_t index = 0;
    Span span;
};

/// The names that a licence declares; each means one thing. The plural of a unit is the unit.
class Names
{
public:
    /// Declares all names of the licence; those declared twice or taken by the language are said.
    Names(const syntax::Licence& licence, Diagnostics& diagnostics);

    [[nodiscard]] const NamedThing* find(std::string_view name) const;
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name, NameKind kind) const;

    /// Whether the name belongs to a construct that was refused as not supported yet: then nothing
    /// more is to be said of it.
    [[nodiscard]] bool is_refused(std::string_view name) const;

    /// The unit's name in the singular, if the word is a declared unit or its plural.
    [[nodiscard]] std::optional<std::string> unit(std::string_view word) const;

    /// "Did you mean `revenue`?" for a name of the kind that is close to the one written; or empty.
    [[nodiscard]] std::string suggestion(std::string_view written, NameKind kind) const;

private:
    template <typename List>
    void declare_all(const List& list, NameKind kind);
    void declare(const syntax::Name& name, NameKind kind, std::size_t index);

    Diagnostics& diagnostics_;
    std::map<std::string, NamedThing, std::less<>> things_;
};

/// "Did you mean `ether`?" for the candidate closest to what was written; empty if none is close.
std::string suggestion_among(
    std::string_view written, std::span<const std::string_view> candidates);
}  // namespace byline::compiler

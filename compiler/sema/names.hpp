#pragma once

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
    role,
    currency,
    constant,
    message,
    table,
    table_key,
    row,
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
    std::size_t index = 0;  ///< among those of its kind as written; of a row: its table
    Span span;
    std::size_t member = 0;  ///< of a row: which one of its table
};

/// Whether the name is one of a bucket.
bool is_bucket(NameKind kind) noexcept;

/// The names that a licence declares; each means one thing. The plural of a unit is the unit.
class Names
{
public:
    /// Declares all names of the licence, and those of the messages of its file that it takes;
    /// those declared twice or taken by the language are said.
    Names(const syntax::File& file, const syntax::Licence& licence, Diagnostics& diagnostics);

    [[nodiscard]] const NamedThing* find(std::string_view name) const;
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name, NameKind kind) const;

    /// The unit's name in the singular, if the word is a declared unit or its plural.
    [[nodiscard]] std::optional<std::string> unit(std::string_view word) const;

    /// "Did you mean `revenue`?" for a name of the kind that is close to the one written; or empty.
    [[nodiscard]] std::string suggestion(std::string_view written, NameKind kind) const;

    /// The same for a name of any kind.
    [[nodiscard]] std::string suggestion(std::string_view written) const;

private:
    template <typename List>
    void declare_all(const List& list, NameKind kind);
    void declare_rows(const syntax::Table& table, std::size_t index);
    void declare(const syntax::Name& name, NamedThing thing);

    Diagnostics& diagnostics_;
    std::map<std::string, NamedThing, std::less<>> things_;
};

/// "Did you mean `ether`?" for the candidate closest to what was written; empty if none is close.
std::string suggestion_among(
    std::string_view written, std::span<const std::string_view> candidates);

/// Whether the language itself gives the name a meaning: `ether`, `account`, `caller`.
bool is_built_in(std::string_view name) noexcept;

/// The same letters, the small ones of a-z as capitals: for titles.
std::string capitals(std::string text);
}  // namespace byline::compiler

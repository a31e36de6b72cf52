#include "compiler/syntax/words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace byline::compiler
{
namespace
{
struct Row
{
    std::string_view text;
    WordRole role;
};

constexpr std::array rows{
    Row{"", WordRole::name},
#define BYLINE_WORD(id, text, role) Row{text, WordRole::role},
#include "compiler/syntax/words.def"
};

struct Entry
{
    std::string_view text;
    Word word;
};

constexpr auto sorted = [] {
    std::array<Entry, rows.size()> entries{};
    for (std::size_t i = 0; i < rows.size(); ++i)
        entries[i] = {rows[i].text, static_cast<Word>(i)};
    std::ranges::sort(entries, {}, &Entry::text);
    return entries;
}();
}  // namespace

Word find_word(std::string_view text) noexcept
{
    const auto* found = std::ranges::lower_bound(sorted, text, {}, &Entry::text);
    return found != sorted.end() && found->text == text ? found->word : Word::none;
}

std::string_view to_string(Word word) noexcept
{
    return rows[static_cast<std::size_t>(word)].text;
}

WordRole role_of(Word word) noexcept
{
    return rows[static_cast<std::size_t>(word)].role;
}
}  // namespace byline::compiler

#include "compiler/source/characters.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/source/position.hpp"
#include "compiler/source/source_file.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace byline::compiler
{
namespace
{
/// How wide the title line is, so that a terminal of 100 columns holds it.
constexpr std::size_t title_width = 93;

std::string title_line(
    const SourceFile& source, const Diagnostic& diagnostic, std::size_t line_number)
{
    std::string line = "-- " + diagnostic.code + "  " + diagnostic.title + " ";
    const std::string place = " " + source.path + ":" + std::to_string(line_number) + " --";
    const std::size_t used = count_code_points(line) + count_code_points(place);
    line.append(used + 2 < title_width ? title_width - used : 2, '-');
    return line + place + "\n";
}

/// How much of a line is shown, and how much of that stands before the carets where it is cut.
constexpr std::size_t window_width = 100;
constexpr std::size_t window_before = 40;

/// How many diagnostics are shown: after that many, the first ones are what helps.
constexpr std::size_t most_shown = 20;

/// What is not shown would move the terminal's cursor or turn the line around: blanks instead.
std::string printable(std::string_view line)
{
    std::string shown;
    while (!line.empty())
    {
        const Character character = first_character(line);
        const std::size_t size = std::max<std::size_t>(character.size, 1);
        const bool hidden = character.size != 0 && !is_shown(character.value);
        shown += hidden ? " " : std::string{line.substr(0, size)};
        line.remove_prefix(size);
    }
    return shown;
}

/// `count` code points of the line from the number `first` on.
std::string_view part_of(std::string_view line, std::size_t first, std::size_t count)
{
    const auto offset_of = [](std::string_view text, std::size_t code_points) {
        std::size_t at = 0;
        while (at < text.size() && (code_points > 0 || count_code_points(text.substr(at, 1)) == 0))
        {
            code_points -= count_code_points(text.substr(at, 1));
            ++at;
        }
        return at;
    };
    line.remove_prefix(offset_of(line, first));
    return line.substr(0, offset_of(line, count));
}

/// The source line, or the part of it around the carets, and below it the carets and the message.
struct Excerpt
{
    std::string line;
    std::size_t column = 0;
    std::size_t marked = 1;
};

Excerpt excerpt_of(std::string_view line, std::size_t column, std::size_t marked)
{
    constexpr std::string_view cut = "...";
    const std::size_t width = count_code_points(line);
    if (width <= window_width)
        return {printable(line), column, std::max<std::size_t>(marked, 1)};
    const std::size_t first = column > window_width - window_before ? column - window_before : 0;
    const std::size_t last = std::min(first + window_width, width);
    Excerpt result;
    result.line = printable(part_of(line, first, last - first));
    result.column = column - first;
    result.marked = std::clamp<std::size_t>(marked, 1, std::max<std::size_t>(last - column, 1));
    if (first > 0)
    {
        result.line.insert(0, cut);
        result.column += cut.size();
    }
    if (last < width)
        result.line += cut;
    return result;
}

void render_one(std::string& out, const SourceFile& source, const Diagnostic& diagnostic)
{
    const std::string_view text = source.text;
    const std::size_t begin = std::min<std::size_t>(diagnostic.span.begin, text.size());
    const Position position = position_of(text, begin);
    const std::string_view line = line_at(text, begin);
    const auto line_start = static_cast<std::size_t>(line.data() - text.data());
    const std::size_t column = std::min(begin - line_start, line.size());
    const std::size_t end =
        std::clamp<std::size_t>(diagnostic.span.end, line_start + column, line_start + line.size());
    const std::size_t marked =
        count_code_points(text.substr(line_start + column, end - line_start - column));
    const Excerpt excerpt = excerpt_of(line, count_code_points(line.substr(0, column)), marked);

    const std::string number = std::to_string(position.line);
    out += title_line(source, diagnostic, position.line);
    out += number + " | " + excerpt.line + "\n";
    out += std::string(number.size(), ' ') + " | " + std::string(excerpt.column, ' ') +
           std::string(excerpt.marked, '^') + " " + diagnostic.message + "\n";
    if (!diagnostic.hint.empty())
        out += diagnostic.hint + "\n";
}
}  // namespace

std::string render(const SourceFile& source, std::span<const Diagnostic> diagnostics)
{
    std::string out;
    const std::size_t shown = std::min(diagnostics.size(), most_shown);
    for (const Diagnostic& diagnostic : diagnostics.first(shown))
    {
        if (!out.empty())
            out += "\n";
        render_one(out, source, diagnostic);
    }
    const std::size_t more = diagnostics.size() - shown;
    if (more > 0)
        out += "\nAnd " + std::string{diagnostics.size() >= Diagnostics::limit ? "at least " : ""} +
               std::to_string(more) + " more.\n";
    return out;
}

std::string to_json(const SourceFile& source, std::span<const Diagnostic> diagnostics)
{
    boost::json::array list;
    for (const Diagnostic& diagnostic : diagnostics)
    {
        const Position begin = position_of(source.text, diagnostic.span.begin);
        const Position end = position_of(source.text, diagnostic.span.end);
        list.push_back(boost::json::object{
            {"code", diagnostic.code},
            {"title", diagnostic.title},
            {"message", diagnostic.message},
            {"hint", diagnostic.hint},
            {"path", source.path},
            {"line", begin.line},
            {"column", begin.column},
            {"end_line", end.line},
            {"end_column", end.column},
        });
    }
    return boost::json::serialize(list);
}
}  // namespace byline::compiler

#include "compiler/source/diagnostic.hpp"
#include "compiler/source/position.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
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

/// Control characters would move the terminal's cursor: shown as blanks, bytes beyond ASCII are
/// kept.
std::string printable(std::string_view line)
{
    std::string shown{line};
    std::ranges::replace_if(
        shown, [](char c) { return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7f; }, ' ');
    return shown;
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

    const std::string number = std::to_string(position.line);
    out += title_line(source, diagnostic, position.line);
    out += number + " | " + printable(line) + "\n";
    out += std::string(number.size(), ' ') + " | " +
           std::string(count_code_points(line.substr(0, column)), ' ') +
           std::string(std::max<std::size_t>(marked, 1), '^') + " " + diagnostic.message + "\n";
    if (!diagnostic.hint.empty())
        out += diagnostic.hint + "\n";
}
}  // namespace

std::string render(const SourceFile& source, std::span<const Diagnostic> diagnostics)
{
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics)
    {
        if (!out.empty())
            out += "\n";
        render_one(out, source, diagnostic);
    }
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

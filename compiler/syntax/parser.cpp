#include "compiler/syntax/parser.hpp"

#include "compiler/syntax/lexer.hpp"
#include "compiler/syntax/licence_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace byline::compiler
{
using syntax::Licence;

namespace
{
constexpr std::array constructs{
#define BYLINE_CONSTRUCT(place, word, title, what) Construct{Place::place, word, title, what},
#include "compiler/syntax/constructs.def"
};

bool is_licence_misspelt(std::string_view word)
{
    constexpr std::array<std::string_view, 6> spellings{
        "Licence", "LICENCE", "license", "License", "LICENSE", "licences"};
    return std::ranges::find(spellings, word) != spellings.end();
}
}  // namespace

const Construct* find_construct(Place place, std::string_view word) noexcept
{
    const auto* found = std::ranges::find_if(
        constructs, [&](const Construct& c) { return c.place == place && c.word == word; });
    return found == constructs.end() ? nullptr : found;
}

LicenceParser::LicenceParser(std::string_view text, Diagnostics& diagnostics)
    : text_{text}, tokens_{lex(text, diagnostics), diagnostics}
{}

syntax::File LicenceParser::run()
{
    while (!tokens_.at_end())
        file_entry();
    return std::move(file_);
}

bool LicenceParser::begins(Place place, const Token& token)
{
    if (token.kind != TokenKind::identifier)
        return false;
    const std::string_view word = token.text;
    if (find_construct(place, word) != nullptr)
        return true;
    if (place == Place::item)
        return word == "party" || word == "unit" || word == "split" || word == "act";
    return place == Place::file ? word == "licence" : word == "takes";
}

/// Reserved words that begin an item: where one stands first on a line, a brace before it was
/// forgotten rather than meant.
bool LicenceParser::at_certain(Place place) const
{
    if (!tokens_.peek().first_on_line)
        return false;
    if (tokens_.at_word("licence") || tokens_.at_word("contract"))
        return true;
    return place != Place::file &&
           (tokens_.at_word("act") || tokens_.at_word("party") || tokens_.at_word("split"));
}

/// Skips to the next line that begins something at this place, or to the brace that ends it.
void LicenceParser::skip_to(Place place)
{
    unsigned depth = 0;
    while (!tokens_.at_end() && !at_certain(place))
    {
        if (depth == 0 && (tokens_.at(TokenKind::close_brace) ||
                              (tokens_.peek().first_on_line && begins(place, tokens_.peek()))))
            return;
        const TokenKind kind = tokens_.take().kind;
        if (kind == TokenKind::open_brace || kind == TokenKind::open_paren)
            ++depth;
        if ((kind == TokenKind::close_brace || kind == TokenKind::close_paren) && depth > 0)
            --depth;
    }
}

void LicenceParser::unsupported(const Construct& construct)
{
    tokens_.diagnostics().add(DiagnosticKind::unsupported, tokens_.peek().span,
        {std::string{construct.title} + " ARE NOT SUPPORTED YET",
            "this version cannot compile " + std::string{construct.what} + ".",
            "It compiles `party`, `unit`, `split` and `act` with `takes`."});
}

void LicenceParser::file_entry()
{
    if (tokens_.at_word("licence"))
        return licence();
    if (const auto* construct = find_construct(Place::file, tokens_.peek().text);
        construct != nullptr && tokens_.at(TokenKind::identifier))
        unsupported(*construct);
    else
        tokens_.missing("a licence",
            is_licence_misspelt(tokens_.peek().text)
                ? "Did you mean `licence`?"
                : "A file reads: licence Name \"title\" { party alice  unit call  split ...  act "
                  "... }");
    tokens_.take();
    skip_to(Place::file);
    if (!begins(Place::file, tokens_.peek()))
        tokens_.accept(TokenKind::close_brace);
}

std::string LicenceParser::comment_above(const Token& token) const
{
    std::string result;
    std::string_view lines =
        text_.substr(token.comment_begin, token.span.begin - token.comment_begin);
    while (!lines.empty())
    {
        std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        const std::size_t begin = line.find("//");
        if (begin == line.npos)
            continue;
        line.remove_prefix(std::min(line.find_first_not_of("/ \t", begin), line.size()));
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        if (line.empty())
            continue;
        result += (result.empty() ? "" : " ") + std::string{line};
    }
    return result;
}

void LicenceParser::licence()
{
    Licence result;
    result.comment = comment_above(tokens_.peek());
    const Token& word = tokens_.take();
    result.span = word.span;
    if (auto name = tokens_.expect_name("a name for the licence"))
    {
        result.span.end = name->span.end;
        result.name = std::move(*name);
    }
    if (tokens_.at(TokenKind::string))
    {
        const std::string_view quoted = tokens_.take().text;
        result.title = quoted.substr(1, quoted.size() - 2);
    }
    if (tokens_.at_word("conforms"))
    {
        unsupported({Place::item, "conforms", "STANDARDS", "a `conforms` list"});
        while (!tokens_.at_end() && !tokens_.at(TokenKind::open_brace) && !at_certain(Place::item))
            tokens_.take();
    }
    tokens_.expect(TokenKind::open_brace, "the opening `{` of the licence");
    while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace) && !tokens_.at_word("licence"))
        item(result);
    tokens_.expect(TokenKind::close_brace, "the closing `}` of the licence");
    file_.licences.push_back(std::move(result));
}

void LicenceParser::item(Licence& licence)
{
    const std::string_view word = tokens_.peek().text;
    if (!tokens_.at(TokenKind::identifier))
        word_expected();
    else if (word == "party")
        parties(licence);
    else if (word == "unit")
        units(licence);
    else if (word == "split")
        split(licence);
    else if (word == "act")
        act(licence);
    else if (word == "keep")
        keep();
    else if (word == "currency" && tokens_.peek(1).text == "ether")
    {
        tokens_.take();
        tokens_.take();
    }
    else if (const auto* construct = find_construct(Place::item, word))
    {
        unsupported(*construct);
        tokens_.take();
        skip_to(Place::item);
    }
    else
        word_expected();
}

void LicenceParser::word_expected()
{
    tokens_.missing("`party`, `unit`, `split` or `act`");
    tokens_.take();
    skip_to(Place::item);
}

syntax::File parse(std::string_view text, Diagnostics& diagnostics)
{
    if (text.size() > max_source_bytes)
        text = text.substr(0, max_source_bytes + 1);
    return LicenceParser{text, diagnostics}.run();
}
}  // namespace byline::compiler

// Files: what stands outside licences, the frame of a licence, and how to go on after an error.
#include "compiler/syntax/parser.hpp"

#include "compiler/syntax/lexer.hpp"
#include "compiler/syntax/licence_parser.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
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

constexpr std::array file_words{Word::use, Word::licence, Word::message, Word::test};
constexpr std::array item_words{Word::party, Word::role, Word::unit, Word::currency, Word::let,
    Word::message, Word::terms, Word::table, Word::split, Word::waterfall, Word::pool, Word::epochs,
    Word::tab, Word::pot, Word::keep, Word::act, Word::view, Word::royalty, Word::pause,
    Word::upgrade};
constexpr std::array clause_words{Word::by, Word::let, Word::when, Word::takes, Word::set,
    Word::grant, Word::revoke, Word::move, Word::tell, Word::if_, Word::for_, Word::pays};
constexpr std::array step_words{Word::sign, Word::as, Word::wait, Word::expect};

std::span<const Word> words_of(Place place) noexcept
{
    switch (place)
    {
        case Place::file:
            return file_words;
        case Place::item:
            return item_words;
        case Place::clause:
            return clause_words;
        case Place::step:
            break;
    }
    return step_words;
}

constexpr std::string_view file_form =
    "A file reads: licence Name \"title\" { party alice  unit call  split ...  act ... }";

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
    : text_{text},
      tokens_{lex(text, diagnostics), diagnostics},
      expressions_{tokens_, file_.expressions, declared_units(tokens_.all())}
{}

syntax::File LicenceParser::run()
{
    while (!tokens_.at_end())
    {
        tokens_.set_depth(0);
        file_entry();
    }
    return std::move(file_);
}

bool LicenceParser::begins(Place place, const Token& token)
{
    if (token.kind != TokenKind::identifier)
        return false;
    return std::ranges::find(words_of(place), token.word) != words_of(place).end() ||
           find_construct(place, token.text) != nullptr;
}

/// Reserved words that begin an item: where one stands first on a line, a brace before it was
/// forgotten rather than meant.
bool LicenceParser::at_certain(Place place) const
{
    const Token& token = tokens_.peek();
    if (!token.first_on_line)
        return false;
    if (token.word == Word::licence || token.word == Word::contract)
        return true;
    return place != Place::file &&
           (token.word == Word::act || token.word == Word::party || token.word == Word::split);
}

/// Skips to the next line that begins something at this place, or to the brace that ends it;
/// `depth` is how many braces are open there.
void LicenceParser::skip_to(Place place, int depth)
{
    while (!tokens_.at_end() && !at_certain(place))
    {
        if (tokens_.depth() <= depth &&
            (tokens_.at(TokenKind::close_brace) ||
                (tokens_.peek().first_on_line && begins(place, tokens_.peek()))))
            break;
        tokens_.take();
    }
    tokens_.set_depth(depth);
}

void LicenceParser::without_grammar(const Construct& construct)
{
    tokens_.diagnostics().add(DiagnosticKind::unsupported, tokens_.peek().span,
        {std::string{construct.title} + " ARE NOT SUPPORTED YET",
            "this version cannot compile " + std::string{construct.what} + ".",
            "Leave it out: what a licence says must be what it does."});
}

/// Says what is wrong with the word at hand, which begins nothing at this place, and takes it.
void LicenceParser::unexpected(Place place, std::string_view what, std::string_view hint)
{
    const auto* construct =
        tokens_.at(TokenKind::identifier) ? find_construct(place, tokens_.peek().text) : nullptr;
    if (construct != nullptr)
        without_grammar(*construct);
    else
        tokens_.missing(what, hint);
    tokens_.take();
}

void LicenceParser::file_entry()
{
    mark(file_.layout.lines);
    if (tokens_.at_word(Word::licence))
        return licence();
    bool is_whole = false;
    if (tokens_.at_word(Word::use))
        is_whole = use();
    else if (tokens_.at_word(Word::message))
        is_whole = message(file_.messages);
    else if (tokens_.at_word(Word::test))
        is_whole = test();
    else
        not_a_file_entry();
    if (is_whole)
        return;
    skip_to(Place::file, 0);
    if (!begins(Place::file, tokens_.peek()))
        tokens_.accept(TokenKind::close_brace);
}

void LicenceParser::not_a_file_entry()
{
    unexpected(Place::file, "a licence",
        is_licence_misspelt(tokens_.peek().text) ? "Did you mean `licence`?" : file_form);
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

bool LicenceParser::use()
{
    syntax::Use result;
    result.word = take_word();
    auto path = tokens_.expect_text("the path of the file in quotes");
    if (!path)
        return false;
    result.path = std::move(*path);
    if (tokens_.accept_word(Word::as))
    {
        result.name = tokens_.expect_name("the name to use it by");
        if (!result.name)
            return false;
    }
    file_.uses.push_back(std::move(result));
    return true;
}

bool LicenceParser::licence_head(Licence& licence)
{
    if (auto name = tokens_.expect_name("a name for the licence"))
    {
        licence.span.end = name->span.end;
        licence.name = std::move(*name);
    }
    if (tokens_.at(TokenKind::string))
        licence.title = tokens_.expect_text("a title")->text;
    if (tokens_.accept_word(Word::conforms))
    {
        do
        {
            auto standard = tokens_.expect_name("the name of a standard, such as ERC2981");
            if (!standard)
                return false;
            licence.conforms.push_back(std::move(*standard));
        } while (tokens_.accept(TokenKind::comma));
    }
    return true;
}

void LicenceParser::licence()
{
    Licence result;
    result.comment = comment_above(tokens_.peek());
    result.span = take_word();
    if (!licence_head(result))
    {
        while (!tokens_.at_end() && !tokens_.at(TokenKind::open_brace) && !at_certain(Place::item))
            tokens_.take();
    }
    tokens_.expect(TokenKind::open_brace, "the opening `{` of the licence");
    while (
        !tokens_.at_end() && !tokens_.at(TokenKind::close_brace) && !tokens_.at_word(Word::licence))
    {
        tokens_.set_depth(1);
        item(result);
    }
    tokens_.expect(TokenKind::close_brace, "the closing `}` of the licence");
    file_.licences.push_back(std::move(result));
}

syntax::File parse(std::string_view text, Diagnostics& diagnostics)
{
    if (text.size() > max_source_bytes)
        text = text.substr(0, max_source_bytes + 1);
    return LicenceParser{text, diagnostics}.run();
}
}  // namespace byline::compiler

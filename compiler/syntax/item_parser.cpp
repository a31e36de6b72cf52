// Parties, units and what else a licence declares, buckets and acts excepted.
#include "compiler/syntax/licence_parser.hpp"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace byline::compiler
{
using syntax::Licence;

void LicenceParser::item(Licence& licence)
{
    const int depth = tokens_.depth();
    mark(file_.layout.lines);
    if (!known_item(licence))
        skip_to(Place::item, depth);
}

bool LicenceParser::known_item(Licence& licence)
{
    using Parse = bool (LicenceParser::*)(Licence&);

    struct Row
    {
        Word word;
        Parse parse;
    };

    static constexpr std::array rows{
        Row{Word::party, &LicenceParser::parties},
        Row{Word::role, &LicenceParser::role},
        Row{Word::unit, &LicenceParser::units},
        Row{Word::currency, &LicenceParser::currency},
        Row{Word::terms, &LicenceParser::terms},
        Row{Word::table, &LicenceParser::table},
        Row{Word::split, &LicenceParser::split},
        Row{Word::waterfall, &LicenceParser::waterfall},
        Row{Word::pool, &LicenceParser::pool},
        Row{Word::epochs, &LicenceParser::epochs},
        Row{Word::tab, &LicenceParser::tab},
        Row{Word::pot, &LicenceParser::pot},
        Row{Word::keep, &LicenceParser::keep},
        Row{Word::act, &LicenceParser::act},
        Row{Word::view, &LicenceParser::view},
        Row{Word::royalty, &LicenceParser::royalty},
        Row{Word::pause, &LicenceParser::pause},
        Row{Word::upgrade, &LicenceParser::upgrade},
    };
    for (const Row& row : rows)
    {
        if (tokens_.at_word(row.word))
            return (this->*row.parse)(licence);
    }
    if (tokens_.at_word(Word::let))
        return let(licence.lets);
    if (tokens_.at_word(Word::message))
        return message(licence.messages);
    unexpected(Place::item, "`party`, `unit`, `split` or `act`", {});
    return false;
}

bool LicenceParser::name(syntax::Name& result, std::string_view what)
{
    auto found = tokens_.expect_name(what);
    if (found)
        result = std::move(*found);
    return found.has_value();
}

bool LicenceParser::name_of_type(syntax::Name& result, std::string_view what)
{
    if (!name(result, what))
        return false;
    if (!tokens_.accept(TokenKind::dot))
        return true;
    const auto message = tokens_.expect_name("the message of that file");
    if (!message)
        return false;
    result.text += "." + message->text;
    result.span.end = message->span.end;
    return true;
}

bool LicenceParser::number(syntax::Decimal& result, std::string_view what)
{
    if (!tokens_.at(TokenKind::number))
    {
        tokens_.missing(what);
        return false;
    }
    const auto found = parse_decimal(tokens_);
    if (found)
        result = *found;
    return found.has_value();
}

bool LicenceParser::expression(syntax::ExpressionId& result)
{
    const auto found = expressions_.expression();
    result = found.value_or(0);
    return found.has_value();
}

bool LicenceParser::place(syntax::ExpressionId& result)
{
    const auto found = expressions_.place();
    result = found.value_or(0);
    return found.has_value();
}

bool LicenceParser::parties(Licence& licence)
{
    tokens_.take();
    const std::size_t first = licence.parties.size();
    do
    {
        syntax::Party party;
        if (!name(party.name, "a name for the party"))
            return false;
        if (at_licence_mark())
            party.licence_word = take_word();
        licence.parties.push_back(std::move(party));
    } while (tokens_.accept(TokenKind::comma));
    if (!tokens_.at_word(Word::assignable))
        return true;
    const Span word = take_word();
    for (std::size_t i = first; i < licence.parties.size(); ++i)
        licence.parties[i].assignable_word = word;
    return true;
}

/// The word `licence` behind a party, unless it begins the next licence because this one's closing
/// brace was forgotten.
bool LicenceParser::at_licence_mark() const
{
    const Token& third = tokens_.peek(2);
    const bool begins_another =
        tokens_.peek().first_on_line && tokens_.peek(1).kind == TokenKind::identifier &&
        (third.kind == TokenKind::open_brace || third.kind == TokenKind::string ||
            third.word == Word::conforms);
    return tokens_.at_word(Word::licence) && !begins_another;
}

bool LicenceParser::role(Licence& licence)
{
    syntax::Role result;
    result.word = take_word();
    if (!name(result.name, "a name for the role") ||
        !tokens_.expect(TokenKind::equal, "`=` and the party that has the role") ||
        !name(result.holder, "the party that has the role"))
        return false;
    licence.roles.push_back(std::move(result));
    return true;
}

bool LicenceParser::units(Licence& licence)
{
    tokens_.take();
    do
    {
        syntax::Unit unit;
        if (!name(unit.name, "a name for the unit"))
            return false;
        licence.units.push_back(std::move(unit));
    } while (tokens_.accept(TokenKind::comma));
    return true;
}

bool LicenceParser::currency(Licence& licence)
{
    syntax::Currency result;
    result.word = take_word();
    if (tokens_.at_word(Word::ether) && tokens_.peek(1).kind != TokenKind::equal)
    {
        tokens_.take();
        return true;
    }
    if (!name(result.name, "a name for the currency, or `ether`") ||
        !tokens_.expect(TokenKind::equal, "`= token`, the token's address and its decimals") ||
        !tokens_.expect_word(Word::token))
        return false;
    auto token = parse_address(tokens_);
    if (!token)
        return false;
    result.token = std::move(*token);
    if (!tokens_.expect_word(Word::with) ||
        !number(result.decimals, "how many decimals the token has") ||
        !tokens_.expect_word(Word::decimals))
        return false;
    licence.currencies.push_back(std::move(result));
    return true;
}

bool LicenceParser::let(std::vector<syntax::Let>& lets)
{
    syntax::Let result;
    result.word = take_word();
    if (!name(result.name, "a name for the value") ||
        !tokens_.expect(TokenKind::equal, "`=` and the value") || !expression(result.value))
        return false;
    lets.push_back(std::move(result));
    return true;
}

bool LicenceParser::message(std::vector<syntax::Message>& messages)
{
    syntax::Message result;
    result.word = take_word();
    if (!name(result.name, "a name for the message") ||
        !tokens_.expect(TokenKind::open_brace, "the opening `{` of the message's fields"))
        return false;
    while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace))
    {
        mark(file_.layout.entries);
        auto field = parameter("a name for the field");
        if (!field)
            return false;
        result.fields.push_back(std::move(*field));
    }
    messages.push_back(std::move(result));
    return tokens_.expect(TokenKind::close_brace, "the closing `}` of the message");
}

bool LicenceParser::terms(Licence& licence)
{
    syntax::Terms result;
    result.word = take_word();
    if (!tokens_.expect(TokenKind::open_brace, "the opening `{` of the terms"))
        return false;
    while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace))
    {
        mark(file_.layout.entries);
        syntax::TermsLine line;
        if (!name(line.word, "`permits`, `prohibits`, `requires` or a word of your own"))
            return false;
        do
        {
            auto text = tokens_.expect_text("a text in quotes");
            if (!text)
                return false;
            line.texts.push_back(std::move(*text));
        } while (tokens_.accept(TokenKind::comma));
        result.lines.push_back(std::move(line));
    }
    licence.terms.push_back(std::move(result));
    return tokens_.expect(TokenKind::close_brace, "the closing `}` of the terms");
}

bool LicenceParser::table(Licence& licence)
{
    syntax::Table result;
    result.word = take_word();
    if (!name(result.name, "a name for the table") ||
        !tokens_.expect(TokenKind::colon, "a `:` before the type of its rows") ||
        !name(result.key, "a name for the type of its rows") ||
        !tokens_.expect(TokenKind::arrow, "`->` and the columns") || !tuple(result.columns, 0) ||
        !tokens_.expect(TokenKind::open_brace, "the opening `{` of the rows"))
        return false;
    while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace))
    {
        if (!row(result))
            return false;
    }
    licence.tables.push_back(std::move(result));
    return tokens_.expect(TokenKind::close_brace, "the closing `}` of the table");
}

bool LicenceParser::row(syntax::Table& table)
{
    mark(file_.layout.entries);
    syntax::TableRow result;
    const char first = tokens_.peek().text.empty() ? '\0' : tokens_.peek().text.front();
    if (first < 'A' || first > 'Z')
    {
        tokens_.missing("the name of a row, with a capital");
        return false;
    }
    if (!name(result.name, "the name of a row"))
        return false;
    do
    {
        const auto cell = expressions_.literal();
        if (!cell)
            return false;
        result.cells.push_back(*cell);
    } while (tokens_.at(TokenKind::number) || tokens_.at(TokenKind::string) ||
             tokens_.at(TokenKind::address));
    table.rows.push_back(std::move(result));
    return true;
}

bool LicenceParser::keep(Licence& licence)
{
    syntax::Keep result;
    result.word = take_word();
    if (!name(result.name, "a name for what is kept") ||
        !tokens_.expect(TokenKind::colon, "a `:` before the type"))
        return false;
    auto key = type();
    if (!key)
        return false;
    result.type = std::move(*key);
    if (tokens_.accept(TokenKind::arrow))
    {
        result.value = type();
        if (!result.value)
            return false;
    }
    if (tokens_.accept(TokenKind::equal))
    {
        result.initial = expressions_.expression();
        if (!result.initial)
            return false;
    }
    licence.keeps.push_back(std::move(result));
    return true;
}

bool LicenceParser::view(Licence& licence)
{
    syntax::View result;
    result.comment = comment_above(tokens_.peek());
    result.word = take_word();
    if (!name(result.name, "a name for the view"))
        return false;
    auto list = parameters("A view reads: view active(who: account) -> flag = now < seat[who]");
    if (!list || !tokens_.expect(TokenKind::arrow, "`->` and the type of the answer"))
        return false;
    result.parameters = std::move(*list);
    auto answer = type();
    if (!answer || !tokens_.expect(TokenKind::equal, "`=` and the answer") ||
        !expression(result.value))
        return false;
    result.result = std::move(*answer);
    licence.views.push_back(std::move(result));
    return true;
}

bool LicenceParser::royalty(Licence& licence)
{
    syntax::Royalty result;
    result.word = take_word();
    if (!number(result.percent, "the royalty in percent, such as `7.5%`") ||
        !tokens_.expect(TokenKind::percent, "a `%` after the royalty") ||
        !tokens_.expect_word(Word::into) ||
        !name(result.bucket, "the bucket that gets the royalty"))
        return false;
    licence.royalties.push_back(std::move(result));
    return true;
}

bool LicenceParser::pause(Licence& licence)
{
    syntax::Pause result;
    result.word = take_word();
    if (!tokens_.expect_word(Word::by) || !name(result.by, "who may pause") ||
        !tokens_.expect_word(Word::max))
        return false;
    const auto longest = expressions_.literal();
    if (!longest)
        return false;
    result.longest = *longest;
    licence.pauses.push_back(std::move(result));
    return true;
}

bool LicenceParser::upgrade(Licence& licence)
{
    syntax::Upgrade result;
    result.word = take_word();
    if (!tokens_.accept_word(Word::never))
    {
        if (!tokens_.at_word(Word::by))
        {
            tokens_.missing("`never` or `by`");
            return false;
        }
        tokens_.take();
        result.by = tokens_.expect_name("who may name a successor");
        if (!result.by || !tokens_.expect_word(Word::after))
            return false;
        result.notice = expressions_.expression();
        if (!result.notice || !tokens_.expect_word(Word::notice))
            return false;
    }
    licence.upgrades.push_back(std::move(result));
    return true;
}
}  // namespace byline::compiler

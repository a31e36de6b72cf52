// What stands for itself: numbers and their units, percentages, texts, addresses.
#include "compiler/syntax/expression_parser.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
using syntax::Expression;
using syntax::ExpressionId;
using syntax::ExpressionKind;

std::set<std::string_view> declared_units(const std::vector<Token>& tokens)
{
    std::set<std::string_view> units;
    const auto declare = [&units](const Token& token) {
        if (token.kind == TokenKind::identifier && role_of(token.word) != WordRole::reserved)
            units.insert(token.text);
    };
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
    {
        if (tokens[i].word == Word::currency && tokens[i + 2].kind == TokenKind::equal)
            declare(tokens[i + 1]);
        if (tokens[i].word != Word::unit)
            continue;
        declare(tokens[i + 1]);
        for (std::size_t next = i + 2;
            next + 1 < tokens.size() && tokens[next].kind == TokenKind::comma; next += 2)
            declare(tokens[next + 1]);
    }
    return units;
}

std::optional<syntax::Decimal> parse_decimal(TokenStream& tokens)
{
    constexpr unsigned most_digits = 60;
    const Token& token = tokens.take();
    syntax::Decimal result;
    unsigned digits = 0;
    bool fraction = false;
    for (const char c : token.text)
    {
        if (c == '.')
            fraction = true;
        if (c < '0' || c > '9')
            continue;
        ++digits;
        result.scale += fraction ? 1 : 0;
        if (digits <= most_digits)
            result.digits = result.digits * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (digits <= most_digits)
        return result;
    tokens.diagnostics().add(DiagnosticKind::syntax, token.span,
        {"A NUMBER WITH TOO MANY DIGITS", "a number has at most 60 digits."});
    return std::nullopt;
}

std::optional<std::string> parse_address(TokenStream& tokens)
{
    constexpr std::size_t size = 42;
    if (!tokens.at(TokenKind::address))
    {
        tokens.missing("an address such as 0x...");
        return std::nullopt;
    }
    const Token& token = tokens.take();
    if (token.text.size() == size)
        return std::string{token.text};
    tokens.diagnostics().add(DiagnosticKind::syntax, token.span,
        {"NOT AN ADDRESS", "an address has 40 hex digits after 0x; this has " +
                               std::to_string(token.text.size() - 2) + "."});
    return std::nullopt;
}

bool ExpressionParser::at_literal() const
{
    return tokens_.at(TokenKind::number) || tokens_.at(TokenKind::string) ||
           tokens_.at(TokenKind::address);
}

ExpressionId ExpressionParser::literal_here()
{
    const Span span = tokens_.peek().span;
    if (tokens_.at(TokenKind::number))
        return number();
    if (tokens_.at(TokenKind::address))
    {
        auto digits = parse_address(tokens_);
        if (!digits)
            return broken();
        return add({.kind = ExpressionKind::address, .span = span, .name = std::move(*digits)});
    }
    auto text = tokens_.expect_text("a text");
    return add({.kind = ExpressionKind::text, .span = span, .name = std::move(text->text)});
}

/// A word after a number is its unit if it is declared so or an amount of the language. What is no
/// word at all of the language, on the same line, was meant to be one: it is said later that it is
/// none.
bool ExpressionParser::at_unit() const
{
    const Token& token = tokens_.peek();
    if (token.kind != TokenKind::identifier || role_of(token.word) == WordRole::reserved)
        return false;
    if (role_of(token.word) == WordRole::unit || units_.contains(token.text))
        return true;
    if (token.text.ends_with('s') && units_.contains(token.text.substr(0, token.text.size() - 1)))
        return true;
    const bool is_capital = token.text.front() >= 'A' && token.text.front() <= 'Z';
    return token.word == Word::none && !token.first_on_line && !is_capital &&
           tokens_.peek(1).kind != TokenKind::open_paren;
}

ExpressionId ExpressionParser::number()
{
    Expression result{.kind = ExpressionKind::number, .span = tokens_.peek().span};
    const auto decimal = parse_decimal(tokens_);
    if (!decimal)
        return broken();
    result.number = *decimal;
    if (tokens_.accept(TokenKind::percent))
        result.kind = ExpressionKind::percent;
    else if (at_unit())
        result.unit = tokens_.expect_name("a unit");
    if (result.kind == ExpressionKind::number && tokens_.accept_word(Word::per))
    {
        result.per = tokens_.expect_name("a unit after `per`");
        is_broken_ = is_broken_ || !result.per;
    }
    result.span.end = tokens_.last_end();
    return add(std::move(result));
}

ExpressionId ExpressionParser::account()
{
    const Span sign = tokens_.take().span;
    if (!tokens_.at(TokenKind::number))
    {
        missing("the number of an account, as in `#1`");
        return broken();
    }
    const auto number = parse_decimal(tokens_);
    if (!number)
        return broken();
    return add({.kind = ExpressionKind::account,
        .span = {sign.begin, tokens_.last_end()},
        .number = *number});
}
}  // namespace byline::compiler

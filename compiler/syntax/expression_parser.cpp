#include "compiler/syntax/expression_parser.hpp"

#include "compiler/syntax/parser.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

// Every recursion below passes through enter(), which bounds how deep it goes.
// NOLINTBEGIN(misc-no-recursion)
namespace byline::compiler
{
using syntax::Argument;
using syntax::BinaryOperator;
using syntax::Expression;
using syntax::ExpressionId;
using syntax::ExpressionKind;
using syntax::Rounding;

namespace
{
struct Comparison
{
    TokenKind sign;
    BinaryOperator op;
};

constexpr std::array comparisons{
    Comparison{TokenKind::equal_equal, BinaryOperator::equal},
    Comparison{TokenKind::not_equal, BinaryOperator::not_equal},
    Comparison{TokenKind::less, BinaryOperator::less},
    Comparison{TokenKind::less_equal, BinaryOperator::less_equal},
    Comparison{TokenKind::greater, BinaryOperator::greater},
    Comparison{TokenKind::greater_equal, BinaryOperator::greater_equal},
};

const Comparison* find_comparison(TokenKind sign) noexcept
{
    const auto* found = std::ranges::find(comparisons, sign, &Comparison::sign);
    return found == comparisons.end() ? nullptr : found;
}

/// Words that go on after an operand: a word before them is one, whatever else it could mean.
bool follows_operand(Word word) noexcept
{
    constexpr std::array words{Word::and_, Word::or_, Word::of, Word::into, Word::else_, Word::to,
        Word::from, Word::in, Word::rounded};
    return std::ranges::find(words, word) != words.end();
}
}  // namespace

/// Runs one whole expression: counts its parts and says one thing about it at most.
template <typename Parse>
auto ExpressionParser::whole(Parse parse) -> std::optional<decltype(parse())>
{
    count_ = 0;
    depth_ = 0;
    is_broken_ = false;
    auto result = parse();
    return is_broken_ ? std::nullopt : std::optional{std::move(result)};
}

std::optional<ExpressionId> ExpressionParser::expression()
{
    return whole([this] { return disjunction(); });
}

std::optional<ExpressionId> ExpressionParser::literal()
{
    return whole([this] {
        if (at_literal())
            return literal_here();
        missing("a number, a text or an address");
        return broken();
    });
}

std::optional<ExpressionId> ExpressionParser::place()
{
    return whole([this] {
        if (tokens_.at(TokenKind::identifier))
            return postfix(false);
        missing("a name");
        return broken();
    });
}

std::optional<std::vector<Argument>> ExpressionParser::arguments()
{
    return whole([this] { return argument_list(); });
}

ExpressionId ExpressionParser::add(Expression expression)
{
    if (++count_ == max_expressions)
    {
        if (!is_broken_)
            tokens_.diagnostics().add(DiagnosticKind::syntax, expression.span,
                {"AN EXPRESSION TOO LONG",
                    "an expression has at most 512 numbers, names and operators."});
        is_broken_ = true;
    }
    // Children that are not there make a chain no deeper.
    if (count_ >= max_expressions)
        expression.kind = ExpressionKind::broken;
    expressions_.push_back(std::move(expression));
    return static_cast<ExpressionId>(expressions_.size() - 1);
}

ExpressionId ExpressionParser::broken()
{
    is_broken_ = true;
    return add({.kind = ExpressionKind::broken, .span = tokens_.peek().span});
}

void ExpressionParser::missing(std::string_view what)
{
    if (!is_broken_)
        tokens_.missing(what);
    is_broken_ = true;
}

/// Goes one level of brackets down, unless that is too deep.
bool ExpressionParser::enter()
{
    if (depth_ < max_nesting)
    {
        ++depth_;
        return true;
    }
    if (!is_broken_)
        tokens_.diagnostics().add(DiagnosticKind::syntax, tokens_.peek().span,
            {"TOO MANY PARENTHESES", "parentheses go at most 32 deep."});
    is_broken_ = true;
    return false;
}

ExpressionId ExpressionParser::binary(
    BinaryOperator op, Span sign, ExpressionId left, ExpressionId right)
{
    const Span span{expressions_[left].span.begin, expressions_[right].span.end};
    return add({.kind = ExpressionKind::binary,
        .op = op,
        .span = span,
        .left = left,
        .right = right,
        .operator_span = sign});
}

ExpressionId ExpressionParser::disjunction()
{
    ExpressionId left = conjunction();
    while (tokens_.at_word(Word::or_))
    {
        const Span sign = tokens_.take().span;
        left = binary(BinaryOperator::logical_or, sign, left, conjunction());
    }
    return left;
}

ExpressionId ExpressionParser::conjunction()
{
    ExpressionId left = comparison();
    while (tokens_.at_word(Word::and_))
    {
        const Span sign = tokens_.take().span;
        left = binary(BinaryOperator::logical_and, sign, left, comparison());
    }
    return left;
}

ExpressionId ExpressionParser::comparison()
{
    ExpressionId left = sum();
    bool is_second = false;
    while (const Comparison* found = find_comparison(tokens_.peek().kind))
    {
        const Span sign = tokens_.take().span;
        if (is_second && !is_broken_)
        {
            tokens_.diagnostics().add(DiagnosticKind::syntax, sign,
                {"A CHAIN OF COMPARISONS", "this compares the answer of a comparison.",
                    "Join two comparisons with `and`: a < b and b < c"});
            is_broken_ = true;
        }
        is_second = true;
        left = binary(found->op, sign, left, sum());
    }
    return left;
}

ExpressionId ExpressionParser::sum()
{
    ExpressionId left = product();
    while (tokens_.at(TokenKind::plus) || tokens_.at(TokenKind::minus))
    {
        const Token& sign = tokens_.take();
        const bool plus = sign.kind == TokenKind::plus;
        left = binary(
            plus ? BinaryOperator::add : BinaryOperator::subtract, sign.span, left, product());
    }
    return left;
}

ExpressionId ExpressionParser::product()
{
    ExpressionId left = unary();
    while (tokens_.at(TokenKind::star) || tokens_.at(TokenKind::slash) || tokens_.at_word(Word::of))
    {
        const Token& sign = tokens_.take();
        const BinaryOperator op = sign.kind == TokenKind::star    ? BinaryOperator::multiply
                                  : sign.kind == TokenKind::slash ? BinaryOperator::divide
                                                                  : BinaryOperator::of;
        left = binary(op, sign.span, left, unary());
    }
    if (tokens_.at_word(Word::rounded))
        rounding(left);
    return left;
}

void ExpressionParser::rounding(ExpressionId product)
{
    tokens_.take();
    Expression& expression = expressions_[product];
    if (tokens_.accept_word(Word::up))
        expression.rounding = Rounding::up;
    else if (tokens_.accept_word(Word::down))
        expression.rounding = Rounding::down;
    else
        missing("`up` or `down`");
    expression.span.end = tokens_.last_end();
}

/// `not` before an operand; alone it is a name.
bool ExpressionParser::at_negation() const
{
    const Token& next = tokens_.peek(1);
    const bool begins_operand =
        next.kind == TokenKind::number || next.kind == TokenKind::open_paren ||
        next.kind == TokenKind::string || next.kind == TokenKind::address ||
        next.kind == TokenKind::hash ||
        (next.kind == TokenKind::identifier && role_of(next.word) != WordRole::reserved &&
            !follows_operand(next.word));
    return tokens_.at_word(Word::not_) && begins_operand;
}

ExpressionId ExpressionParser::unary()
{
    if (!at_negation())
        return postfix(true);
    const Span word = tokens_.take().span;
    if (!enter())
        return broken();
    const ExpressionId operand = unary();
    --depth_;
    return add({.kind = ExpressionKind::negation,
        .span = {word.begin, expressions_[operand].span.end},
        .left = operand,
        .operator_span = word});
}

/// A name or tuple and what is chosen from it; a literal has no parts.
ExpressionId ExpressionParser::postfix(bool calls)
{
    const bool has_parts = tokens_.at(TokenKind::identifier) || tokens_.at(TokenKind::open_paren);
    ExpressionId left = primary();
    while (has_parts && !is_broken_)
    {
        if (tokens_.at(TokenKind::dot))
            left = field(left);
        else if (tokens_.at(TokenKind::open_bracket))
            left = index(left);
        else if (calls && tokens_.at(TokenKind::open_paren))
            left = call(left);
        else
            break;
    }
    return left;
}

ExpressionId ExpressionParser::field(ExpressionId left)
{
    const Span sign = tokens_.take().span;
    const std::uint32_t begin = expressions_[left].span.begin;
    const auto name = tokens_.expect_name("the name of a field");
    if (!name)
        return broken();
    return add({.kind = ExpressionKind::field,
        .span = {begin, name->span.end},
        .name = name->text,
        .left = left,
        .operator_span = sign});
}

ExpressionId ExpressionParser::index(ExpressionId left)
{
    const std::uint32_t begin = expressions_[left].span.begin;
    if (!enter())
        return broken();
    const Span sign = tokens_.take().span;
    const ExpressionId key = disjunction();
    if (!tokens_.accept(TokenKind::close_bracket))
        missing("a closing `]`");
    --depth_;
    return add({.kind = ExpressionKind::index,
        .span = {begin, tokens_.last_end()},
        .left = left,
        .right = key,
        .operator_span = sign});
}

ExpressionId ExpressionParser::call(ExpressionId left)
{
    const Span sign = tokens_.peek().span;
    const std::uint32_t begin = expressions_[left].span.begin;
    std::vector<Argument> arguments = argument_list();
    return add({.kind = ExpressionKind::call,
        .span = {begin, tokens_.last_end()},
        .left = left,
        .operator_span = sign,
        .arguments = std::move(arguments)});
}

std::vector<Argument> ExpressionParser::argument_list()
{
    std::vector<Argument> result;
    if (!tokens_.at(TokenKind::open_paren))
    {
        missing("the list `(...)` of arguments");
        return result;
    }
    if (!enter())
        return result;
    tokens_.take();
    if (!tokens_.at(TokenKind::close_paren))
    {
        do
        {
            Argument argument;
            if (tokens_.at(TokenKind::identifier) && tokens_.peek(1).kind == TokenKind::colon)
            {
                argument.name = tokens_.expect_name("a name for the argument");
                is_broken_ = is_broken_ || !argument.name;
                tokens_.accept(TokenKind::colon);
            }
            argument.value = disjunction();
            result.push_back(std::move(argument));
        } while (!is_broken_ && tokens_.accept(TokenKind::comma));
    }
    if (!tokens_.accept(TokenKind::close_paren))
        missing("a closing `)`");
    --depth_;
    return result;
}

ExpressionId ExpressionParser::primary()
{
    const Span span = tokens_.peek().span;
    if (at_literal())
        return literal_here();
    if (tokens_.at(TokenKind::hash))
        return account();
    if (tokens_.at(TokenKind::open_paren))
        return parenthesised();
    if (is_broken_)
        return broken();
    if (const auto name = tokens_.expect_name("a number, a name or `(`"))
        return add({.kind = ExpressionKind::name, .span = span, .name = name->text});
    return broken();
}

ExpressionId ExpressionParser::parenthesised()
{
    const Span span = tokens_.peek().span;
    if (!enter())
    {
        while (tokens_.accept(TokenKind::open_paren))
        {
        }
        return broken();
    }
    tokens_.take();
    const ExpressionId first = disjunction();
    std::vector<Argument> values{{.name = {}, .value = first}};
    while (!is_broken_ && tokens_.accept(TokenKind::comma))
        values.push_back({.name = {}, .value = disjunction()});
    if (!tokens_.accept(TokenKind::close_paren))
        missing("a closing `)`");
    --depth_;
    if (values.size() == 1)
        return first;
    return add({.kind = ExpressionKind::tuple,
        .span = {span.begin, tokens_.last_end()},
        .arguments = std::move(values)});
}
}  // namespace byline::compiler

// NOLINTEND(misc-no-recursion)

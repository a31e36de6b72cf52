#include "compiler/syntax/expression_parser.hpp"

#include "compiler/syntax/parser.hpp"

#include <algorithm>
#include <array>

namespace byline::compiler
{
namespace
{
using syntax::BinaryOperator;
using syntax::Expression;
using syntax::ExpressionId;
using syntax::ExpressionKind;

/// What is part of the language's expressions but not compiled yet.
struct Unsupported
{
    TokenKind kind;
    std::string_view word;  ///< for identifiers
    std::string_view title;
    std::string_view what;
};

constexpr std::array unsupported{
    Unsupported{TokenKind::slash, "", "DIVISIONS", "a division"},
    Unsupported{TokenKind::percent, "", "PERCENTAGES OF A PRICE", "a percentage in a price"},
    Unsupported{TokenKind::equal_equal, "", "COMPARISONS", "a comparison"},
    Unsupported{TokenKind::not_equal, "", "COMPARISONS", "a comparison"},
    Unsupported{TokenKind::less, "", "COMPARISONS", "a comparison"},
    Unsupported{TokenKind::less_equal, "", "COMPARISONS", "a comparison"},
    Unsupported{TokenKind::greater, "", "COMPARISONS", "a comparison"},
    Unsupported{TokenKind::greater_equal, "", "COMPARISONS", "a comparison"},
    Unsupported{TokenKind::dot, "", "FIELDS", "a field of a value"},
    Unsupported{TokenKind::open_bracket, "", "LOOK-UPS", "a look-up by key"},
    Unsupported{TokenKind::open_paren, "", "FUNCTIONS", "a function such as max"},
    Unsupported{TokenKind::identifier, "or", "LOGICAL OPERATORS", "`or`"},
    Unsupported{TokenKind::identifier, "and", "LOGICAL OPERATORS", "`and`"},
    Unsupported{TokenKind::identifier, "of", "PERCENTAGES OF A PRICE", "a percentage in a price"},
};

class ExpressionParser
{
public:
    ExpressionParser(TokenStream& tokens, std::vector<Expression>& expressions)
        : tokens_{tokens}, expressions_{expressions}
    {}

    ExpressionId run()
    {
        const ExpressionId result = sum();
        const auto row = std::ranges::find_if(unsupported, [this](const Unsupported& u) {
            return tokens_.at(u.kind) && (u.word.empty() || tokens_.at_word(u.word));
        });
        if (row == unsupported.end())
            return result;
        refuse(tokens_.peek().span, row->title, row->what);
        return add({.kind = ExpressionKind::broken, .span = tokens_.peek().span});
    }

private:
    ExpressionId add(Expression expression)
    {
        if (++count_ == max_expressions)
            tokens_.diagnostics().add(DiagnosticKind::syntax, expression.span,
                {"A PRICE TOO LONG", "a price has at most 512 numbers, names and operators."});
        // Children that are not there make a chain no deeper.
        if (count_ >= max_expressions)
            expression.kind = ExpressionKind::broken;
        expressions_.push_back(std::move(expression));
        return static_cast<ExpressionId>(expressions_.size() - 1);
    }

    ExpressionId binary(BinaryOperator op, ExpressionId left, ExpressionId right)
    {
        const Span span{expressions_[left].span.begin, expressions_[right].span.end};
        return add(
            {.kind = ExpressionKind::binary, .span = span, .op = op, .left = left, .right = right});
    }

    ExpressionId sum()
    {
        ExpressionId left = product();
        while (tokens_.at(TokenKind::plus) || tokens_.at(TokenKind::minus))
        {
            const bool plus = tokens_.take().kind == TokenKind::plus;
            left = binary(plus ? BinaryOperator::add : BinaryOperator::subtract, left, product());
        }
        return left;
    }

    ExpressionId product()
    {
        ExpressionId left = primary();
        while (tokens_.accept(TokenKind::star))
            left = binary(BinaryOperator::multiply, left, primary());
        return left;
    }

    ExpressionId primary()
    {
        const Span span = tokens_.peek().span;
        if (tokens_.at(TokenKind::number))
            return number(span);
        if (tokens_.at(TokenKind::open_paren))
            return parenthesised(span);
        if (at_negation())
            return negation(span);
        if (const auto name = tokens_.expect_name("a number, a parameter or `(`"))
            return add({.kind = ExpressionKind::name, .span = span, .name = name->text});
        return add({.kind = ExpressionKind::broken, .span = span});
    }

    /// `not` before an operand; alone it is a name.
    [[nodiscard]] bool at_negation() const
    {
        const Token& next = tokens_.peek(1);
        const bool is_operand =
            next.kind == TokenKind::number || next.kind == TokenKind::open_paren ||
            (next.kind == TokenKind::identifier && next.text != "into" && !next.first_on_line);
        return tokens_.at_word("not") && is_operand;
    }

    // Parentheses are at most max_nesting deep.
    // NOLINTNEXTLINE(misc-no-recursion)
    ExpressionId negation(Span span)
    {
        refuse(span, "LOGICAL OPERATORS", "`not`");
        while (at_negation())
            tokens_.take();
        primary();
        return add({.kind = ExpressionKind::broken, .span = span});
    }

    void refuse(Span span, std::string_view title, std::string_view what)
    {
        tokens_.diagnostics().add(DiagnosticKind::unsupported, span,
            {std::string{title} + " ARE NOT SUPPORTED YET",
                "this version cannot compile " + std::string{what} + ".",
                "A price is made of numbers, the act's parameters, +, - and *."});
    }

    ExpressionId parenthesised(Span span)
    {
        if (depth_ == max_nesting)
        {
            tokens_.diagnostics().add(DiagnosticKind::syntax, span,
                {"TOO MANY PARENTHESES", "parentheses go at most 32 deep."});
            while (tokens_.accept(TokenKind::open_paren))
            {
            }
            return add({.kind = ExpressionKind::broken, .span = span});
        }
        ++depth_;
        tokens_.take();
        const ExpressionId inner = sum();
        tokens_.expect(TokenKind::close_paren, "a closing `)`");
        --depth_;
        return inner;
    }

    /// A word after a number is its unit; `into` never is, nor what begins a new line as a clause
    /// does.
    [[nodiscard]] bool at_unit() const
    {
        return tokens_.at(TokenKind::identifier) && !tokens_.at_word("into") &&
               !is_reserved(tokens_.peek().text) && !tokens_.at_word("or") &&
               !tokens_.at_word("and") && !tokens_.at_word("of") && !tokens_.peek().first_on_line;
    }

    ExpressionId number(Span span)
    {
        const auto decimal = parse_decimal(tokens_);
        Expression result{.kind = ExpressionKind::number, .span = span};
        if (!decimal)
            result.kind = ExpressionKind::broken;
        else
            result.number = *decimal;
        if (at_unit() && !tokens_.at_word("per"))
            result.unit = tokens_.expect_name("a unit");
        if (tokens_.accept_word("per"))
            result.per = tokens_.expect_name("a unit after `per`");
        result.span.end = tokens_.last_end();
        return add(std::move(result));
    }

    TokenStream& tokens_;
    std::vector<Expression>& expressions_;
    unsigned depth_ = 0;
    std::size_t count_ = 0;
};
}  // namespace

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

ExpressionId parse_expression(TokenStream& tokens, std::vector<Expression>& expressions)
{
    return ExpressionParser{tokens, expressions}.run();
}
}  // namespace byline::compiler

#pragma once

// With all that a parser needs.
// IWYU pragma: begin_exports
#include "compiler/syntax/token_stream.hpp"
#include "compiler/syntax/tree.hpp"
// IWYU pragma: end_exports

#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// An expression has at most so many numbers, names and operators; that also bounds how deep a
/// chain of operators can be.
inline constexpr std::size_t max_expressions = 512;

/// The words that the tokens declare as units and currencies: after a number they are its unit.
std::set<std::string_view> declared_units(const std::vector<Token>& tokens);

/// Takes a number token. Nothing if it has too many digits, which is then said.
std::optional<syntax::Decimal> parse_decimal(TokenStream& tokens);

/// Takes an address of 40 hex digits. Nothing if there is none, which is then said.
std::optional<std::string> parse_address(TokenStream& tokens);

/// Parses expressions into a file's list of them. What is wrong is said once an expression; the
/// result is then nothing.
class ExpressionParser
{
public:
    /// All but `units` must outlive the parser.
    ExpressionParser(TokenStream& tokens, std::vector<syntax::Expression>& expressions,
        std::set<std::string_view> units)
        : tokens_{tokens}, expressions_{expressions}, units_{std::move(units)}
    {}

    std::optional<syntax::ExpressionId> expression();
    /// A number with its unit, a percentage, a text or an address.
    std::optional<syntax::ExpressionId> literal();
    /// `seat[who].left`: what can be changed or paid into.
    std::optional<syntax::ExpressionId> place();
    std::optional<std::vector<syntax::Argument>> arguments();

private:
    using ExpressionId = syntax::ExpressionId;

    template <typename Parse>
    auto whole(Parse parse) -> std::optional<decltype(parse())>;
    ExpressionId add(syntax::Expression expression);
    ExpressionId broken();
    void missing(std::string_view what);
    bool enter();
    ExpressionId binary(
        syntax::BinaryOperator op, Span sign, ExpressionId left, ExpressionId right);

    ExpressionId disjunction();
    ExpressionId conjunction();
    ExpressionId comparison();
    ExpressionId sum();
    ExpressionId product();
    void rounding(ExpressionId product);
    [[nodiscard]] bool at_negation() const;
    ExpressionId unary();
    ExpressionId postfix(bool calls);
    ExpressionId field(ExpressionId left);
    ExpressionId index(ExpressionId left);
    ExpressionId call(ExpressionId left);
    ExpressionId primary();
    [[nodiscard]] bool at_literal() const;
    ExpressionId literal_here();
    ExpressionId number();
    [[nodiscard]] bool at_unit() const;
    ExpressionId account();
    ExpressionId parenthesised();
    std::vector<syntax::Argument> argument_list();

    TokenStream& tokens_;
    std::vector<syntax::Expression>& expressions_;
    std::set<std::string_view> units_;
    unsigned depth_ = 0;
    std::size_t count_ = 0;
    bool is_broken_ = false;
};
}  // namespace byline::compiler

// Acts: their parameters and clauses.
#include "compiler/syntax/expression_parser.hpp"
#include "compiler/syntax/licence_parser.hpp"

#include <utility>

namespace byline::compiler
{
using syntax::Act;
using syntax::Licence;
using syntax::Takes;
using syntax::Type;
using syntax::TypeKind;

namespace
{
constexpr std::string_view act_form =
    "An act reads: act record(n: calls) { takes n * 0.001 ether per call into revenue }";
}  // namespace

void LicenceParser::act(Licence& licence)
{
    Act result;
    result.comment = comment_above(tokens_.peek());
    result.span = tokens_.take().span;
    auto name = tokens_.expect_name("a name for the act");
    if (!name)
        return skip_to(Place::item);
    result.name = std::move(*name);
    result.span.end = result.name.span.end;
    if (!parameters(result))
        return skip_to(Place::item);
    if (!tokens_.accept(TokenKind::open_brace))
    {
        tokens_.missing("the opening `{` of the act", act_form);
        return skip_to(Place::item);
    }
    while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace) && !at_certain(Place::item))
        clause(result);
    tokens_.expect(TokenKind::close_brace, "the closing `}` of the act");
    licence.acts.push_back(std::move(result));
}

bool LicenceParser::parameters(Act& act)
{
    if (!tokens_.accept(TokenKind::open_paren))
    {
        tokens_.missing("the list `(...)` of parameters", act_form);
        return false;
    }
    if (tokens_.accept(TokenKind::close_paren))
        return true;
    do
    {
        auto name = tokens_.expect_name("a name for the parameter");
        if (!name || !tokens_.expect(TokenKind::colon, "a `:` before the parameter's type"))
            return false;
        act.parameters.push_back({std::move(*name), type()});
        if (act.parameters.back().type.kind == TypeKind::broken)
            return false;
    } while (tokens_.accept(TokenKind::comma));
    return tokens_.expect(TokenKind::close_paren, "the closing `)` of the parameters");
}

syntax::Type LicenceParser::type()
{
    Type result;
    result.span = tokens_.peek().span;
    if (tokens_.at(TokenKind::number))
    {
        const auto low = parse_decimal(tokens_);
        if (!low || !tokens_.expect(TokenKind::range, "`..` and the end of the range"))
            return result;
        if (!tokens_.at(TokenKind::number))
        {
            tokens_.missing("the end of the range");
            return result;
        }
        const auto high = parse_decimal(tokens_);
        if (!high)
            return result;
        result.kind = TypeKind::range;
        result.low = *low;
        result.high = *high;
    }
    else if (tokens_.at(TokenKind::open_paren) || tokens_.at_word("list") ||
             (tokens_.at_word("text") && tokens_.peek(1).text == "max"))
    {
        unsupported({Place::clause, "", "TEXTS, LISTS AND TUPLES",
            "a parameter that is a text, a list or a tuple"});
    }
    else if (auto name = tokens_.expect_name("the type of the parameter"))
    {
        result.kind = TypeKind::named;
        result.name = std::move(*name);
    }
    result.span.end = tokens_.last_end();
    return result;
}

void LicenceParser::clause(Act& act)
{
    if (tokens_.at_word("takes"))
        return takes(act);
    const auto* construct = tokens_.at(TokenKind::identifier)
                                ? find_construct(Place::clause, tokens_.peek().text)
                                : nullptr;
    if (construct != nullptr)
        unsupported(*construct);
    else
        tokens_.missing("`takes` or the closing `}` of the act", act_form);
    tokens_.take();
    skip_to(Place::clause);
}

void LicenceParser::takes(Act& act)
{
    Takes result;
    result.span = tokens_.take().span;
    if (tokens_.at_word("any"))
    {
        unsupported({Place::clause, "any", "OPEN AMOUNTS", "`takes any`"});
        return skip_to(Place::clause);
    }
    result.price = parse_expression(tokens_, file_.expressions);
    if (file_.expressions[result.price].kind == syntax::ExpressionKind::broken)
        return skip_to(Place::clause);
    if (!tokens_.accept_word("into"))
    {
        tokens_.missing("`into` and the bucket that gets the money", act_form);
        return skip_to(Place::clause);
    }
    if (tokens_.at(TokenKind::open_brace))
    {
        unsupported({Place::clause, "", "SHARED PAYMENTS", "one payment into several buckets"});
        return skip_to(Place::clause);
    }
    auto bucket = tokens_.expect_name("the bucket that gets the money");
    if (!bucket)
        return skip_to(Place::clause);
    result.bucket = std::move(*bucket);
    if (tokens_.at(TokenKind::open_bracket) || tokens_.at(TokenKind::dot) ||
        tokens_.at_word("weighing"))
    {
        unsupported({Place::clause, "", "PLACES IN A BUCKET", "a payment into a part of a bucket"});
        skip_to(Place::clause);
    }
    act.takes.push_back(std::move(result));
}
}  // namespace byline::compiler

// Types and lists of parameters.
#include "compiler/syntax/licence_parser.hpp"
#include "compiler/syntax/parser.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
using syntax::Parameter;
using syntax::Type;
using syntax::TypeKind;

std::optional<std::vector<Parameter>> LicenceParser::parameters(std::string_view form)
{
    std::vector<Parameter> result;
    if (!tokens_.accept(TokenKind::open_paren))
    {
        tokens_.missing("the list `(...)` of parameters", form);
        return std::nullopt;
    }
    if (tokens_.accept(TokenKind::close_paren))
        return result;
    do
    {
        auto next = parameter("a name for the parameter");
        if (!next)
            return std::nullopt;
        result.push_back(std::move(*next));
    } while (tokens_.accept(TokenKind::comma));
    if (!tokens_.expect(TokenKind::close_paren, "the closing `)` of the parameters"))
        return std::nullopt;
    return result;
}

std::optional<Parameter> LicenceParser::parameter(std::string_view what)
{
    Parameter result;
    if (!name(result.name, what) || !tokens_.expect(TokenKind::colon, "a `:` before the type"))
        return std::nullopt;
    auto found = type();
    if (!found)
        return std::nullopt;
    result.type = std::move(*found);
    return result;
}

// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
std::optional<Type> LicenceParser::type(unsigned depth)
{
    Type result;
    result.span = tokens_.peek().span;
    bool is_whole = false;
    if (depth > max_nesting)
        tokens_.diagnostics().add(
            DiagnosticKind::syntax, result.span, {"TYPES TOO DEEP", "types go at most 32 deep."});
    else if (tokens_.at(TokenKind::number))
        is_whole = range(result);
    else if (tokens_.at(TokenKind::open_paren))
        is_whole = tuple(result, depth);
    else if (tokens_.at_word(Word::list) && tokens_.at_word(Word::of, 1))
        is_whole = list(result, depth);
    else if (tokens_.at_word(Word::text) && tokens_.at_word(Word::max, 1))
        is_whole = text_type(result);
    else
    {
        result.kind = TypeKind::named;
        is_whole = name_of_type(result.name, "a type");
    }
    if (!is_whole)
        return std::nullopt;
    result.span.end = tokens_.last_end();
    return result;
}

bool LicenceParser::range(Type& type)
{
    type.kind = TypeKind::range;
    return number(type.low, "the beginning of the range") &&
           tokens_.expect(TokenKind::range, "`..` and the end of the range") &&
           number(type.high, "the end of the range");
}

bool LicenceParser::text_type(Type& type)
{
    type.kind = TypeKind::text;
    tokens_.take();
    tokens_.take();
    return number(type.high, "how many bytes the text may have");
}

// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
bool LicenceParser::list(Type& type, unsigned depth)
{
    type.kind = TypeKind::list;
    tokens_.take();
    tokens_.take();
    if (tokens_.at_word(Word::signed_) && !tokens_.at_word(Word::max, 1))
    {
        tokens_.take();
        type.is_signed = true;
    }
    auto element = this->type(depth + 1);
    if (!element || !tokens_.expect_word(Word::max) ||
        !number(type.high, "how long the list may be"))
        return false;
    type.element.push_back(std::move(*element));
    return true;
}

// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
bool LicenceParser::tuple(Type& type, unsigned depth)
{
    type.kind = TypeKind::tuple;
    type.span = tokens_.peek().span;
    if (!tokens_.expect(TokenKind::open_paren, "the opening `(` of the list of types"))
        return false;
    do
    {
        syntax::Field field;
        if (tokens_.at(TokenKind::identifier) && tokens_.peek(1).kind == TokenKind::colon)
        {
            field.name = tokens_.expect_name("a name for the field");
            if (!field.name)
                return false;
            tokens_.accept(TokenKind::colon);
        }
        auto found = this->type(depth + 1);
        if (!found)
            return false;
        field.type = std::move(*found);
        type.fields.push_back(std::move(field));
    } while (tokens_.accept(TokenKind::comma));
    if (!tokens_.expect(TokenKind::close_paren, "the closing `)` of the list of types"))
        return false;
    type.span.end = tokens_.last_end();
    return true;
}
}  // namespace byline::compiler

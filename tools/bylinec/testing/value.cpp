#include "tools/bylinec/testing/value.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/dimension.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/type.hpp"
#include "compiler/source/diagnostic.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <utility>

namespace byline::tools::testing
{
using compiler::FunctionKind;
using compiler::Rational;
using compiler::ScalarKind;
using compiler::ScalarType;
using compiler::Span;

std::unexpected<Trouble> trouble(
    Span span, std::string title, std::string message, std::string hint)
{
    return std::unexpected{Trouble{span, std::move(title), std::move(message), std::move(hint)}};
}

namespace
{
Value word_value(const ScalarType& type, const uint256& word, Span span)
{
    Value value;
    value.type = type;
    value.word = word;
    value.span = span;
    return value;
}
}  // namespace

Tried<Value> value_of(const ScalarType& type, const uint256& word, Span span)
{
    if (type.kind != ScalarKind::number)
        return word_value(type, word, span);
    Value value = word_value(type, 0, span);
    const auto number = Rational::make(word, 1);
    if (!number)
        return trouble(span, "A NUMBER TOO LARGE",
            "this comes to " + to_decimal(word) + "; tests count to 2^128.");
    value.number = *number;
    return value;
}

Value account_value(const address& who, Span span)
{
    return word_value(compiler::account_type(), to_uint256(who), span);
}

Value flag_value(bool flag, Span span)
{
    return word_value(compiler::flag_type(), uint256{flag ? 1U : 0U}, span);
}

namespace
{
/// Whether a number may stand for one of the dimension: the same, or plain for what is counted; a
/// plain 0 is 0 of anything.
bool stands_for(const Value& value, const compiler::Dimension& wanted) noexcept
{
    const bool is_count = wanted.money == 0 && wanted.time == 0;
    return value.type.dimension == wanted ||
           (value.type.dimension.is_plain() && (is_count || value.number.is_zero()));
}
}  // namespace

Value settled(Value value)
{
    if (value.parts.empty() && value.type.is_money())
    {
        const DivResult parts = divide(value.number.numerator(), value.number.denominator());
        value.number = *Rational::make(parts.quotient, 1);
    }
    return value;
}

bool fit_together(const Value& a, const Value& b) noexcept
{
    if (a.parts.size() != b.parts.size() || a.type.kind != b.type.kind)
        return false;
    if (a.type.kind == ScalarKind::enumeration)
        return a.type.enumeration == b.type.enumeration;
    return a.type.kind != ScalarKind::number || stands_for(a, b.type.dimension) ||
           stands_for(b, a.type.dimension);
}

Tried<uint256> word_for(
    const compiler::Licence& licence, const Value& value, const ScalarType& wanted)
{
    const bool is_one = value.parts.empty() && value.type.kind == wanted.kind;
    const bool is_row =
        wanted.kind != ScalarKind::enumeration || value.type.enumeration == wanted.enumeration;
    const bool counts = wanted.kind != ScalarKind::number || stands_for(value, wanted.dimension);
    if (!is_one || !is_row || !counts)
        return trouble(value.span, "NOT WHAT THIS TAKES",
            "this is " + (value.parts.empty() ? in_words(licence, value.type) : "several values") +
                "; " + in_words(licence, wanted) + " is wanted here.");
    if (wanted.kind != ScalarKind::number)
        return value.word;
    const Rational whole = settled(value).number;
    const uint256& number = whole.numerator();
    if (whole.denominator() != 1)
        return trouble(value.span, "NOT A WHOLE NUMBER",
            "this is " + to_decimal(number) + "/" + to_decimal(whole.denominator()) + ".");
    if (number < wanted.range.low || (wanted.range.high && number > *wanted.range.high))
        return trouble(value.span, "OUT OF RANGE",
            "here stands " + to_decimal(wanted.range.low) + " to " +
                (wanted.range.high ? to_decimal(*wanted.range.high) : "any number") + ".");
    return number;
}

std::string in_words(const Scene& scene, const address& who)
{
    std::string text = to_checksum_hex(who);
    if (const auto number = scene.accounts().number_of(who))
        text = "#" + std::to_string(*number);
    else if (const auto other = scene.licence_at(who))
        text = *other == scene.at() && scene.signed_licences().size() == 1
                   ? "the licence"
                   : scene.subjects()[*other].licence.name;
    const compiler::Licence& licence = scene.subject().licence;
    for (std::size_t i = 0; i < licence.parties.size() && scene.is_signed(); ++i)
    {
        if (scene.word(FunctionKind::party_getter, i) == to_uint256(who))
            return text + " (" + licence.parties[i].name + ")";
    }
    return text;
}

std::string in_words(const Scene& scene, const Value& value)  // NOLINT(misc-no-recursion)
{
    if (!value.parts.empty())
    {
        std::string text;
        for (const Part& part : value.parts)
            text += (text.empty() ? "" : ", ") + (part.name.empty() ? "" : part.name + ": ") +
                    in_words(scene, part.value);
        return "(" + text + ")";
    }
    const compiler::Licence& licence = scene.subject().licence;
    if (value.type.kind == ScalarKind::account)
        return in_words(scene, to_address(value.word));
    if (value.type.kind != ScalarKind::number)
        return constant_text(licence, value.type, value.word);
    std::string text = constant_text(licence, value.type, value.number.numerator());
    if (value.number.denominator() != 1)
        text += " / " + to_decimal(value.number.denominator());
    return text;
}
}  // namespace byline::tools::testing

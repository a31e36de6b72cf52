// What an act does: effects, branches and loops.
#include "compiler/syntax/licence_parser.hpp"
#include "compiler/syntax/parser.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace byline::compiler
{
using syntax::Effect;

// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
bool LicenceParser::effect(Effects& effects, unsigned depth)
{
    Effect result;
    result.word = tokens_.peek().span;
    const Word word = tokens_.peek().word;
    if (depth > max_nesting)
    {
        tokens_.diagnostics().add(DiagnosticKind::syntax, result.word,
            {"EFFECTS TOO DEEP", "`if` and `for each` go at most 32 deep."});
        return false;
    }
    bool is_whole = false;
    if (word == Word::set)
        is_whole = set(result);
    else if (word == Word::grant || word == Word::revoke)
        is_whole = grant(result);
    else if (word == Word::move)
        is_whole = move(result);
    else if (word == Word::tell)
        is_whole = tell(result);
    else if (word == Word::if_)
        is_whole = if_effect(result, depth);
    else if (word == Word::for_)
        is_whole = for_each(result, depth);
    else
        unexpected(Place::clause, "an effect such as `set`, or a closing `}`", {});
    if (is_whole)
        effects.push_back(std::move(result));
    return is_whole;
}

/// `else skip` or `else Error(...)`, if there is one.
bool LicenceParser::otherwise(std::optional<syntax::Else>& result)
{
    if (!tokens_.at_word(Word::else_))
        return true;
    syntax::Else found;
    found.word = take_word();
    if (!tokens_.accept_word(Word::skip))
    {
        found.error = tokens_.expect_name("`skip` or the name of an error");
        if (!found.error)
            return false;
        if (tokens_.at(TokenKind::open_paren))
        {
            auto list = expressions_.arguments();
            if (!list)
                return false;
            found.arguments = std::move(*list);
        }
    }
    result = std::move(found);
    return true;
}

bool LicenceParser::set(Effect& effect)
{
    syntax::Set result;
    tokens_.take();
    if (!place(result.place))
        return false;
    if (tokens_.accept(TokenKind::plus_equal))
        result.how = syntax::Assignment::add;
    else if (tokens_.accept(TokenKind::minus_equal))
        result.how = syntax::Assignment::subtract;
    else if (!tokens_.expect(TokenKind::equal, "`=`, `+=` or `-=`"))
        return false;
    if (!expression(result.value) || !otherwise(result.otherwise))
        return false;
    effect.what = std::move(result);
    return true;
}

bool LicenceParser::grant(Effect& effect)
{
    syntax::Grant result;
    result.revokes = tokens_.take().word == Word::revoke;
    if (!expression(result.amount) ||
        !tokens_.expect_word(result.revokes ? Word::from : Word::to) ||
        !expression(result.account) || !tokens_.expect_word(Word::in) ||
        !name(result.pool, "the pool"))
        return false;
    effect.what = std::move(result);
    return true;
}

bool LicenceParser::move(Effect& effect)
{
    syntax::Move result;
    tokens_.take();
    if (!expression(result.amount) || !tokens_.expect_word(Word::from) || !place(result.from) ||
        !tokens_.expect_word(Word::to) || !place(result.to) || !otherwise(result.otherwise))
        return false;
    effect.what = std::move(result);
    return true;
}

bool LicenceParser::tell(Effect& effect)
{
    syntax::Tell result;
    tokens_.take();
    if (!name(result.event, "a name for the event"))
        return false;
    auto list = expressions_.arguments();
    if (!list)
        return false;
    result.arguments = std::move(*list);
    effect.what = std::move(result);
    return true;
}

// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
bool LicenceParser::if_effect(Effect& effect, unsigned depth)
{
    syntax::If result;
    tokens_.take();
    if (!expression(result.condition) || !block(nullptr, result.then, depth))
        return false;
    if (tokens_.accept_word(Word::otherwise) && !block(nullptr, result.otherwise, depth))
        return false;
    effect.what = std::move(result);
    return true;
}

// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
bool LicenceParser::for_each(Effect& effect, unsigned depth)
{
    syntax::ForEach result;
    tokens_.take();
    if (!tokens_.expect_word(Word::each) || !name(result.element, "a name for the element") ||
        !tokens_.expect_word(Word::in) || !name(result.list, "the list"))
        return false;
    if (tokens_.accept_word(Word::signed_))
    {
        if (!tokens_.expect_word(Word::by))
            return false;
        result.signer = expressions_.expression();
        if (!result.signer || !otherwise(result.unsigned_else))
            return false;
    }
    if (!block(&result.whens, result.effects, depth))
        return false;
    effect.what = std::move(result);
    return true;
}

/// `{ ... }` of effects, after conditions where there is a list for them.
// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
bool LicenceParser::block(std::vector<syntax::When>* whens, Effects& effects, unsigned depth)
{
    if (!tokens_.expect(TokenKind::open_brace, "the opening `{` of the effects"))
        return false;
    while (whens != nullptr && tokens_.at_word(Word::when))
    {
        mark(file_.layout.entries);
        if (!when(*whens))
            return false;
    }
    while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace) && !at_certain(Place::item))
    {
        mark(file_.layout.entries);
        if (!effect(effects, depth + 1))
            return false;
    }
    return tokens_.expect(TokenKind::close_brace, "the closing `}` of the effects");
}
}  // namespace byline::compiler

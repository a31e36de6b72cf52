// Tests in the language.
#include "compiler/syntax/licence_parser.hpp"

#include <utility>

namespace byline::compiler
{
bool LicenceParser::test()
{
    syntax::Test result;
    result.word = take_word();
    auto title = tokens_.expect_text("what the test shows, in quotes");
    if (!title || !tokens_.expect(TokenKind::open_brace, "the opening `{` of the test"))
        return false;
    result.title = std::move(*title);
    const int depth = tokens_.depth();
    while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace) && !at_certain(Place::item))
    {
        mark(file_.layout.entries);
        if (!step(result))
            skip_to(Place::step, depth);
    }
    file_.tests.push_back(std::move(result));
    return tokens_.expect(TokenKind::close_brace, "the closing `}` of the test");
}

bool LicenceParser::step(syntax::Test& test)
{
    syntax::TestStep result;
    result.word = tokens_.peek().span;
    bool is_whole = false;
    if (tokens_.at_word(Word::sign))
        is_whole = sign(result);
    else if (tokens_.at_word(Word::as))
        is_whole = call(result);
    else if (tokens_.accept_word(Word::wait))
    {
        syntax::Wait wait;
        is_whole = expression(wait.time);
        result.what = wait;
    }
    else if (tokens_.accept_word(Word::expect))
    {
        syntax::Expect expect;
        is_whole = expression(expect.condition);
        result.what = expect;
    }
    else
        unexpected(
            Place::step, "`sign`, `as`, `wait`, `expect` or the closing `}` of the test", {});
    if (is_whole)
        test.steps.push_back(std::move(result));
    return is_whole;
}

bool LicenceParser::sign(syntax::TestStep& step)
{
    syntax::Sign result;
    tokens_.take();
    if (!name(result.licence, "the licence that is signed"))
        return false;
    auto list = expressions_.arguments();
    if (!list)
        return false;
    result.arguments = std::move(*list);
    step.what = std::move(result);
    return true;
}

bool LicenceParser::call(syntax::TestStep& step)
{
    syntax::Call result;
    tokens_.take();
    if (!expression(result.caller) || !name(result.act, "the act that is called"))
        return false;
    if (tokens_.accept(TokenKind::dot))
    {
        result.licence = std::move(result.act);
        if (!name(result.act, "the act of that licence"))
            return false;
    }
    auto list = expressions_.arguments();
    if (!list)
        return false;
    result.arguments = std::move(*list);
    if (tokens_.accept_word(Word::paying))
    {
        result.paying = expressions_.expression();
        if (!result.paying)
            return false;
    }
    step.what = std::move(result);
    return true;
}
}  // namespace byline::compiler

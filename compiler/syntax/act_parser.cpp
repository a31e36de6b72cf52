// Acts and their clauses, effects excepted.
#include "compiler/syntax/licence_parser.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
using syntax::Act;

namespace
{
constexpr std::string_view act_form =
    "An act reads: act record(n: calls) { takes n * 0.001 ether per call into revenue }";

/// Where a clause stands in an act: `by`, `let`, `when`, `takes`, effects, `pays`.
constexpr unsigned stage_of(Word word) noexcept
{
    constexpr std::array before_effects{Word::by, Word::let, Word::when, Word::takes};
    for (unsigned i = 0; i < before_effects.size(); ++i)
    {
        if (before_effects[i] == word)
            return i;
    }
    return word == Word::pays ? before_effects.size() + 1 : before_effects.size();
}

constexpr std::array<std::string_view, 6> stage_names{
    "`by`", "`let`", "`when`", "`takes`", "effects", "`pays`"};
constexpr unsigned stage_of_pays = 5;
}  // namespace

bool LicenceParser::act(syntax::Licence& licence)
{
    Act result;
    result.comment = comment_above(tokens_.peek());
    result.span = take_word();
    if (!name(result.name, "a name for the act"))
        return false;
    result.span.end = result.name.span.end;
    auto list = parameters(act_form);
    if (!list)
        return false;
    result.parameters = std::move(*list);
    if (!tokens_.accept(TokenKind::open_brace))
    {
        tokens_.missing("the opening `{` of the act", act_form);
        return false;
    }
    clauses(result);
    tokens_.expect(TokenKind::close_brace, "the closing `}` of the act");
    licence.acts.push_back(std::move(result));
    return true;
}

void LicenceParser::clauses(Act& act)
{
    const int depth = tokens_.depth();
    unsigned stage = 0;
    while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace) && !at_certain(Place::item))
    {
        mark(file_.layout.entries);
        if (!clause(act, stage))
            skip_to(Place::clause, depth);
    }
    // Where a brace was forgotten inside, the item that follows must not be taken for a part of it.
    tokens_.set_depth(depth);
}

bool LicenceParser::clause(Act& act, unsigned& stage)
{
    const Token& word = tokens_.peek();
    if (!begins(Place::clause, word) || find_construct(Place::clause, word.text) != nullptr)
    {
        unexpected(Place::clause, "`takes` or the closing `}` of the act", act_form);
        return false;
    }
    const unsigned own = stage_of(word.word);
    const bool is_second = (own == 0 && act.by) || (own == stage_of_pays && act.pays);
    if (own < stage || is_second)
        tokens_.diagnostics().add(DiagnosticKind::syntax, word.span,
            {"A CLAUSE OUT OF ITS PLACE",
                is_second ? "this act has its " + std::string{stage_names[own]} + " already."
                          : std::string{stage_names[own]} + " cannot stand after " +
                                std::string{stage_names[stage]} + ".",
                "The order is: `by`, `let`, `when`, `takes`, effects, `pays`."});
    stage = std::max(stage, own);
    switch (word.word)
    {
        case Word::by:
            return by(act);
        case Word::let:
            return let(act.lets);
        case Word::when:
            return when(act.whens);
        case Word::takes:
            return takes(act);
        case Word::pays:
            return pays(act);
        default:
            return effect(act.effects, 0);
    }
}

bool LicenceParser::by(Act& act)
{
    syntax::By result;
    result.word = take_word();
    do
    {
        syntax::Name caller;
        if (!name(caller, "who may call the act"))
            return false;
        result.callers.push_back(std::move(caller));
    } while (tokens_.accept_word(Word::or_));
    act.by = std::move(result);
    return true;
}

bool LicenceParser::when(std::vector<syntax::When>& whens)
{
    syntax::When result;
    result.word = take_word();
    if (!expression(result.condition) || !otherwise(result.otherwise))
        return false;
    whens.push_back(std::move(result));
    return true;
}

bool LicenceParser::takes(Act& act)
{
    syntax::Takes result;
    result.word = take_word();
    if (tokens_.at_word(Word::any) && tokens_.at_word(Word::into, 1))
        tokens_.take();
    else
    {
        result.price = expressions_.expression();
        if (!result.price)
            return false;
    }
    if (!tokens_.accept_word(Word::into))
    {
        tokens_.missing("`into` and the bucket that gets the money", act_form);
        return false;
    }
    if (tokens_.at(TokenKind::open_brace))
        result.shares = shares(0);
    else if (tokens_.at(TokenKind::identifier) &&
             role_of(tokens_.peek().word) != WordRole::reserved)
        result.into = expressions_.place();
    else
        tokens_.missing("the bucket that gets the money");
    if (!result.shares && !result.into)
        return false;
    act.takes.push_back(std::move(result));
    return true;
}

bool LicenceParser::pays(Act& act)
{
    syntax::Pays result;
    result.word = take_word();
    if (!expression(result.amount) || !tokens_.expect_word(Word::from) || !place(result.from) ||
        !tokens_.expect_word(Word::to) || !expression(result.to))
        return false;
    act.pays = result;
    return true;
}
}  // namespace byline::compiler

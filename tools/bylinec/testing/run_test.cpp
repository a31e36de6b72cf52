#include "tools/bylinec/testing/run_test.hpp"

#include "compiler/artifact/words.hpp"
#include "tools/bylinec/testing/argument_order.hpp"
#include "tools/bylinec/testing/calls.hpp"
#include "tools/bylinec/testing/conservation.hpp"
#include "tools/bylinec/testing/evaluate.hpp"
#include "tools/bylinec/testing/failure_words.hpp"
#include "vm/primitives/error.hpp"

#include <utility>
#include <variant>

namespace byline::tools::testing
{
namespace syntax = compiler::syntax;
using compiler::Span;

namespace
{
class Steps
{
public:
    explicit Steps(Scene& scene)
        : scene_{scene}, file_{scene.subject().file}, licence_{scene.subject().licence}
    {}

    Tried<void> step(const syntax::TestStep& step)
    {
        const auto* sign = std::get_if<syntax::Sign>(&step.what);
        if (sign == nullptr && !scene_.is_signed())
            return trouble(step.word, "NOTHING IS SIGNED YET", "a test begins with `sign`.",
                "For example: " + example());
        if (sign != nullptr)
            return this->sign(*sign, step.word);
        if (const auto* call = std::get_if<syntax::Call>(&step.what))
            return this->call(*call);
        if (const auto* wait = std::get_if<syntax::Wait>(&step.what))
            return this->wait(*wait);
        return expect(std::get<syntax::Expect>(step.what));
    }

private:
    [[nodiscard]] std::string example() const
    {
        std::string parties;
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
            parties +=
                (i == 0 ? "" : ", ") + licence_.parties[i].name + ": #" + std::to_string(i + 1);
        return "sign " + licence_.name + "(" + parties + ")";
    }

    Tried<void> sign(const syntax::Sign& sign, Span word)
    {
        if (scene_.is_signed())
            return trouble(word, "SIGNED TWICE", "a test signs once.", "Write another test.");
        if (sign.licence.text != licence_.name)
            return trouble(sign.licence.span, "AN UNKNOWN LICENCE",
                "the licence of this file is `" + licence_.name + "`.");
        std::vector<std::string> names;
        for (const compiler::Party& party : licence_.parties)
            names.push_back(party.name);
        BYLINE_TRY(bound, in_order(names, sign.arguments, "the licence `" + licence_.name + "`",
                              sign.licence.span));
        std::vector<address> parties;
        for (const syntax::ExpressionId id : bound)
        {
            BYLINE_TRY(who, Evaluator{scene_}.account(id));
            parties.push_back(who);
        }
        const Outcome outcome = scene_.sign(parties);
        if (!outcome.is_done())
            return trouble(sign.licence.span, "THE LICENCE CANNOT BE SIGNED LIKE THIS",
                failure_in_words(scene_, outcome) + ".");
        return {};
    }

    Tried<void> call(const syntax::Call& call)
    {
        BYLINE_TRY(from, Evaluator{scene_}.account(call.caller));
        BYLINE_TRY(encoded, encode_call(scene_, {from, call.act, call.arguments, call.paying}));
        const uint256 before = scene_.ledger().in;
        const Outcome outcome = scene_.call(encoded);
        if (!outcome.is_done())
            return trouble(call.act.span, "THE CALL IS REFUSED",
                failure_in_words(scene_, outcome) + ".", hint_for(outcome, encoded));
        const uint256 taken = scene_.ledger().in - before;
        if (taken != encoded.paying)
            return trouble(file_.expressions[*call.paying].span, "ANOTHER AMOUNT WAS TAKEN",
                "the licence took " + compiler::amount_in_words(taken, licence_.currency) + ".");
        return {};
    }

    /// A token says only no: what the licence wanted is known after a try with more.
    std::string hint_for(const Outcome& outcome, LicenceCall call) const
    {
        if (!licence_.currency.is_token() ||
            error_name(scene_.subject(), outcome) != "TransferFailed")
            return {};
        call.paying = uint256{1} << 127;
        Scene copy = scene_.fork();
        const uint256 before = copy.ledger().in;
        if (!copy.call(call).is_done())
            return {};
        return "The licence takes " +
               compiler::amount_in_words(copy.ledger().in - before, licence_.currency) + ".";
    }

    Tried<void> wait(const syntax::Wait& wait)
    {
        BYLINE_TRY(time, Evaluator{scene_}.value(wait.time));
        constexpr std::uint64_t longest = std::uint64_t{1'000} * 365 * 86'400;
        compiler::ScalarType type = compiler::time_type();
        type.range.high = longest;
        BYLINE_TRY(seconds, word_for(licence_, time, type));
        scene_.wait(seconds.words[0]);
        return {};
    }

    Tried<void> expect(const syntax::Expect& expect)
    {
        const Evaluator evaluate{scene_};
        BYLINE_TRY(holds, evaluate.holds(expect.condition));
        if (holds)
            return {};
        return std::unexpected{evaluate.why_not(expect.condition)};
    }

    Scene& scene_;
    const syntax::File& file_;
    const compiler::Licence& licence_;
};
}  // namespace

Tried<void> check_money(const Scene& scene, Span span)
{
    auto wrong = check_books(scene);
    if (!wrong)
        wrong = check_exits(scene);
    if (wrong)
        return trouble(span, "THE BOOKS DO NOT BALANCE AFTER THIS", std::move(*wrong));
    return {};
}

Tried<void> run_test(Scene& scene, const syntax::Test& test)
{
    Steps steps{scene};
    for (const syntax::TestStep& step : test.steps)
    {
        BYLINE_TRY_VOID(steps.step(step));
        if (!std::holds_alternative<syntax::Expect>(step.what))
            BYLINE_TRY_VOID(check_money(scene, step.word));
    }
    return {};
}
}  // namespace byline::tools::testing

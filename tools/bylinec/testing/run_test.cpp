#include "tools/bylinec/testing/run_test.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/type.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/argument_order.hpp"
#include "tools/bylinec/testing/calls.hpp"
#include "tools/bylinec/testing/conservation.hpp"
#include "tools/bylinec/testing/evaluate.hpp"
#include "tools/bylinec/testing/failure_words.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"
#include "tools/bylinec/testing/world.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <variant>
#include <vector>

namespace byline::tools::testing
{
namespace syntax = compiler::syntax;
using compiler::Span;

namespace
{
class Steps
{
public:
    explicit Steps(Scene& scene) : scene_{scene}, file_{scene.subject().file} {}

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
    [[nodiscard]] const compiler::Licence& licence() const { return scene_.subject().licence; }

    [[nodiscard]] std::string example() const
    {
        std::string parties;
        for (std::size_t i = 0; i < licence().parties.size(); ++i)
            parties +=
                (i == 0 ? "" : ", ") + licence().parties[i].name + ": #" + std::to_string(i + 1);
        return "sign " + licence().name + "(" + parties + ")";
    }

    /// Chooses the licence that is to be signed.
    Tried<void> choose(const syntax::Sign& sign, Span word)
    {
        const auto chosen = scene_.licence_named(sign.licence.text);
        if (!chosen)
            return trouble(sign.licence.span, "AN UNKNOWN LICENCE",
                scene_.subjects().size() == 1
                    ? "the licence of this file is " + licence_names(scene_) + "."
                    : "the licences of this file are " + licence_names(scene_) + ".");
        if (scene_.is_signed(*chosen))
            return trouble(
                word, "SIGNED TWICE", "a test signs a licence once.", "Write another test.");
        // Amounts of two currencies would be compared as if they were one.
        const compiler::Currency& wanted = scene_.subjects()[*chosen].licence.currency;
        const bool fits =
            !scene_.is_signed() || (wanted.token == licence().currency.token &&
                                       wanted.decimals == licence().currency.decimals);
        if (!fits)
            return trouble(sign.licence.span, "TWO CURRENCIES IN ONE TEST",
                "`" + sign.licence.text + "` is paid in " + wanted.name + ", `" + licence().name +
                    "` in " + licence().currency.name + ".",
                "Write a test for each.");
        scene_.look_at(*chosen);
        return {};
    }

    Tried<void> sign(const syntax::Sign& sign, Span word)
    {
        BYLINE_TRY_VOID(choose(sign, word));
        std::vector<std::string> names;
        for (const compiler::Party& party : licence().parties)
            names.push_back(party.name);
        BYLINE_TRY(bound, in_order(names, sign.arguments, "the licence `" + licence().name + "`",
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
        if (!call.licence)
            return this->call(call, from);
        const std::size_t last = scene_.at();
        BYLINE_TRY(other, signed_licence(scene_, *call.licence));
        scene_.look_at(other);
        const Tried<void> done = this->call(call, from);
        scene_.look_at(last);
        return done;
    }

    Tried<void> call(const syntax::Call& call, const address& from)
    {
        BYLINE_TRY(encoded, encode_call(scene_, {from, call.act, call.arguments, call.paying}));
        const uint256 before = scene_.ledger().in;
        const Outcome outcome = scene_.call(encoded);
        if (!outcome.is_done())
            return trouble(call.act.span, "THE CALL IS REFUSED",
                failure_in_words(scene_, outcome) + ".", hint_for(outcome, encoded));
        const uint256 taken = scene_.ledger().in - before;
        if (taken != encoded.paying)
            return trouble(file_.expressions[*call.paying].span, "ANOTHER AMOUNT WAS TAKEN",
                "the licence took " + compiler::amount_in_words(taken, licence().currency) + ".");
        return {};
    }

    /// A token says only no: what the licence wanted is known after a try with more.
    std::string hint_for(const Outcome& outcome, LicenceCall call) const
    {
        if (!licence().currency.is_token() ||
            error_name(scene_.subject(), outcome) != "TransferFailed")
            return {};
        call.paying = uint256{1} << 127;
        Scene copy = scene_.fork();
        const uint256 before = copy.ledger().in;
        if (!copy.call(call).is_done())
            return {};
        return "The licence takes " +
               compiler::amount_in_words(copy.ledger().in - before, licence().currency) + ".";
    }

    Tried<void> wait(const syntax::Wait& wait)
    {
        BYLINE_TRY(time, Evaluator{scene_}.value(wait.time));
        constexpr std::uint64_t longest = std::uint64_t{1'000} * 365 * 86'400;
        compiler::ScalarType type = compiler::time_type();
        type.range.high = longest;
        BYLINE_TRY(seconds, word_for(licence(), time, type));
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
};
}  // namespace

Tried<void> check_money(const Scene& scene, Span span)
{
    const std::vector<std::size_t> licences = scene.signed_licences();
    for (const std::size_t licence : licences)
    {
        const Scene there = scene.of(licence);
        auto wrong = check_books(there);
        if (!wrong)
            wrong = check_exits(there);
        if (wrong)
            return trouble(span, "THE BOOKS DO NOT BALANCE AFTER THIS",
                (licences.size() == 1 ? "" : "of `" + there.subject().licence.name + "`: ") +
                    *wrong);
    }
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

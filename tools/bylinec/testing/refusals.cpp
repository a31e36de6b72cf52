#include "tools/bylinec/testing/refusals.hpp"

#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/calls.hpp"
#include "tools/bylinec/testing/evaluate.hpp"
#include "tools/bylinec/testing/failure_words.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"
#include "tools/bylinec/testing/world.hpp"
#include "vm/primitives/error.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace byline::tools::testing
{
namespace syntax = compiler::syntax;

namespace
{
/// The arguments of `fails`, taken apart.
struct Refusal
{
    std::vector<syntax::ExpressionId> in_order;
    std::optional<syntax::ExpressionId> paying;
    std::optional<syntax::ExpressionId> error;
};

Tried<Refusal> take_apart(const syntax::File& file, const syntax::Expression& e)
{
    Refusal refusal;
    for (const syntax::Argument& argument : e.arguments)
    {
        if (!argument.name)
            refusal.in_order.push_back(argument.value);
        else if (argument.name->text == "paying")
            refusal.paying = argument.value;
        else if (argument.name->text == "error")
            refusal.error = argument.value;
        else
            return trouble(argument.name->span, "NOT WHAT THIS TAKES",
                "`fails` knows `paying` and `error` by name.");
    }
    const bool is_call = refusal.in_order.size() == 2 &&
                         file.expressions[refusal.in_order[1]].kind == syntax::ExpressionKind::call;
    const bool is_name =
        !refusal.error || file.expressions[*refusal.error].kind == syntax::ExpressionKind::name;
    if (!is_call || !is_name)
        return trouble(e.span, "NOT WHAT THIS TAKES",
            "this reads fails(account, act(...)), and more by name.",
            "For example: fails(#1, subscribe(2), paying: 1 ether, error: WrongPayment)");
    return refusal;
}

/// `act`, or `Licence.act`.
Tried<std::size_t> licence_called(
    const Scene& scene, const syntax::File& file, const syntax::Expression& name)
{
    if (name.kind == syntax::ExpressionKind::name)
        return scene.at();
    const syntax::Expression* licence =
        name.kind == syntax::ExpressionKind::field ? &file.expressions[name.left] : nullptr;
    if (licence == nullptr || licence->kind != syntax::ExpressionKind::name)
        return trouble(name.span, "NOT WHAT THIS TAKES", "here stands an act, or `Licence.act`.");
    return signed_licence(scene, {licence->name, licence->span});
}
}  // namespace

Tried<Value> fails(const Scene& scene, const syntax::Expression& e)
{
    const syntax::File& file = scene.subject().file;
    BYLINE_TRY(refusal, take_apart(file, e));
    BYLINE_TRY(from, Evaluator{scene}.account(refusal.in_order[0]));
    const syntax::Expression& call = file.expressions[refusal.in_order[1]];
    const syntax::Expression& name = file.expressions[call.left];
    BYLINE_TRY(called, licence_called(scene, file, name));
    Scene copy = scene.of(called);
    BYLINE_TRY(
        encoded, encode_call(copy, {from, {name.name, name.span}, call.arguments, refusal.paying}));
    const Outcome outcome = copy.call(encoded);
    if (outcome.is_done() || !refusal.error)
        return flag_value(!outcome.is_done(), e.span);
    const syntax::Expression& error = file.expressions[*refusal.error];
    if (error_name(copy.subject(), outcome) == error.name)
        return flag_value(true, e.span);
    return trouble(error.span, "REFUSED FOR ANOTHER REASON",
        "it fails with " + failure_in_words(copy, outcome) + ".");
}
}  // namespace byline::tools::testing

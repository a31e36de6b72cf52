#include "tools/bylinec/testing/calls.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/statement.hpp"
#include "compiler/sema/type.hpp"
#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/abi.hpp"
#include "tools/bylinec/testing/argument_order.hpp"
#include "tools/bylinec/testing/epoch_book.hpp"
#include "tools/bylinec/testing/evaluate.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/signing.hpp"
#include "tools/bylinec/testing/value.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace byline::tools::testing
{
namespace syntax = compiler::syntax;
using compiler::AbiParameter;
using compiler::ExternalFunction;
using compiler::FunctionKind;
using compiler::Parameter;
using compiler::ParameterKind;
using compiler::ScalarType;
using syntax::ExpressionId;

namespace
{
ScalarType type_of(const AbiParameter& parameter)
{
    if (parameter.type == "address")
        return compiler::account_type();
    if (parameter.type == "uint256")
        return compiler::money_type();
    if (parameter.type == "bytes32")
        return compiler::hash_type();
    return compiler::count_type();
}

/// Encodes the arguments of one call.
class Encoder
{
public:
    Encoder(const Scene& scene, const WrittenCall& written, const ExternalFunction& function)
        : scene_{scene},
          evaluate_{scene},
          licence_{scene.subject().licence},
          written_{written},
          function_{function}
    {}

    Tried<LicenceCall> encode()
    {
        LicenceCall call{.from = written_.from, .function = &function_};
        if (written_.paying)
        {
            BYLINE_TRY(amount, evaluate_.value(*written_.paying));
            BYLINE_TRY(word, word_for(licence_, amount, compiler::money_type()));
            call.paying = word;
        }
        if (function_.is_view)
            return trouble(written_.function.span, "NO ACT",
                "`" + function_.name + "` only answers questions: ask for it with `expect`.");
        BYLINE_TRY_VOID(arguments(call));
        return call;
    }

private:
    using Done = Tried<void>;

    Done arguments(LicenceCall& call)
    {
        switch (function_.kind)
        {
            case FunctionKind::act:
                return act(call);
            case FunctionKind::epochs_report:
                return report(call);
            case FunctionKind::epochs_claim:
                return claim(call);
            case FunctionKind::epochs_sweep:
                return sweep(call);
            case FunctionKind::act_with_permit:
                return trouble(written_.function.span, "NOT IN A TEST",
                    "permits are not signed here: call the act itself, the runner approves.");
            default:
                return scalars(call);
        }
    }

    Tried<std::vector<ExpressionId>> ordered(const std::vector<std::string>& names) const
    {
        return in_order(
            names, written_.arguments, "`" + function_.name + "`", written_.function.span);
    }

    Tried<uint256> word(ExpressionId id, const ScalarType& type) const
    {
        BYLINE_TRY(value, evaluate_.value(id));
        return word_for(licence_, value, type);
    }

    Done scalars(LicenceCall& call) const
    {
        if (function_.kind == FunctionKind::tab_fund && written_.arguments.empty() &&
            !function_.inputs.empty())
        {
            call.arguments.push_back(AbiValue::of(call.paying));
            return {};
        }
        std::vector<std::string> names;
        for (const AbiParameter& input : function_.inputs)
            names.push_back(input.name);
        BYLINE_TRY(bound, ordered(names));
        for (std::size_t i = 0; i < bound.size(); ++i)
        {
            BYLINE_TRY(one, word(bound[i], type_of(function_.inputs[i])));
            call.arguments.push_back(AbiValue::of(one));
        }
        return {};
    }

    Done act(LicenceCall& call) const
    {
        const compiler::Act& what = licence_.acts[function_.index];
        std::vector<std::string> names;
        for (const Parameter& parameter : what.parameters)
            names.push_back(parameter.name);
        BYLINE_TRY(bound, ordered(names));
        for (std::size_t i = 0; i < bound.size(); ++i)
        {
            BYLINE_TRY(value, evaluate_.value(bound[i]));
            BYLINE_TRY(
                encoded, what.parameters[i].is_list ? list(what, i, value) : entry(what, i, value));
            call.arguments.push_back(std::move(encoded));
        }
        return {};
    }

    /// `(a, b)`, or one entry by itself.
    Tried<AbiValue> list(const compiler::Act& act, std::size_t index, const Value& value) const
    {
        const bool is_several = !value.parts.empty() && value.parts.front().name.empty();
        std::vector<AbiValue> items;
        if (!is_several)
        {
            BYLINE_TRY(item, entry(act, index, value));
            items.push_back(std::move(item));
        }
        for (std::size_t i = 0; is_several && i < value.parts.size(); ++i)
        {
            BYLINE_TRY(item, entry(act, index, value.parts[i].value));
            items.push_back(std::move(item));
        }
        return AbiValue::list(std::move(items));
    }

    Tried<AbiValue> entry(const compiler::Act& act, std::size_t index, const Value& value) const
    {
        const Parameter& parameter = act.parameters[index];
        if (parameter.kind == ParameterKind::scalar)
        {
            BYLINE_TRY(one, word_for(licence_, value, parameter.type));
            return AbiValue::of(one);
        }
        const compiler::Message& message = licence_.messages[parameter.message];
        const std::string example =
            "For example: " + message.name + "(" + message.fields.front().name + ": ...)";
        if (value.parts.size() != message.fields.size())
            return trouble(value.span, "NOT WHAT THIS TAKES",
                "a `" + message.name + "` is wanted here.", example);
        std::vector<uint256> fields;
        std::vector<AbiValue> words;
        for (std::size_t i = 0; i < message.fields.size(); ++i)
        {
            BYLINE_TRY(one, word_for(licence_, value.parts[i].value, message.fields[i].type));
            fields.push_back(one);
            words.push_back(AbiValue::of(one));
        }
        if (parameter.kind == ParameterKind::message)
            return AbiValue::tuple(std::move(words));
        const auto signer = signer_of(scene_, act, index, fields, written_.from);
        if (!signer)
            return trouble(value.span, "NOT IN A TEST",
                "who signs this follows from more than the message and the parties.");
        return signed_entry(scene_, parameter.message, fields, *signer);
    }

    /// Payees as tuples; further fields of the message by name.
    Done report(LicenceCall& call) const
    {
        const compiler::Message& message = licence_.messages[epochs_rule(licence_).message];
        Report report;
        report.signer = reporter(scene_);
        std::vector<std::pair<std::size_t, uint256>> given;
        for (const syntax::Argument& argument : written_.arguments)
        {
            BYLINE_TRY(value, evaluate_.value(argument.value));
            if (!argument.name)
            {
                BYLINE_TRY(payee, leaf(value));
                report.leaves.push_back(payee);
                continue;
            }
            const auto field = std::ranges::find(
                message.fields, argument.name->text, &compiler::ScalarField::name);
            if (field == message.fields.end())
                return trouble(argument.name->span, "NO SUCH FIELD",
                    "`" + message.name + "` has no such field.");
            BYLINE_TRY(one, word_for(licence_, value, field->type));
            given.emplace_back(field - message.fields.begin(), one);
        }
        if (report.leaves.empty())
            return trouble(written_.function.span, "AN ARGUMENT IS MISSING",
                "a report names its payees with their weights.",
                "For example: report((#1, 60), (#2, 40))");
        report.fields = report_fields(scene_, report.leaves);
        for (const auto& [field, one] : given)
            report.fields[field] = one;
        call.arguments = report_arguments(scene_, report);
        call.leaves = report.leaves;
        return {};
    }

    Tried<Leaf> leaf(const Value& value) const
    {
        if (value.parts.size() != 2)
            return trouble(value.span, "NO PAYEE", "a payee is (account, weight).");
        BYLINE_TRY(who, word_for(licence_, value.parts[0].value, compiler::account_type()));
        BYLINE_TRY(weight, word_for(licence_, value.parts[1].value, compiler::count_type()));
        constexpr std::uint64_t most = std::uint64_t{1} << 48;
        if (weight > uint256{most})
            return trouble(value.span, "OUT OF RANGE", "weights of tests go to 2^48.");
        return Leaf{to_address(who), weight.words[0]};
    }

    Tried<const ClosedEpoch*> epoch() const
    {
        if (written_.arguments.empty())
            return trouble(written_.function.span, "AN ARGUMENT IS MISSING",
                "`" + function_.name + "` needs the number of an epoch.");
        BYLINE_TRY(number, word(written_.arguments.front().value, compiler::count_type()));
        for (const ClosedEpoch& closed : scene_.epochs())
        {
            if (uint256{closed.epoch} == number)
                return &closed;
        }
        return trouble(written_.function.span, "NO SUCH EPOCH",
            "this test has not closed epoch " + to_decimal(number) + ".");
    }

    Done claim(LicenceCall& call) const
    {
        BYLINE_TRY(closed, epoch());
        address payee = written_.from;
        if (written_.arguments.size() > 1)
        {
            BYLINE_TRY(named, evaluate_.account(written_.arguments[1].value));
            payee = named;
        }
        const auto found = std::ranges::find(closed->leaves, payee, &Leaf::account);
        if (found == closed->leaves.end())
            return trouble(written_.function.span, "NO PAYEE",
                in_words(scene_, payee) + " is no payee of that epoch.");
        call.arguments =
            Scene::claim_of(*closed, static_cast<std::size_t>(found - closed->leaves.begin()));
        return {};
    }

    Done sweep(LicenceCall& call) const
    {
        BYLINE_TRY(closed, epoch());
        call.arguments = Scene::sweep_of(*closed);
        return {};
    }

    const Scene& scene_;
    Evaluator evaluate_;
    const compiler::Licence& licence_;
    const WrittenCall& written_;
    const ExternalFunction& function_;
};

/// "`record`, `claim`, ...": what can be called.
std::string callable(const Scene& scene)
{
    std::vector<std::string> names;
    for (const ExternalFunction& function : scene.subject().compiled.interface.functions)
    {
        if (!function.is_view && function.kind != FunctionKind::act_with_permit)
            names.push_back("`" + function.name + "`");
    }
    names.emplace_back("`transfer`");
    return compiler::list_in_words(names);
}

/// What to write for an act of another licence that is signed.
std::string elsewhere(const Scene& scene, const std::string& function)
{
    for (const std::size_t licence : scene.signed_licences())
    {
        const Subject& subject = scene.subjects()[licence];
        const auto& functions = subject.compiled.interface.functions;
        if (std::ranges::find(functions, function, &ExternalFunction::name) != functions.end())
            return "`" + subject.licence.name + "` has: write " + subject.licence.name + "." +
                   function + "(...). ";
    }
    return {};
}

/// Takes no arguments, as a claim does.
const ExternalFunction& plain_transfer()
{
    static const ExternalFunction transfer = [] {
        ExternalFunction function;
        function.kind = FunctionKind::claim;
        function.name = "transfer";
        return function;
    }();
    return transfer;
}
}  // namespace

Tried<std::size_t> signed_licence(const Scene& scene, const syntax::Name& name)
{
    const auto licence = scene.licence_named(name.text);
    if (!licence)
        return trouble(name.span, "AN UNKNOWN LICENCE",
            "this file has no licence `" + name.text + "`: it has " + licence_names(scene) + ".");
    if (!scene.is_signed(*licence))
        return trouble(
            name.span, "NOT SIGNED YET", "this test has not signed `" + name.text + "`.");
    return *licence;
}

std::string licence_names(const Scene& scene)
{
    std::vector<std::string> names;
    for (const Subject& subject : scene.subjects())
        names.push_back("`" + subject.licence.name + "`");
    return compiler::list_in_words(names);
}

Tried<LicenceCall> encode_call(const Scene& scene, const WrittenCall& written)
{
    const ExternalFunction* function = scene.find(written.function.text);
    const bool is_transfer = function == nullptr && written.function.text == "transfer";
    if (function == nullptr && !is_transfer)
        return trouble(written.function.span, "AN UNKNOWN ACT",
            "the licence has no act `" + written.function.text + "`.",
            elsewhere(scene, written.function.text) + "There are " + callable(scene) + ".");
    auto call = Encoder{scene, written, is_transfer ? plain_transfer() : *function}.encode();
    if (call && is_transfer)
        call->function = nullptr;
    return call;
}
}  // namespace byline::tools::testing

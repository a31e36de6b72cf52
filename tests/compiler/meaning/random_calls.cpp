#include "tests/compiler/meaning/random_calls.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace byline::testing
{
using namespace compiler;  // NOLINT(google-build-using-namespace): the typed tree's names

namespace
{
/// More than this is never paid in ether, whose counters end at 2^85 wei (rule M3).
const Integer most_paid = Integer{1} << 80;

std::string in_words(const std::vector<Integer>& values)
{
    std::string text;
    for (const Integer& value : values)
        text += (text.empty() ? "" : ", ") + value.str();
    return "(" + text + ")";
}

std::string in_words(const std::vector<ModelArgument>& arguments)
{
    std::string text;
    for (const ModelArgument& argument : arguments)
        for (const std::vector<Integer>& words : argument.entries)
            text += in_words(words);
    return text;
}

std::vector<bench::Argument> in_one_word_each(const std::vector<Integer>& values)
{
    std::vector<bench::Argument> result;
    for (const Integer& value : values)
        result.emplace_back(word_of(value));
    return result;
}

constexpr std::array powers_of_all{FunctionKind::pause, FunctionKind::resume,
    FunctionKind::announce, FunctionKind::assign, FunctionKind::accept, FunctionKind::absorb};
}  // namespace

RandomCalls::RandomCalls(Choices& choices, const Subject& subject, const address& contract,
    const std::vector<Signer>& people, const Integer& wallet)
    : choices_{choices},
      compiled_{subject.compiled},
      licence_{subject.compiled.licence},
      contract_{contract},
      wallet_{wallet},
      arguments_{choices, subject.compiled.licence, subject.compiled.terms.hash, contract, people},
      trees_{choices, [&] {
                 std::vector<Integer> accounts;
                 for (const Signer& each : people)
                     accounts.push_back(integer(to_uint256(each.account)));
                 return accounts;
             }()}
{
    // A wallet does not send.
    for (const Signer& each : people)
        if (const Integer account = integer(to_uint256(each.account)); account != wallet)
            people_.push_back(account);
}

PlannedCall RandomCalls::next(
    const LicenceModel& model, std::uint64_t now, const std::optional<Integer>& caller)
{
    now_ = now;
    caller_ = caller;
    const std::uint64_t choice = choices_.below(100);
    if (choice < 12)
        return claim();
    if (choice < 26)
        return holdings();
    if (choice < 32 && !licence_.views.empty())
        return view();
    if (choice < 52)
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
            if (std::holds_alternative<EpochsRule>(licence_.buckets[i].rule))
                return epochs(model, i);
    if (choice < 66 && std::ranges::any_of(powers_of_all, [&](FunctionKind k) { return has(k); }))
        return powers(model);
    return act(model);
}

Integer RandomCalls::person()
{
    return caller_ ? *caller_ : choices_.one_of(people_);
}

Integer RandomCalls::anybody()
{
    if (choices_.chance(3))
        return 0;
    if (choices_.chance(3))
        return integer(to_uint256(contract_));
    return choices_.chance(8) ? wallet_ : choices_.one_of(people_);
}

Integer RandomCalls::actor(const LicenceModel& model, const std::vector<std::size_t>& actors)
{
    if (caller_ || actors.empty() || !choices_.chance(80))
        return person();
    const Integer who = model.state().parties[licence_.actors[choices_.one_of(actors)].party];
    return who == wallet_ ? person() : who;
}

const ExternalFunction& RandomCalls::function(FunctionKind kind, std::size_t index) const
{
    return *std::ranges::find_if(compiled_.interface.functions,
        [&](const ExternalFunction& each) { return each.kind == kind && each.index == index; });
}

bool RandomCalls::has(FunctionKind kind) const
{
    return std::ranges::any_of(compiled_.interface.functions,
        [kind](const ExternalFunction& each) { return each.kind == kind; });
}

ModelCall RandomCalls::from(const Integer& caller) const
{
    return {.caller = caller, .value = 0, .now = now_};
}

PlannedCall RandomCalls::plain(const ExternalFunction& called, const ModelCall& call,
    const std::vector<Integer>& words, Meaning meaning) const
{
    const std::string signature = signature_of(called);
    return {.said = signature + " " + in_words(words),
        .caller = call.caller,
        .value = call.value,
        .data = bench::call_data(signature, in_one_word_each(words)),
        .meaning = std::move(meaning)};
}

PlannedCall RandomCalls::act(const LicenceModel& model)
{
    const std::size_t index = choices_.below(licence_.acts.size());
    const Act& act = licence_.acts[index];
    ModelCall call = from(actor(model, act.by));
    call.arguments = arguments_.arguments(act.parameters, now_);
    call.permits = act.takes && licence_.currency.is_token() && choices_.chance(25);
    if (!caller_ && choices_.chance(3))
        call.value = 1;
    if (act.takes && !act.takes->price && !caller_)
        call.value = choices_.chance(2) ? Integer{1} << 128
                                        : Integer{1} << static_cast<unsigned>(choices_.below(70));
    LicenceModel trial = model;
    const Expected expected = trial.act(index, call);
    const bool is_token = licence_.currency.is_token();
    if (!caller_ && !is_token && expected.error.starts_with("WrongPayment") &&
        choices_.chance(90) && expected.arguments[0] < most_paid)
        call.value = expected.arguments[0];
    const ExternalFunction& called =
        function(call.permits ? FunctionKind::act_with_permit : FunctionKind::act, index);
    const std::vector<Integer> permit{Integer{now_}, 27, 1, 2};
    PlannedCall planned{.said = signature_of(called) + " " + in_words(call.arguments),
        .caller = call.caller,
        .value = call.value,
        .data = arguments_.data(
            called, act.parameters, call.arguments, call.permits ? permit : std::vector<Integer>{}),
        .meaning = [index, call](LicenceModel& of) { return of.act(index, call); }};
    if (!act.parameters.empty() && choices_.chance(3))
        return cut_off(std::move(planned), act);
    // What stands behind the arguments is nobody's.
    if (choices_.chance(3))
        planned.data.insert(planned.data.end(), 1 + choices_.below(40), 0xa5);
    return planned;
}

/// An act whose arguments are cut off fails, whatever else is wrong with it.
PlannedCall RandomCalls::cut_off(PlannedCall planned, const Act& act)
{
    Bytes& data = planned.data;
    // A signature may be followed by zeros that nobody reads.
    const bool is_signed = act.parameters.front().kind == ParameterKind::signed_message;
    data.resize(
        is_signed ? 4 + choices_.below(32) : data.size() - 1 - choices_.below(data.size() - 4));
    planned.said += " cut to " + to_hex(data);
    planned.meaning = [](LicenceModel&) {
        return Expected{.success = false, .is_any_error = true};
    };
    return planned;
}

PlannedCall RandomCalls::view()
{
    const std::size_t index = choices_.below(licence_.views.size());
    const View& view = licence_.views[index];
    ModelCall call = from(person());
    call.arguments = arguments_.arguments(view.parameters, now_);
    const ExternalFunction& called = function(FunctionKind::view, index);
    return {.said = signature_of(called) + " " + in_words(call.arguments),
        .caller = call.caller,
        .data = arguments_.data(called, view.parameters, call.arguments, {}),
        .meaning = [index, call](LicenceModel& of) { return of.view(index, call); }};
}

PlannedCall RandomCalls::claim()
{
    const ModelCall call = from(person());
    const Integer caller = call.caller;
    const Integer other = choices_.chance(5) ? Integer{} : choices_.one_of(people_);
    switch (choices_.below(3))
    {
        case 0:
            return plain(function(FunctionKind::claim), call, {},
                [caller](LicenceModel& of) { return of.claim(caller, caller); });
        case 1:
            return plain(function(FunctionKind::claim_for), call, {other},
                [other](LicenceModel& of) { return of.claim(other, other); });
        default:
            return plain(function(FunctionKind::claim_to), call, {other},
                [caller, other](LicenceModel& of) { return of.claim(caller, other); });
    }
}

PlannedCall RandomCalls::holdings()
{
    std::vector<std::size_t> buckets;
    for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        if (std::holds_alternative<TabRule>(licence_.buckets[i].rule) ||
            std::holds_alternative<PotRule>(licence_.buckets[i].rule))
            buckets.push_back(i);
    if (buckets.empty())
        return claim();
    const std::size_t bucket = choices_.one_of(buckets);
    const ModelCall call = from(person());
    if (std::holds_alternative<PotRule>(licence_.buckets[bucket].rule))
        return plain(function(FunctionKind::pot_exit, bucket), call, {},
            [bucket, call](LicenceModel& of) { return of.exit(bucket, call); });
    const std::uint64_t which = choices_.below(10);
    if (which == 0)
        return plain(function(FunctionKind::tab_leave, bucket), call, {},
            [bucket, call](LicenceModel& of) { return of.leave(bucket, call); });
    if (which < 3)
        return plain(function(FunctionKind::tab_withdraw, bucket), call, {},
            [bucket, call](LicenceModel& of) { return of.withdraw(bucket, call); });
    return fund(bucket, call);
}

PlannedCall RandomCalls::fund(std::size_t bucket, ModelCall call)
{
    const bool is_token = licence_.currency.is_token();
    const Integer amount = Integer{1} << static_cast<unsigned>(choices_.below(is_token ? 130 : 70));
    const bool pays = !is_token && !caller_;
    call.value = pays ? amount : Integer{};
    const Integer paid = is_token ? amount : call.value;
    return plain(function(FunctionKind::tab_fund, bucket), call,
        is_token ? std::vector<Integer>{amount} : std::vector<Integer>{},
        [bucket, call, paid](LicenceModel& of) { return of.fund(bucket, call, paid); });
}

PlannedCall RandomCalls::epochs(const LicenceModel& model, std::size_t bucket)
{
    const std::uint64_t choice = choices_.below(10);
    if (choice < 3)
        return report(model, bucket);
    if (choice < 7)
        if (auto claim = trees_.claim(model.state().epochs[bucket]))
            return claim_epoch(*claim, bucket);
    if (choice < 9)
        if (const auto closed = trees_.closing(model.state().epochs[bucket]))
        {
            const auto& [epoch, closing] = *closed;
            const Integer now = now_;
            return plain(function(FunctionKind::epochs_sweep, bucket), from(person()),
                {epoch, closing.root, closing.total, closing.pot, closing.closed_at},
                [bucket, epoch, closing, now](
                    LicenceModel& of) { return of.sweep(bucket, epoch, closing, now); });
        }
    const Integer now = now_;
    return plain(function(FunctionKind::epochs_close_silent, bucket), from(person()), {},
        [bucket, now](LicenceModel& of) { return of.close_silent(bucket, now); });
}

PlannedCall RandomCalls::report(const LicenceModel& model, std::size_t bucket)
{
    const auto& rule = std::get<EpochsRule>(licence_.buckets[bucket].rule);
    const Message& message = licence_.messages[rule.message];
    const ModelEpochs& epochs = model.state().epochs[bucket];
    const EpochTree& tree = trees_.grow();
    ModelReport report;
    report.epoch = choices_.chance(92) ? epochs.current : epochs.current + 1;
    report.root = integer(to_uint256(tree.tree.root()));
    report.total = choices_.chance(92) ? tree.tree.total() : choices_.below(20);
    std::vector<Integer> fields = arguments_.fields(message);
    fields[rule.epoch_field] = report.epoch;
    fields[rule.root_field] = report.root;
    fields[rule.total_field] = report.total;
    if (rule.pot_field)
    {
        const Integer part = epochs.open / (1 + choices_.below(3));
        report.pot = choices_.chance(90) ? part : epochs.open + 1;
        fields[*rule.pot_field] = *report.pot;
    }
    report.signer = model.state().parties[licence_.actors[rule.signer].party];
    if (choices_.chance(8))
        report.signer = choices_.chance(50) ? Integer{} : choices_.one_of(people_);
    std::vector<bench::Argument> words = in_one_word_each(fields);
    words.emplace_back(bench::ByteString{arguments_.signature(message, fields, report.signer)});
    const std::string signature = signature_of(function(FunctionKind::epochs_report, bucket));
    const Integer now = now_;
    return {.said = signature + " " + in_words(fields) + " signed by " +
                    report.signer.str(0, std::ios::hex),
        .caller = person(),
        .data = bench::call_data(signature, words),
        .meaning = [bucket, report, now](
                       LicenceModel& of) { return of.report(bucket, report, now); }};
}

PlannedCall RandomCalls::claim_epoch(const ProvedClaim& proved, std::size_t bucket)
{
    const ModelEpochClaim claim = proved.claim;
    const std::vector<Integer> said{claim.epoch, claim.account, claim.weight, claim.index,
        claim.closing.root, claim.closing.total, claim.closing.pot, claim.closing.closed_at};
    std::vector<bench::Argument> words = in_one_word_each(said);
    words.emplace_back(bench::WordList{proved.proof});
    const std::string signature = signature_of(function(FunctionKind::epochs_claim, bucket));
    return {.said = signature + " " + in_words(said) + (claim.is_proved ? "" : " not proved"),
        .caller = person(),
        .data = bench::call_data(signature, words),
        .meaning = [bucket, claim](LicenceModel& of) { return of.claim_epoch(bucket, claim); }};
}

PlannedCall RandomCalls::powers(const LicenceModel& model)
{
    std::vector<FunctionKind> kinds;
    for (const FunctionKind kind : powers_of_all)
        if (has(kind))
            kinds.push_back(kind);
    const FunctionKind kind = choices_.one_of(kinds);
    const Integer to = anybody();
    ModelCall call = from(person());
    switch (kind)
    {
        case FunctionKind::pause:
            call.caller = actor(model, {licence_.pause->by});
            return plain(
                function(kind), call, {}, [call](LicenceModel& of) { return of.pause(call); });
        case FunctionKind::resume:
            call.caller = actor(model, {licence_.pause->by});
            return plain(
                function(kind), call, {}, [call](LicenceModel& of) { return of.resume(call); });
        case FunctionKind::announce:
            call.caller = actor(model, {*licence_.upgrade->by});
            return plain(function(kind), call, {to},
                [call, to](LicenceModel& of) { return of.announce(call, to); });
        case FunctionKind::assign:
            call.caller = actor(model, {choices_.below(licence_.parties.size())});
            return plain(function(kind), call, {to},
                [call, to](LicenceModel& of) { return of.assign(call, to); });
        case FunctionKind::accept:
            for (const Integer& offered : model.state().offers)
                if (!caller_ && offered != 0 && offered != wallet_ && choices_.chance(60))
                    call.caller = offered;
            return plain(
                function(kind), call, {}, [call](LicenceModel& of) { return of.accept(call); });
        default:
            return plain(function(kind), call, {}, [](LicenceModel& of) { return of.absorb(); });
    }
}
}  // namespace byline::testing

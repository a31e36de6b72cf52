#include "compiler/sema/abi_types.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostic.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
using Fields = std::vector<AbiEvent::Field>;
using Parameters = std::vector<AbiParameter>;

AbiEvent::Field indexed(std::string name, std::string type)
{
    return {{std::move(name), std::move(type)}, true};
}

AbiEvent::Field plain(std::string name, std::string type)
{
    return {{std::move(name), std::move(type)}, false};
}

AbiEvent generated_event(std::string name, Fields fields, std::string notice, Span span = {})
{
    std::string what = "the generated event `" + name + "`";
    return {std::move(name), std::move(fields), std::move(notice), std::move(what), span};
}

AbiEvent event_of(const Licence& licence, const Act& act)
{
    AbiEvent event;
    event.name = event_name(act);
    event.what = "the event of act `" + act.name + "`";
    event.span = act.span;
    event.fields.push_back(indexed("caller", "address"));
    for (const Parameter& parameter : act.parameters)
    {
        if (parameter.is_list)
            continue;
        // A signature is in the call for who wants it.
        AbiParameter field = parameter.kind == ParameterKind::scalar
                                 ? parameter_of(licence, parameter.name, parameter.type)
                                 : message_of(licence, parameter.message, parameter.name);
        event.fields.push_back({std::move(field), false});
    }
    if (act.takes)
        event.fields.push_back(plain("paid", "uint256"));
    return event;
}

void add_events_of(const Bucket& bucket, std::vector<AbiEvent>& events)
{
    if (std::holds_alternative<PoolRule>(bucket.rule))
        events.push_back(generated_event(capitalised(bucket.name) + "Shares",
            {indexed("who", "address"), plain("shares", "uint64")},
            "An account now has so many shares in `" + bucket.name + "`.", bucket.span));
    if (std::holds_alternative<EpochsRule>(bucket.rule))
    {
        events.push_back(generated_event("Reported",
            {indexed("epoch", "uint64"), plain("root", "bytes32"), plain("total", "uint64"),
                plain("pot", "uint256"), plain("closedAt", "uint64")},
            "An epoch was closed: its payees may claim."));
        events.push_back(generated_event("EpochClaimed",
            {indexed("epoch", "uint64"), indexed("payee", "address"), plain("amount", "uint256")},
            "A payee was paid its part of an epoch."));
        events.push_back(generated_event("Silent",
            {indexed("epoch", "uint64"), plain("at", "uint64")},
            "No report has come; without one, the epoch's money may be sent on after that time."));
    }
    if (std::holds_alternative<TabRule>(bucket.rule))
    {
        const Fields amount{indexed("who", "address"), plain("amount", "uint256")};
        events.push_back(generated_event("Funded", amount, "An account put money aside."));
        events.push_back(
            generated_event("Leaving", {indexed("who", "address"), plain("at", "uint64")},
                "An account leaves; it may withdraw from that time on."));
        events.push_back(generated_event("Withdrawn", amount, "An account took its money back."));
    }
    if (std::holds_alternative<PotRule>(bucket.rule))
        events.push_back(
            generated_event("Exited", {indexed("to", "address"), plain("amount", "uint256")},
                "What was in the pot left by its exit."));
}

void add_events_of_powers(const Licence& licence, std::vector<AbiEvent>& events)
{
    if (licence.pause)
        events.push_back(generated_event("PausedUntil", {plain("until", "uint64")},
            "Acts that take a payment stop until then."));
    if (licence.upgrade && licence.upgrade->by)
        events.push_back(
            generated_event("Successor", {plain("successor", "address"), plain("at", "uint64")},
                "Another licence takes the place of this one from then on."));
    if (!std::ranges::any_of(licence.parties, &Party::is_assignable))
        return;
    const Fields places{indexed("from", "address"), indexed("to", "address")};
    events.push_back(generated_event("Offered", places, "A place in the licence was offered."));
    events.push_back(generated_event("Assigned", places, "A place in the licence went over."));
}

/// Collects errors, each once.
class ErrorList
{
public:
    explicit ErrorList(const Licence& licence) : licence_{licence} {}

    std::vector<AbiError> take()
    {
        common();
        for (const Bucket& bucket : licence_.buckets)
            add_of(bucket);
        for (const Act& act : licence_.acts)
            add_of(act);
        if (licence_.pause || (licence_.upgrade && licence_.upgrade->by))
            add("Paused", {{"until", "uint64"}}, "Acts that take a payment have stopped.");
        if (licence_.pause)
            too_early();
        if (licence_.currency.is_token())
            add("Locked", {}, "The call comes from inside a payment of tokens.");
        for (const Declared& error : licence_.errors)
            declared(error);
        return std::move(errors_);
    }

private:
    /// An error of one's own may be a generated one, if it tells the same.
    void declared(const Declared& source)
    {
        AbiError error{source.name, parameters_of(licence_, source.fields), "",
            "the error `" + source.name + "`", source.span};
        const auto same = [&](const AbiError& other) {
            return signature_of(other) == signature_of(error);
        };
        if (std::ranges::none_of(errors_, same))
            errors_.push_back(std::move(error));
    }

    void add(std::string name, Parameters inputs, std::string notice)
    {
        if (std::ranges::find(errors_, name, &AbiError::name) != errors_.end())
            return;
        std::string what = "the generated error `" + name + "`";
        errors_.push_back(
            {std::move(name), std::move(inputs), std::move(notice), std::move(what), {}});
    }

    void common()
    {
        add("NothingToClaim", {}, "There is nothing to withdraw now.");
        add("TransferFailed", {}, "The receiver refused the money.");
        add("Overflow", {}, "An amount is beyond what the licence can count.");
        add("NotAllowed", {{"caller", "address"}}, "The address may not do this.");
        add("WrongPayment", {{"expected", "uint256"}, {"got", "uint256"}},
            "The payment is not exactly the price.");
        add("BadParty", {{"party", "address"}},
            "An address is zero, the contract's own, or that of two parties.");
    }

    void add_of(const Bucket& bucket)
    {
        if (std::holds_alternative<EpochsRule>(bucket.rule))
        {
            add("WrongEpoch", {{"given", "uint64"}, {"expected", "uint64"}},
                "The report is of another epoch.");
            add("EmptyEpoch", {}, "There is nothing to share out, or nobody to share it with.");
            add("BadProof", {}, "The proof does not lead to the epoch's root.");
            add("AlreadyClaimed", {}, "This part of the epoch has been paid.");
            bad_signature();
            too_early();
        }
        if (std::holds_alternative<TabRule>(bucket.rule) ||
            std::holds_alternative<PotRule>(bucket.rule))
            too_early();
    }

    void add_of(const Act& act)
    {
        if (act.pays)
            not_enough();
        conditions(act.whens);
        for (const Effect& effect : act.effects)
            add_of(effect);
        for (const Parameter& parameter : act.parameters)
        {
            if (parameter.kind == ParameterKind::signed_message)
                bad_signature();
        }
    }

    // The parser bounds how deep effects go (max_nesting).
    // NOLINTNEXTLINE(misc-no-recursion)
    void add_of(const Effect& effect)
    {
        if (const auto* move = std::get_if<MoveEffect>(&effect.what); move && !move->otherwise)
            not_enough();
        if (const auto* branch = std::get_if<IfEffect>(&effect.what))
        {
            for (const Effect& inner : branch->then)
                add_of(inner);
            for (const Effect& inner : branch->otherwise)
                add_of(inner);
        }
        if (const auto* loop = std::get_if<ForEachEffect>(&effect.what))
        {
            conditions(loop->whens);
            for (const Effect& inner : loop->effects)
                add_of(inner);
        }
    }

    void conditions(const std::vector<Condition>& whens)
    {
        for (const Condition& when : whens)
        {
            if (!when.otherwise)
                add("ConditionFailed", {{"clause", "uint256"}},
                    "The `when` clause of that number does not hold.");
        }
    }

    void not_enough()
    {
        add("NotEnough", {{"held", "uint256"}, {"wanted", "uint256"}},
            "There is less money than the act moves.");
    }

    void bad_signature()
    {
        add("BadSignature", {{"index", "uint256"}},
            "The message of that number is not signed by who should have signed it.");
    }

    void too_early() { add("TooEarly", {{"at", "uint64"}}, "The time for this has not come."); }

    const Licence& licence_;
    std::vector<AbiError> errors_;
};
}  // namespace

std::vector<AbiEvent> events_of(const Licence& licence)
{
    std::vector<AbiEvent> events;
    events.reserve(licence.acts.size());
    for (const Act& act : licence.acts)
        events.push_back(event_of(licence, act));
    events.push_back(
        generated_event("Claimed", {indexed("payee", "address"), plain("amount", "uint256")},
            "A payee was paid what it could withdraw."));
    for (const Bucket& bucket : licence.buckets)
        add_events_of(bucket, events);
    add_events_of_powers(licence, events);
    for (const Declared& declared : licence.events)
    {
        Fields fields;
        for (AbiParameter& parameter : parameters_of(licence, declared.fields))
            fields.push_back({std::move(parameter), false});
        events.push_back({declared.name, std::move(fields), "", "the event `" + declared.name + "`",
            declared.span});
    }
    return events;
}

std::vector<AbiError> errors_of(const Licence& licence)
{
    return ErrorList{licence}.take();
}
}  // namespace byline::compiler

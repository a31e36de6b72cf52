#include "tests/compiler/meaning/comparison.hpp"

#include <utility>

namespace byline::testing
{
using namespace compiler;  // NOLINT(google-build-using-namespace): the typed tree's names

namespace
{
std::string in_words(const std::vector<Integer>& values)
{
    std::string text;
    for (const Integer& value : values)
        text += (text.empty() ? "" : ", ") + value.str();
    return "(" + text + ")";
}

std::string in_words(const Told& told)
{
    return told.signature + " " + in_words(told.indexed) + " " + in_words(told.words);
}

Bytes encoded(std::string_view signature, const std::vector<Integer>& words)
{
    Bytes result = signature.empty() ? Bytes{} : selector(signature);
    for (const Integer& word : words)
        append(result, word_of(word));
    return result;
}
}  // namespace

void Comparison::same(const std::string& what, const std::string& chain, const std::string& model)
{
    if (chain != model && !difference_)
        difference_ = what + ": the chain says " + chain + ", the model " + model;
}

std::optional<std::string> Comparison::of_outcome(
    const vm::TxOutcome& outcome, const Expected& expected)
{
    const vm::Status status = expected.success ? vm::Status::success : vm::Status::revert;
    same("outcome", std::string{vm::to_string(outcome.status)} + " " + to_hex(outcome.output),
        std::string{vm::to_string(status)} + " " +
            (expected.is_any_error ? to_hex(outcome.output)
                : expected.success ? to_hex(encoded("", expected.results))
                                   : to_hex(encoded(expected.error, expected.arguments))));
    std::vector<vm::Log> logs;
    // Those of the token are none of the licence's.
    for (const vm::Log& log : outcome.logs)
        if (log.addr == contract_)
            logs.push_back(log);
    same("number of events", std::to_string(logs.size()), std::to_string(expected.events.size()));
    for (std::size_t i = 0; i < logs.size() && i < expected.events.size(); ++i)
    {
        const Told& told = expected.events[i];
        std::string topics;
        for (const bytes32& topic : logs[i].topics)
            topics += to_hex(BytesView{topic.bytes}) + " ";
        std::string wanted =
            to_hex(BytesView{keccak256(std::string_view{told.signature}).bytes}) + " ";
        for (const Integer& value : told.indexed)
            wanted += to_hex(BytesView{to_bytes32(word_of(value)).bytes}) + " ";
        same("event " + in_words(told), topics + to_hex(logs[i].data),
            wanted + to_hex(encoded("", told.words)));
    }
    return std::exchange(difference_, std::nullopt);
}

std::optional<std::string> Comparison::of_state(const LicenceModel& model)
{
    balances(model.state());
    for (const ExternalFunction& each : compiled_.interface.functions)
        if (!difference_)
            getter(each, model);
    return std::exchange(difference_, std::nullopt);
}

void Comparison::balances(const ModelState& state)
{
    same("balance", integer(world_.balance(contract_)).str(), state.balance.str());
    for (const auto& [who, amount] : state.sent)
        same("sent", to_decimal(world_.balance(to_address(word_of(who)))), amount.str());
    if (licence_.currency.is_token())
        for (const auto& [who, amount] : state.tokens)
            same("tokens of " + who.str(0, std::ios::hex),
                to_decimal(world_.state().storage(*licence_.currency.token, word_of(who))),
                amount.str());
}

void Comparison::answer(const ExternalFunction& called, const std::vector<Integer>& arguments,
    const std::vector<Integer>& expected)
{
    const std::string signature = signature_of(called);
    const vm::TxOutcome outcome =
        world_.run(account(901), contract_, encoded(signature, arguments));
    same(signature + in_words(arguments), to_hex(outcome.output), to_hex(encoded("", expected)));
}

void Comparison::getter(const ExternalFunction& called, const LicenceModel& model)
{
    const ModelState& state = model.state();
    switch (called.kind)
    {
        case FunctionKind::claimable:
            return claimable(called, model, std::nullopt);
        case FunctionKind::bucket_claimable:
            return claimable(called, model, called.index);
        case FunctionKind::received:
            return answer(called, {}, {model.received_by_all()});
        case FunctionKind::bucket_received:
            return answer(called, {}, {model.received(called.index)});
        case FunctionKind::surplus:
            return answer(called, {}, {model.surplus()});
        case FunctionKind::party_getter:
            return answer(called, {}, {state.parties[called.index]});
        case FunctionKind::role_getter:
            return answer(called, {}, {state.parties[licence_.roles[called.index].party]});
        case FunctionKind::successor:
            return answer(called, {}, {state.successor, state.succeeded_at});
        case FunctionKind::keep_getter:
            return kept(called, model);
        default:
            return holdings(called, state);
    }
}

void Comparison::holdings(const ExternalFunction& called, const ModelState& state)
{
    const std::size_t index = called.index;
    if (called.kind == FunctionKind::pool_total)
        return answer(called, {}, {state.pools[index].total});
    if (called.kind == FunctionKind::pool_shares)
        for (const auto& [who, shares] : state.pools[index].shares)
            answer(called, {who}, {shares});
    if (called.kind == FunctionKind::tab_getter)
        for (const auto& [who, tab] : state.tabs[index])
            answer(called, {who}, {tab.amount, tab.time});
    if (called.kind == FunctionKind::pot_getter)
        answer(called, {}, {state.pots[index].amount, state.pots[index].time});
}

void Comparison::claimable(
    const ExternalFunction& called, const LicenceModel& model, std::optional<std::size_t> bucket)
{
    for (const Integer& who : people_)
    {
        Integer sum;
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
            if (is_claimable(licence_.buckets[i]) && (!bucket || *bucket == i))
                sum += model.claimable(i, who);
        answer(called, {who}, {sum});
    }
}

void Comparison::kept(const ExternalFunction& called, const LicenceModel& model)
{
    const Keep& keep = licence_.keeps[called.index];
    if (!keep.key)
        return answer(called, {}, model.kept(called.index, 0));
    for (const auto& [key, fields] : model.state().keeps[called.index])
        if (key <= integer(keep.key->range.high.value_or(max_uint256)))
            answer(called, {key}, fields);
}
}  // namespace byline::testing

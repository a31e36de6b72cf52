#include "tests/compiler/meaning/history.hpp"

#include "tests/compiler/meaning/licence_model.hpp"
#include "tests/compiler/meaning/random_arguments.hpp"

#include <algorithm>
#include <utility>

namespace byline::testing
{
using namespace compiler;  // NOLINT(google-build-using-namespace): the typed tree's names

namespace
{
/// More than this is never paid: counters of ether end at 2^85 wei (rule M3).
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

address address_of(const Integer& value)
{
    return to_address(word_of(value));
}

class History
{
public:
    History(const Subject& subject, std::uint64_t seed)
        : subject_{subject},
          licence_{subject.compiled.licence},
          choices_{seed},
          signers_{people_with_keys(licence_.parties.size())}
    {
        world_.wait(1'700'000'000);
        std::vector<Integer> parties;
        Bytes code = subject.creation_code;
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
        {
            append(code, to_uint256(signers_[i].account));
            parties.push_back(integer(to_uint256(signers_[i].account)));
        }
        const vm::TxOutcome outcome = world_.send(account(900), std::nullopt, std::move(code));
        if (outcome.status != vm::Status::success)
        {
            report_.difference = "the constructor fails";
            return;
        }
        contract_ = *outcome.created;
        for (const Signer& each : signers_)
            people_.push_back(integer(to_uint256(each.account)));
        arguments_.emplace(choices_, licence_, subject.compiled.terms.hash, contract_, signers_);
        model_.emplace(licence_, subject.compiled.interface,
            integer(to_uint256(subject.compiled.terms.hash)), parties,
            integer(to_uint256(contract_)));
        compare_state();
    }

    HistoryReport run(std::size_t steps)
    {
        for (std::size_t i = 0; i < steps && !report_.difference; ++i)
        {
            if (choices_.chance(30))
                world_.wait(choices_.chance(50) ? choices_.below(100)
                                                : choices_.below(5) * day + choices_.below(2));
            step();
            if (!report_.difference)
                compare_state();
        }
        if (report_.difference)
            report_.difference = *report_.difference + "\n" + steps_ + subject_.text;
        return std::move(report_);
    }

private:
    void step()
    {
        const std::uint64_t choice = choices_.below(100);
        if (choice < 12)
            return claim();
        if (choice < 26)
            return holdings();
        if (choice < 30)
            return arrivals();
        if (choice < 36 && !licence_.views.empty())
            return view(choices_.below(licence_.views.size()));
        act(choices_.below(licence_.acts.size()));
    }

    Integer person() { return choices_.one_of(people_); }

    ModelCall call_of(const Integer& caller)
    {
        return {.caller = caller, .value = 0, .now = world_.time()};
    }

    const ExternalFunction& function(FunctionKind kind, std::size_t index)
    {
        return *std::ranges::find_if(subject_.compiled.interface.functions,
            [&](const ExternalFunction& each) { return each.kind == kind && each.index == index; });
    }

    // Calls.

    void act(std::size_t index)
    {
        const Act& act = licence_.acts[index];
        Integer caller = person();
        if (!act.by.empty() && choices_.chance(80))
            caller = people_[licence_.actors[choices_.one_of(act.by)].party];
        ModelCall call = call_of(caller);
        call.arguments = arguments_->arguments(act.parameters, world_.time());
        if (!act.parameters.empty() && choices_.chance(3))
            return cut(index, call);
        if (choices_.chance(3))
            call.value = 1;
        if (act.takes && !act.takes->price)
            call.value = choices_.chance(2)
                             ? Integer{1} << 128
                             : Integer{1} << static_cast<unsigned>(choices_.below(70));
        LicenceModel after = *model_;
        Expected expected = after.act(index, call);
        if (expected.error.starts_with("WrongPayment") && choices_.chance(90) &&
            expected.arguments[0] < most_paid)
        {
            call.value = expected.arguments[0];
            LicenceModel paid = *model_;
            expected = paid.act(index, call);
            return send_act(index, call, expected, paid);
        }
        send_act(index, call, expected, after);
    }

    void send_act(
        std::size_t index, const ModelCall& call, const Expected& expected, LicenceModel& after)
    {
        send(function(FunctionKind::act, index), call, licence_.acts[index].parameters, expected,
            after);
    }

    /// An act whose arguments are cut off fails, whatever else is wrong with it.
    void cut(std::size_t index, const ModelCall& call)
    {
        const Act& act = licence_.acts[index];
        Bytes data =
            arguments_->data(function(FunctionKind::act, index), act.parameters, call.arguments);
        // A signature may be followed by zeros that nobody reads.
        const bool is_signed = act.parameters.front().kind == ParameterKind::signed_message;
        data.resize(
            is_signed ? 4 + choices_.below(32) : data.size() - 1 - choices_.below(data.size() - 4));
        steps_ += "  act " + act.name + " is cut to " + to_hex(data) + "\n";
        compare(world_.send(address_of(call.caller), contract_, std::move(data)),
            {.success = false, .is_any_error = true});
    }

    void claim()
    {
        const Integer caller = person();
        const Integer other = choices_.chance(5) ? Integer{} : person();
        const std::uint64_t which = choices_.below(3);
        LicenceModel after = *model_;
        const ModelCall call = call_of(caller);
        if (which == 0)
            send(function(FunctionKind::claim, 0), call, {}, after.claim(caller, caller), after);
        else if (which == 1)
            send_account(FunctionKind::claim_for, call, other, after.claim(other, other), after);
        else
            send_account(FunctionKind::claim_to, call, other, after.claim(caller, other), after);
    }

    void send_account(FunctionKind kind, ModelCall call, const Integer& who,
        const Expected& expected, LicenceModel& after)
    {
        call.arguments = {{{{who}}}};
        send(function(kind, 0), call, {{.name = "who", .type = account_type()}}, expected, after);
    }

    void holdings()
    {
        std::vector<std::size_t> buckets;
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
            if (!is_claimable(licence_.buckets[i]))
                buckets.push_back(i);
        if (buckets.empty())
            return claim();
        const std::size_t bucket = choices_.one_of(buckets);
        LicenceModel after = *model_;
        ModelCall call = call_of(person());
        if (std::holds_alternative<PotRule>(licence_.buckets[bucket].rule))
            return send(function(FunctionKind::pot_exit, bucket), call, {},
                after.exit(bucket, call), after);
        const std::uint64_t which = choices_.below(10);
        if (which == 0)
            return send(function(FunctionKind::tab_leave, bucket), call, {},
                after.leave(bucket, call), after);
        if (which < 3)
            return send(function(FunctionKind::tab_withdraw, bucket), call, {},
                after.withdraw(bucket, call), after);
        call.value = Integer{1} << static_cast<unsigned>(choices_.below(70));
        send(function(FunctionKind::tab_fund, bucket), call, {}, after.fund(bucket, call), after);
    }

    void arrivals()
    {
        const Integer value = choices_.below(1'000'000);
        if (choices_.chance(50))
        {
            steps_ += "  " + value.str() + " wei are forced\n";
            world_.state().set_balance(contract_, world_.balance(contract_) + word_of(value));
            return model_->force(value);
        }
        LicenceModel after = *model_;
        ModelCall call = call_of(person());
        call.value = value;
        const Expected expected = after.transfer(value);
        steps_ += "  a plain transfer of " + value.str() + "\n";
        const vm::TxOutcome outcome =
            world_.send(address_of(call.caller), contract_, {}, word_of(value));
        compare(outcome, expected);
        model_.emplace(std::move(after));
    }

    void view(std::size_t index)
    {
        const View& view = licence_.views[index];
        ModelCall call = call_of(person());
        call.arguments = arguments_->arguments(view.parameters, world_.time());
        LicenceModel same = *model_;
        send(function(FunctionKind::view, index), call, view.parameters, same.view(index, call),
            same);
    }

    void send(const ExternalFunction& called, const ModelCall& call,
        const std::vector<Parameter>& parameters, const Expected& expected, LicenceModel& after)
    {
        const std::string signature = signature_of(called);
        steps_ +=
            "  " + std::to_string(world_.time()) + ": " + call.caller.str(0, std::ios::hex) + " " +
            signature + " " + in_words(call.arguments) + " paying " + call.value.str() + ": " +
            (expected.success ? "success" : expected.error + in_words(expected.arguments)) + "\n";
        Bytes data = arguments_->data(called, parameters, call.arguments);
        // What stands behind the arguments is nobody's.
        if (choices_.chance(3))
            data.insert(data.end(), 1 + choices_.below(40), 0xa5);
        const vm::TxOutcome outcome =
            world_.send(address_of(call.caller), contract_, std::move(data), word_of(call.value));
        compare(outcome, expected);
        // The model's tree and interface stay where they are: only the state is new.
        model_.emplace(std::move(after));
    }

    // Comparisons.

    void differ(const std::string& what, const std::string& chain, const std::string& model)
    {
        if (!report_.difference)
            report_.difference = what + ": the chain says " + chain + ", the model " + model;
    }

    void same(const std::string& what, const std::string& chain, const std::string& model)
    {
        if (chain != model)
            differ(what, chain, model);
    }

    void compare(const vm::TxOutcome& outcome, const Expected& expected)
    {
        ++report_.calls;
        report_.successes += expected.success ? 1 : 0;
        const vm::Status status = expected.success ? vm::Status::success : vm::Status::revert;
        same("outcome", std::string{vm::to_string(outcome.status)} + " " + to_hex(outcome.output),
            std::string{vm::to_string(status)} + " " +
                (expected.is_any_error ? to_hex(outcome.output)
                    : expected.success ? to_hex(encoded("", expected.results))
                                       : to_hex(encoded(expected.error, expected.arguments))));
        same("number of events", std::to_string(outcome.logs.size()),
            std::to_string(expected.events.size()));
        for (std::size_t i = 0; i < outcome.logs.size() && i < expected.events.size(); ++i)
        {
            const Told& told = expected.events[i];
            std::string topics;
            for (const bytes32& topic : outcome.logs[i].topics)
                topics += to_hex(BytesView{topic.bytes}) + " ";
            std::string wanted =
                to_hex(BytesView{keccak256(std::string_view{told.signature}).bytes}) + " ";
            for (const Integer& value : told.indexed)
                wanted += to_hex(BytesView{to_bytes32(word_of(value)).bytes}) + " ";
            same("event " + in_words(told), topics + to_hex(outcome.logs[i].data),
                wanted + to_hex(encoded("", told.words)));
        }
    }

    void compare_answer(const ExternalFunction& called, const std::vector<Integer>& arguments,
        const std::vector<Integer>& expected)
    {
        const std::string signature = signature_of(called);
        const vm::TxOutcome outcome =
            world_.run(account(901), contract_, encoded(signature, arguments));
        same(
            signature + in_words(arguments), to_hex(outcome.output), to_hex(encoded("", expected)));
    }

    void compare_state()
    {
        same("balance", integer(world_.balance(contract_)).str(), model_->state().balance.str());
        for (const auto& [who, amount] : model_->state().sent)
            same("sent", to_decimal(world_.balance(address_of(who))), amount.str());
        for (const ExternalFunction& each : subject_.compiled.interface.functions)
            if (!report_.difference)
                compare_getter(each);
    }

    void compare_getter(const ExternalFunction& each)
    {
        switch (each.kind)
        {
            case FunctionKind::claimable:
                return compare_claimable(each, std::nullopt);
            case FunctionKind::bucket_claimable:
                return compare_claimable(each, each.index);
            case FunctionKind::received:
                return compare_answer(each, {}, {model_->received_by_all()});
            case FunctionKind::bucket_received:
                return compare_answer(each, {}, {model_->received(each.index)});
            case FunctionKind::surplus:
                return compare_answer(each, {}, {model_->surplus()});
            case FunctionKind::keep_getter:
                return compare_keep(each);
            case FunctionKind::pool_total:
                return compare_answer(each, {}, {model_->state().pools[each.index].total});
            case FunctionKind::pool_shares:
                for (const auto& [who, shares] : model_->state().pools[each.index].shares)
                    compare_answer(each, {who}, {shares});
                return;
            case FunctionKind::tab_getter:
                for (const auto& [who, tab] : model_->state().tabs[each.index])
                    compare_answer(each, {who}, {tab.amount, tab.time});
                return;
            case FunctionKind::pot_getter:
                return compare_answer(each, {},
                    {model_->state().pots[each.index].amount,
                        model_->state().pots[each.index].time});
            default:
                return;
        }
    }

    void compare_claimable(const ExternalFunction& called, std::optional<std::size_t> bucket)
    {
        for (const Integer& who : people_)
        {
            Integer sum;
            for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
                if (is_claimable(licence_.buckets[i]) && (!bucket || *bucket == i))
                    sum += model_->claimable(i, who);
            compare_answer(called, {who}, {sum});
        }
    }

    void compare_keep(const ExternalFunction& called)
    {
        const Keep& keep = licence_.keeps[called.index];
        if (!keep.key)
            return compare_answer(called, {}, model_->kept(called.index, 0));
        for (const auto& [key, fields] : model_->state().keeps[called.index])
            if (key <= integer(keep.key->range.high.value_or(max_uint256)))
                compare_answer(called, {key}, fields);
    }

    const Subject& subject_;
    const Licence& licence_;
    Choices choices_;
    LicenceWorld world_;
    address contract_;
    std::vector<Signer> signers_;
    std::vector<Integer> people_;
    std::optional<RandomArguments> arguments_;
    std::optional<LicenceModel> model_;
    std::string steps_;
    HistoryReport report_;
};
}  // namespace

HistoryReport run_history(const Subject& subject, std::uint64_t seed, std::size_t steps)
{
    return History{subject, seed}.run(steps);
}
}  // namespace byline::testing

#include "tests/compiler/meaning/evaluation.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace byline::testing
{
using namespace compiler;  // NOLINT(google-build-using-namespace): the tree's names, all of them

/// One call of an act.
class ModelExecution
{
public:
    ModelExecution(LicenceModel& model, const Act& act, const ModelCall& call)
        : model_{model}, act_{act}, call_{call}, values_{model, call}
    {}

    void run()
    {
        if (call_.value != 0 && (!act_.takes || model_.is_token()))
            throw Reverted{};
        arguments();
        callers();
        if (act_.takes)
            model_.require_running(call_.now);
        for (const Local& local : act_.locals)
            values_.add_local(values_.value(local.value));
        for (const Condition& when : act_.whens)
            condition(when);
        if (act_.takes)
            take(*act_.takes);
        effects(act_.effects);
        if (act_.pays)
            pay(*act_.pays);
        model_.state_.is_locked = false;
        tell_act();
        if (act_.pays)
            model_.send(to_, paid_out_);
    }

private:
    /// What the ABI lets in. Amounts beyond 2^128 are too large to count; all else is no argument.
    void argument(const ScalarType& type, const Integer& value, bool is_in_loop) const
    {
        if (type.range.high && value > integer(*type.range.high))
            throw Reverted{type.is_money() ? model_.error("Overflow") : "", {}, is_in_loop};
        if (value < integer(type.range.low))
            throw Reverted{"", {}, is_in_loop};
    }

    void entry(const Parameter& parameter, const std::vector<Integer>& words, bool in_loop) const
    {
        if (parameter.kind == ParameterKind::scalar)
            return argument(parameter.type, words[0], in_loop);
        const Message& message = model_.licence_.messages[parameter.message];
        for (std::size_t i = 0; i < words.size(); ++i)
            argument(message.fields[i].type, words[i], in_loop);
    }

    void arguments() const
    {
        for (std::size_t i = 0; i < act_.parameters.size(); ++i)
        {
            const Parameter& parameter = act_.parameters[i];
            const auto& entries = call_.arguments[i].entries;
            if (!parameter.is_list)
                entry(parameter, entries.front(), false);
            else if (entries.size() > parameter.max_length)
                throw Reverted{};
        }
    }

    void callers() const
    {
        const auto is_caller = [&](std::size_t actor) {
            return model_.state_.parties[model_.licence_.actors[actor].party] == call_.caller;
        };
        if (!act_.by.empty() && std::ranges::none_of(act_.by, is_caller))
            throw Reverted{model_.error("NotAllowed"), {call_.caller}};
    }

    /// What an `else` comes to.
    [[noreturn]] void fail(const Failure& failure)
    {
        if (!failure.error)
            throw Skipped{};
        const Declared& declared = model_.licence_.errors[*failure.error];
        throw Reverted{
            model_.error(declared.name), words(declared.fields, failure.arguments), false};
    }

    std::vector<Integer> words(
        const std::vector<ScalarField>& fields, const std::vector<ExpressionId>& arguments)
    {
        std::vector<Integer> result;
        for (std::size_t i = 0; i < arguments.size(); ++i)
            result.push_back(values_.value(arguments[i], fields[i].type));
        return result;
    }

    /// A condition that cannot be computed does not hold.
    void condition(const Condition& when)
    {
        bool holds = false;
        try
        {
            holds = values_.holds(when.condition);
        }
        catch (const OutOfRange&)
        {
            holds = false;
        }
        if (holds)
            return;
        if (when.otherwise)
            fail(*when.otherwise);
        throw Reverted{model_.error("ConditionFailed"), {Integer{when.number}}};
    }

    void take(const Takes& takes)
    {
        std::optional<Integer> price;
        if (takes.price)
            price = values_.value(*takes.price);
        const Integer paid = model_.is_token() ? *price : call_.value;
        if (model_.is_token())
            model_.take_tokens(call_, paid);
        else if (price && paid != *price)
            throw Reverted{model_.error("WrongPayment"), {*price, paid}};
        if (paid >= Integer{1} << 128)
            throw OutOfRange{};
        values_.set_payment(paid);
        payment_ = paid;
        if (!model_.is_token())
            model_.state_.balance += paid;
        const std::vector<std::size_t>& buckets = model_.licence_.groups[takes.group].buckets;
        const Integer account = takes.account ? values_.value(*takes.account) : Integer{};
        if (buckets.size() > 1)
            return model_.receive(takes.group, paid);
        model_.put(buckets.front(), account, paid, call_.now);
    }

    void effects(const std::vector<Effect>& effects)
    {
        for (const Effect& each : effects)
            std::visit([this](const auto& what) { effect(what); }, each.what);
    }

    void effect(const SetEffect& set)
    {
        const Keep& keep = model_.licence_.keeps[set.keep];
        Integer key;
        std::vector<Integer> fields;
        try
        {
            if (set.key)
                key = values_.value(*set.key);
            fields = model_.kept(set.keep, key);
            for (const SetEffect::Field& field : set.fields)
                fields[field.field] = values_.value(field.value, keep.fields[field.field].type);
        }
        catch (const OutOfRange&)
        {
            if (set.otherwise)
                fail(*set.otherwise);
            throw;
        }
        model_.state_.keeps[set.keep][key] = std::move(fields);
    }

    /// Rule M7; rule M4 for who may have shares.
    void effect(const GrantEffect& grant)
    {
        const Integer who = values_.value(grant.account);
        const Integer amount = values_.value(grant.amount);
        if ((amount >> 64) != 0)
            throw OutOfRange{};
        if (who == 0 || who == model_.self_)
            throw Reverted{model_.error("BadParty"), {who}};
        ModelPool& pool = model_.state_.pools[grant.pool];
        const Integer change = grant.revokes ? -amount : amount;
        const Integer shares = pool.shares[who] + change;
        if (shares < 0 || ((pool.total + change) >> 64) != 0)
            throw OutOfRange{};
        pool.shares[who] = shares;
        pool.total += change;
        pool.changes += 1;
        const Bucket& bucket = model_.licence_.buckets[grant.pool];
        model_.tell({model_.event(capitalised(bucket.name) + "Shares"), {who}, {shares}});
    }

    Integer account_of(const MoneyPlace& place)
    {
        return place.account ? values_.value(*place.account) : Integer{};
    }

    /// Takes money out of a tab or a pot; false if there is not enough, or the tab is left (M9).
    bool draw(const MoneyPlace& from, const Integer& account, const Integer& amount)
    {
        const bool is_tab =
            std::holds_alternative<TabRule>(model_.licence_.buckets[from.bucket].rule);
        ModelState& state = model_.state_;
        ModelHolding& holding = is_tab ? state.tabs[from.bucket][account] : state.pots[from.bucket];
        const bool is_left = is_tab && holding.time != 0 && call_.now >= holding.time;
        held_ = holding.amount;
        if (is_left || holding.amount < amount)
            return false;
        holding.amount -= amount;
        return true;
    }

    void effect(const MoveEffect& move)
    {
        const Integer from = account_of(move.from);
        const Integer to = account_of(move.to);
        Integer amount;
        try
        {
            amount = values_.value(move.amount);
        }
        catch (const OutOfRange&)
        {
            if (move.otherwise)
                fail(*move.otherwise);
            throw;
        }
        if (!draw(move.from, from, amount))
        {
            if (move.otherwise)
                fail(*move.otherwise);
            throw Reverted{model_.error("NotEnough"), {held_, amount}};
        }
        model_.put(move.to.bucket, to, amount, call_.now);
    }

    void effect(const TellEffect& tell)
    {
        const Declared& declared = model_.licence_.events[tell.event];
        model_.tell({model_.event(declared.name), {}, words(declared.fields, tell.arguments)});
    }

    void effect(const IfEffect& branch)
    {
        effects(values_.holds(branch.condition) ? branch.then : branch.otherwise);
    }

    void effect(const ForEachEffect& loop)
    {
        const ModelArgument& list = call_.arguments[loop.list];
        for (std::size_t i = 0; i < list.entries.size(); ++i)
        {
            entry(act_.parameters[loop.list], list.entries[i], true);
            values_.set_element(loop.loop, list.entries[i]);
            try
            {
                if (loop.signer)
                    signature(loop, list.signers[i], i);
                for (const Condition& when : loop.whens)
                    condition(when);
                effects(loop.effects);
            }
            catch (const Skipped&)  // NOLINT(bugprone-empty-catch): that round is over
            {}
        }
    }

    /// Rule M11: nobody has the address 0.
    void signature(const ForEachEffect& loop, const Integer& signer, std::size_t index)
    {
        if (signer != 0 && signer == values_.value(*loop.signer))
            return;
        if (loop.unsigned_else)
            fail(*loop.unsigned_else);
        throw Reverted{model_.error("BadSignature"), {Integer{index}}};
    }

    void pay(const Pays& pays)
    {
        const Integer account = account_of(pays.from);
        paid_out_ = values_.value(pays.amount);
        to_ = values_.value(pays.to);
        if (!draw(pays.from, account, paid_out_))
            throw Reverted{model_.error("NotEnough"), {held_, paid_out_}};
    }

    /// The act's own event: who called, with what, and what was paid.
    void tell_act()
    {
        Told told{model_.event(event_name(act_)), {call_.caller}, {}};
        for (std::size_t i = 0; i < act_.parameters.size(); ++i)
        {
            if (act_.parameters[i].is_list)
                continue;
            const std::vector<Integer>& words = call_.arguments[i].entries.front();
            told.words.insert(told.words.end(), words.begin(), words.end());
        }
        if (act_.takes)
            told.words.push_back(payment_);
        model_.tell(std::move(told));
    }

    LicenceModel& model_;
    const Act& act_;
    const ModelCall& call_;
    ModelEvaluation values_;
    Integer payment_;
    Integer held_;
    Integer paid_out_;
    Integer to_;
};

Expected LicenceModel::act(std::size_t index, const ModelCall& call)
{
    return attempt([&] { ModelExecution{*this, licence_.acts[index], call}.run(); });
}

Expected LicenceModel::view(std::size_t index, const ModelCall& call)
{
    return answer([&](Expected& result) {
        const View& view = licence_.views[index];
        for (std::size_t i = 0; i < view.parameters.size(); ++i)
        {
            const ScalarType& type = view.parameters[i].type;
            const Integer& value = call.arguments[i].entries.front().front();
            const bool is_above = type.range.high && value > integer(*type.range.high);
            if (is_above && type.is_money())
                throw OutOfRange{};
            if (is_above || value < integer(type.range.low))
                throw Reverted{};
        }
        ModelEvaluation values{*this, call};
        for (std::size_t i = 0; i < view.values.size(); ++i)
            result.results.push_back(values.value(view.values[i], view.results[i].type));
    });
}
}  // namespace byline::testing

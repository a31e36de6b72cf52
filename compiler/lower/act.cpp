#include "compiler/lower/act.hpp"

#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/effects.hpp"
#include "compiler/lower/events.hpp"
#include "compiler/lower/expression.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/party.hpp"
#include "compiler/lower/permit.hpp"
#include "compiler/lower/powers.hpp"
#include "compiler/lower/token.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
class ActLowering
{
public:
    ActLowering(Lowering& l, const Act& act)
        : l_{l},
          act_{act},
          arguments_{l, act.parameters},
          expressions_{l, arguments_},
          effects_{l, arguments_, expressions_}
    {}

    void run()
    {
        require_actor(l_, act_.by);
        if (act_.takes)
            require_running(l_);
        l_.payment_is_due = act_.takes && !takes_tokens();
        for (std::size_t i = 0; i < act_.locals.size(); ++i)
            expressions_.set_local(i, expressions_.value(act_.locals[i].value));
        for (const Condition& when : act_.whens)
            effects_.condition(when);
        if (act_.takes)
            take(*act_.takes);
        effects_.effects(act_.effects);
        if (act_.pays)
            pay(*act_.pays);
        else
            finish();
        l_.b.end(ExitKind::stop);
    }

private:
    [[nodiscard]] bool takes_tokens() const
    {
        return act_.takes && l_.context.licence.currency.is_token();
    }

    void take(const Takes& takes)
    {
        std::optional<ValueId> price;
        if (takes.price)
            price = expressions_.value(*takes.price);
        l_.b.locate(takes.span);
        l_.payment_is_due = false;
        paid_ = takes_tokens() ? take_tokens(*price) : take_ether(price);
        expressions_.set_payment(*paid_);
        std::optional<ValueId> account;
        if (takes.account)
            account = expressions_.value(*takes.account);
        receive_payment(l_, takes, *paid_, account);
    }

    /// A payment is the price to the wei.
    ValueId take_ether(std::optional<ValueId> price)
    {
        const ValueId value = l_.b.emit(Operation::callvalue);
        if (!price)
        {
            require_amount(l_, value);
            return value;
        }
        const ValueId differs = l_.b.emit(Operation::bit_xor, {value, *price});
        l_.failures.end_if(differs, "WrongPayment(uint256,uint256)",
            {*price, l_.b.emit(Operation::callvalue)}, act_.name + "_paid");
        return value;
    }

    ValueId take_tokens(ValueId price)
    {
        lock(l_);
        use_permit(l_, price);
        take_token(l_, price);
        return price;
    }

    /// Rule M2: the counters first, the transfer last.
    void pay(const Pays& pays)
    {
        const Holding from = effects_.holding_of(pays.from);
        const ValueId amount = expressions_.value(pays.amount);
        const ValueId to = expressions_.value(pays.to);
        l_.b.locate(pays.span);
        Fallback otherwise = effects_.not_enough(from, amount);
        draw(l_, from, amount, expressions_.block_of(otherwise));
        finish();
        l_.b.locate(pays.span);
        send(l_, to, amount);
    }

    void finish()
    {
        l_.b.locate(act_.span);
        if (takes_tokens())
            unlock(l_);
        log();
    }

    void log()
    {
        std::vector<ValueId> values{l_.b.emit(Operation::caller)};
        for (std::size_t i = 0; i < act_.parameters.size(); ++i)
        {
            if (act_.parameters[i].is_list)
                continue;
            const std::vector<ValueId>& fields = arguments_.fields(i);
            values.insert(values.end(), fields.begin(), fields.end());
        }
        if (paid_)
            values.push_back(*paid_);
        log_event(l_, event_name(act_), values);
    }

    Lowering& l_;
    const Act& act_;
    Arguments arguments_;
    Expressions expressions_;
    Effects effects_;
    std::optional<ValueId> paid_;
};
}  // namespace

void lower_act(Lowering& l, const Act& act)
{
    l.b.locate(act.span);
    if (act.loops == 0)
        return ActLowering{l, act}.run();
    // Where there is a loop, the stack is kept tidy: the dispatcher's is not to be.
    const std::string name = "act_" + act.name + (l.permit_word ? "_with_permit" : "");
    const ir::FunctionId apart = l.context.functions.function(name, 0, [&](ir::Builder& b) {
        b.locate(act.span);
        Failures failures{b};
        Lowering inner{l.context, b, failures};
        inner.known_words = l.known_words;
        inner.first_is_account = l.first_is_account;
        inner.permit_word = l.permit_word;
        ActLowering{inner, act}.run();
    });
    l.b.call(apart, {}, 0, act.name + "_done");
    l.b.end(ExitKind::stop);
}
}  // namespace byline::compiler

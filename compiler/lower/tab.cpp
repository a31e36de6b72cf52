#include "compiler/lower/tab.hpp"

#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/events.hpp"
#include "compiler/lower/money.hpp"
#include "compiler/lower/returns.hpp"
#include "compiler/lower/token.hpp"

#include <cstddef>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
class TabLowering
{
public:
    TabLowering(Lowering& l, std::size_t bucket)
        : l_{l},
          b_{l.b},
          rule_{std::get<TabRule>(l.context.licence.buckets[bucket].rule)},
          is_token_{l.context.licence.currency.is_token()},
          bucket_{bucket}
    {}

    /// Who puts more aside stays: the word is the amount alone.
    void fund()
    {
        const ValueId amount = is_token_ ? taken_token() : b_.emit(Operation::callvalue);
        const ValueId slot = tab_slot(l_, bucket_, caller());
        const ValueId before = amount_in(l_, b_.emit(Operation::sload, {slot}));
        const ValueId after = b_.emit(Operation::add, {before, amount});
        require_amount(l_, after);
        b_.emit(Operation::sstore, {slot, after});
        add_to_held(l_, amount);
        log_event(l_, "Funded", {caller(), amount});
        if (is_token_)
            unlock(l_);
        b_.end(ExitKind::stop);
    }

    /// Once: who calls again does not put the time off.
    void leave()
    {
        const ValueId slot = tab_slot(l_, bucket_, caller());
        const ValueId word = b_.emit(Operation::sload, {slot});
        const BlockId done = b_.new_block("left");
        b_.leave_if(time_in(l_, word), done, "stays");
        const ValueId at = b_.emit(
            Operation::add, {b_.emit(Operation::timestamp), b_.constant(rule_.notice.value_or(0))});
        b_.emit(Operation::sstore, {slot, amount_and_time(l_, word, at)});
        log_event(l_, "Leaving", {caller(), at});
        b_.jump(done);
        b_.continue_in(done);
        b_.end(ExitKind::stop);
    }

    void withdraw()
    {
        const ValueId slot = tab_slot(l_, bucket_, caller());
        const ValueId word = b_.emit(Operation::sload, {slot});
        const ValueId at = time_in(l_, word);
        const ValueId early = b_.emit(
            Operation::bit_or, {b_.emit(Operation::iszero, {at}),
                                   b_.emit(Operation::gt, {at, b_.emit(Operation::timestamp)})});
        l_.failures.end_if(early, "TooEarly(uint64)", {at}, "may_withdraw");
        b_.emit(Operation::sstore, {slot, b_.constant(0)});
        const ValueId amount = amount_in(l_, word);
        take_from_held(l_, amount);
        log_event(l_, "Withdrawn", {caller(), amount});
        send(l_, caller(), amount);
        b_.end(ExitKind::stop);
    }

    void getter()
    {
        require_words(l_, 1);
        const ValueId account = load_argument(l_, 0, account_type());
        const ValueId word = b_.emit(Operation::sload, {tab_slot(l_, bucket_, account)});
        give(l_, {amount_in(l_, word), time_in(l_, word)});
    }

private:
    ValueId caller() { return b_.emit(Operation::caller); }

    ValueId taken_token()
    {
        require_words(l_, 1);
        const ValueId amount = load_argument(l_, 0, money_type());
        lock(l_);
        take_token(l_, amount);
        return amount;
    }

    Lowering& l_;
    ir::Builder& b_;
    const TabRule& rule_;
    bool is_token_;
    std::size_t bucket_;
};
}  // namespace

void lower_tab_function(Lowering& l, const ExternalFunction& function)
{
    TabLowering tab{l, function.index};
    switch (function.kind)
    {
        case FunctionKind::tab_fund:
            return tab.fund();
        case FunctionKind::tab_leave:
            return tab.leave();
        case FunctionKind::tab_withdraw:
            return tab.withdraw();
        default:
            return tab.getter();
    }
}
}  // namespace byline::compiler

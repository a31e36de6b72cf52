#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/events.hpp"
#include "compiler/lower/party.hpp"
#include "compiler/lower/pool.hpp"
#include "compiler/lower/powers.hpp"

#include <algorithm>
#include <cstddef>
#include <variant>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
/// Rule M15: a place in the licence goes over in two steps. Who has several places offers and hands
/// over all of them.
class Assignment
{
public:
    explicit Assignment(Lowering& l) : l_{l}, b_{l.b} {}

    void offer()
    {
        require_words(l_, 1);
        const ValueId to = load_argument(l_, 0, account_type());
        refuse(b_.emit(Operation::iszero, {to}), to);
        refuse(b_.emit(Operation::eq, {to, b_.emit(Operation::self)}), to);
        each_place(0, [&](std::size_t party) {
            refuse(is_rival(party, to), to);
            const std::size_t slot = *l_.context.storage.parties[party];
            b_.emit(Operation::sstore, {b_.constant(slot + 1), to});
            log_event(l_, "Offered", {b_.emit(Operation::caller), to});
        });
    }

    void accept()
    {
        each_place(1, [&](std::size_t party) {
            const ValueId to = b_.emit(Operation::caller);
            const std::size_t slot = *l_.context.storage.parties[party];
            const ValueId from = b_.emit(Operation::sload, {b_.constant(slot)});
            // The pools credit who is their heir still.
            hand_over_pools(party, from, to);
            b_.emit(Operation::sstore, {b_.constant(slot), to});
            b_.emit(Operation::sstore, {b_.constant(slot + 1), b_.constant(0)});
            log_event(l_, "Assigned", {from, to});
        });
    }

private:
    /// Does `work` for each place whose word at `offset` is the caller; NotAllowed(caller) where
    /// there is none. What is accepted must not be another place of a bucket that the caller is
    /// paid from already, perhaps since a moment ago; such an offer is passed over, so that nobody
    /// can spoil another's by one of their own. BadParty(caller) where there are only such.
    template <typename Work>
    void each_place(std::size_t offset, Work&& work)
    {
        ValueId found = b_.constant(0);
        ValueId passed_over = b_.constant(0);
        for (std::size_t i = 0; i < l_.context.licence.parties.size(); ++i)
        {
            const auto slot = l_.context.storage.parties[i];
            if (!slot)
                continue;
            ValueId is_own =
                b_.emit(Operation::eq, {b_.emit(Operation::sload, {b_.constant(*slot + offset)}),
                                           b_.emit(Operation::caller)});
            if (offset != 0)
            {
                const ValueId clash =
                    b_.emit(Operation::bit_and, {is_own, is_rival(i, b_.emit(Operation::caller))});
                passed_over = b_.emit(Operation::bit_or, {passed_over, clash});
                is_own = b_.emit(Operation::bit_xor, {is_own, clash});
            }
            const BlockId next = b_.new_block("next_place");
            const ValueId any = b_.add_parameter(next);
            const BlockId other = b_.new_block("other_place");
            b_.leave_if(b_.emit(Operation::iszero, {is_own}), other, "own_place");
            work(i);
            b_.jump(next, {b_.constant(1)});
            b_.continue_in(other);
            b_.jump(next, {found});
            b_.continue_in(next);
            found = any;
        }
        if (offset != 0)
            refuse(b_.emit(Operation::gt, {passed_over, found}), b_.emit(Operation::caller));
        b_.leave_if(b_.emit(Operation::iszero, {found}),
            l_.failures.with_caller("NotAllowed(address)"), "had_place");
        b_.end(ExitKind::stop);
    }

    void refuse(ValueId condition, ValueId account)
    {
        l_.failures.end_if(condition, "BadParty(address)", {account}, "good_party");
    }

    /// Rule M4: nobody is paid twice from one bucket.
    ValueId is_rival(std::size_t party, ValueId account)
    {
        std::vector<std::size_t> rivals;
        for (const Bucket& bucket : l_.context.licence.buckets)
        {
            const auto* shares = std::get_if<ShareRule>(&bucket.rule);
            if (shares == nullptr ||
                std::ranges::find(shares->payees, party) == shares->payees.end())
                continue;
            for (const std::size_t other : shares->payees)
            {
                if (other != party && std::ranges::find(rivals, other) == rivals.end())
                    rivals.push_back(other);
            }
        }
        ValueId found = b_.constant(0);
        for (const std::size_t other : rivals)
            found = b_.emit(Operation::bit_or,
                {found, b_.emit(Operation::eq, {party_address(l_, other), account})});
        return found;
    }

    /// What a pool credited to the party while it was empty is the account's own; it goes over.
    void hand_over_pools(std::size_t party, ValueId from, ValueId to)
    {
        const std::vector<Bucket>& buckets = l_.context.licence.buckets;
        for (std::size_t i = 0; i < buckets.size(); ++i)
        {
            const auto* pool = std::get_if<PoolRule>(&buckets[i].rule);
            if (pool != nullptr && pool->when_empty == party)
                hand_over_due(l_, i, from, to);
        }
    }

    Lowering& l_;
    ir::Builder& b_;
};
}  // namespace

void lower_assign_function(Lowering& l, const ExternalFunction& function)
{
    Assignment assignment{l};
    if (function.kind == FunctionKind::assign)
        assignment.offer();
    else
        assignment.accept();
}
}  // namespace byline::compiler

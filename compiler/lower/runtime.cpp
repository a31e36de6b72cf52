#include "compiler/ir/builder.hpp"
#include "compiler/lower/act.hpp"
#include "compiler/lower/failures.hpp"
#include "compiler/lower/lower.hpp"
#include "compiler/lower/position.hpp"
#include "compiler/sema/counters.hpp"
#include "vm/primitives/keccak.hpp"

#include <optional>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr ir::FunctionId position_function = 1;

/// ERC-165's own id, and the one by which a licence says that plain transfers reach a bucket (rule
/// M5).
constexpr std::string_view erc165 = "supportsInterface(bytes4)";
constexpr std::string_view plain_transfers = "acceptsPlainTransfers()";

class RuntimeLowering
{
public:
    RuntimeLowering(const Licence& licence, const bytes32& terms_hash, ir::Function& function)
        : licence_{licence}, terms_hash_{terms_hash}, b_{function}, failures_{b_}
    {}

    /// The dispatcher, in order of how often a function is called: the acts that are paid for, the
    /// first one without a jump; then all that takes no money, those that share a check side by
    /// side.
    void run()
    {
        b_.locate(licence_.span);
        selector_ = b_.emit(
            Operation::shr, {b_.constant(224), b_.emit(Operation::calldataload, {b_.constant(0)})});
        paid_acts();
        b_.locate(licence_.span);
        if (licence_.split.is_default)
            plain_transfer();
        const ValueId value = b_.emit(Operation::callvalue);
        b_.leave_if(value, failures_.refuse(), "unpaid");
        without_arguments();
        with_one_argument();
        b_.jump(failures_.refuse());
    }

private:
    void act(const Act& act) { lower_act(licence_, act, b_, failures_); }

    void paid_acts()
    {
        bool is_first = true;
        for (const Act& a : licence_.acts)
        {
            if (!a.price)
                continue;
            b_.locate(a.span);
            const ValueId own = b_.constant(selector_of(signature_of(a)));
            if (is_first)
            {
                const BlockId others = b_.new_block("others");
                b_.leave_if(b_.emit(Operation::bit_xor, {selector_, own}), others, a.name);
                short_call(signature_of(a), a.parameters.empty());
                act(a);
                b_.continue_in(others);
            }
            else
                on_selector(signature_of(a), a.name, a.parameters.empty(), [&] { act(a); });
            is_first = false;
        }
    }

    /// A call of fewer than four bytes reads as one whose selector ends in zeros.
    void short_call(const std::string& signature, bool no_parameters)
    {
        if (no_parameters && (selector_of(signature) & 0xff) == 0)
        {
            const ValueId short_of =
                b_.emit(Operation::lt, {b_.emit(Operation::calldatasize), b_.constant(4)});
            b_.leave_if(short_of, failures_.refuse(), "complete");
        }
    }

    /// Where the selector is that of `signature`, what `body` writes; what follows is for all
    /// others.
    template <typename Body>
    void on_selector(
        const std::string& signature, std::string name, bool no_parameters, Body&& body)
    {
        const BlockId target = b_.new_block(name);
        b_.leave_if(b_.emit(Operation::eq, {selector_, b_.constant(selector_of(signature))}),
            target, "not_" + name);
        const BlockId next = b_.current();
        b_.continue_in(target);
        short_call(signature, no_parameters);
        body();
        b_.continue_in(next);
    }

    void plain_transfer()
    {
        // Rule M6: 2,300 gas must do, so nothing is written or logged.
        const BlockId receive = b_.new_block("receive");
        b_.leave_if(
            b_.emit(Operation::iszero, {b_.emit(Operation::calldatasize)}), receive, "call");
        const BlockId next = b_.current();
        b_.continue_in(receive);
        b_.end(ExitKind::stop);
        b_.continue_in(next);
    }

    // --- functions without arguments ---

    void without_arguments()
    {
        b_.locate(licence_.split.span);
        on_selector("claim()", "claim", true, [&] {
            const ValueId caller = b_.emit(Operation::caller);
            b_.jump(pay(), {caller, caller});
        });
        for (const Act& a : licence_.acts)
        {
            if (a.price || !a.parameters.empty())
                continue;
            on_selector(signature_of(a), a.name, true, [&] { act(a); });
        }
        b_.locate(licence_.split.span);
        on_selector("received()", "received", true, [&] {
            // Nobody has the address zero: only R is wanted.
            give(position(b_.constant(0), "received_position").receipts);
        });
        // Rule M1: with a residual bucket no ether is without an owner.
        on_selector("surplus()", "surplus", true, [&] { give(b_.constant(0)); });
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
        {
            const Party& party = licence_.parties[i];
            b_.locate(party.span);
            on_selector(party.name + "()", party.name, true,
                [&] { give(b_.immutable(static_cast<std::uint32_t>(i))); });
        }
        b_.locate(licence_.span);
        on_selector(
            "termsHash()", "termsHash", true, [&] { give(b_.constant(to_uint256(terms_hash_))); });
    }

    // --- functions with arguments ---

    void with_one_argument()
    {
        for (const Act& a : licence_.acts)
        {
            if (a.price || a.parameters.empty())
                continue;
            b_.locate(a.span);
            on_selector(signature_of(a), a.name, false, [&] { act(a); });
        }
        b_.locate(licence_.split.span);
        const ValueId short_of =
            b_.emit(Operation::lt, {b_.emit(Operation::calldatasize), b_.constant(36)});
        b_.leave_if(short_of, failures_.refuse(), "argument");
        on_selector(std::string{erc165}, "supportsInterface", false, [&] { supports_interface(); });
        const ValueId account = b_.emit(Operation::calldataload, {b_.constant(4)});
        const ValueId dirty = b_.emit(Operation::shr, {b_.constant(160), account});
        b_.leave_if(dirty, failures_.refuse(), "account");
        on_selector(
            "claimFor(address)", "claimFor", false, [&] { b_.jump(pay(), {account, account}); });
        on_selector("claimTo(address)", "claimTo", false, [&] {
            // What goes to the address zero is lost.
            const BlockId nowhere = b_.new_block("claimTo_nowhere", true);
            b_.leave_if(b_.emit(Operation::iszero, {account}), nowhere, "claimTo_somewhere");
            const ValueId caller = b_.emit(Operation::caller);
            b_.jump(pay(), {caller, account});
            b_.continue_in(nowhere);
            failures_.end_with("BadParty(address)", {account});
        });
        on_selector("claimable(address)", "claimable", false,
            [&] { give(position(account, "claimable_position").amount); });
    }

    void supports_interface()
    {
        // The whole word is compared: an id with anything behind its four bytes is none that we
        // know.
        const ValueId id = b_.emit(Operation::calldataload, {b_.constant(4)});
        const auto is = [&](std::string_view signature) {
            return b_.emit(
                Operation::eq, {id, b_.constant(uint256{selector_of(signature)} << 224)});
        };
        ValueId known = is(erc165);
        if (licence_.split.is_default)
            known = b_.emit(Operation::bit_or, {known, is(plain_transfers)});
        give(known);
    }

    // --- shared ends ---

    PayeePosition position(ValueId account, std::string name)
    {
        return PayeePosition{
            b_.call(position_function, {account}, PayeePosition::results, std::move(name))};
    }

    void give(ValueId value)
    {
        if (!give_word_)
        {
            const BlockId back = b_.current();
            give_word_ = b_.new_block("give_word");
            const ValueId word = b_.add_parameter(*give_word_);
            b_.continue_in(*give_word_);
            b_.emit(Operation::mstore, {b_.constant(0), word});
            b_.end(ExitKind::return_data, {b_.constant(0), b_.constant(32)});
            b_.continue_in(back);
        }
        b_.jump(*give_word_, {value});
    }

    /// pay(payee, to): all that the payee may withdraw goes to `to`. Rule M2: the counter is
    /// written before the one transfer, which comes last.
    BlockId pay()
    {
        if (pay_)
            return *pay_;
        const BlockId back = b_.current();
        pay_ = b_.new_block("pay");
        const ValueId payee = b_.add_parameter(*pay_);
        const ValueId to = b_.add_parameter(*pay_);
        b_.continue_in(*pay_);
        const PayeePosition at = position(payee, "pay_position");
        const BlockId nothing = b_.new_block("pay_nothing", true);
        b_.leave_if(b_.emit(Operation::iszero, {at.amount}), nothing, "pay_amount");
        count(at);
        b_.emit(Operation::mstore, {b_.constant(0), at.amount});
        const uint256 topic = to_uint256(keccak256(std::string_view{"Claimed(address,uint256)"}));
        b_.emit(Operation::log2, {b_.constant(0), b_.constant(32), b_.constant(topic), payee});
        const ValueId zero = b_.constant(0);
        const ValueId done = b_.emit(
            Operation::call, {b_.emit(Operation::gas), to, at.amount, zero, zero, zero, zero});
        const ValueId failed = b_.emit(Operation::iszero, {done});
        b_.leave_if(failed, failures_.without_arguments("TransferFailed"), "pay_done");
        b_.end(ExitKind::stop);
        b_.continue_in(nothing);
        b_.leave_if(at.key, failures_.without_arguments("NothingToClaim"), "pay_stranger");
        failures_.end_with("NotAllowed(address)", {payee});
        b_.continue_in(back);
        return *pay_;
    }

    /// Adds the amount to the payee's counter. It cannot carry into the next one: the entitlement
    /// fits.
    void count(const PayeePosition& at)
    {
        const CounterLayout layout = counters_of(licence_.split);
        ValueId added = at.amount;
        if (layout.per_slot > 1)
        {
            const ValueId shift =
                b_.emit(Operation::bit_and, {b_.constant(KeyLayout::field_mask), at.key});
            added = b_.emit(Operation::shl, {shift, added});
        }
        ValueId slot = b_.constant(0);
        if (layout.slots > 1)
        {
            const ValueId shifted =
                b_.emit(Operation::shr, {b_.constant(KeyLayout{layout}.slot_bit), at.key});
            slot = b_.emit(Operation::bit_and, {b_.constant(KeyLayout::field_mask), shifted});
        }
        b_.emit(Operation::sstore, {slot, b_.emit(Operation::add, {at.counters, added})});
        if (!layout.has_total)
            return;
        const ValueId total = b_.emit(Operation::sload, {b_.constant(0)});
        b_.emit(Operation::sstore, {b_.constant(0), b_.emit(Operation::add, {total, at.amount})});
    }

    const Licence& licence_;
    const bytes32& terms_hash_;
    ir::Builder b_;
    Failures failures_;
    ValueId selector_ = 0;
    std::optional<BlockId> give_word_;
    std::optional<BlockId> pay_;
};
}  // namespace

ir::Program lower_runtime(const Licence& licence, const bytes32& terms_hash)
{
    ir::Program program;
    for (const Party& party : licence.parties)
        program.immutables.push_back(party.name);
    ir::Function entry;
    entry.name = "entry";
    RuntimeLowering{licence, terms_hash, entry}.run();
    program.functions.push_back(std::move(entry));
    program.functions.push_back(lower_position(licence.split));
    return program;
}
}  // namespace byline::compiler

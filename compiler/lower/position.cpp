#include "compiler/lower/position.hpp"

#include "compiler/ir/builder.hpp"
#include "compiler/lower/failures.hpp"
#include "compiler/sema/counters.hpp"

#include <algorithm>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr unsigned receipt_bits = 128;

class PositionLowering
{
public:
    PositionLowering(const Split& split, ir::Builder& builder)
        : split_{split}, layout_{counters_of(split)}, key_{layout_}, b_{builder}, failures_{builder}
    {}

    void run()
    {
        const ValueId account = b_.add_parameter(0);
        const ValueId first = b_.emit(Operation::sload, {b_.constant(0)});
        const ValueId claimed = layout_.has_total ? first : sum_of_counters(first);
        const ValueId receipts =
            b_.emit(Operation::add, {claimed, b_.emit(Operation::selfbalance)});
        const ValueId key = key_of(account);
        const ValueId share = b_.emit(Operation::shr, {b_.constant(key_.share_bit), key});
        // R < 2^128 and share <= denominator < 2^128: the product cannot wrap.
        const ValueId entitled = b_.emit(Operation::div,
            {b_.emit(Operation::mul, {receipts, share}), b_.constant(denominator())});
        const ValueId counters =
            layout_.slots == 1 ? first : b_.emit(Operation::sload, {slot_of(key)});
        const ValueId done = counter(counters, key);
        // Not less than 0, whatever the counter says: (entitled - done) * (entitled > done).
        const ValueId amount = b_.emit(Operation::mul,
            {b_.emit(Operation::sub, {entitled, done}), b_.emit(Operation::gt, {entitled, done})});
        const ValueId large = too_large(receipts, entitled);
        b_.leave_if(large, failures_.without_arguments("Overflow"), "fits");
        b_.end(ir::ExitKind::give_back, {receipts, counters, key, amount});
    }

private:
    [[nodiscard]] uint256 mask() const { return (uint256{1} << layout_.bits) - 1; }

    /// The mask as one value, so that it is made once.
    ValueId mask_value()
    {
        if (!mask_)
            mask_ = b_.constant(mask());
        return *mask_;
    }

    /// The sum of the counters in one word.
    ValueId sum_of_word(ValueId word, std::size_t counters)
    {
        std::optional<ValueId> sum;
        for (std::size_t i = 0; i < counters; ++i)
        {
            const unsigned shift = layout_.shift_of(i);
            ValueId field = b_.emit(Operation::shr, {b_.constant(shift), word});
            // The highest one has nothing above it.
            if (i + 1 < layout_.per_slot)
                field = b_.emit(Operation::bit_and, {field, mask_value()});
            sum = sum ? b_.emit(Operation::add, {*sum, field}) : field;
        }
        return *sum;
    }

    ValueId sum_of_counters(ValueId first)
    {
        const std::size_t payees = split_.payees.size();
        ValueId sum = sum_of_word(first, std::min<std::size_t>(payees, layout_.per_slot));
        for (std::size_t slot = 1; slot < layout_.slots; ++slot)
        {
            const ValueId word = b_.emit(Operation::sload, {b_.constant(slot)});
            const std::size_t left = payees - slot * layout_.per_slot;
            sum = b_.emit(Operation::add,
                {sum, sum_of_word(word, std::min<std::size_t>(left, layout_.per_slot))});
        }
        return sum;
    }

    /// The shares' least common denominator.
    [[nodiscard]] uint256 denominator() const
    {
        uint256 common{1};
        for (const Payee& payee : split_.payees)
        {
            const uint256& own = payee.share.denominator();
            common = common / greatest_common_divisor(common, own) * own;
        }
        return common;
    }

    /// At most one of the comparisons is 1: a sum of products instead of a chain of branches.
    ValueId key_of(ValueId account)
    {
        const uint256 common = denominator();
        std::optional<ValueId> key;
        for (std::size_t i = 0; i < split_.payees.size(); ++i)
        {
            const Payee& payee = split_.payees[i];
            const uint256 numerator =
                payee.share.numerator() * (common / payee.share.denominator());
            const uint256 slot{layout_.slots == 1 ? 0 : layout_.slot_of(i)};
            const uint256 own = (numerator << key_.share_bit) | (slot << key_.slot_bit) |
                                uint256{layout_.shift_of(i)};
            const ValueId is_payee = b_.emit(
                Operation::eq, {b_.immutable(static_cast<std::uint32_t>(payee.party)), account});
            const ValueId term = b_.emit(Operation::mul, {is_payee, b_.constant(own)});
            key = key ? b_.emit(Operation::add, {*key, term}) : term;
        }
        return *key;
    }

    ValueId field(ValueId key, unsigned bit)
    {
        const ValueId shifted = b_.emit(Operation::shr, {b_.constant(bit), key});
        return b_.emit(Operation::bit_and, {shifted, b_.constant(KeyLayout::field_mask)});
    }

    ValueId slot_of(ValueId key) { return field(key, key_.slot_bit); }

    ValueId counter(ValueId counters, ValueId key)
    {
        if (layout_.per_slot == 1)
            return counters;
        const ValueId shifted = b_.emit(Operation::shr, {field(key, 0), counters});
        return b_.emit(Operation::bit_and, {shifted, mask_value()});
    }

    ValueId too_large(ValueId receipts, ValueId entitled)
    {
        const ValueId receipts_high =
            b_.emit(Operation::shr, {b_.constant(receipt_bits), receipts});
        // An entitlement is at most the receipts.
        if (layout_.bits == receipt_bits)
            return receipts_high;
        return b_.emit(Operation::bit_or,
            {b_.emit(Operation::shr, {b_.constant(layout_.bits), entitled}), receipts_high});
    }

    const Split& split_;
    CounterLayout layout_;
    KeyLayout key_;
    ir::Builder& b_;
    Failures failures_;
    std::optional<ValueId> mask_;
};
}  // namespace

ir::Function lower_position(const Split& split)
{
    ir::Function function;
    function.name = "position";
    function.results = PayeePosition::results;
    ir::Builder builder{function};
    builder.locate(split.span);
    PositionLowering{split, builder}.run();
    return function;
}
}  // namespace byline::compiler

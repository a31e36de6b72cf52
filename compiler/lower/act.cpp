#include "compiler/lower/act.hpp"

#include "vm/primitives/keccak.hpp"

namespace byline::compiler
{
using ir::BlockId;
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr std::uint64_t word_size = 32;
constexpr std::uint64_t selector_size = 4;

class ActLowering
{
public:
    ActLowering(const Licence& licence, const Act& act, ir::Builder& builder, Failures& failures)
        : licence_{licence}, act_{act}, b_{builder}, failures_{failures}
    {}

    void run()
    {
        b_.locate(act_.span);
        const std::size_t size = selector_size + word_size * act_.parameters.size();
        if (!act_.parameters.empty())
        {
            const ValueId short_of =
                b_.emit(Operation::lt, {b_.emit(Operation::calldatasize), b_.constant(size)});
            b_.leave_if(short_of, failures_.refuse(), act_.name + "_complete");
        }
        for (std::size_t i = 0; i < act_.parameters.size(); ++i)
            parameter(i);
        if (act_.price)
            payment(*act_.price);
        b_.locate(act_.span);
        log();
        b_.end(ir::ExitKind::stop);
    }

private:
    void parameter(std::size_t i)
    {
        const Parameter& parameter = act_.parameters[i];
        const ValueId value =
            b_.emit(Operation::calldataload, {b_.constant(selector_size + word_size * i)});
        values_.push_back(value);
        const uint256& high = *parameter.range.high;
        const std::string name = act_.name + "_" + parameter.name;
        if (high != max_uint256)
        {
            const bool is_mask = (high & (high + 1)).is_zero();
            const ValueId outside =
                is_mask ? b_.emit(Operation::shr, {b_.constant(high.bit_width()), value})
                        : b_.emit(Operation::gt, {value, b_.constant(high)});
            const bool is_amount = parameter.abi == AbiType::uint256_type;
            b_.leave_if(outside,
                is_amount ? failures_.without_arguments("Overflow") : failures_.refuse(),
                name + "_below");
        }
        if (!parameter.range.low.is_zero())
        {
            const ValueId below = b_.emit(Operation::lt, {value, b_.constant(parameter.range.low)});
            b_.leave_if(below, failures_.refuse(), name + "_above");
        }
    }

    void overflow_if(ValueId condition)
    {
        b_.leave_if(condition, failures_.without_arguments("Overflow"), act_.name + "_in_range");
    }

    // A price is at most max_expressions deep (the parser).
    // NOLINTNEXTLINE(misc-no-recursion)
    ValueId value_of(TermId id)
    {
        const Term& term = licence_.terms[id];
        if (term.kind == TermKind::constant)
            return b_.constant(term.value);
        if (term.kind == TermKind::parameter)
            return values_[term.parameter];
        const ValueId left = value_of(term.left);
        const ValueId right = value_of(term.right);
        b_.locate(term.span);
        if (term.kind == TermKind::subtract)
        {
            const Interval& minuend = licence_.terms[term.left].range;
            const Interval& subtrahend = licence_.terms[term.right].range;
            if (!subtrahend.high || minuend.low < *subtrahend.high)
                overflow_if(b_.emit(Operation::lt, {left, right}));
            return b_.emit(Operation::sub, {left, right});
        }
        const bool is_sum = term.kind == TermKind::add;
        const ValueId result = b_.emit(is_sum ? Operation::add : Operation::mul, {left, right});
        if (!term.range.bounded())
            overflow_if(is_sum ? b_.emit(Operation::lt, {result, left})
                               : product_wrapped(result, left, right));
        return result;
    }

    /// Not zero if left * right wrapped: then it does not divide back, unless left is zero.
    ValueId product_wrapped(ValueId product, ValueId left, ValueId right)
    {
        const ValueId divided = b_.emit(Operation::div, {product, left});
        const ValueId differs = b_.emit(Operation::bit_xor, {divided, right});
        const ValueId not_zero = b_.emit(Operation::iszero, {b_.emit(Operation::iszero, {left})});
        return b_.emit(Operation::mul, {not_zero, differs});
    }

    void payment(TermId price_id)
    {
        const ValueId price = value_of(price_id);
        b_.locate(licence_.terms[price_id].span);
        const BlockId wrong = b_.new_block(act_.name + "_wrong_payment", true);
        b_.leave_if(b_.emit(Operation::bit_xor, {b_.emit(Operation::callvalue), price}), wrong,
            act_.name + "_paid");
        const BlockId paid = b_.current();
        b_.continue_in(wrong);
        failures_.end_with("WrongPayment(uint256,uint256)", {price, b_.emit(Operation::callvalue)});
        b_.continue_in(paid);
    }

    void log()
    {
        std::uint64_t offset = 0;
        const auto store = [&](ValueId value) {
            b_.emit(Operation::mstore, {b_.constant(offset), value});
            offset += word_size;
        };
        for (const ValueId value : values_)
            store(value);
        if (act_.price)
            store(b_.emit(Operation::callvalue));
        const uint256 topic = to_uint256(keccak256(event_signature_of(act_)));
        b_.emit(Operation::log2,
            {b_.constant(0), b_.constant(offset), b_.constant(topic), b_.emit(Operation::caller)});
    }

    const Licence& licence_;
    const Act& act_;
    ir::Builder& b_;
    Failures& failures_;
    std::vector<ValueId> values_;
};
}  // namespace

void lower_act(const Licence& licence, const Act& act, ir::Builder& builder, Failures& failures)
{
    ActLowering{licence, act, builder, failures}.run();
}
}  // namespace byline::compiler

#include "compiler/lower/number.hpp"

#include "compiler/lower/context.hpp"
#include "vm/primitives/uint256.hpp"

#include <vector>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

namespace
{
/// The body of multiply_divide(a, b, c): Remco Bloemen's mulDiv.
class MultiplyDivide
{
public:
    explicit MultiplyDivide(ir::Builder& b) : b_{b} {}

    void run()
    {
        const ValueId a = b_.add_parameter(0);
        const ValueId b = b_.add_parameter(0);
        const ValueId c = b_.add_parameter(0);
        // The product is high * 2^256 + low: its remainders by 2^256 - 1 and by 2^256 say so.
        const ValueId low = b_.emit(Operation::mul, {a, b});
        const ValueId remainder_by_ones =
            b_.emit(Operation::mulmod, {a, b, b_.constant(max_uint256)});
        const ValueId borrow = b_.emit(Operation::lt, {remainder_by_ones, low});
        const ValueId high = sub(sub(remainder_by_ones, low), borrow);
        const ValueId too_large = b_.emit(Operation::iszero, {b_.emit(Operation::lt, {high, c})});
        // Without the remainder, the division is exact: in arithmetic modulo 2^256, first by the
        // power of two in c, then by the odd rest, which is a product with its inverse.
        const ValueId remainder = b_.emit(Operation::mulmod, {a, b, c});
        const ValueId high_part = sub(high, b_.emit(Operation::gt, {remainder, low}));
        const ValueId low_part = sub(low, remainder);
        const ValueId power = b_.emit(Operation::bit_and, {c, sub(b_.constant(0), c)});
        const ValueId odd = b_.emit(Operation::div, {c, power});
        // 2^256 / power, modulo 2^256.
        const ValueId complement = b_.emit(Operation::add,
            {b_.emit(Operation::div, {sub(b_.constant(0), power), power}), b_.constant(1)});
        const ValueId shifted_low = b_.emit(Operation::div, {low_part, power});
        const ValueId shifted_high = b_.emit(Operation::mul, {high_part, complement});
        const ValueId dividend = b_.emit(Operation::bit_or, {shifted_low, shifted_high});
        const ValueId quotient = b_.emit(Operation::mul, {dividend, inverse(odd)});
        b_.end(ir::ExitKind::give_back, {quotient, too_large});
    }

private:
    ValueId sub(ValueId a, ValueId b) { return b_.emit(Operation::sub, {a, b}); }

    /// Of an odd number, modulo 2^256: right in 4 bits at first, in twice as many after each round
    /// of Newton's.
    ValueId inverse(ValueId odd)
    {
        const ValueId triple = b_.emit(Operation::mul, {b_.constant(3), odd});
        ValueId result = b_.emit(Operation::bit_xor, {triple, b_.constant(2)});
        for (int bits = 4; bits < 256; bits *= 2)
        {
            const ValueId error = sub(b_.constant(2), b_.emit(Operation::mul, {odd, result}));
            result = b_.emit(Operation::mul, {result, error});
        }
        return result;
    }

    ir::Builder& b_;
};

/// a, or b where `other` is 1.
ValueId choose(Lowering& l, ValueId a, ValueId b, ValueId other)
{
    const ValueId difference = l.b.emit(Operation::bit_xor, {a, b});
    return l.b.emit(Operation::bit_xor, {a, l.b.emit(Operation::mul, {difference, other})});
}
}  // namespace

ValueId product_wrapped(Lowering& l, ValueId product, ValueId left, ValueId right)
{
    // Then it does not divide back, unless left is zero.
    const ValueId divided = l.b.emit(Operation::div, {product, left});
    const ValueId differs = l.b.emit(Operation::bit_xor, {divided, right});
    const ValueId not_zero = l.b.emit(Operation::iszero, {l.b.emit(Operation::iszero, {left})});
    return l.b.emit(Operation::mul, {not_zero, differs});
}

ValueId divide(Lowering& l, ValueId left, ValueId right, Rounding rounding)
{
    const ValueId quotient = l.b.emit(Operation::div, {left, right});
    if (rounding == Rounding::down)
        return quotient;
    const ValueId rest = l.b.emit(Operation::mod, {left, right});
    const ValueId one = l.b.emit(Operation::iszero, {l.b.emit(Operation::iszero, {rest})});
    return l.b.emit(Operation::add, {quotient, one});
}

CheckedNumber multiply_divide(Lowering& l, ValueId a, ValueId b, ValueId c)
{
    const ir::FunctionId function = l.context.functions.function(
        "multiply_divide", 2, [](ir::Builder& builder) { MultiplyDivide{builder}.run(); });
    const std::vector<ValueId> results = l.b.call(function, {a, b, c}, 2, "divided");
    return {results[0], results[1]};
}

ValueId minimum(Lowering& l, ValueId a, ValueId b)
{
    return choose(l, a, b, l.b.emit(Operation::lt, {b, a}));
}

ValueId maximum(Lowering& l, ValueId a, ValueId b)
{
    return choose(l, a, b, l.b.emit(Operation::gt, {b, a}));
}
}  // namespace byline::compiler

#pragma once

#include "compiler/lower/context.hpp"
#include "compiler/sema/expression.hpp"

namespace byline::compiler
{
/// A number and whether it is right: `wrong` is not zero where the true result is out of range.
struct CheckedNumber
{
    ir::ValueId value = 0;
    ir::ValueId wrong = 0;
};

/// Not zero if left * right is not `product`, which wrapped.
ir::ValueId product_wrapped(Lowering& l, ir::ValueId product, ir::ValueId left, ir::ValueId right);

/// left / right, of which right is not 0: the next integer below or above the quotient.
ir::ValueId divide(Lowering& l, ir::ValueId left, ir::ValueId right, Rounding rounding);

/// a * b / c rounded down, exact whatever the product is: 512 bits of it are computed. `wrong`
/// where the quotient does not fit a word; c is not 0. A function of the IR.
CheckedNumber multiply_divide(Lowering& l, ir::ValueId a, ir::ValueId b, ir::ValueId c);

/// The lesser or the greater one, without a branch.
ir::ValueId minimum(Lowering& l, ir::ValueId a, ir::ValueId b);
ir::ValueId maximum(Lowering& l, ir::ValueId a, ir::ValueId b);
}  // namespace byline::compiler

#include "compiler/ir/ir.hpp"
#include "compiler/ir/passes.hpp"
#include "vm/primitives/error.hpp"

#include <array>

namespace byline::compiler::ir
{
void optimise(Program& program)
{
    constexpr std::array passes{&fold, &number_values, &simplify_bits, &fold, &reduce_strength,
        &simplify_flow, &clean, &number_values, &remove_dead_stores, &simplify_bits, &fold, &clean,
        &number_values, &simplify_conditions, &clean, &merge_guards, &clean, &sink_into_cold,
        &clean};
    BYLINE_ASSERT(verify(program).empty());
    inline_calls(program);
    BYLINE_ASSERT(verify(program).empty());
    for (const auto pass : passes)
    {
        for (Function& function : program.functions)
            pass(function);
        BYLINE_ASSERT(verify(program).empty());
    }
}
}  // namespace byline::compiler::ir

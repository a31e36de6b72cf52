#include "compiler/ir/passes.hpp"
#include "vm/primitives/error.hpp"

#include <array>

namespace byline::compiler::ir
{
void optimise(Program& program)
{
    constexpr std::array passes{
        &fold, &number_values, &clean, &merge_guards, &clean, &sink_into_cold, &clean};
    BYLINE_ASSERT(verify(program).empty());
    for (const auto pass : passes)
    {
        for (Function& function : program.functions)
            pass(function);
        BYLINE_ASSERT(verify(program).empty());
    }
}
}  // namespace byline::compiler::ir

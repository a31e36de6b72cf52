#include "compiler/ir/ir.hpp"

#include "compiler/codegen/cost_model.hpp"
#include "compiler/codegen/generate.hpp"
#include "compiler/ir/passes.hpp"
#include "vm/primitives/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace byline::compiler;
    auto program = ir::parse({reinterpret_cast<const char*>(data), size});
    if (!program)
        return 0;
    // What was read is written in one way only.
    const std::string text = ir::print(*program);
    const auto again = ir::parse(text);
    BYLINE_ASSERT(again && ir::print(*again) == text);
    // And what is well formed stays so, and can be compiled.
    if (!ir::verify(*program).empty())
        return 0;
    (void)generate(*program, CostModel{});
    ir::optimise(*program);
    (void)generate(*program, CostModel{});
    return 0;
}

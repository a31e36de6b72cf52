#include "compiler/lower/returns.hpp"

#include "compiler/lower/context.hpp"

#include <cstdint>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
void give_in_memory(Lowering& l, const std::vector<ValueId>& values)
{
    std::uint64_t size = 0;
    for (const ValueId value : values)
    {
        l.b.emit(Operation::mstore, {l.b.constant(size), value});
        size += word_size;
    }
    l.b.end(ExitKind::return_data, {l.b.constant(0), l.b.constant(size)});
}
}  // namespace

void give(Lowering& l, const std::vector<ValueId>& values)
{
    if (values.size() != 1)
        return give_in_memory(l, values);
    auto found = l.shared.find("give_word");
    if (found == l.shared.end())
    {
        const BlockId back = l.b.current();
        const BlockId block = l.b.new_block("give_word");
        const ValueId word = l.b.add_parameter(block);
        l.b.continue_in(block);
        give_in_memory(l, {word});
        l.b.continue_in(back);
        found = l.shared.emplace("give_word", block).first;
    }
    l.b.jump(found->second, values);
}
}  // namespace byline::compiler

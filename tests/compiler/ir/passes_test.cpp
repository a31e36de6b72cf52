#include "compiler/ir/passes.hpp"

#include "compiler/ir/builder.hpp"

#include <gtest/gtest.h>

namespace byline::compiler::ir
{
namespace
{
/// Two guards before a store; each may leave for the same block or for one of its own.
Program two_guards(bool same_target)
{
    Program program;
    program.memory = 64;  // each error gives back what lies at a place of its own
    program.functions.resize(1);
    Function& f = program.functions[0];
    f.name = "main";
    Builder b{f};
    const BlockId first = b.new_block("first", true);
    const BlockId second = same_target ? first : b.new_block("second", true);
    b.leave_if(b.emit(Operation::callvalue), first, "checked");
    const ValueId word = b.emit(Operation::calldataload, {b.constant(0)});
    b.leave_if(b.emit(Operation::iszero, {word}), second, "passed");
    b.emit(Operation::sstore, {b.constant(0), word});
    b.end(ExitKind::stop);
    for (const BlockId cold : {first, second})
    {
        b.continue_in(cold);
        b.end(ExitKind::revert, {word, b.constant(cold)});
        if (same_target)
            break;
    }
    // The first guard fails before the word is there.
    f.blocks[first].exit.operands[0] = f.blocks[first].exit.operands[1];
    return program;
}

std::size_t branches(const Function& f, bool cold)
{
    std::size_t count = 0;
    for (const Block& block : f.blocks)
        count += block.exit.kind == ExitKind::branch && block.is_cold == cold ? 1U : 0U;
    return count;
}

TEST(merge_guards, leaves_one_test_on_the_way_that_passes)
{
    for (const bool same : {true, false})
    {
        Program program = two_guards(same);
        merge_guards(program.functions[0]);
        clean(program.functions[0]);
        EXPECT_TRUE(verify(program).empty());
        EXPECT_EQ(branches(program.functions[0], false), 1U);
        EXPECT_EQ(branches(program.functions[0], true), same ? 0U : 1U);
    }
}

TEST(sink_into_cold, frees_hot_code_of_what_only_errors_need)
{
    Program program = two_guards(false);
    optimise(program);
    // The error block of the second guard has the word again, from its own load.
    std::size_t loads = 0;
    for (const Block& block : program.functions[0].blocks)
    {
        for (const ValueId id : block.body)
            loads += program.functions[0].values[id].operation == Operation::calldataload ? 1U : 0U;
    }
    EXPECT_EQ(loads, 2U);
}

TEST(fold, computes_constants_and_drops_what_adds_nothing)
{
    Program program;
    program.functions.resize(1);
    Function& f = program.functions[0];
    f.name = "main";
    Builder b{f};
    const ValueId word = b.emit(Operation::calldataload, {b.constant(0)});
    ValueId value = b.emit(Operation::mul, {word, b.constant(1)});
    value = b.emit(Operation::div, {value, b.constant(1)});
    value = b.emit(Operation::shr, {b.constant(0), value});
    value = b.emit(Operation::add, {b.constant(0), value});
    value = b.emit(Operation::bit_or, {value, b.emit(Operation::mul, {word, b.constant(0)})});
    const ValueId seven = b.emit(Operation::add, {b.constant(3), b.constant(4)});
    b.emit(Operation::sstore, {seven, value});
    b.end(ExitKind::stop);
    fold(f);
    clean(f);
    EXPECT_EQ(print(program),
        "function @main\n"
        "entry():\n"
        "  %0 = constant 0x0\n"
        "  %1 = calldataload %0\n"
        "  %15 = constant 0x7\n"
        "  sstore %15, %1\n"
        "  stop\n");
}
}  // namespace
}  // namespace byline::compiler::ir

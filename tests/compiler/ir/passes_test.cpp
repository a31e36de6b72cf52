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

std::size_t count(const Function& f, Operation operation)
{
    std::size_t found = 0;
    for (const Block& block : f.blocks)
    {
        for (const ValueId id : block.body)
            found += f.values[id].operation == operation ? 1U : 0U;
    }
    return found;
}

TEST(number_values, computes_nothing_twice)
{
    Program program;
    program.functions.resize(1);
    Function& f = program.functions[0];
    f.name = "main";
    Builder b{f};
    const ValueId one = b.emit(Operation::calldataload, {b.constant(0)});
    const ValueId same = b.emit(Operation::calldataload, {b.constant(0)});
    const ValueId less = b.emit(Operation::lt, {one, b.constant(7)});
    const ValueId more = b.emit(Operation::gt, {b.constant(7), same});
    const ValueId product = b.emit(Operation::mul, {one, b.constant(9)});
    const BlockId next = b.new_block("next");
    b.jump(next);
    b.continue_in(next);
    const ValueId again = b.emit(Operation::mul, {b.constant(9), same});
    b.emit(Operation::sstore,
        {b.emit(Operation::add, {less, more}), b.emit(Operation::add, {product, again})});
    b.end(ExitKind::stop);
    number_values(f);
    clean(f);
    EXPECT_TRUE(verify(program).empty());
    EXPECT_EQ(count(f, Operation::calldataload), 1U);
    EXPECT_EQ(count(f, Operation::lt) + count(f, Operation::gt), 1U);
    EXPECT_EQ(count(f, Operation::mul), 1U);
}

TEST(number_values, reads_again_what_may_have_changed)
{
    Program program;
    program.functions.resize(1);
    Function& f = program.functions[0];
    f.name = "main";
    Builder b{f};
    const ValueId zero = b.constant(0);
    const ValueId slot = b.emit(Operation::calldataload, {zero});
    const auto load = [&](ValueId at) { return b.emit(Operation::sload, {at}); };
    const auto use = [&](ValueId x, ValueId y) { b.emit(Operation::log2, {zero, zero, x, y}); };
    use(load(zero), load(zero));  // read once: a log changes nothing
    use(load(zero), load(slot));
    b.emit(Operation::sstore, {slot, zero});  // may be slot 0
    use(load(zero), load(slot));              // the second one is known
    b.emit(Operation::call, {zero, zero, zero, zero, zero, zero, zero});
    use(load(zero), load(slot));
    b.end(ExitKind::stop);
    number_values(f);
    clean(f);
    EXPECT_TRUE(verify(program).empty());
    EXPECT_EQ(count(f, Operation::sload), 2U + 1U + 2U);
}
}  // namespace
}  // namespace byline::compiler::ir

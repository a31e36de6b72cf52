// Random IR programs, generated and run on our own machine, against the interpreter of the IR.
#include "tests/compiler/codegen/execution.hpp"

#include "compiler/codegen/generate.hpp"
#include "compiler/ir/passes.hpp"
#include "tests/compiler/ir/random_program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace byline::compiler
{
namespace
{
using ir::Program;
using ir::RandomProgram;

TEST(codegen, does_what_random_programs_say)
{
    std::mt19937_64 random{5};
    for (std::uint64_t seed = 0; seed < 600; ++seed)
    {
        Program program = RandomProgram{seed}.make();
        if (seed % 2 == 0)
            ir::optimise(program);
        ASSERT_NO_FATAL_FAILURE(expect_same(program, random, seed));
    }
}

TEST(codegen, does_what_programs_say_that_use_more_than_the_stack_reaches)
{
    std::mt19937_64 random{6};
    for (std::uint64_t seed = 0; seed < 400; ++seed)
    {
        Program program = RandomProgram{seed, ir::Width::wide}.make();
        if (seed % 2 == 0)
            ir::optimise(program);
        ASSERT_NO_FATAL_FAILURE(expect_same(program, random, seed));
    }
}

/// `count` words that only storage has, all in use at once.
Program many_words(std::uint64_t count)
{
    Program program;
    program.functions.resize(1);
    program.functions[0].name = "many";
    ir::Builder b{program.functions[0]};
    std::vector<ir::ValueId> values;
    for (std::uint64_t i = 0; i < count; ++i)
        values.push_back(b.emit(ir::Operation::sload, {b.constant(i % 4)}));
    ir::ValueId sum = b.constant(1);
    for (int round = 0; round < 2; ++round)
    {
        for (const ir::ValueId value : values)
            sum = b.emit(ir::Operation::sub, {value, sum});
    }
    b.emit(ir::Operation::mstore, {b.constant(0), sum});
    b.end(ir::ExitKind::return_data, {b.constant(0), b.constant(32)});
    return program;
}

TEST(codegen, keeps_in_memory_what_the_stack_does_not_reach)
{
    for (const std::uint64_t count : {4U, 17U, 40U, 2'000U})
    {
        std::mt19937_64 random{count};
        const Program program = many_words(count);
        ASSERT_NO_FATAL_FAILURE(expect_same(program, random, count));
    }
}

/// A sum that lies too deep is not computed again from a slot that has changed since.
TEST(codegen, reads_storage_when_the_program_does)
{
    Program program;
    program.functions.resize(1);
    program.functions[0].name = "stale";
    ir::Builder b{program.functions[0]};
    const ir::ValueId slot = b.constant(0);
    const ir::ValueId early =
        b.emit(ir::Operation::add, {b.emit(ir::Operation::sload, {slot}), b.constant(1)});
    b.emit(ir::Operation::sstore, {b.constant(1), early});
    b.emit(ir::Operation::sstore, {slot, b.constant(100)});
    std::vector<ir::ValueId> values;
    for (int i = 0; i < 20; ++i)
        values.push_back(b.emit(ir::Operation::sload, {slot}));
    ir::ValueId sum = early;
    for (int round = 0; round < 2; ++round)
    {
        sum = b.emit(ir::Operation::add, {sum, early});
        for (const ir::ValueId value : values)
            sum = b.emit(ir::Operation::add, {sum, value});
    }
    b.emit(ir::Operation::sstore, {b.constant(2), sum});
    b.end(ir::ExitKind::stop);
    std::mt19937_64 random{8};
    ASSERT_NO_FATAL_FAILURE(expect_same(program, random, 0));
}

TEST(codegen, uses_memory_only_where_the_stack_does_not_reach)
{
    const auto stores = [](const Program& program) {
        return std::ranges::count_if(generate(program, CostModel{}), [](const Item& item) {
            return item.kind == ItemKind::opcode && item.opcode == OP_MSTORE;
        });
    };
    EXPECT_EQ(stores(many_words(12)), 1);
    EXPECT_GT(stores(many_words(20)), 1);
    EXPECT_LT(stores(many_words(20)), 12);
}

/// A chain of blocks each of which leaves something on the stack that nobody needs.
TEST(codegen, does_not_fill_the_stack)
{
    Program program;
    program.functions.resize(1);
    program.functions[0].name = "long";
    ir::Builder b{program.functions[0]};
    const ir::ValueId zero = b.constant(0);
    ir::ValueId last = b.emit(ir::Operation::sload, {zero});
    for (int i = 0; i < 1'200; ++i)
    {
        const ir::BlockId next = b.new_block("next");
        last = b.emit(ir::Operation::sload, {last});
        b.emit(ir::Operation::sstore, {last, last});
        b.jump(next);
        b.continue_in(next);
    }
    b.emit(ir::Operation::mstore, {zero, last});
    b.end(ir::ExitKind::return_data, {zero, b.constant(32)});
    ir::World world;
    world.self = 77'777;
    world.caller = 88'888;
    EXPECT_EQ(execute(deployed(assemble(generate(program, CostModel{})), world), world),
        expected_of(program, world));
}

/// A chain that is written from its far end.
TEST(codegen, takes_deep_expressions)
{
    Program program;
    program.functions.resize(1);
    program.functions[0].name = "deep";
    ir::Builder b{program.functions[0]};
    ir::ValueId value = b.emit(ir::Operation::calldataload, {b.constant(0)});
    for (std::uint64_t i = 0; i < 3'000; ++i)
        value = b.emit(
            ir::Operation::sub, {value, b.emit(ir::Operation::calldataload, {b.constant(i % 64)})});
    b.emit(ir::Operation::mstore, {b.constant(0), value});
    b.end(ir::ExitKind::return_data, {b.constant(0), b.constant(32)});
    std::mt19937_64 random{7};
    ASSERT_NO_FATAL_FAILURE(expect_same(program, random, 0));
}
}  // namespace
}  // namespace byline::compiler

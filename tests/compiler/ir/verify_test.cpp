#include "compiler/ir/builder.hpp"
#include "compiler/ir/ir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace byline::compiler::ir
{
namespace
{
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Stores the sum of two call data words and stops; two blocks.
Program well_formed()
{
    Program program;
    program.functions.resize(1);
    Function& f = program.functions[0];
    f.name = "main";
    Builder b{f};
    const ValueId word = b.emit(Operation::calldataload, {b.constant(0)});
    const BlockId end = b.new_block("end");
    const ValueId parameter = b.add_parameter(end);
    b.jump(end, {word});
    b.continue_in(end);
    b.emit(Operation::sstore, {b.constant(0), b.emit(Operation::add, {parameter, word})});
    b.end(ExitKind::stop);
    return program;
}

void expect_wrong(const Program& program, const std::string& what)
{
    EXPECT_THAT(verify(program), Contains(HasSubstr(what)));
}

TEST(ir_verify, accepts_what_is_well_formed)
{
    EXPECT_THAT(verify(well_formed()), IsEmpty());
}

TEST(ir_verify, finds_an_operand_that_does_not_exist)
{
    Program program = well_formed();
    program.functions[0].values.back().operands[1] = 1'000;
    expect_wrong(program, "an operand that is defined nowhere");
}

TEST(ir_verify, finds_a_use_before_its_definition)
{
    Program program = well_formed();
    std::swap(program.functions[0].blocks[0].body[0], program.functions[0].blocks[0].body[1]);
    expect_wrong(program, "is used where it is not defined");
}

TEST(ir_verify, finds_a_use_that_its_definition_does_not_dominate)
{
    Program program;
    program.functions.resize(1);
    Function& f = program.functions[0];
    f.name = "main";
    Builder b{f};
    const BlockId other = b.new_block("other");
    b.leave_if(b.emit(Operation::callvalue), other, "one");
    const ValueId value = b.emit(Operation::caller);
    b.end(ExitKind::stop);
    b.continue_in(other);
    b.emit(Operation::sstore, {value, value});
    b.end(ExitKind::stop);
    expect_wrong(program, "is used where it is not defined");
}

TEST(ir_verify, finds_the_wrong_number_of_operands)
{
    Program program = well_formed();
    program.functions[0].values.back().operands.pop_back();
    expect_wrong(program, "has the wrong number of operands");
}

TEST(ir_verify, finds_a_result_that_is_none)
{
    Program program = well_formed();
    Function& f = program.functions[0];
    const ValueId store = f.blocks[1].body.back();
    Builder b{f};
    b.continue_in(1);
    b.emit(Operation::mstore, {store, store});
    expect_wrong(program, "has no result to use");
}

TEST(ir_verify, finds_a_value_defined_twice)
{
    Program program = well_formed();
    Block& block = program.functions[0].blocks[1];
    block.body.push_back(block.body.front());
    expect_wrong(program, "is defined twice");
}

TEST(ir_verify, finds_edges_that_do_not_fit)
{
    Program program = well_formed();
    program.functions[0].blocks[0].exit.edges[0].arguments.clear();
    expect_wrong(program, "does not fit the parameters of end");
    program = well_formed();
    program.functions[0].blocks[0].exit.edges[0].block = 9;
    expect_wrong(program, "an edge to a block that does not exist");
    program = well_formed();
    program.functions[0].blocks[1].exit = {.kind = ExitKind::jump, .edges = {{0, {}}}};
    expect_wrong(program, "an edge to the entry");
    program = well_formed();
    program.functions[0].blocks[0].exit.edges.clear();
    expect_wrong(program, "wrong number of edges or operands");
}

TEST(ir_verify, finds_an_immutable_that_does_not_exist)
{
    Program program = well_formed();
    Builder b{program.functions[0]};
    b.immutable(3);
    expect_wrong(program, "an immutable that does not exist");
}

TEST(ir_verify, finds_recursion)
{
    Program program = well_formed();
    program.functions[0].blocks[1].exit = {
        .kind = ExitKind::call_function, .edges = {{1, {}}}, .callee = 0};
    expect_wrong(program, "calls a function that does not come after it");
}

TEST(ir_verify, finds_a_function_that_gives_back_twice)
{
    Program program = well_formed();
    program.functions.resize(2);
    Function& f = program.functions[1];
    f.name = "twice";
    Builder b{f};
    const BlockId other = b.new_block("other");
    b.leave_if(b.emit(Operation::callvalue), other, "one");
    b.end(ExitKind::give_back);
    b.continue_in(other);
    b.end(ExitKind::give_back);
    expect_wrong(program, "gives back in more than one place");
}

TEST(ir_verify, finds_a_first_function_with_parameters)
{
    Program program = well_formed();
    Builder b{program.functions[0]};
    b.add_parameter(0);
    expect_wrong(program, "the first function has parameters");
    expect_wrong(Program{}, "without functions");
}

TEST(ir_print, shows_blocks_values_and_exits)
{
    EXPECT_EQ(print(well_formed()),
        "function @main\n"
        "entry():\n"
        "  %0 = constant 0x0\n"
        "  %1 = calldataload %0\n"
        "  jump -> end(%1)\n"
        "end(%2):\n"
        "  %3 = constant 0x0\n"
        "  %4 = add %2, %1\n"
        "  sstore %3, %4\n"
        "  stop\n");
}
}  // namespace
}  // namespace byline::compiler::ir

#include "compiler/ir/builder.hpp"
#include "compiler/ir/ir.hpp"
#include "tests/compiler/ir/random_program.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace byline::compiler::ir
{
namespace
{
void expect_same_text(const std::string& text)
{
    const auto program = parse(text);
    ASSERT_TRUE(program) << program.error().line << ": " << program.error().reason << "\n" << text;
    EXPECT_EQ(print(*program), text);
}

TEST(ir_parse, reads_what_print_writes_of_random_programs)
{
    for (std::uint64_t seed = 0; seed < 300; ++seed)
    {
        const Program program =
            RandomProgram{seed, seed % 4 == 0 ? Width::wide : Width::narrow}.make();
        const std::string text = print(program);
        const auto again = parse(text);
        ASSERT_TRUE(again) << again.error().line << ": " << again.error().reason << "\n" << text;
        ASSERT_EQ(print(*again), text);
        ASSERT_TRUE(verify(*again).empty()) << verify(*again).front();
        std::mt19937_64 random{seed};
        for (int run = 0; run < 3; ++run)
        {
            const World world = random_world(random);
            ASSERT_EQ(interpret(*again, world), interpret(program, world));
        }
    }
}

TEST(ir_parse, reads_what_print_writes_of_licences)
{
    for (const std::string name : {"street-scenes.lowered.ir", "street-scenes.optimised.ir"})
    {
        std::ifstream file{
            std::string{BYLINE_SOURCE_DIR} + "/tests/golden/artifacts/" + name, std::ios::binary};
        expect_same_text({std::istreambuf_iterator<char>{file}, {}});
    }
}

TEST(ir_parse, tells_apart_what_has_one_name)
{
    Program program;
    program.immutables = {"a", "a"};
    program.functions.resize(2);
    for (Function& f : program.functions)
    {
        f.name = "f";
        Builder b{f};
        const BlockId first = b.new_block("x.2");
        const BlockId second = b.new_block("x");
        const BlockId third = b.new_block("x");
        b.jump(first);
        b.continue_in(first);
        b.jump(second);
        b.continue_in(second);
        b.immutable(1);
        b.jump(third);
    }
    const std::string text = print(program);
    EXPECT_TRUE(
        text.starts_with("immutables a, a.2\n\nfunction @f\nentry():\n  jump -> x.2\n"
                         "x.2():\n  jump -> x\nx():\n  %0 = immutable a.2\n  jump -> x.3\n"
                         "x.3():\n  stop\n\nfunction @f.2\n"))
        << text;
    expect_same_text(text);
}

TEST(ir_parse, reads_how_often_a_loop_goes_round)
{
    const std::string text =
        "function @f\nentry():\n  jump -> turn\nturn() max 65:\n"
        "  %0 = gas\n  branch %0 -> turn -> done\ndone() max 2 cold:\n  stop\n";
    const auto program = parse(text);
    ASSERT_TRUE(program) << program.error().reason;
    EXPECT_EQ(program->functions[0].blocks[1].max_visits, 65U);
    EXPECT_EQ(program->functions[0].blocks[2].max_visits, 2U);
    expect_same_text(text);
}

struct Malformed
{
    std::string_view text;
    std::size_t line;
    std::string_view reason;
};

TEST(ir_parse, tells_line_and_reason)
{
    for (const Malformed& bad : std::initializer_list<Malformed>{
             {"hello", 1, "neither `immutables`, `memory` nor `function @`"},
             {"memory 01", 1, "`memory` wants a number of bytes"},
             {"immutables a, a", 1, "immutables have one name each"},
             {"function @", 1, "a function without a name"},
             {"function @f\nfunction @f", 2, "a second function @f"},
             {"function @f gives 0", 1, "`gives` how many results?"},
             {"function @f x", 1, "more behind the function's name"},
             {"function @f\n  stop", 2, "an instruction outside of a block"},
             {"function @f\ne\n  stop", 2, "a block's name without its parameters"},
             {"function @f\ne(%1:\n  stop", 2, "parameters that do not end"},
             {"function @f\ne()\n  stop", 2, "a block's head ends with `:`"},
             {"function @f\ne():\n", 2, "block e has no exit"},
             {"function @f\ne():\n  stop\n  stop", 4, "block e goes on behind its exit"},
             {"function @f\ne():\n  stop\ne():\n  stop", 4, "a second block e"},
             {"function @f\n(:\n", 2, "neither a block nor, two spaces before it, an instruction"},
             {"function @f\ne():\n  %1 = jmp", 3, "`jmp` is no operation and no exit"},
             {"function @f\ne():\n  %1 = mstore", 3, "`mstore` has no result"},
             {"function @f\ne():\n  caller", 3, "`caller` has a result: give it a number"},
             {"function @f\ne():\n  %x = caller", 3, "`%`, a number and ` = `, or no result"},
             {"function @f\ne():\n  %1 = constant 1", 3,
                 "`constant` wants a hexadecimal number without leading zeros"},
             {"function @f\ne():\n  %1 = immutable a", 3, "an immutable that is not in the head"},
             {"function @f\ne():\n  %1 = symbol end", 3,
                 "`symbol` wants runtime_begin or creation_end, ` + ` and bytes"},
             {"function @f\ne():\n  %1 = caller\n  %1 = caller\n  stop", 4, "%1 is defined twice"},
             {"function @f\ne():\n  %1 = iszero %2\n  stop", 3, "%2 is defined nowhere"},
             {"function @f\ne():\n  %1 = iszero 2\n  stop", 3, "`%` and a number are missing"},
             {"function @f\ne():\n  %9999999 = caller\n  stop", 3, "more than 2^18 values"},
             {"function @f\ne():\n  jump -> x\n", 3, "`x` is no block of this function"},
             {"function @f\ne():\n  call_function @g -> e\n", 3,
                 "a call of a function that does not exist"},
             {"function @f\ne():\n  stop stop\n", 3, "`%` and a number are missing"},
         })
    {
        const auto program = parse(bad.text);
        ASSERT_FALSE(program) << bad.text;
        EXPECT_EQ(program.error().line, bad.line) << bad.text;
        EXPECT_EQ(program.error().reason, bad.reason) << bad.text;
    }
}
}  // namespace
}  // namespace byline::compiler::ir

// Shorter ways to the same value, and to the same block.
#include "compiler/ir/passes.hpp"

#include <gtest/gtest.h>

namespace byline::compiler::ir
{
namespace
{
/// What a pass makes of a function's text, without what nobody uses any more.
std::string after(void (*pass)(Function&), const std::string& body)
{
    auto program = parse("function @main\nentry():\n" + body);
    EXPECT_TRUE(program && verify(*program).empty()) << body;
    if (!program)
        return {};
    pass(program->functions[0]);
    clean(program->functions[0]);
    const std::vector<std::string> errors = verify(*program);
    EXPECT_TRUE(errors.empty()) << errors.front();
    return print(*program);
}

bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

TEST(reduce_strength, shifts_and_masks_for_powers_of_two)
{
    const auto made = [](const std::string& operation, const std::string& constant, bool first) {
        return after(reduce_strength,
            "  %0 = caller\n  %1 = constant " + constant + "\n  %2 = " + operation +
                (first ? " %1, %0" : " %0, %1") + "\n  sstore %2, %2\n  stop\n");
    };
    EXPECT_TRUE(has(made("mul", "0x100", true), "= shl"));
    EXPECT_TRUE(has(made("mul", "0x100", false), "= constant 0x8\n"));
    EXPECT_TRUE(has(made("div", "0x2", false), "= shr"));
    EXPECT_TRUE(has(made("mod", "0x10", false), "= constant 0xf\n"));
    EXPECT_TRUE(has(made("exp", "0x2", true), "= shl"));
    EXPECT_TRUE(has(made("eq", "0x0", false), "= iszero"));
    EXPECT_TRUE(has(made("lt", "0x1", false), "= iszero"));
    // No power, and not what is divided by.
    EXPECT_TRUE(has(made("mul", "0x6", false), "= mul"));
    EXPECT_TRUE(has(made("div", "0x2", true), "= div"));
    EXPECT_TRUE(has(made("sdiv", "0x2", false), "= sdiv"));
}

TEST(simplify_bits, drops_masks_of_what_fits)
{
    const std::string address = "0xffffffffffffffffffffffffffffffffffffffff";
    const std::string kept = after(simplify_bits, "  %0 = caller\n  %1 = constant " + address +
                                                      "\n  %2 = bit_and %0, %1\n"
                                                      "  sstore %2, %2\n  stop\n");
    EXPECT_FALSE(has(kept, "bit_and"));
    const std::string decided = after(simplify_bits,
        "  %0 = caller\n  %1 = constant 0xa0\n  %2 = shr %1, %0\n"
        "  sstore %2, %2\n  stop\n");
    EXPECT_FALSE(has(decided, "shr"));
}

std::string condition(const std::string& text)
{
    return after(simplify_conditions, "  %0 = calldatasize\n  %1 = caller\n" + text +
                                          "  branch %9 -> taken -> next\ntaken() cold:\n  "
                                          "stop\nnext():\n  sstore %0, %0\n  stop\n");
}

TEST(simplify_conditions, asks_for_whatever_is_zero_when_the_condition_is)
{
    EXPECT_TRUE(has(condition("  %2 = iszero %0\n  %9 = iszero %2\n"), "branch %0 "));
    const std::string differ = condition("  %2 = eq %0, %1\n  %9 = iszero %2\n");
    EXPECT_TRUE(has(differ, "bit_xor %0, %1") && !has(differ, "iszero")) << differ;
    const std::string wide = condition("  %2 = constant 0xffffffff\n  %9 = gt %0, %2\n");
    EXPECT_TRUE(has(wide, "= constant 0x20\n") && has(wide, "= shr")) << wide;
    const std::string within =
        condition("  %2 = constant 0x100\n  %3 = lt %0, %2\n  %9 = iszero %3\n");
    EXPECT_TRUE(has(within, "= constant 0x8\n") && has(within, "= shr")) << within;
    const std::string positive = condition("  %2 = constant 0x0\n  %9 = lt %2, %0\n");
    EXPECT_TRUE(has(positive, "branch %0 ")) << positive;
}

TEST(simplify_conditions, has_warm_ways_change_places_but_not_cold_ones)
{
    EXPECT_TRUE(has(condition("  %9 = iszero %0\n"), "iszero"));
    const std::string warm = after(simplify_conditions,
        "  %0 = caller\n  %1 = iszero %0\n  branch %1 -> taken -> next\ntaken():\n  stop\n"
        "next():\n  sstore %0, %0\n  stop\n");
    EXPECT_TRUE(has(warm, "branch %0 -> next -> taken")) << warm;
}

TEST(simplify_flow, decides_branches_and_leads_past_empty_blocks)
{
    const std::string decided = after(simplify_flow,
        "  %0 = constant 0x1\n  branch %0 -> a -> b\na():\n  jump -> c\nb():\n  sstore %0, %0\n"
        "  jump -> c\nc():\n  stop\n");
    EXPECT_FALSE(has(decided, "branch") || has(decided, "sstore")) << decided;
    const std::string again = after(simplify_flow,
        "  %0 = caller\n  branch %0 -> a -> b\na():\n  sstore %0, %0\n  jump -> c\nb():\n"
        "  branch %0 -> d -> c\nd():\n  tstore %0, %0\n  jump -> c\nc():\n  stop\n");
    EXPECT_FALSE(has(again, "tstore")) << again;
    EXPECT_TRUE(has(again, "branch %0 -> a -> c")) << again;
}

TEST(simplify_flow, needs_no_parameter_for_what_does_not_change)
{
    const std::string text = after(simplify_flow,
        "  %0 = caller\n  %1 = constant 0x9\n  jump -> loop(%1, %0)\nloop(%2, %3):\n"
        "  branch %2 -> round -> end\nround():\n  %4 = constant 0x1\n  %5 = sub %2, %4\n"
        "  sstore %3, %5\n  jump -> loop(%5, %3)\nend():\n  stop\n");
    EXPECT_TRUE(has(text, "loop(%2):") && has(text, "sstore %0, %5")) << text;
}

TEST(simplify_flow, ends_where_blocks_only_jump_round)
{
    const std::string text =
        after(simplify_flow, "  jump -> a\na():\n  jump -> b\nb():\n  jump -> a\n");
    EXPECT_TRUE(has(text, "jump"));
}

TEST(inline_calls, copies_what_is_called_once_or_short)
{
    const std::string text =
        "function @main\nentry():\n  %0 = caller\n  call_function @once %0 -> a\na(%1):\n"
        "  call_function @twice %1 -> b\nb(%2):\n  call_function @twice %2 -> c\nc(%3):\n"
        "  call_function @short %3 -> d\nd(%4):\n  call_function @short %4 -> e\ne(%5):\n"
        "  sstore %5, %5\n  stop\n"
        "function @once gives 1\nentry(%0):\n  %1 = sload %0\n  give_back %1\n"
        "function @twice gives 1\nentry(%0):\n  %1 = sload %0\n  sstore %1, %0\n"
        "  %2 = sload %0\n  sstore %2, %0\n  %3 = sload %0\n  sstore %3, %0\n  give_back %3\n"
        "function @short gives 1\nentry(%0):\n  %1 = iszero %0\n  give_back %1\n";
    auto program = parse(text);
    ASSERT_TRUE(program) << program.error().reason;
    ASSERT_TRUE(verify(*program).empty()) << verify(*program).front();
    inline_calls(*program);
    EXPECT_TRUE(verify(*program).empty()) << verify(*program).front();
    ASSERT_EQ(program->functions.size(), 2U);
    EXPECT_EQ(program->functions[1].name, "twice");
    const std::string after = print(*program);
    EXPECT_FALSE(has(after, "@once") || has(after, "@short")) << after;
    EXPECT_TRUE(has(after, "call_function @twice")) << after;
}
}  // namespace
}  // namespace byline::compiler::ir

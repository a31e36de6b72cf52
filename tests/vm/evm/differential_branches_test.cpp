#include "tests/support/bytecode.hpp"
#include "tests/support/model/differential.hpp"
#include "tests/support/model/scenario.hpp"
#include "vm/primitives/opcodes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

/// Code that goes straight on past branches, which an engine may check and charge as one piece,
/// against the model of tests/support/model: with every gas from none to just enough.
namespace byline::testing::model
{
namespace
{
/// Where branches lead to: beyond the longest program.
constexpr std::size_t target = 0x1f0;

Bytecode push2(std::size_t value)
{
    Bytecode code{OP_PUSH2};
    code.bytes.push_back(static_cast<std::uint8_t>(value >> 8));
    code.bytes.push_back(static_cast<std::uint8_t>(value));
    return code;
}

Bytecode branch(const Bytecode& condition, std::size_t to = target)
{
    return condition + push2(to) + OP_JUMPI;
}

/// The words on top, the sums of a row of GAS among them, show where the frame came by and what it
/// had left.
Bytecode ending()
{
    Bytecode code;
    for (std::size_t i = 0; i < 3; ++i)
        code += push(32 * i) + OP_MSTORE;
    return code + OP_GAS + push(96) + OP_MSTORE + give_back(0, 128);
}

/// The code, then a jump to the ending at `target`.
Bytecode finished(Bytecode code)
{
    code += push2(target) + OP_JUMP;
    code.bytes.resize(target, OP_INVALID);
    return code + OP_JUMPDEST + ending();
}

class differential_branches : public ::testing::Test
{
protected:
    void check(const Scenario& scenario, const Outcome& expected)
    {
        const std::string text = find_difference(machines_, scenario, expected);
        ASSERT_TRUE(text.empty()) << text;
    }

    /// With plenty of gas, and with each from none to more than enough; where that is much, without
    /// those in the middle.
    void check_every_gas(const Bytecode& code)
    {
        Scenario scenario;
        scenario.codes[0] = code.bytes;
        scenario.input = {0x80, 1, 2, 3};
        const Outcome whole = expect(scenario);
        check(scenario, whole);
        ASSERT_FALSE(whole.steps.empty());
        const std::int64_t most = gas_up_to(scenario, whole, whole.steps.size() - 1, 8);
        constexpr std::int64_t near = 160;
        for (scenario.gas = 0; scenario.gas <= most && !HasFatalFailure(); ++scenario.gas)
        {
            check(scenario, expect(scenario));
            if (scenario.gas == near)
                scenario.gas = std::max(near, most - near);
        }
    }

private:
    Machines machines_;
};

TEST_F(differential_branches, in_a_row)
{
    const Bytecode words = push(7) + push(5) + push(3);
    for (std::size_t taken = 0; taken <= 4; ++taken)
    {
        Bytecode code = words;
        for (std::size_t i = 0; i < 4; ++i)
            code += branch(push(i == taken ? 1 : 0)) + OP_GAS + OP_ADD;
        check_every_gas(finished(code));
        ASSERT_FALSE(HasFatalFailure());
    }
}

/// As a selector is looked for.
TEST_F(differential_branches, of_a_dispatcher)
{
    for (std::uint64_t selector = 0; selector < 5; ++selector)
    {
        Bytecode code = push(9) + push(8) + push(0xaabbcc00 + selector);
        for (std::uint64_t i = 0; i < 4; ++i)
            code += Bytecode{OP_DUP1} + push(0xaabbcc00 + i) + OP_EQ + push2(target) + OP_JUMPI;
        check_every_gas(finished(code + OP_GAS));
        ASSERT_FALSE(HasFatalFailure());
    }
}

/// What the jump leaves out costs more than is left, needs more words than there are, or has no
/// room for its own.
TEST_F(differential_branches, that_leave_out_what_could_not_be_run)
{
    const Bytecode deep = repeat(16, OP_POP);
    const Bytecode costly = repeat(20, Bytecode{OP_CALLER, OP_POP});
    const Bytecode high = repeat(1024, OP_CALLER) + repeat(1021, OP_POP);
    for (const Bytecode& left_out : {deep, costly, costly + deep})
    {
        for (const std::uint64_t condition : {0U, 1U})
            check_every_gas(finished(push(6) + push(4) + push(2) + branch(push(condition)) +
                                     left_out + OP_GAS + push(1) + push(2)));
        ASSERT_FALSE(HasFatalFailure());
    }
    const Bytecode words = push(6) + push(4) + push(2) + push(1);
    const std::size_t behind = words.size() + 3 + 1 + high.size();
    check_every_gas(words + push2(behind) + OP_JUMPI + high + OP_JUMPDEST + ending());
}

/// Memory, storage and powers before a branch cost what is known only then.
TEST_F(differential_branches, behind_what_uses_more_gas)
{
    const Bytecode left_out = repeat(6, Bytecode{OP_CALLER, OP_POP});
    for (const Bytecode& more : {push(64) + OP_MLOAD, push(1) + push(64) + OP_MSTORE8 + OP_GAS,
             push(9) + OP_SLOAD, push(513) + push(3) + OP_EXP, push(32) + push(64) + OP_KECCAK256,
             push(9) + OP_TLOAD, push(33) + push(0) + push(1) + OP_MCOPY + OP_PC})
    {
        for (const std::uint64_t condition : {0U, 1U})
        {
            const Bytecode words = push(7) + push(5) + push(3);
            const Bytecode branches =
                branch(push(0)) + more + branch(push(condition)) + left_out + OP_GAS;
            check_every_gas(finished(words + branches));
            check_every_gas(finished(words + more + OP_POP + branches + more));
            ASSERT_FALSE(HasFatalFailure());
        }
    }
}

TEST_F(differential_branches, at_the_end_of_a_block)
{
    for (const std::uint64_t condition : {0U, 1U})
    {
        const Bytecode begin = push(7) + push(5) + push(3) + branch(push(condition));
        for (const Bytecode& next : {Bytecode{OP_JUMPDEST}, Bytecode{OP_JUMPDEST, OP_JUMPDEST},
                 Bytecode{OP_STOP}, Bytecode{OP_INVALID}, Bytecode{Bytes{0x0c}}, Bytecode{OP_GAS},
                 Bytecode{OP_GAS, OP_JUMPDEST}, push(0) + push(0) + OP_REVERT,
                 Bytecode{OP_PC} + OP_JUMP, branch(push(1), 0), branch(push(0), 1)})
            check_every_gas(finished(begin + next));
        // The code ends with the branch; its destination, where a second visit ends, comes before.
        const Bytecode visit = push2(4) + OP_JUMP + OP_JUMPDEST + push(0) + OP_TLOAD + OP_PC;
        const Bytecode second = push2(2) + OP_JUMPI + push(1) + push(0) + OP_TSTORE;
        check_every_gas(visit + OP_SWAP1 + second + push(condition) + push2(4) + OP_JUMPI);
        ASSERT_FALSE(HasFatalFailure());
    }
}

/// To what is no destination: outside the code, in data, at instructions that blocks begin with,
/// inside blocks.
TEST_F(differential_branches, to_no_destination)
{
    const Bytecode begin = push2(0x5b5b) + push(1) + push(2);
    for (const Opcode how : {OP_JUMP, OP_JUMPI})
    {
        for (std::size_t to = 0; to < 24; ++to)
        {
            for (const std::uint64_t condition : {0U, 1U})
                check_every_gas(begin + push(condition) + push2(to) + how + OP_CALLER + push(0) +
                                push2(target) + OP_JUMPI + OP_PC + OP_POP);
        }
        ASSERT_FALSE(HasFatalFailure());
    }
}

Bytecode random_piece(std::mt19937_64& engine)
{
    const auto below = [&](std::uint64_t count) { return engine() % count; };
    switch (below(12))
    {
        case 0:
        case 1:
            return branch(push(below(6) == 0 ? 1 : 0));
        case 2:
            return branch(Bytecode{OP_DUP2, OP_DUP2, OP_LT});
        case 3:
            return branch(Bytecode{OP_DUP1, OP_ISZERO});
        case 4:
            return branch(push(below(8) == 0 ? 1 : 0) + OP_ISZERO + OP_ISZERO);
        case 5:
            return push(below(9) == 0 ? 1 : 0) + push(target) + OP_DUP1 + OP_POP + OP_JUMPI;
        case 6:
            return {OP_GAS};
        case 7:
            return push(32 * below(4)) + (below(2) == 0 ? OP_MLOAD : OP_MSTORE);
        case 8:
            return below(3) == 0 ? Bytecode{OP_JUMPDEST} : Bytecode{OP_DUP2, OP_EXP};
        case 9:
            return {static_cast<Opcode>(OP_DUP1 + below(4)), OP_SUB};
        case 10:
            return {static_cast<Opcode>(OP_SWAP1 + below(3)), OP_POP};
        default:
            return push(below(5));
    }
}

TEST_F(differential_branches, random)
{
    std::mt19937_64 engine{7};
    for (int i = 0; i < 100 && !HasFatalFailure(); ++i)
    {
        Bytecode code = push(1) + push(0) + push(3) + push(2);
        for (std::size_t pieces = 4 + engine() % 12; pieces > 0; --pieces)
            code += random_piece(engine);
        check_every_gas(finished(code));
    }
}

/// A frame that has not enough for a block goes on, and back to what is fast: it may turn round in
/// a loop for long.
TEST_F(differential_branches, in_a_loop_that_never_leaves_it)
{
    // 200 rounds; what stands behind the branch needs more words than there are.
    const Bytecode code = push2(200) + OP_JUMPDEST + push(1) + OP_SWAP1 + OP_SUB + OP_DUP1 +
                          push(3) + OP_JUMPI + repeat(3, OP_POP);
    Scenario scenario;
    scenario.codes[0] = code.bytes;
    const Outcome whole = expect(scenario);
    check(scenario, whole);
    for (const std::size_t step : {whole.steps.size() - 12, whole.steps.size() - 1})
    {
        for (std::int64_t more = -8; more < 24 && !HasFatalFailure(); ++more)
        {
            Scenario less = scenario;
            less.gas = gas_up_to(scenario, whole, step, more);
            check(less, expect(less));
        }
    }
}
}  // namespace
}  // namespace byline::testing::model

#include "tests/support/bytecode.hpp"
#include "tests/support/model/differential.hpp"
#include "tests/support/model/scenario.hpp"
#include "vm/primitives/opcodes.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>

/// Jumps whose destination the code names, which an engine may prepare, against the model of
/// tests/support/model.
namespace byline::testing::model
{
namespace
{
Bytecode push2(std::size_t value)
{
    return Bytecode{
        Bytes{OP_PUSH2, static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)}};
}

Bytecode ending()
{
    return push(0) + OP_MSTORE + OP_GAS + push(32) + OP_MSTORE + give_back(0, 64);
}

class differential_jumps : public ::testing::Test
{
protected:
    void check(const Bytecode& code, std::int64_t gas = 100'000)
    {
        Scenario scenario;
        scenario.codes[0] = code.bytes;
        scenario.gas = gas;
        const std::string text = find_difference(machines_, scenario, expect(scenario));
        ASSERT_TRUE(text.empty()) << text;
    }

private:
    Machines machines_;
};

/// More blocks than an engine may keep equal records for, all of different gas or need.
Bytecode many_blocks(std::size_t costs, std::size_t needs)
{
    Bytecode code;
    for (std::size_t i = 0; i < needs; ++i)
        code += push(i);
    for (std::size_t need = 0; need < needs; ++need)
    {
        for (std::size_t cost = 0; cost < costs; ++cost)
        {
            code += push2(code.size() + 4) + OP_JUMP + OP_JUMPDEST;
            code += repeat(cost, Bytecode{OP_CALLER, OP_POP});
            code += Bytecode{static_cast<Opcode>(OP_DUP1 + need), OP_POP};
        }
    }
    return code + ending();
}

TEST_F(differential_jumps, through_blocks_of_many_kinds)
{
    const Bytecode code = many_blocks(28, 16);
    check(code);
    for (const std::int64_t gas : {0, 100, 5'000, 20'000, 33'333})
        check(code, gas);
}

/// Whatever the bytes of a destination are, and of what is pushed where no jump follows.
TEST_F(differential_jumps, to_every_low_byte)
{
    for (std::size_t low = 0; low < 256 && !HasFatalFailure(); ++low)
    {
        const std::size_t target = 0x100 + low;
        for (const std::uint64_t pushed : {0x0c0c0c0cU, 0x0d0d0d0dU})
        {
            Bytecode code = push(3) + push(pushed) + OP_DUP1 + push(0x0c0c0c0c) + OP_EQ;
            code += push2(target) + OP_JUMPI + push2(low) + OP_ADD + push2(target) + OP_JUMP;
            code.bytes.resize(target, OP_INVALID);
            check(code + OP_JUMPDEST + ending());
        }
    }
}

/// Named by one byte, by two of which the first is zero, and to what is no destination.
TEST_F(differential_jumps, near_and_nowhere)
{
    for (std::size_t to = 0; to < 40 && !HasFatalFailure(); ++to)
    {
        for (const Opcode how : {OP_JUMP, OP_JUMPI})
        {
            const Bytecode words = push(1) + push(2) + push(1);
            const Bytecode near = Bytecode{OP_PUSH1} + static_cast<Opcode>(to) + how;
            for (const Bytecode& jump : {near, push2(to) + how})
            {
                Bytecode code = words + jump + OP_CALLER;
                code.bytes.resize(20, OP_JUMPDEST);
                check(code + push2(0x5b5b) + OP_JUMPDEST + ending());
            }
        }
    }
}
}  // namespace
}  // namespace byline::testing::model

#include "tests/vm/evm/evm_fixture.hpp"

namespace byline::vm::testing
{
namespace
{
class control : public evm_test
{
protected:
    Status status_of(const Bytecode& code)
    {
        run(code);
        return result.status;
    }
};

TEST_F(control, runs_off_the_end_of_code_and_stops)
{
    EXPECT_EQ(status_of(push(1)), Status::success);
    EXPECT_EQ(result.output, Bytes{});
    EXPECT_EQ(status_of({}), Status::success);
    EXPECT_EQ(gas_used(), 0);
}

TEST_F(control, every_push_gives_its_immediates)
{
    EXPECT_EQ(top_of(OP_PUSH0), uint256{0});
    for (unsigned size = 1; size <= 32; ++size)
    {
        Bytecode code{static_cast<Opcode>(OP_PUSH0 + size)};
        uint256 expected;
        for (unsigned i = 0; i < size; ++i)
        {
            code.bytes.push_back(static_cast<std::uint8_t>(0xa0 + i));
            expected = (expected << 8) | uint256{0xa0U + i};
        }
        EXPECT_EQ(top_of(code), expected);
    }
}

TEST_F(control, a_push_cut_off_by_the_end_of_code_reads_zeros)
{
    // The cut push is reached through a jump; its value cannot be seen, but it must not fail.
    run(Bytecode{Bytes{OP_PUSH32, 1, 2}});
    EXPECT_EQ(result.status, Status::success);
    EXPECT_EQ(gas_used(), 3);
    run(Bytecode{Bytes{OP_PUSH32}});
    EXPECT_EQ(result.status, Status::success);
}

TEST_F(control, dups_and_swaps_reach_their_depth)
{
    for (unsigned n = 1; n <= 16; ++n)
    {
        Bytecode code;
        for (unsigned i = 17; i > 0; --i)
            code += push(i);
        EXPECT_EQ(top_of(code + static_cast<Opcode>(OP_DUP1 + n - 1)), uint256{n});
        EXPECT_EQ(top_of(code + static_cast<Opcode>(OP_SWAP1 + n - 1)), uint256{n + 1});
        EXPECT_EQ(status_of(repeat(n - 1, OP_PUSH0) + static_cast<Opcode>(OP_DUP1 + n - 1)),
            Status::stack_underflow);
        EXPECT_EQ(status_of(repeat(n, OP_PUSH0) + static_cast<Opcode>(OP_SWAP1 + n - 1)),
            Status::stack_underflow);
    }
}

TEST_F(control, the_stack_holds_1024_words)
{
    EXPECT_EQ(status_of(repeat(1024, OP_PUSH0)), Status::success);
    EXPECT_EQ(status_of(repeat(1024, OP_PUSH0) + OP_PUSH0), Status::stack_overflow);
    EXPECT_EQ(status_of(repeat(1024, OP_PUSH0) + OP_DUP1), Status::stack_overflow);
    EXPECT_EQ(status_of(repeat(1024, OP_PUSH0) + OP_SWAP16), Status::success);
    EXPECT_EQ(status_of(repeat(1023, OP_PUSH0) + OP_ADDRESS + OP_ADD), Status::success);
}

TEST_F(control, every_instruction_checks_its_inputs)
{
    for (unsigned code = 0; code < 256; ++code)
    {
        const OpcodeTraits& traits = opcode_table[code];
        const Opcode op{static_cast<std::uint8_t>(code)};
        if (traits.name.empty())
        {
            EXPECT_EQ(status_of(repeat(17, OP_PUSH0) + op), Status::undefined_instruction) << code;
        }
        else if (traits.inputs > 0)
        {
            EXPECT_EQ(status_of(repeat(traits.inputs - 1U, OP_PUSH0) + op), Status::stack_underflow)
                << traits.name;
        }
    }
}

TEST_F(control, jumps_only_to_jumpdest_instructions)
{
    EXPECT_EQ(top_of(Bytecode{Bytes{OP_PUSH1, 4, OP_JUMP, OP_INVALID, OP_JUMPDEST}} + push(7)),
        uint256{7});
    EXPECT_EQ(status_of(push(0) + OP_JUMP), Status::bad_jump_destination);
    EXPECT_EQ(status_of(push(1000) + OP_JUMP), Status::bad_jump_destination);
    EXPECT_EQ(status_of(push(uint256{1} << 64) + OP_JUMP), Status::bad_jump_destination);
    // 0x5b as the immediate of a PUSH is data.
    EXPECT_EQ(status_of(Bytecode{Bytes{OP_PUSH1, 4, OP_JUMP, OP_PUSH1, OP_JUMPDEST, OP_STOP}}),
        Status::bad_jump_destination);
    EXPECT_EQ(status_of(Bytecode{Bytes{OP_PUSH1, 5, OP_JUMP, OP_PUSH1, OP_JUMPDEST, OP_JUMPDEST}}),
        Status::success);
    // The end of code is not a destination, though it stops.
    EXPECT_EQ(status_of(Bytecode{Bytes{OP_PUSH1, 3, OP_JUMP}}), Status::bad_jump_destination);
}

TEST_F(control, jumpi_jumps_if_the_condition_is_not_zero)
{
    for (const uint256& condition : {uint256{1}, uint256{1} << 255})
    {
        const Bytecode head = push(condition);
        EXPECT_EQ(status_of(head + push(1000) + OP_JUMPI), Status::bad_jump_destination);
        const auto target = head.size() + 4;
        EXPECT_EQ(
            status_of(head + push(target) + OP_JUMPI + OP_INVALID + OP_JUMPDEST), Status::success);
        EXPECT_EQ(gas_used(), 3 + 3 + 10 + 1);
    }
    EXPECT_EQ(status_of(push(0) + push(1000) + OP_JUMPI), Status::success);
    EXPECT_EQ(gas_used(), 2 + 3 + 10);
}

/// Long enough for the code to become hot on the way, at the second JUMPDEST of a row.
TEST_F(control, a_loop_costs_the_same_from_its_first_round_to_its_last)
{
    constexpr int rounds = 500;
    const Bytecode head = push(rounds) + OP_JUMPDEST;
    const Bytecode body = Bytecode{OP_JUMPDEST} + push(1) + OP_SWAP1 + OP_SUB + OP_DUP1 +
                          push(head.size()) + OP_JUMPI;
    EXPECT_EQ(status_of(head + body), Status::success);
    EXPECT_EQ(gas_used(), 3 + 1 + rounds * (1 + 3 + 3 + 3 + 3 + 3 + 10));
}

TEST_F(control, pc_and_gas_say_where_and_how_much)
{
    EXPECT_EQ(top_of(Bytecode{OP_JUMPDEST, OP_JUMPDEST, OP_PC}), uint256{2});
    run(OP_GAS + return_top(), 1000);
    EXPECT_EQ(output_word(), uint256{998});
}

TEST_F(control, returns_and_reverts_with_data)
{
    run(mstore(0, push(0xaabb)) + give_back(30, 2));
    EXPECT_EQ(result.status, Status::success);
    EXPECT_EQ(result.output, (Bytes{0xaa, 0xbb}));
    run(sstore(push(0), push(1)) + mstore(0, push(0xaabb)) + give_back(30, 2, OP_REVERT));
    EXPECT_EQ(result.status, Status::revert);
    EXPECT_EQ(result.output, (Bytes{0xaa, 0xbb}));
    EXPECT_GT(result.gas_left, 0);
    EXPECT_EQ(stored(contract, 0), uint256{0});
}

TEST_F(control, invalid_takes_all_gas)
{
    EXPECT_EQ(status_of(OP_INVALID), Status::invalid_instruction);
    EXPECT_EQ(result.gas_left, 0);
}
}  // namespace
}  // namespace byline::vm::testing

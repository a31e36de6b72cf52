#include "tests/vm/evm/evm_fixture.hpp"

namespace byline::vm::testing
{
namespace
{
constexpr uint256 minus(std::uint64_t value)
{
    return -uint256{value};
}

constexpr uint256 lowest{0x8000000000000000, 0, 0, 0};

struct Case
{
    Opcode op;
    std::vector<uint256> operands;  ///< the first is on top
    uint256 expected;
    std::int64_t gas;
};

class arithmetic : public evm_test
{
protected:
    void check(const Case& c)
    {
        SCOPED_TRACE(opcode_table[c.op].name);
        Bytecode code;
        std::int64_t cost = c.gas;
        for (auto operand = c.operands.rbegin(); operand != c.operands.rend(); ++operand)
        {
            code += push(*operand);
            cost += operand->is_zero() ? 2 : 3;
        }
        code += c.op;
        EXPECT_EQ(top_of(code), c.expected);
        expect_cost(code, cost);
    }
};

TEST_F(arithmetic, adds_subtracts_multiplies_modulo_2_256)
{
    check({OP_ADD, {1, 2}, 3, 3});
    check({OP_ADD, {max_uint256, 2}, 1, 3});
    check({OP_SUB, {5, 3}, 2, 3});
    check({OP_SUB, {3, 5}, minus(2), 3});
    check({OP_MUL, {3, 5}, 15, 5});
    check({OP_MUL, {max_uint256, max_uint256}, 1, 5});
}

TEST_F(arithmetic, divides_and_gives_zero_for_a_zero_divisor)
{
    check({OP_DIV, {7, 2}, 3, 5});
    check({OP_DIV, {7, 0}, 0, 5});
    check({OP_SDIV, {minus(7), 2}, minus(3), 5});
    check({OP_SDIV, {lowest, max_uint256}, lowest, 5});
    check({OP_SDIV, {1, 0}, 0, 5});
    check({OP_MOD, {7, 4}, 3, 5});
    check({OP_MOD, {7, 0}, 0, 5});
    check({OP_SMOD, {minus(7), 4}, minus(3), 5});
    check({OP_SMOD, {7, minus(4)}, 3, 5});
    check({OP_ADDMOD, {max_uint256, 2, 7}, (max_uint256 % uint256{7} + 2) % uint256{7}, 8});
    check({OP_ADDMOD, {1, 2, 0}, 0, 8});
    check({OP_MULMOD, {max_uint256, max_uint256, 12}, 9, 8});
    check({OP_MULMOD, {2, 3, 0}, 0, 8});
}

TEST_F(arithmetic, exp_costs_50_a_byte_of_the_exponent)
{
    check({OP_EXP, {2, 0}, 1, 10});
    check({OP_EXP, {2, 255}, lowest, 60});
    check({OP_EXP, {2, 256}, 0, 110});
    check({OP_EXP, {3, max_uint256}, power(3, max_uint256), 10 + 32 * 50});
}

TEST_F(arithmetic, compares)
{
    check({OP_LT, {1, 2}, 1, 3});
    check({OP_LT, {2, 2}, 0, 3});
    check({OP_GT, {2, 1}, 1, 3});
    check({OP_SLT, {minus(1), 0}, 1, 3});
    check({OP_SGT, {0, minus(1)}, 1, 3});
    check({OP_SGT, {minus(1), 0}, 0, 3});
    check({OP_EQ, {lowest, lowest}, 1, 3});
    check({OP_ISZERO, {0}, 1, 3});
    check({OP_ISZERO, {lowest}, 0, 3});
}

TEST_F(arithmetic, works_on_bits)
{
    check({OP_AND, {12, 10}, 8, 3});
    check({OP_OR, {12, 10}, 14, 3});
    check({OP_XOR, {12, 10}, 6, 3});
    check({OP_NOT, {0}, max_uint256, 3});
    check({OP_BYTE, {31, 0xabcd}, 0xcd, 3});
    check({OP_BYTE, {30, 0xabcd}, 0xab, 3});
    check({OP_BYTE, {32, 0xabcd}, 0, 3});
    check({OP_SIGNEXTEND, {0, 0x80}, minus(0x80), 5});
    check({OP_SIGNEXTEND, {31, 0x80}, 0x80, 5});
    check({OP_SHL, {255, 1}, lowest, 3});
    check({OP_SHL, {256, 1}, 0, 3});
    check({OP_SHR, {255, lowest}, 1, 3});
    check({OP_SAR, {255, lowest}, max_uint256, 3});
    check({OP_SAR, {max_uint256, lowest}, max_uint256, 3});
    check({OP_SAR, {max_uint256, 1}, 0, 3});
}

TEST_F(arithmetic, clz_counts_leading_zero_bits)
{
    check({OP_CLZ, {0}, 256, 5});
    check({OP_CLZ, {1}, 255, 5});
    check({OP_CLZ, {lowest}, 0, 5});
    check({OP_CLZ, {max_uint256}, 0, 5});
    check({OP_CLZ, {uint256{1, 0, 0, 0}}, 63, 5});
}

TEST_F(arithmetic, clz_is_undefined_before_osaka)
{
    block.revision = Revision::prague;
    run(push(1) + OP_CLZ);
    EXPECT_EQ(result.status, Status::undefined_instruction);
    EXPECT_EQ(result.gas_left, 0);
}
}  // namespace
}  // namespace byline::vm::testing

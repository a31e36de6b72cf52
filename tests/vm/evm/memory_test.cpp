#include "tests/vm/evm/evm_fixture.hpp"
#include "vm/primitives/keccak.hpp"

namespace byline::vm::testing
{
namespace
{
constexpr uint256 two_to_64{0, 0, 1, 0};

class memory : public evm_test
{};

TEST_F(memory, stores_and_loads_words_and_bytes)
{
    EXPECT_EQ(top_of(mstore(0, push(0xabcd)) + push(0) + OP_MLOAD), uint256{0xabcd});
    EXPECT_EQ(top_of(mstore(0, push(0xabcd)) + push(1) + OP_MLOAD), uint256{0xabcd00});
    EXPECT_EQ(
        top_of(apply(OP_MSTORE8, {push(31), push(0x1234)}) + push(0) + OP_MLOAD), uint256{0x34});
    EXPECT_EQ(top_of(push(1) + OP_MLOAD + OP_POP + OP_MSIZE), uint256{64});
}

TEST_F(memory, growth_costs_3_a_word_and_a_square)
{
    expect_cost(push(0) + OP_MLOAD, 2 + 3 + 3);
    expect_cost(push(1) + OP_MLOAD, 3 + 3 + 6);
    expect_cost(push(32 * 1023) + OP_MLOAD, 3 + 3 + 1024 * 3 + 1024 * 1024 / 512);
    expect_cost(apply(OP_MSTORE8, {push(32), push(1)}), 6 + 3 + 6);
}

TEST_F(memory, an_offset_that_nothing_can_pay_is_out_of_gas)
{
    for (const uint256& offset :
        {uint256{1} << 32, uint256{~0ULL}, two_to_64, max_uint256, max_uint256 - uint256{31}})
    {
        for (const Bytecode& code : {push(offset) + OP_MLOAD, mstore(offset, push(1)),
                 apply(OP_MSTORE8, {push(offset), push(1)}),
                 apply(OP_KECCAK256, {push(offset), push(1)}),
                 apply(OP_CALLDATACOPY, {push(offset), push(0), push(1)}),
                 apply(OP_MCOPY, {push(0), push(offset), push(1)}),
                 apply(OP_MCOPY, {push(offset), push(0), push(1)}),
                 apply(OP_LOG0, {push(offset), push(1)}), apply(OP_RETURN, {push(offset), push(1)}),
                 apply(OP_RETURN, {push(0), push(offset)})})
        {
            run(code, std::numeric_limits<std::int64_t>::max());
            EXPECT_EQ(result.status, Status::out_of_gas);
            EXPECT_EQ(result.gas_left, 0);
        }
    }
}

TEST_F(memory, a_size_of_zero_needs_no_memory_wherever_it_lies)
{
    for (const Bytecode& code : {apply(OP_KECCAK256, {push(max_uint256), push(0)}),
             apply(OP_CALLDATACOPY, {push(max_uint256), push(0), push(0)}),
             apply(OP_MCOPY, {push(max_uint256), push(two_to_64), push(0)}),
             apply(OP_LOG0, {push(two_to_64), push(0)})})
    {
        EXPECT_EQ(top_of(code + OP_MSIZE), uint256{0});
    }
    run(apply(OP_RETURN, {push(max_uint256), push(0)}));
    EXPECT_EQ(result.status, Status::success);
}

TEST_F(memory, keccak_costs_6_a_word)
{
    EXPECT_EQ(top_of(apply(OP_KECCAK256, {push(0), push(0)})), to_uint256(empty_code_hash));
    expect_cost(apply(OP_KECCAK256, {push(0), push(33)}), 5 + 30 + 2 * 6 + 2 * 3);
}

TEST_F(memory, mcopy_copies_overlapping_areas_whole)
{
    const Bytecode word = mstore(0, push(uint256{0x0001020304050607, 0x08090a0b0c0d0e0f,
                                        0x1011121314151617, 0x18191a1b1c1d1e1f}));
    EXPECT_EQ(top_of(word + apply(OP_MCOPY, {push(1), push(0), push(32)}) + push(1) + OP_MLOAD),
        (uint256{0x0001020304050607, 0x08090a0b0c0d0e0f, 0x1011121314151617, 0x18191a1b1c1d1e1f}));
    EXPECT_EQ(top_of(word + apply(OP_MCOPY, {push(0), push(1), push(16)}) + push(0) + OP_MLOAD),
        (uint256{0x0102030405060708, 0x090a0b0c0d0e0f10, 0x1011121314151617, 0x18191a1b1c1d1e1f}));
    expect_cost(apply(OP_MCOPY, {push(0), push(32), push(33)}), 8 + 3 + 2 * 3 + 3 * 3);
}

TEST_F(memory, copies_fill_with_zeros_beyond_their_source)
{
    const Bytes input{1, 2, 3};
    const Bytecode dirty = mstore(0, push(max_uint256));
    run(dirty + apply(OP_CALLDATACOPY, {push(0), push(1), push(4)}) + give_back(0, 5), 100'000,
        input);
    EXPECT_EQ(result.output, (Bytes{2, 3, 0, 0, 0xff}));
    run(dirty + apply(OP_CALLDATACOPY, {push(0), push(two_to_64), push(4)}) + give_back(0, 5),
        100'000, input);
    EXPECT_EQ(result.output, (Bytes{0, 0, 0, 0, 0xff}));
    run(dirty + apply(OP_CODECOPY, {push(0), push(1), push(3)}) + give_back(0, 5));
    EXPECT_EQ(result.output, (Bytes{0xff, 0xff, 0xff, 0xff, 0xff}));
    expect_cost(apply(OP_CALLDATACOPY, {push(0), push(0), push(33)}), 7 + 3 + 2 * 3 + 2 * 3);
}
}  // namespace
}  // namespace byline::vm::testing

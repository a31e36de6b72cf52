// What optimising leaves of stores: the fields of one slot, and what nobody sees.
#include "compiler/ir/builder.hpp"
#include "compiler/ir/passes.hpp"
#include "tests/compiler/ir/meaning.hpp"

#include <gtest/gtest.h>

namespace byline::compiler::ir
{
namespace
{
std::size_t count(const Program& program, Operation operation)
{
    std::size_t found = 0;
    for (const Function& function : program.functions)
    {
        for (const Block& block : function.blocks)
        {
            for (const ValueId id : block.body)
                found += function.values[id].operation == operation ? 1U : 0U;
        }
    }
    return found;
}

class stores : public ::testing::Test
{
protected:
    stores()
    {
        program.functions.resize(1);
        program.functions[0].name = "main";
        b.emplace(program.functions[0]);
    }

    ValueId argument(std::uint64_t number)
    {
        return b->emit(Operation::calldataload, {b->constant(32 * number)});
    }

    /// Writes `width` bits of a slot, as a packed keep is lowered.
    void set_field(ValueId slot, std::uint64_t at, std::uint64_t width, ValueId value)
    {
        const uint256 ones = (uint256{1} << width) - 1;
        const ValueId field = b->emit(Operation::bit_and, {value, b->constant(ones)});
        const ValueId rest = b->emit(
            Operation::bit_and, {b->emit(Operation::sload, {slot}), b->constant(~(ones << at))});
        const ValueId placed = b->emit(Operation::shl, {b->constant(at), field});
        b->emit(Operation::sstore, {slot, b->emit(Operation::bit_or, {rest, placed})});
    }

    ValueId get_field(ValueId slot, std::uint64_t at, std::uint64_t width)
    {
        const uint256 ones = (uint256{1} << width) - 1;
        const ValueId word = b->emit(Operation::sload, {slot});
        return b->emit(Operation::bit_and,
            {b->emit(Operation::shr, {b->constant(at), word}), b->constant(ones)});
    }

    ValueId slot_of_caller()
    {
        b->emit(Operation::mstore, {b->constant(0), b->emit(Operation::caller)});
        b->emit(Operation::mstore, {b->constant(32), b->constant(3)});
        return b->emit(Operation::keccak256, {b->constant(0), b->constant(64)});
    }

    void guard(ValueId condition)
    {
        const BlockId cold = b->new_block("cold", true);
        b->leave_if(condition, cold, "warm");
        const BlockId back = b->current();
        b->continue_in(cold);
        b->end(ExitKind::revert, {b->constant(0), b->constant(0)});
        b->continue_in(back);
    }

    void call(const uint256& to)
    {
        const ValueId zero = b->constant(0);
        b->emit(Operation::call,
            {b->emit(Operation::gas), b->constant(to), zero, zero, zero, zero, zero});
    }

    void expect(std::size_t loads, std::size_t stores_left)
    {
        b->end(ExitKind::stop);
        const Program before = program;
        ASSERT_NO_FATAL_FAILURE(expect_kept(before, random_worlds(7, 40), "stores"));
        optimise(program);
        EXPECT_EQ(count(program, Operation::sload), loads) << print(program);
        EXPECT_EQ(count(program, Operation::sstore), stores_left) << print(program);
    }

    Program program;
    std::optional<Builder> b;
};

TEST_F(stores, of_fields_of_one_slot_become_one)
{
    const ValueId slot = slot_of_caller();
    set_field(slot, 0, 64, argument(0));
    set_field(slot, 64, 64, argument(1));
    expect(1, 1);
}

TEST_F(stores, of_all_fields_need_nothing_of_the_slot)
{
    const ValueId slot = slot_of_caller();
    set_field(slot, 0, 64, argument(0));
    set_field(slot, 64, 192, argument(1));
    expect(0, 1);
}

TEST_F(stores, of_all_fields_in_any_order_become_one)
{
    const ValueId slot = b->constant(2);
    for (const std::uint64_t at : {128U, 0U, 192U, 64U})
        set_field(slot, at, 64, argument(at / 64));
    expect(0, 1);
    // No mask on what is shifted to the very top.
    EXPECT_EQ(count(program, Operation::bit_and), 3U) << print(program);
}

TEST_F(stores, of_fields_become_one_over_a_guard)
{
    const ValueId slot = slot_of_caller();
    set_field(slot, 0, 64, argument(0));
    guard(b->emit(Operation::lt, {argument(1), b->emit(Operation::timestamp)}));
    set_field(slot, 64, 64, argument(1));
    expect(1, 1);
}

TEST_F(stores, of_fields_are_read_from_what_was_written)
{
    const ValueId slot = slot_of_caller();
    set_field(slot, 0, 64, argument(0));
    b->emit(Operation::sstore, {b->constant(1), get_field(slot, 0, 64)});
    set_field(slot, 64, 64, get_field(slot, 64, 64));
    expect(1, 2);
}

TEST_F(stores, stay_where_a_call_can_see_them)
{
    const ValueId slot = b->constant(2);
    set_field(slot, 0, 64, argument(0));
    call(uint256{0, 0xacc0, 0, 504});
    set_field(slot, 64, 64, argument(1));
    expect(2, 2);
}

TEST_F(stores, stay_where_another_slot_may_be_the_same)
{
    const ValueId slot = b->constant(2);
    const ValueId other = b->emit(Operation::bit_and, {argument(2), b->constant(3)});
    set_field(slot, 0, 64, argument(0));
    b->emit(Operation::sstore, {b->constant(3), b->emit(Operation::sload, {other})});
    set_field(slot, 64, 64, argument(1));
    expect(2, 3);
}

TEST_F(stores, of_a_slot_that_is_a_hash_do_not_touch_the_small_ones)
{
    const ValueId one = b->constant(1);
    const ValueId first = b->emit(Operation::sload, {one});
    b->emit(Operation::sstore, {slot_of_caller(), argument(0)});
    const ValueId second = b->emit(Operation::sload, {one});
    b->emit(Operation::sstore, {one, b->emit(Operation::add, {first, second})});
    expect(1, 2);
}

TEST_F(stores, of_one_slot_after_another_round_of_a_loop_stay)
{
    const BlockId header = b->new_block("header");
    const BlockId end = b->new_block("end");
    b->jump(header, {b->constant(0)});
    b->continue_in(header);
    const ValueId i = b->add_parameter(header);
    b->leave_if(b->emit(Operation::eq, {i, b->constant(3)}), end, "round");
    const ValueId next = b->emit(Operation::add, {i, b->constant(1)});
    b->emit(Operation::sstore, {next, argument(0)});
    b->emit(Operation::sstore, {i, argument(1)});
    b->jump(header, {next});
    b->continue_in(end);
    expect(0, 2);
}

TEST_F(stores, to_memory_that_nobody_reads_go)
{
    b->emit(Operation::mstore, {b->constant(0), argument(0)});
    b->emit(Operation::mstore, {b->constant(32), argument(1)});
    b->emit(Operation::log0, {b->constant(0), b->constant(32)});
    b->emit(Operation::mstore, {b->constant(64), argument(2)});
    expect(0, 0);
    EXPECT_EQ(count(program, Operation::mstore), 1U) << print(program);
}
}  // namespace
}  // namespace byline::compiler::ir

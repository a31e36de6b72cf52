#include "compiler/codegen/assembly.hpp"
#include "vm/primitives/hex.hpp"

#include <gtest/gtest.h>

namespace byline::compiler
{
namespace
{
Item op(Opcode opcode, Span location = {})
{
    return {.kind = ItemKind::opcode, .opcode = opcode, .location = location};
}

Item push(const uint256& value)
{
    return {.kind = ItemKind::push, .value = value};
}

Item push_label(Label label, const uint256& offset = 0)
{
    return {.kind = ItemKind::push_label, .value = offset, .label = label};
}

Item label(Label label)
{
    return {.kind = ItemKind::label, .label = label};
}

Item bytes(std::size_t size)
{
    return {.kind = ItemKind::bytes, .data = Bytes(size, 0xee)};
}

std::string hex(const std::vector<Item>& items)
{
    return to_hex(assemble(items).code);
}

TEST(assembler, writes_the_shortest_pushes)
{
    EXPECT_EQ(hex({push(0), push(1), push(255), push(256), push(uint256{1} << 248)}),
        "0x5f600160ff6101007f0100000000000000000000000000000000000000000000000000000000000000");
}

TEST(assembler, leaves_out_labels_that_nothing_refers_to)
{
    EXPECT_EQ(hex({label(0), op(OP_STOP)}), "0x00");
    EXPECT_EQ(hex({push_label(0), op(OP_JUMP), label(0), op(OP_STOP)}), "0x6003565b00");
}

TEST(assembler, widens_labels_only_where_the_code_is_long)
{
    // 255 is the last offset that one byte holds; the wider push moves the label itself.
    const auto at = [](std::size_t filler) {
        return assemble({push_label(0), bytes(filler), label(0)}).code;
    };
    EXPECT_EQ(at(253)[0], OP_PUSH0 + 1);
    EXPECT_EQ(at(253)[1], 255);
    EXPECT_EQ(at(254)[0], OP_PUSH0 + 2);
    EXPECT_EQ(at(254)[1], 1);
    EXPECT_EQ(at(254)[2], 1);
}

TEST(assembler, adds_offsets_to_labels)
{
    const Assembly assembly =
        assemble({push_label(7, 12), {.kind = ItemKind::place, .label = 7}, bytes(1)});
    EXPECT_EQ(to_hex(assembly.code), "0x600eee");
    EXPECT_EQ(assembly.labels.at(7), 2U);
}

TEST(assembler, notes_where_immutables_are)
{
    const Item immutable{.kind = ItemKind::push_immutable, .label = 2};
    const Assembly assembly = assemble({op(OP_STOP), immutable, immutable});
    EXPECT_EQ(assembly.code.size(), 43U);
    EXPECT_EQ(assembly.immutables.at(2), (std::vector<std::size_t>{2, 23}));
}

TEST(source_map, leaves_out_what_repeats)
{
    Item jump = op(OP_JUMP, {7, 9});
    jump.jump = JumpKind::into;
    const Assembly assembly = assemble({op(OP_CALLER, {1, 4}), op(OP_CALLER, {1, 4}),
        op(OP_CALLER, {7, 10}), jump, op(OP_STOP, {7, 9})});
    EXPECT_EQ(source_map(assembly), "1:3:0:-;;7;:2::i;:::-");
}

TEST(share_tails, keeps_equal_ends_once)
{
    const std::vector<Item> items{push_label(0), push_label(1), push_label(2), op(OP_STOP),
        label(0), push(7), op(OP_REVERT), label(1), push(7), op(OP_REVERT), label(2), push(8),
        op(OP_REVERT)};
    EXPECT_EQ(hex(share_tails(items)), "0x60076007600b005b6007fd5b6008fd");
}

TEST(share_tails, leaves_code_that_is_fallen_into)
{
    const std::vector<Item> items{push_label(0), label(0), push(7), op(OP_REVERT), push_label(1),
        op(OP_STOP), label(1), push(7), op(OP_REVERT)};
    EXPECT_EQ(assemble(share_tails(items)).code.size(), assemble(items).code.size());
}

/// Errors that differ in what they push first: `bytes` items that they have in common.
std::vector<Item> two_errors(Opcode end, int bytes)
{
    std::vector<Item> items{push_label(0), op(OP_JUMPI)};
    for (const std::uint64_t error : {0x11111111U, 0x22222222U})
    {
        if (error == 0x22222222U)
            items.push_back(label(0));
        items.push_back(push(error));
        for (int i = 1; i < bytes; ++i)
            items.push_back(op(OP_DUP1));
        items.push_back(op(end));
    }
    return items;
}

std::size_t merged_size(const std::vector<Item>& items, Pricing pricing)
{
    return assemble(merge_tails(items, cost_model(pricing))).code.size();
}

TEST(merge_tails, has_code_jump_to_its_end_where_that_pays)
{
    // Cold code from six bytes on: one for the label, at most four for the jump.
    EXPECT_EQ(merged_size(two_errors(OP_REVERT, 5), Pricing::osaka), 24U);
    EXPECT_EQ(merged_size(two_errors(OP_REVERT, 6), Pricing::osaka), 24U);
    EXPECT_EQ(merged_size(two_errors(OP_REVERT, 12), Pricing::osaka), 30U);
    // Warm code runs often: its bytes must be many, or dear.
    EXPECT_EQ(merged_size(two_errors(OP_RETURN, 12), Pricing::osaka), 38U);
    EXPECT_EQ(merged_size(two_errors(OP_RETURN, 12), Pricing::amsterdam), 30U);
    EXPECT_EQ(merged_size(two_errors(OP_RETURN, 40), Pricing::osaka), 58U);
}

TEST(constants, are_made_in_the_cheapest_way)
{
    const auto made = [](const uint256& value, std::uint64_t runs) {
        return hex(materialise(value, cost_model(Pricing::osaka), runs, {}));
    };
    const uint256 mask = (uint256{1} << 85) - 1;
    EXPECT_EQ(made(mask, 1), "0x5f1960ab1c");
    EXPECT_EQ(made(mask, 100'000), "0x6a1fffffffffffffffffffff");
    EXPECT_EQ(made(uint256{0x01ffc9a7} << 224, 1), "0x6301ffc9a760e01b");
    EXPECT_EQ(made(max_uint256, 1), "0x5f19");
    EXPECT_EQ(made(max_uint256 - 5, 1), "0x600519");
    EXPECT_EQ(made(0, 1), "0x5f");
    EXPECT_EQ(made(256, 1), "0x610100");
}

/// Where a byte costs as much as the draft for Amsterdam says, gas gives way to bytes.
TEST(constants, are_made_as_the_fork_prices_them)
{
    const uint256 mask = (uint256{1} << 48) - 1;
    const auto made = [&](Pricing pricing) {
        const CostModel& costs = cost_model(pricing);
        return hex(materialise(mask, costs, costs.runs, {}));
    };
    EXPECT_EQ(made(Pricing::osaka), "0x65ffffffffffff");
    EXPECT_EQ(made(Pricing::amsterdam), "0x5f1960d01c");
    EXPECT_EQ(cost_model(Pricing::amsterdam).fresh_slot, 97'920U);
    EXPECT_LT(creation_costs(Pricing::amsterdam).gas_per_byte, 200U);
}
}  // namespace
}  // namespace byline::compiler

#include "vm/primitives/opcodes.hpp"

#include "vm/primitives/revision.hpp"

#include <gtest/gtest.h>

#include <cstddef>

using namespace byline;

TEST(opcodes, are_found_by_the_name_in_the_table)
{
    EXPECT_EQ(opcode_from_name("ADD"), OP_ADD);
    EXPECT_EQ(opcode_from_name("SELFDESTRUCT"), OP_SELFDESTRUCT);
    EXPECT_EQ(opcode_from_name(""), std::nullopt);
    EXPECT_EQ(opcode_from_name("add"), std::nullopt);
    for (std::size_t code = 0; code < opcode_table.size(); ++code)
    {
        if (!opcode_table[code].name.empty())
        {
            EXPECT_EQ(opcode_from_name(opcode_table[code].name), static_cast<Opcode>(code));
        }
    }
}

TEST(opcodes, push_carries_its_bytes)
{
    for (std::size_t n = 0; n <= 32; ++n)
    {
        const OpcodeTraits& push = opcode_table[OP_PUSH0 + n];
        EXPECT_EQ(push.immediates, n);
        EXPECT_EQ(push.inputs, 0);
        EXPECT_EQ(push.outputs, 1);
    }
}

TEST(opcodes, dup_and_swap_count_all_they_reach)
{
    for (std::size_t n = 1; n <= 16; ++n)
    {
        EXPECT_EQ(opcode_table[OP_DUP1 + n - 1].inputs, n);
        EXPECT_EQ(opcode_table[OP_DUP1 + n - 1].outputs, n + 1);
        EXPECT_EQ(opcode_table[OP_SWAP1 + n - 1].inputs, n + 1);
        EXPECT_EQ(opcode_table[OP_SWAP1 + n - 1].outputs, n + 1);
    }
}

TEST(opcodes, count_leading_zeros_starts_with_osaka)
{
    EXPECT_FALSE(opcode_table[OP_CLZ].defined(Revision::prague));
    EXPECT_TRUE(opcode_table[OP_CLZ].defined(Revision::osaka));
}

TEST(revision, names_go_both_ways)
{
    for (const Revision revision : {Revision::cancun, Revision::prague, Revision::osaka})
        EXPECT_EQ(revision_from_string(to_string(revision)), revision);
    EXPECT_EQ(revision_from_string("cancun"), std::nullopt);
    EXPECT_EQ(revision_from_string("Frontier"), std::nullopt);
}

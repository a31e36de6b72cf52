#include "vm/evm/disassembler.hpp"

#include <gtest/gtest.h>

namespace byline::vm
{
namespace
{
TEST(disassembler, writes_one_instruction_a_line)
{
    EXPECT_EQ(disassemble(Bytes{0x60, 0x80, 0x5f, 0x52, 0x00}),
        "0x0000 PUSH1 0x80\n0x0002 PUSH0\n0x0003 MSTORE\n0x0004 STOP\n");
    EXPECT_EQ(disassemble({}), "");
}

TEST(disassembler, marks_what_is_no_instruction_in_the_revision)
{
    EXPECT_EQ(disassemble(Bytes{0x0c}), "0x0000 UNDEFINED 0x0c\n");
    EXPECT_EQ(disassemble(Bytes{0x1e}), "0x0000 CLZ\n");
    EXPECT_EQ(disassemble(Bytes{0x1e}, Revision::prague), "0x0000 UNDEFINED 0x1e\n");
}

TEST(disassembler, writes_a_cut_off_push_as_far_as_it_goes)
{
    EXPECT_EQ(disassemble(Bytes{0x61, 0xab}), "0x0000 PUSH2 0xab (cut off)\n");
    EXPECT_EQ(disassemble(Bytes{0x61}), "0x0000 PUSH2 (cut off)\n");
}

TEST(disassembler, widens_offsets_with_the_code)
{
    Bytes code(0x10001, 0x5b);
    const std::string text = disassemble(code);
    EXPECT_NE(text.find("\n0xffff JUMPDEST\n0x010000 JUMPDEST\n"), std::string::npos);
}
}  // namespace
}  // namespace byline::vm

#include "vm/evm/machine/jump_destinations.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/opcodes.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace byline::vm
{
namespace
{
/// Yellow Paper §9.4.3, instruction by instruction.
std::vector<bool> destinations_of(BytesView code)
{
    std::vector<bool> found(code.size());
    for (std::size_t i = 0; i < code.size(); i += std::size_t{1} + opcode_table[code[i]].immediates)
        found[i] = code[i] == OP_JUMPDEST;
    return found;
}

void expect_destinations(const Bytes& code)
{
    Bytes padded = code;
    padded.resize(code.size() + jump_destination_row);
    std::vector<std::uint64_t> bits{~std::uint64_t{0}, 7};
    find_jump_destinations(padded.data(), code.size(), bits);
    ASSERT_EQ(bits.size(), (code.size() + 63) / 64);
    const std::vector<bool> expected = destinations_of(code);
    for (std::size_t i = 0; i < bits.size() * 64; ++i)
    {
        const bool found = ((bits[i / 64] >> (i % 64)) & 1) != 0;
        ASSERT_EQ(found, i < code.size() && expected[i]) << "at " << i << " of " << to_hex(code);
    }
}

TEST(jump_destinations, of_random_codes)
{
    std::mt19937_64 random{1};
    for (int i = 0; i < 20'000 && !::testing::Test::HasFatalFailure(); ++i)
    {
        // From hardly any PUSH to hardly anything else.
        const std::uint64_t pushes = random() % 9;
        Bytes code(random() % 300);
        for (std::uint8_t& byte : code)
        {
            if (random() % 8 < pushes)
                byte = static_cast<std::uint8_t>(OP_PUSH0 + random() % 33);
            else
                byte = random() % 2 == 0 ? std::uint8_t{OP_JUMPDEST}
                                         : static_cast<std::uint8_t>(random());
        }
        expect_destinations(code);
    }
}

/// Every length of data across every place of a row's end, behind data that looks like a PUSH.
TEST(jump_destinations, across_rows)
{
    for (std::size_t at = 0; at < 140; ++at)
    {
        for (std::size_t length = 0; length <= 32; ++length)
        {
            for (const std::uint8_t fill : {OP_JUMPDEST, OP_PUSH1, OP_PUSH2, OP_PUSH32})
            {
                Bytes code(at, OP_JUMPDEST);
                code.push_back(static_cast<std::uint8_t>(OP_PUSH0 + length));
                code.resize(code.size() + length, fill);
                code.resize(code.size() + 80, OP_JUMPDEST);
                expect_destinations(code);
                ASSERT_FALSE(::testing::Test::HasFatalFailure());
            }
        }
    }
}

/// Walks from a row's beginning that never meet the right one.
TEST(jump_destinations, of_nothing_but_data)
{
    for (std::size_t before = 0; before < 34; ++before)
    {
        for (const std::uint8_t op : {OP_PUSH1, OP_PUSH15, OP_PUSH31, OP_PUSH32})
        {
            Bytes code(before, OP_JUMPDEST);
            code.resize(5'000, op);
            expect_destinations(code);
            ASSERT_FALSE(::testing::Test::HasFatalFailure());
        }
    }
}
}  // namespace
}  // namespace byline::vm

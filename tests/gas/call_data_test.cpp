#include "bench/contracts/call_data.hpp"

#include "vm/primitives/hex.hpp"

#include <gtest/gtest.h>

namespace byline::bench
{
namespace
{
std::string words(std::initializer_list<const char*> tails)
{
    std::string text;
    for (const std::string tail : tails)
        text += std::string(64 - tail.size(), '0') + tail;
    return text;
}

TEST(call_data, begins_with_the_selector)
{
    EXPECT_EQ(to_hex(call_data("claim()")), "0x4e71d92d");
    EXPECT_EQ(to_hex(call_data("transfer(address,uint256)", {word(1), word(2)})),
        "0xa9059cbb" + words({"1", "2"}));
}

/// The example of the ABI specification: f(uint256,uint32[],bytes10,bytes) without its third.
TEST(call_data, puts_what_is_dynamic_behind_the_heads)
{
    const Bytes encoded = encode_arguments(
        {word(0x123), WordList{{0x456, 0x789}}, ByteString{{'H', 'e', 'l', 'l', 'o'}}});
    EXPECT_EQ(to_hex(encoded), "0x" + words({"123", "60", "c0", "2", "456", "789", "5"}) +
                                   "48656c6c6f" + std::string(54, '0'));
}
}  // namespace
}  // namespace byline::bench

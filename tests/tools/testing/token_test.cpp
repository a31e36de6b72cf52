#include "tools/bylinec/testing/token.hpp"

#include "tools/bylinec/testing/abi.hpp"
#include "tools/bylinec/testing/world.hpp"

#include <gtest/gtest.h>

namespace byline::tools::testing
{
namespace
{
constexpr address token{{0x70}};
constexpr address owner{{0x01, 0x01}};
constexpr address spender{{0x02, 0x02}};
constexpr address other{{0x03, 0x03}};

class plain_token : public ::testing::Test
{
protected:
    void SetUp() override
    {
        world.state().set_code(token, token_code(6));
        world.state().set_storage(token, to_uint256(owner), 100);
    }

    Outcome send(const address& from, std::string_view signature, const std::vector<uint256>& words)
    {
        std::vector<AbiValue> arguments;
        for (const uint256& word : words)
            arguments.push_back(AbiValue::of(word));
        return world.send(from, token, call_data(signature, arguments));
    }

    uint256 ask(std::string_view signature, const std::vector<uint256>& words = {})
    {
        const Outcome outcome = send(other, signature, words);
        EXPECT_EQ(words_of(outcome.output).size(), 1U);
        return outcome.output.empty() ? uint256{} : words_of(outcome.output).front();
    }

    uint256 balance(const address& who) { return ask("balanceOf(address)", {to_uint256(who)}); }

    World world;
};

TEST_F(plain_token, moves_what_its_owner_has)
{
    EXPECT_EQ(ask("decimals()"), 6);
    const Outcome sent = send(owner, "transfer(address,uint256)", {to_uint256(other), 40});
    ASSERT_TRUE(sent.is_done());
    EXPECT_EQ(words_of(sent.output), std::vector<uint256>{1});
    ASSERT_EQ(sent.logs.size(), 1U);
    EXPECT_EQ(sent.logs[0].topics.size(), 3U);
    EXPECT_EQ(balance(owner), 60);
    EXPECT_EQ(balance(other), 40);
    EXPECT_FALSE(send(owner, "transfer(address,uint256)", {to_uint256(other), 61}).is_done());
}

TEST_F(plain_token, moves_no_more_than_was_allowed)
{
    const std::vector<uint256> taking{to_uint256(owner), to_uint256(other), 30};
    constexpr std::string_view take = "transferFrom(address,address,uint256)";
    EXPECT_FALSE(send(spender, take, taking).is_done());
    ASSERT_TRUE(send(owner, "approve(address,uint256)", {to_uint256(spender), 50}).is_done());
    ASSERT_TRUE(send(spender, take, taking).is_done());
    EXPECT_FALSE(send(spender, take, taking).is_done());
    EXPECT_EQ(ask("allowance(address,address)", {to_uint256(owner), to_uint256(spender)}), 20);
    EXPECT_EQ(world.state().storage(token, allowance_slot(owner, spender)), 20);
    EXPECT_EQ(balance(other), 30);
}

TEST_F(plain_token, moves_to_oneself_change_nothing)
{
    ASSERT_TRUE(send(owner, "transfer(address,uint256)", {to_uint256(owner), 100}).is_done());
    EXPECT_EQ(balance(owner), 100);
}

TEST_F(plain_token, refuses_what_it_does_not_know)
{
    EXPECT_FALSE(send(owner, "mint(address,uint256)", {to_uint256(owner), 1}).is_done());
}
}  // namespace
}  // namespace byline::tools::testing

#include "node/client/contract.hpp"

#include "node/client/abi_type.hpp"
#include "node/client/chain_client.hpp"
#include "node/client/licence.hpp"
#include "node/client/wallet.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::node
{
namespace
{
constexpr std::string_view licence_abi = R"([
  {"type":"error","name":"WrongPayment","inputs":[{"type":"uint256","name":"expected"},{"type":"uint256","name":"got"}]},
  {"type":"error","name":"NothingToClaim","inputs":[]},
  {"type":"event","name":"Record","inputs":[{"type":"address","name":"caller","indexed":true},
    {"type":"uint64","name":"n","indexed":false},{"type":"uint256","name":"paid","indexed":false}]}])";

std::string word(std::uint64_t value)
{
    return to_hex(to_bytes32(uint256{value})).substr(2);
}

std::string revert(std::string_view hex)
{
    return describe_revert(*parse_abi(licence_abi), *from_hex(hex));
}

TEST(describe_revert, uses_the_words_of_the_contract)
{
    const Abi abi = *parse_abi(licence_abi);
    const auto prefix = to_hex(BytesView{selector(abi.errors[0])});
    EXPECT_EQ(revert(prefix + word(1'000'000'000'000'000) + word(0)),
        "WrongPayment(expected 1000000000000000, got 0)");
    EXPECT_EQ(revert(to_hex(BytesView{selector(abi.errors[1])})), "NothingToClaim()");
}

TEST(describe_revert, knows_error_and_panic)
{
    EXPECT_EQ(
        revert("0x08c379a0" + word(32) + word(2) + "6e6f" + std::string(60, '0')), "Error(no)");
    EXPECT_EQ(revert("0x4e487b71" + word(17)), "Panic(code 17)");
}

TEST(describe_revert, says_so_where_it_knows_nothing)
{
    EXPECT_EQ(revert("0x"), "no reason given");
    EXPECT_EQ(revert("0x010203"), "unknown error 0x010203");
    EXPECT_EQ(revert("0xdeadbeef"), "unknown error 0xdeadbeef");
}

TEST(explain, leaves_other_errors_alone)
{
    const Abi abi = *parse_abi(licence_abi);
    EXPECT_EQ(explain({ClientError::Kind::failed, "no route", {}}, abi).message, "no route");
    EXPECT_EQ(explain({ClientError::Kind::reverted, "execution reverted", {}}, abi).message,
        "reverted: no reason given");
}

TEST(decode_event, puts_topics_and_data_back_in_order)
{
    const Abi abi = *parse_abi(licence_abi);
    const auto caller = Wallet::development(1).account();
    ChainLog log;
    log.topics = {topic(abi.events[0]), to_bytes32(to_uint256(caller))};
    log.data = *from_hex(word(100) + word(7));
    const auto event = decode_event(abi, log);
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(to_text(*event),
        "Record(caller 0x70997970C51812dc3A010C7d01b50e0d17dc79C8, n 100, paid 7)");

    log.topics.pop_back();
    EXPECT_FALSE(decode_event(abi, log).has_value());
    log.topics = {bytes32{}};
    EXPECT_FALSE(decode_event(abi, log).has_value());
}

const std::vector<std::string> parties{"alice", "bob", "carol"};

std::string bind_error(std::vector<std::string> assignments)
{
    const auto bound = bind_parties(parties, assignments);
    EXPECT_TRUE(bound || bound.error().kind == ClientError::Kind::usage);
    return bound ? "bound" : bound.error().message;
}

TEST(bind_parties, takes_addresses_and_account_numbers_in_any_order)
{
    const std::vector<std::string> assignments{
        "carol=#3", "alice=0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "bob=#2"};
    const auto bound = bind_parties(parties, assignments);
    ASSERT_TRUE(bound.has_value()) << bound.error().message;
    EXPECT_EQ(*bound, (std::vector{Wallet::development(1).account(),
                          Wallet::development(2).account(), Wallet::development(3).account()}));
}

TEST(bind_parties, names_the_party_that_is_wrong)
{
    EXPECT_EQ(bind_error({"alice=#1", "bob=#2"}),
        "no address is given for carol: add carol=0x… or carol=#N");
    EXPECT_EQ(
        bind_error({}), "no address is given for alice, bob, carol: add alice=0x… or alice=#N");
    EXPECT_EQ(bind_error({"alice=#1", "dave=#2"}),
        "the licence has no party 'dave'; its parties are: alice, bob, carol");
    EXPECT_EQ(bind_error({"alice=#1", "alice=#2"}), "party 'alice' is given twice");
    EXPECT_EQ(bind_error({"alice"}), "'alice' names no party: write PARTY=0x… or PARTY=#N");
    EXPECT_EQ(bind_error({"alice=0x12"}),
        "party 'alice': '0x12' is not an account: write 0x and 40 hexadecimal digits, or #N for a "
        "development account");
    EXPECT_EQ(bind_error({"alice=#x"}).substr(0, 37), "party 'alice': '#x' is not an account");
}

TEST(deployment_data, appends_a_word_for_each_party)
{
    const std::vector<address> addresses{Wallet::development(1).account()};
    EXPECT_EQ(to_hex(BytesView{deployment_data(Bytes{0xfe}, addresses)}),
        "0xfe00000000000000000000000070997970c51812dc3a010c7d01b50e0d17dc79c8");
}

TEST(read_key, takes_hex_with_blanks_around_and_never_repeats_it)
{
    const auto wallet =
        read_key(" 0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80\n");
    ASSERT_TRUE(wallet.has_value());
    EXPECT_EQ(wallet->account(), Wallet::development(0).account());
    EXPECT_EQ(read_key("secret").error(), "a key is 64 hexadecimal digits and nothing else");
    EXPECT_EQ(read_key("").error(), "a key is 64 hexadecimal digits and nothing else");
    EXPECT_EQ(
        read_key(std::string(64, '0')).error(), "the key is not in the range of secp256k1 keys");
}
}  // namespace
}  // namespace byline::node

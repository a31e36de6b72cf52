#include "node/chain/genesis.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace byline::node
{
namespace
{
constexpr std::string_view cancun = R"({"chainId": 5, "cancunTime": 0})";

std::string document_with(
    std::string_view config, std::string_view alloc = "{}", std::string_view more = "")
{
    return std::string{"{\"config\": "}
        .append(config)
        .append(", \"alloc\": ")
        .append(alloc)
        .append(", \"gasLimit\": \"0x1c9c380\"")
        .append(more)
        .append("}");
}

Genesis read(const std::string& document)
{
    auto genesis = read_genesis(document);
    EXPECT_TRUE(genesis) << genesis.error().message;
    return genesis ? std::move(*genesis) : Genesis{};
}

struct Bad
{
    std::string document;
    std::string_view message;
};

void expect_refused(const std::vector<Bad>& cases)
{
    for (const Bad& bad : cases)
    {
        const auto genesis = read_genesis(bad.document);
        ASSERT_FALSE(genesis) << bad.document;
        EXPECT_EQ(genesis.error().message, bad.message) << bad.document;
    }
}
}  // namespace

TEST(genesis, the_development_chain_does_not_change)
{
    const Genesis genesis = read(development_genesis_document());
    EXPECT_EQ(genesis.config.chain_id, 31'337U);
    ASSERT_EQ(genesis.config.forks.size(), 1U);
    EXPECT_EQ(genesis.config.forks[0].revision, Revision::osaka);
    EXPECT_EQ(genesis.block.header.gas_limit, 60'000'000U);
    EXPECT_EQ(genesis.state.entries().size(), 15U);
    EXPECT_EQ(to_hex(vm::hash(genesis.block.header)),
        "0x7cb8c30ecf0e25a0381b92630e4bba02607ca7be65cd078d53e5e66b19a4ca21");
}

TEST(genesis, development_accounts_hold_ten_thousand_ether)
{
    const Genesis genesis = read(development_genesis_document());
    constexpr address last = hex_address("a0ee7a142d267c1f36714e4a8f75612f20a79720");
    ASSERT_TRUE(genesis.state.account(last));
    EXPECT_EQ(to_decimal(genesis.state.account(last)->balance), "10000000000000000000000");
}

TEST(genesis, system_contracts_have_the_published_code)
{
    const Genesis genesis = read(development_genesis_document());
    const auto code_hash = [&genesis](const address& addr) {
        return to_hex(genesis.state.account(addr).value().code_hash);
    };
    EXPECT_EQ(code_hash(hex_address("4e59b44847b379578588920ca78fbf26c0b4956c")),
        "0x2fa86add0aed31f33a762c9d88e807c475bd51d0f52bd0955754b2608f7e4989");
    EXPECT_EQ(code_hash(hex_address("000f3df6d732807ef1319fb7b8bb8522d0beac02")),
        "0xf57acd40259872606d76197ef052f3d35588dadf919ee1f0e3cb9b62d3f4b02c");
    EXPECT_EQ(code_hash(hex_address("0000f90827f1c53a10cb7a02335b175320002935")),
        "0x6e49e66782037c0555897870e29fa5e552daf4719552131a0abce779daec0a5d");
}

TEST(genesis, reads_every_field_of_the_header)
{
    const Genesis genesis = read(document_with(cancun, "{}", R"(,
        "number": "0x0", "timestamp": 17, "nonce": "0x0102030405060708", "extraData": "0xabcd",
        "difficulty": "131072", "gasUsed": "0x1", "baseFeePerGas": "0x7",
        "mixHash": "0x1100000000000000000000000000000000000000000000000000000000000011",
        "parentHash": "0x2200000000000000000000000000000000000000000000000000000000000022",
        "parentBeaconBlockRoot":
            "0x3300000000000000000000000000000000000000000000000000000000000033",
        "coinbase": "0x4400000000000000000000000000000000000044",
        "excessBlobGas": "0x20000", "blobGasUsed": "0x40000")"));
    const vm::BlockHeader& header = genesis.block.header;
    EXPECT_EQ(header.timestamp, 17U);
    EXPECT_EQ(header.nonce, (std::array<std::uint8_t, 8>{1, 2, 3, 4, 5, 6, 7, 8}));
    EXPECT_EQ(header.extra_data, (Bytes{0xab, 0xcd}));
    EXPECT_EQ(header.difficulty, uint256{131'072});
    EXPECT_EQ(header.gas_limit, 30'000'000U);
    EXPECT_EQ(header.gas_used, 1U);
    EXPECT_EQ(header.base_fee_per_gas, uint256{7});
    EXPECT_EQ(header.prev_randao.bytes[31], 0x11);
    EXPECT_EQ(header.parent_hash.bytes[31], 0x22);
    EXPECT_EQ(header.parent_beacon_block_root->bytes[31], 0x33);
    EXPECT_EQ(header.coinbase.bytes[19], 0x44);
    EXPECT_EQ(header.excess_blob_gas, 0x20'000U);
    EXPECT_EQ(header.blob_gas_used, 0x40'000U);
    EXPECT_EQ(header.withdrawals_root, empty_trie_root);
    EXPECT_EQ(header.requests_hash, std::nullopt);
    EXPECT_EQ(header.state_root, empty_trie_root);
}

TEST(genesis, a_later_fork_is_one_activation)
{
    const Genesis genesis = read(document_with(
        R"({"chainId": 5, "homesteadBlock": 0, "londonBlock": "0x0", "shanghaiTime": 0,
            "cancunTime": 0, "pragueTime": 100, "osakaTime": 200, "bpo1Time": 200,
            "terminalTotalDifficulty": 0, "ethash": {},
            "blobSchedule": {"cancun": {"target": 1, "max": 2, "baseFeeUpdateFraction": 3},
                             "bpo1": {"target": 7, "max": 8, "baseFeeUpdateFraction": 9}}})"));
    const auto& forks = genesis.config.forks;
    ASSERT_EQ(forks.size(), 4U);
    EXPECT_EQ(forks[0], (vm::ForkActivation{0, Revision::cancun, {1, 2, 3}}));
    EXPECT_EQ(
        forks[1], (vm::ForkActivation{100, Revision::prague, vm::mainnet_blobs(Revision::prague)}));
    EXPECT_EQ(
        forks[2], (vm::ForkActivation{200, Revision::osaka, vm::mainnet_blobs(Revision::osaka)}));
    EXPECT_EQ(forks[3], (vm::ForkActivation{200, Revision::osaka, {7, 8, 9}}));
    EXPECT_EQ(genesis.config.at(200).blobs.target, 7U);
}

TEST(genesis, forks_before_the_genesis_timestamp_are_active_from_the_start)
{
    const Genesis genesis = read(document_with(
        R"({"chainId": 5, "cancunTime": 10, "pragueTime": 100})", "{}", R"(, "timestamp": 50)"));
    ASSERT_EQ(genesis.config.forks.size(), 2U);
    EXPECT_EQ(genesis.config.forks[0].timestamp, 0U);
    EXPECT_EQ(genesis.config.forks[1].timestamp, 100U);
}

TEST(genesis, reads_accounts_in_all_their_spellings)
{
    const Genesis genesis = read(document_with(cancun, R"({
        "0x00000000000000000000000000000000000000aA": {"balance": "0x10", "nonce": "0x2"},
        "00000000000000000000000000000000000000bb": {"balance": "17", "nonce": 3, "code": "0x60"},
        "0x00000000000000000000000000000000000000cc": {"balance": 18, "comment": "kept out",
            "storage": {"0x01": "0x02", "03":
                "0x0000000000000000000000000000000000000000000000000000000000000004",
                "0x5": "0x0"}}})"));
    const auto account = [&genesis](std::uint8_t last) {
        address addr;
        addr.bytes[19] = last;
        return genesis.state.account(addr).value();
    };
    EXPECT_EQ(account(0xaa).balance, uint256{16});
    EXPECT_EQ(account(0xaa).nonce, 2U);
    EXPECT_EQ(account(0xbb).balance, uint256{17});
    EXPECT_EQ(account(0xbb).nonce, 3U);
    EXPECT_EQ(account(0xbb).code_hash, keccak256(Bytes{0x60}));
    EXPECT_EQ(account(0xcc).balance, uint256{18});
    address holder;
    holder.bytes[19] = 0xcc;
    EXPECT_EQ(genesis.state.storage(holder, 1), uint256{2});
    EXPECT_EQ(genesis.state.storage(holder, 3), uint256{4});
    EXPECT_EQ(genesis.state.entries().at(holder).storage.size(), 2U);
}

TEST(genesis, names_the_place_of_broken_json)
{
    expect_refused({
        {"", "line 1, column 1: is not JSON: incomplete JSON"},
        {"{\n  \"config\": }", "line 2, column 13: is not JSON: syntax error"},
        {"{} x", "line 1, column 4: is not JSON: extra data"},
        {"[]", "line 1: the document is not a JSON object"},
        {"{", "line 1, column 2: is not JSON: incomplete JSON"},
    });
    EXPECT_FALSE(read_genesis(std::string(100'000, '[')));
}

TEST(genesis, names_the_field_that_is_missing_or_wrong)
{
    expect_refused({
        {"{}", "gasLimit: is missing"},
        {R"({"gasLimit": 30000000})", "config: is missing"},
        {R"({"gasLimit": 30000000, "config": 3})", "config: is not an object"},
        {document_with(R"({"cancunTime": 0})"), "config.chainId: is missing"},
        {document_with(R"({"chainId": 0, "cancunTime": 0})"), "config.chainId: must not be 0"},
        {document_with(R"({"chainId": "0x10000000000000000", "cancunTime": 0})"),
            "config.chainId: is not below 2^64"},
        {document_with(cancun, "[]"), "alloc: is not an object"},
        {R"({"gasLimit": 30000000, "config": {"chainId": 1, "cancunTime": 0}})",
            "alloc: is missing"},
        {document_with(cancun, "{}", R"(, "number": 1)"), "number: must be 0 or absent"},
        {document_with(cancun, "{}", R"(, "extraData": "0x0")"),
            "extraData: is not hex: odd number of hex digits"},
        {document_with(cancun, "{}", R"(, "extraData": 7)"),
            "extraData: is not a string of hex digits"},
        {document_with(cancun, "{}", R"(, "coinbase": "0x12")"),
            "coinbase: is not an address (40 hex digits)"},
        {document_with(cancun, "{}", R"(, "mixHash": "0x12")"),
            "mixHash: is not a hash (64 hex digits)"},
        {document_with(cancun, "{}", R"(, "timestamp": -1)"),
            "timestamp: is not a number (a whole number below 2^64, or a string in decimal or 0x "
            "hex below 2^256)"},
        {R"({"gasLimit": 4999})", "gasLimit: must lie between 5,000 and 2^63 - 1"},
    });
    const auto long_extra = read_genesis(
        document_with(cancun, "{}", ", \"extraData\": \"0x" + std::string(66, '0') + "\""));
    ASSERT_FALSE(long_extra);
    EXPECT_EQ(long_extra.error().message, "extraData: is longer than 32 bytes");
}

TEST(genesis, names_the_account_that_is_wrong)
{
    const std::string addr = "0x00000000000000000000000000000000000000aa";
    const auto entry = [&addr](std::string_view fields) {
        return document_with(cancun, "{\"" + addr + "\": " + std::string{fields} + "}");
    };
    const std::string place = "alloc." + addr;
    const std::string number =
        ": is not a number (a whole number below 2^64, or a string in decimal or 0x hex below "
        "2^256)";
    const std::string balance = place + ".balance" + number;
    const std::string nonce = place + ".nonce: is not below 2^64";
    const std::string slot = place + ".storage.xyz: the slot is not a word of hex digits";
    const std::string word =
        place + ".storage.0x1: is not a word (a string of up to 64 hex digits)";
    const std::string code = place + ".code: is not hex: a character is not a hex digit";
    const std::string object = place + ": is not an object";
    const std::string twice =
        "alloc.00000000000000000000000000000000000000AA: the address stands there twice";
    expect_refused({
        {entry(R"({"balance": "12x"})"), balance},
        {entry(R"({"balance": "0x"})"), balance},
        {entry(R"({"balance": ""})"), balance},
        {entry(R"({"balance": 1.5})"), balance},
        {entry(R"({"balance": 1e30})"), balance},
        {entry(R"({"balance": true})"), balance},
        {entry("{\"balance\": \"0x1" + std::string(64, '0') + "\"}"), balance},
        {entry(R"({"nonce": "0x10000000000000000"})"), nonce},
        {entry(R"({"code": "0xgg"})"), code},
        {entry(R"({"storage": {"xyz": "0x1"}})"), slot},
        {entry(R"({"storage": {"0x1": 5}})"), word},
        {entry("null"), object},
        {entry("7"), object},
        {document_with(cancun, R"({"0x12": {}})"), "alloc.0x12: is not an address (40 hex digits)"},
        {document_with(
             cancun, "{\"" + addr + "\": {}, \"00000000000000000000000000000000000000AA\": {}}"),
            twice},
    });
}

TEST(genesis, prints_little_of_a_wild_key)
{
    const std::string key = "\\u0007\\n" + std::string(200, 'k');
    const auto genesis = read_genesis(document_with(cancun, "{\"" + key + "\": {}}"));
    ASSERT_FALSE(genesis);
    EXPECT_EQ(genesis.error().message,
        "alloc.??" + std::string(78, 'k') + "...: is not an address (40 hex digits)");
}

TEST(genesis, refuses_forks_that_it_cannot_follow)
{
    const std::string begins = "chains begin at Cancun or a later fork";
    const std::string block = "config.londonBlock: must be 0 or absent: " + begins;
    const std::string shanghai =
        "config.shanghaiTime: is later than the genesis timestamp: " + begins;
    const std::string none =
        "config.cancunTime: is missing or later than the genesis timestamp: " + begins;
    expect_refused({
        {document_with(R"({"chainId": 1, "londonBlock": 9})"), block},
        {document_with(R"({"chainId": 1, "shanghaiTime": 9})"), shanghai},
        {document_with(R"({"chainId": 1})"), none},
        {document_with(R"({"chainId": 1, "cancunTime": 9})"), none},
        {document_with(R"({"chainId": 1, "osakaTime": 0})"),
            "config.osakaTime: is set, but the earlier cancunTime is not"},
        {document_with(R"({"chainId": 1, "cancunTime": 0, "pragueTime": 9, "osakaTime": 8})"),
            "config.osakaTime: is earlier than the fork before it"},
        {document_with(R"({"chainId": 1, "cancunTime": 0, "amsterdamTime": 9})"),
            "config.amsterdamTime: the rules of this fork are not known here"},
        {document_with(R"({"chainId": 1, "cancunTime": 0, "pragueTime": 5, "osakaTime": 9,
                           "bpo1Time": 10})"),
            "config.blobSchedule.bpo1: is missing, but bpo1Time is set"},
        {document_with(R"({"chainId": 1, "cancunTime": 0, "blobSchedule":
                           {"cancun": {"target": 3, "max": 6}}})"),
            "config.blobSchedule.cancun.baseFeeUpdateFraction: is missing"},
        {document_with(R"({"chainId": 1, "cancunTime": 0, "blobSchedule":
                           {"cancun": {"target": 7, "max": 6, "baseFeeUpdateFraction": 1}}})"),
            "config.blobSchedule.cancun.target: target, max and 1,000,000 must be in this order"},
        {document_with(R"({"chainId": 1, "cancunTime": 0, "blobSchedule":
                           {"cancun": {"target": 3, "max": 6, "baseFeeUpdateFraction": 0}}})"),
            "config.blobSchedule.cancun.baseFeeUpdateFraction: must not be 0"},
        {document_with(R"({"chainId": 1, "cancunTime": 0, "pragueTime": 0})"),
            "alloc.0x00000961ef480eb55e80d19ad83579a64c007002: is missing or has no code: a chain "
            "that starts at Prague or later needs this system contract"},
    });
}
}  // namespace byline::node

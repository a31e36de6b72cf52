#include "tests/stdlib-contracts/licence_world.hpp"

namespace byline::testing
{
namespace
{
using vm::Status;
using vm::TxOutcome;

class street_scenes : public licence_test
{
protected:
    void SetUp() override { deploy(read_source("stdlib-contracts/licences/street-scenes.byl")); }

    TxOutcome record(std::uint64_t n) { return call(payer, "record(uint64)", {n}, milliether * n); }

    const address alice = account(0);
    const address bob = account(1);
    const address carol = account(2);
};

TEST_F(street_scenes, shares_a_hundred_calls_to_the_wei)
{
    // Scenario S1: 100 single calls and one of 100 come to the same.
    for (int i = 0; i < 100; ++i)
        expect_success(record(1));
    EXPECT_EQ(received(), milliether * 100);
    expect_success(record(100));
    EXPECT_EQ(received(), milliether * 200);
    EXPECT_EQ(claimable(alice), milliether * 100);
    EXPECT_EQ(claimable(bob), milliether * 60);
    EXPECT_EQ(claimable(carol), milliether * 40);
    for (const address& who : {carol, alice, bob})
        expect_success(call(who, "claim()"));
    EXPECT_EQ(world.balance(alice), milliether * 100);
    EXPECT_EQ(world.balance(bob), milliether * 60);
    EXPECT_EQ(world.balance(carol), milliether * 40);
    EXPECT_EQ(world.balance(contract), 0);
    EXPECT_EQ(received(), milliether * 200);
}

TEST_F(street_scenes, logs_each_use)
{
    const TxOutcome outcome = record(7);
    ASSERT_EQ(outcome.logs.size(), 1U);
    const vm::Log& log = outcome.logs.front();
    EXPECT_EQ(log.addr, contract);
    ASSERT_EQ(log.topics.size(), 2U);
    EXPECT_EQ(log.topics[0], keccak256(std::string_view{"Record(address,uint64,uint256)"}));
    EXPECT_EQ(to_uint256(log.topics[1]), to_uint256(payer));
    Bytes data;
    append(data, 7);
    append(data, milliether * 7);
    EXPECT_EQ(log.data, data);
    EXPECT_TRUE(outcome.output.empty());
}

TEST_F(street_scenes, logs_each_claim)
{
    record(10);
    const TxOutcome outcome = call(bob, "claim()");
    ASSERT_EQ(outcome.logs.size(), 1U);
    ASSERT_EQ(outcome.logs[0].topics.size(), 2U);
    EXPECT_EQ(outcome.logs[0].topics[0], keccak256(std::string_view{"Claimed(address,uint256)"}));
    EXPECT_EQ(to_uint256(outcome.logs[0].topics[1]), to_uint256(bob));
    Bytes data;
    append(data, milliether * 3);
    EXPECT_EQ(outcome.logs[0].data, data);
}

TEST_F(street_scenes, answers_what_every_licence_answers)
{
    EXPECT_EQ(world.view(contract, "alice()"), to_uint256(alice));
    EXPECT_EQ(world.view(contract, "bob()"), to_uint256(bob));
    EXPECT_EQ(world.view(contract, "carol()"), to_uint256(carol));
    EXPECT_EQ(world.view(contract, "termsHash()"), to_uint256(artifact.terms_hash));
    EXPECT_EQ(world.view(contract, "surplus()"), 0);
    const auto supports = [&](const uint256& word) {
        return world.view(contract, "supportsInterface(bytes4)", {word});
    };
    EXPECT_EQ(supports(uint256{0x01ffc9a7} << 224), 1);
    EXPECT_EQ(supports(uint256{0xffffffff} << 224), 0);
    // An id is four bytes; what has more behind them is none.
    EXPECT_EQ(supports((uint256{0x01ffc9a7} << 224) + 1), 0);
    const bytes32 plain = keccak256(std::string_view{"acceptsPlainTransfers()"});
    EXPECT_EQ(supports((to_uint256(plain) >> 224) << 224), 0);
}

TEST_F(street_scenes, deploys_the_runtime_code_with_the_addresses_in_it)
{
    Bytes expected = artifact.runtime_code;
    const Bytes code = world.state().code(world.state().account(contract)->code_hash);
    ASSERT_EQ(code.size(), expected.size());
    std::size_t differing = 0;
    for (std::size_t i = 0; i < code.size(); ++i)
        differing += code[i] != expected[i] ? 1U : 0U;
    // Three addresses, twice each; these test addresses have five bytes that are not zero at most.
    EXPECT_GT(differing, 0U);
    EXPECT_LE(differing, 6U * 20U);
}

// --- what it costs: whole transactions, from the second on ---

TEST_F(street_scenes, meets_its_gas_limits)
{
    record(1);
    const std::uint64_t recorded = record(100).gas_used;
    EXPECT_EQ(recorded, 22'961U);
    EXPECT_LE(recorded, 23'100U);
    for (const address& who : {alice, bob, carol})
        world.state().set_balance(who, 1);
    call(alice, "claim()");
    record(1);
    for (const address& who : {alice, bob, carol})
    {
        const std::uint64_t claimed = call(who, "claim()").gas_used;
        EXPECT_EQ(claimed, 34'664U);
        EXPECT_LE(claimed, 35'200U);
    }
}

TEST_F(street_scenes, meets_its_size_limit)
{
    const std::size_t size = artifact.runtime_code.size() - artifact.metadata_size;
    EXPECT_EQ(size, 797U);
    EXPECT_LE(size, 900U);
}

// --- attacks: money.md, section 3 ---

TEST_F(street_scenes, refuses_wrong_payments)
{
    const auto wrong = [&](const uint256& n, const uint256& value) {
        expect_revert(call(payer, "record(uint64)", {n}, value),
            encode("WrongPayment(uint256,uint256)", {milliether * n, value}));
    };
    wrong(1, 0);
    wrong(1, milliether - 1);
    wrong(1, milliether + 1);
    wrong(2, milliether);
    wrong(0, 1);
    wrong(~0ULL, 1);
    EXPECT_EQ(received(), 0);
    expect_success(call(payer, "record(uint64)", {0}, 0));
}

TEST_F(street_scenes, refuses_counts_beyond_64_bits)
{
    // 2^241 * 10^15 = 0 modulo 2^256: the product alone would say that nothing is owed.
    for (const uint256& n : {uint256{1} << 64, uint256{1} << 241, max_uint256})
        expect_revert(call(payer, "record(uint64)", {n}, milliether * n >> 200), {});
    expect_revert(call(payer, "record(uint64)", {uint256{1} << 241}, 0), {});
}

TEST_F(street_scenes, takes_the_greatest_count)
{
    const uint256 price = milliether * ~0ULL;
    expect_success(call(payer, "record(uint64)", {~0ULL}, price));
    EXPECT_EQ(received(), price);
}

TEST_F(street_scenes, refuses_short_calldata)
{
    for (std::size_t size = 0; size < 36; ++size)
    {
        Bytes data = encode("record(uint64)", {0});
        data.resize(size);
        expect_revert(world.send(payer, contract, data), {});
    }
    for (const std::string_view signature : {"claimFor(address)", "claimTo(address)",
             "claimable(address)", "supportsInterface(bytes4)"})
    {
        Bytes data = encode(signature, {0});
        data.resize(35);
        expect_revert(world.send(payer, contract, data), {});
    }
}

TEST_F(street_scenes, refuses_dirty_addresses)
{
    record(1);
    const uint256 dirty = to_uint256(alice) + (uint256{1} << 160);
    for (const std::string_view signature :
        {"claimFor(address)", "claimTo(address)", "claimable(address)"})
        expect_revert(call(alice, signature, {dirty}), {});
}

TEST_F(street_scenes, refuses_unknown_selectors)
{
    expect_revert(call(payer, "mint(uint256)", {1}), {});
    expect_revert(call(payer, "records(uint64)", {1}, milliether), {});
}

TEST_F(street_scenes, refuses_money_where_none_is_taken)
{
    record(1);
    const uint256 who = to_uint256(alice);
    const std::vector<std::pair<std::string_view, std::vector<uint256>>> calls{{"claim()", {}},
        {"claimFor(address)", {who}}, {"claimTo(address)", {who}}, {"claimable(address)", {who}},
        {"received()", {}}, {"surplus()", {}}, {"alice()", {}}, {"bob()", {}}, {"carol()", {}},
        {"termsHash()", {}}, {"supportsInterface(bytes4)", {uint256{0x01ffc9a7} << 224}}};
    for (const auto& [signature, arguments] : calls)
    {
        expect_revert(call(alice, signature, arguments, 1), {});
        expect_success(call(alice, signature, arguments));
        record(1);
    }
}

TEST_F(street_scenes, refuses_plain_transfers)
{
    expect_revert(world.send(payer, contract, {}, ether), {});
    expect_revert(world.send(payer, contract, {}, 0), {});
    EXPECT_EQ(received(), 0);
}

TEST_F(street_scenes, counts_forced_ether_as_income)
{
    record(10);
    force(1'000);
    EXPECT_EQ(received(), milliether * 10 + 1'000);
    EXPECT_EQ(claimable(alice), milliether * 5 + 500);
    expect_success(call(alice, "claim()"));
    force(9);  // 4.5, 2.7, 1.8
    EXPECT_EQ(claimable(alice), 4);
    EXPECT_EQ(claimable(bob), milliether * 3 + 302);
    EXPECT_EQ(claimable(carol), milliether * 2 + 201);
}

TEST_F(street_scenes, pays_nobody_twice)
{
    record(10);
    expect_success(call(alice, "claim()"));
    expect_revert(call(alice, "claim()"), encode("NothingToClaim()"));
    expect_revert(
        call(stranger, "claimFor(address)", {to_uint256(alice)}), encode("NothingToClaim()"));
    EXPECT_EQ(world.balance(alice), milliether * 5);
}

TEST_F(street_scenes, pays_no_stranger)
{
    record(10);
    expect_revert(call(stranger, "claim()"), encode("NotAllowed(address)", {to_uint256(stranger)}));
    expect_revert(call(alice, "claimFor(address)", {to_uint256(stranger)}),
        encode("NotAllowed(address)", {to_uint256(stranger)}));
    expect_revert(call(stranger, "claimTo(address)", {to_uint256(alice)}),
        encode("NotAllowed(address)", {to_uint256(stranger)}));
    expect_revert(call(stranger, "claimFor(address)", {0}), encode("NotAllowed(address)", {0}));
    EXPECT_EQ(claimable(stranger), 0);
    EXPECT_EQ(claimable(contract), 0);
    EXPECT_EQ(claimable(address{}), 0);
    // Also after claims, when a stranger's key would find the first counter.
    call(alice, "claim()");
    EXPECT_EQ(claimable(stranger), 0);
    EXPECT_EQ(world.balance(stranger), 0);
}

TEST_F(street_scenes, lets_anyone_push_a_payees_money_to_the_payee)
{
    record(10);
    expect_success(call(stranger, "claimFor(address)", {to_uint256(bob)}));
    EXPECT_EQ(world.balance(bob), milliether * 3);
    EXPECT_EQ(world.balance(stranger), 0);
    EXPECT_EQ(claimable(bob), 0);
}

TEST_F(street_scenes, sends_a_payees_own_money_elsewhere)
{
    record(10);
    const TxOutcome outcome = call(carol, "claimTo(address)", {to_uint256(stranger)});
    expect_success(outcome);
    EXPECT_EQ(world.balance(stranger), milliether * 2);
    EXPECT_EQ(world.balance(carol), 0);
    EXPECT_EQ(claimable(carol), 0);
    EXPECT_EQ(claimable(alice), milliether * 5);
    ASSERT_EQ(outcome.logs.size(), 1U);
    EXPECT_EQ(to_uint256(outcome.logs[0].topics[1]), to_uint256(carol));
}

TEST_F(street_scenes, sending_to_nobody_is_refused)
{
    record(10);
    for (const address& who : {carol, stranger})
        expect_revert(call(who, "claimTo(address)", {0}), encode("BadParty(address)", {0}));
    EXPECT_EQ(claimable(carol), milliether * 2);
    EXPECT_EQ(world.balance(address{}), 0);
}

TEST_F(street_scenes, sending_to_itself_is_refused)
{
    record(10);
    expect_revert(
        call(carol, "claimTo(address)", {to_uint256(contract)}), encode("TransferFailed()"));
    EXPECT_EQ(claimable(carol), milliether * 2);
}

TEST_F(street_scenes, never_wraps_a_counter)
{
    record(10);
    call(alice, "claim()");
    // Half of 2^86 is 2^85, one more than a counter holds; bob's share still fits.
    force((uint256{1} << 86) - received());
    expect_revert(call(alice, "claim()"), encode("Overflow()"));
    expect_success(call(bob, "claim()"));
    EXPECT_EQ(world.balance(bob), (uint256{1} << 86) * 3 / 10);
    EXPECT_EQ(received(), uint256{1} << 86);
    force(uint256{1} << 127);
    EXPECT_EQ(received(), (uint256{1} << 127) + (uint256{1} << 86));
    force(uint256{1} << 127);
    expect_revert(call(bob, "claim()"), encode("Overflow()"));
    expect_revert(call(stranger, "received()"), encode("Overflow()"));
}

TEST_F(street_scenes, holds_at_the_edge_of_a_counter)
{
    const uint256 limit = uint256{1} << 85;
    force(limit * 2 - 1);
    expect_success(call(alice, "claim()"));
    EXPECT_EQ(world.balance(alice), limit - 1);
    // The counter is full of ones; its neighbours must not have felt it.
    expect_success(call(bob, "claim()"));
    expect_success(call(carol, "claim()"));
    EXPECT_EQ(world.balance(bob), (limit * 2 - 1) * 3 / 10);
    EXPECT_EQ(world.balance(carol), (limit * 2 - 1) / 5);
    EXPECT_EQ(received(), limit * 2 - 1);
}
}  // namespace
}  // namespace byline::testing

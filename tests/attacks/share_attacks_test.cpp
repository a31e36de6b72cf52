#include "tests/attacks/attack_world.hpp"
#include "vm/primitives/opcodes.hpp"

namespace byline::testing
{
namespace
{
class share_attacks : public attack_test
{
protected:
    void street_scenes()
    {
        sign_licence(example_source("a_street_scenes"), {alice, bob, carol});
        expect_success(call(payer, "record(uint64)", {10}, milliether * 10));
    }

    vm::TxOutcome push(const address& payee)
    {
        return call(stranger, "claimFor(address)", {to_uint256(payee)});
    }

    const address alice = account(0);
    const address bob = account(1);
    const address carol = account(2);
};

// Row 1.
TEST_F(share_attacks, one_account_cannot_be_two_payees)
{
    artifact = compile_source(example_source("a_street_scenes"));
    const uint256 one = to_uint256(alice);
    expect_revert(
        world.deploy(artifact, {one, to_uint256(bob), one}), encode("BadParty(address)", {one}));
    expect_revert(
        world.deploy(artifact, {one, 0, to_uint256(bob)}), encode("BadParty(address)", {0}));
    expect_revert(world.deploy(artifact, {one, to_uint256(bob), (uint256{1} << 160) + 7}), {});
    expect_revert(world.deploy(artifact, {one, to_uint256(bob)}), {});
}

// Row 2: the example's owner wants 80 % of what customers put aside.
TEST_F(share_attacks, deposits_are_no_revenue)
{
    sign_licence(example_source("g_metered"), {alice, bob});
    expect_success(call(payer, "fund()", {}, ether * 10));
    EXPECT_EQ(received(), 0);
    EXPECT_EQ(claimable(bob), 0);
    expect_revert(call(bob, "claim()"), encode("NothingToClaim()"));
    EXPECT_EQ(held_by_contract(), ether * 10);
}

// Row 16.
TEST_F(share_attacks, a_parent_that_cannot_be_paid_is_refused)
{
    sign_licence(example_source("a_street_scenes"), {alice, bob, carol});
    const address deaf = contract;
    sign_licence(example_source("f_prints"), {alice, bob});
    const address parent = contract;
    sign_licence(example_source("f_prints"), {alice, carol});
    const address grandparent = contract;
    const compiler::Artifact child = compile_source(example_source("c_tuned_model"));
    const auto sign_with = [&](const address& first) {
        return world.deploy(child, {to_uint256(first), to_uint256(grandparent),
                                       to_uint256(account(7)), to_uint256(account(8))});
    };
    for (const address& bad : {deaf, account(9)})
        expect_revert(sign_with(bad), encode("BadParty(address)", {to_uint256(bad)}));
    const vm::TxOutcome signed_licence = sign_with(parent);
    expect_success(signed_licence);
    contract = *signed_licence.created;
    expect_success(call(payer, "record(uint64)", {100}, milliether * 200));
    expect_success(push(parent));
    EXPECT_EQ(world.balance(parent), milliether * 20);
    contract = parent;
    EXPECT_EQ(claimable(alice), milliether * 14);
    EXPECT_EQ(claimable(bob), milliether * 6);
}

// Row 21: which bucket does claim() pay, and whose is received()?
TEST_F(share_attacks, two_splits_are_told_apart)
{
    sign_licence(
        "licence L { party alice, bob  split sales { alice 50%  bob 50% } "
        "split tips { alice 100% }  act buy() { takes 10 wei into sales } "
        "act tip() { takes 7 wei into tips } }",
        {alice, bob});
    expect_success(call(payer, "buy()", {}, 10));
    expect_success(call(payer, "tip()", {}, 7));
    const auto view = [&](std::string_view name) { return world.view(contract, name); };
    EXPECT_EQ(view("salesReceived()"), 10);
    EXPECT_EQ(view("tipsReceived()"), 7);
    EXPECT_EQ(view("received()"), 17);
    EXPECT_EQ(claimable(alice), 12);
    EXPECT_EQ(claimable(bob), 5);
    expect_success(call(alice, "claim()"));
    EXPECT_EQ(world.balance(alice), 12);
    expect_success(push(bob));
    EXPECT_EQ(world.balance(bob), 5);
    EXPECT_EQ(held_by_contract(), 0);
    EXPECT_EQ(view("received()"), 17);
}

// Row 24.
TEST_F(share_attacks, forced_ether_is_the_residual_buckets_income)
{
    street_scenes();
    force(milliether * 10);
    EXPECT_EQ(received(), milliether * 20);
    EXPECT_EQ(claimable(alice), milliether * 10);
    EXPECT_EQ(world.view(contract, "surplus()"), 0);
}

// Row 24: without a residual bucket it is nobody's.
TEST_F(share_attacks, forced_ether_reaches_no_tab)
{
    sign_licence(
        "licence L { party shop  tab deposit notice 1 day "
        "act buy() { by shop  pays 1 wei from deposit[caller] to shop } }",
        {alice});
    expect_success(call(payer, "fund()", {}, 100));
    force(ether);
    EXPECT_EQ(world.view(contract, "surplus()"), ether);
    expect_success(call(payer, "leave()"));
    world.wait(day);
    expect_success(call(payer, "withdraw()"));
    EXPECT_EQ(world.balance(payer), 100);
    EXPECT_EQ(held_by_contract(), ether);
    expect_revert(world.send(payer, contract, {}, 1), {});
}

// Rows 25 and 28: the payee's code runs in the middle of the payment, also where it was delegated.
TEST_F(share_attacks, entering_again_while_being_paid_gains_nothing)
{
    street_scenes();
    put_code(account(40), calls_once(contract, encode("claim()")));
    Bytes delegation{0xef, 0x01, 0x00};
    for (const std::uint8_t byte : account(40).bytes)
        delegation.push_back(byte);
    for (const address& payee : {alice, bob})
        put_code(payee, Bytecode{delegation});
    expect_success(push(alice));
    expect_success(push(bob));
    EXPECT_TRUE(was_called(alice));
    EXPECT_FALSE(got_through(alice));
    EXPECT_EQ(noted(alice, answer_slot), first_word("NothingToClaim()"));
    EXPECT_EQ(world.balance(alice), milliether * 5);
    EXPECT_EQ(world.balance(bob), milliether * 3);
    EXPECT_EQ(held_by_contract(), milliether * 2);
    EXPECT_EQ(received(), milliether * 10);
}

// Row 25: paying while being paid; R is right in the middle of the call.
TEST_F(share_attacks, paying_while_being_paid_counts_once)
{
    street_scenes();
    put_code(alice, calls_once(contract, encode("record(uint64)", {5}), milliether * 5));
    expect_success(push(alice));
    EXPECT_TRUE(got_through(alice));
    EXPECT_EQ(received(), milliether * 15);
    EXPECT_EQ(claimable(alice), milliether * 5 / 2);
    EXPECT_EQ(claimable(bob), milliether * 9 / 2);
    EXPECT_EQ(claimable(carol), milliether * 3);
    EXPECT_EQ(held_by_contract(), milliether * 10);
}

// Row 26.
TEST_F(share_attacks, the_contract_is_no_payee)
{
    street_scenes();
    const uint256 self = to_uint256(contract);
    expect_revert(push(contract), encode("NotAllowed(address)", {self}));
    expect_revert(push(stranger), encode("NotAllowed(address)", {to_uint256(stranger)}));
    expect_revert(call(alice, "claimTo(address)", {0}), encode("BadParty(address)", {0}));
    // Without `default` the contract does not take it.
    expect_revert(call(alice, "claimTo(address)", {self}), encode("TransferFailed()"));
    EXPECT_EQ(claimable(alice), milliether * 5);
}

// Row 27: nothing in the code can replace it or lend it the caller's storage.
TEST_F(share_attacks, no_code_destroys_or_delegates)
{
    for (const std::string_view name : {"a_street_scenes", "b_vision_model", "c_tuned_model",
             "d_epoch_model", "e_album", "f_prints", "g_metered", "h_seats"})
    {
        const compiler::Artifact each = compile_source(example_source(name));
        const Bytes& code = each.runtime_code;
        const std::size_t end = code.size() - each.metadata_size;
        for (std::size_t i = 0; i < end; ++i)
        {
            const std::uint8_t op = code[i];
            EXPECT_NE(op, OP_SELFDESTRUCT) << name << " at " << i;
            EXPECT_NE(op, OP_DELEGATECALL) << name << " at " << i;
            EXPECT_NE(op, OP_CALLCODE) << name << " at " << i;
            if (op > OP_PUSH0 && op <= OP_PUSH0 + 32)
                i += op - OP_PUSH0;
        }
    }
}

// Row 34.
TEST_F(share_attacks, a_payee_that_cannot_receive_blocks_itself_only)
{
    street_scenes();
    for (const Bytecode& code : {reverts(), burns_gas(), returns_much()})
    {
        put_code(alice, code);
        const vm::TxOutcome outcome =
            world.run(stranger, contract, encode("claimFor(address)", {to_uint256(alice)}));
        if (code.bytes == returns_much().bytes)
            expect_success(outcome);
        else
            expect_revert(outcome, encode("TransferFailed()"));
    }
    put_code(alice, burns_gas());
    expect_success(push(bob));
    expect_success(push(carol));
    EXPECT_EQ(world.balance(bob) + world.balance(carol), milliether * 5);
    EXPECT_EQ(claimable(alice), milliether * 5);
    // Its own code may send the money elsewhere.
    put_code(alice, calls_once(contract, encode("claimTo(address)", {to_uint256(stranger)})));
    expect_success(world.send(stranger, alice, {}));
    EXPECT_EQ(world.balance(stranger), milliether * 5);
}

// Row 35.
TEST_F(share_attacks, royalties_do_not_overflow)
{
    sign_licence(example_source("f_prints"), {alice, bob});
    const vm::TxOutcome outcome =
        world.run(stranger, contract, encode("royaltyInfo(uint256,uint256)", {1, max_uint256}));
    expect_success(outcome);
    // floor((2^256 - 1) * 3 / 40)
    const uint256 expected = max_uint256 / 40 * 3 + max_uint256 % 40 * 3 / 40;
    Bytes words = bench::encode_words({to_uint256(contract), expected});
    EXPECT_EQ(to_hex(outcome.output), to_hex(words));
    EXPECT_LT(expected, max_uint256 / 13);
}

TEST_F(share_attacks, any_amount_means_from_nothing_up_to_2_to_the_128th)
{
    sign_licence(
        "licence L { party alice  split s { alice 100% }  act tip() { takes any into s } }",
        {alice});
    expect_success(call(payer, "tip()", {}, 0));
    const uint256 limit = uint256{1} << 128;
    expect_revert(call(payer, "tip()", {}, limit), encode("Overflow()"));
    expect_success(call(payer, "tip()", {}, limit - 1));
    EXPECT_EQ(claimable(alice), limit - 1);
    // One wei more: nobody can pay so much.
    force(1);
    expect_revert(call(alice, "claim()"), encode("Overflow()"));
}

TEST_F(share_attacks, arguments_have_clean_high_bits_and_all_their_words)
{
    street_scenes();
    const uint256 dirty = (uint256{1} << 64) + 1;
    expect_revert(call(payer, "record(uint64)", {dirty}, milliether), {});
    expect_revert(call(payer, "record(uint64)", {}, 0), {});
    const uint256 who = to_uint256(alice) | (uint256{1} << 160);
    expect_revert(call(stranger, "claimFor(address)", {who}), {});
    expect_revert(call(stranger, "claimable(address)", {who}), {});
    expect_revert(call(stranger, "claim()", {}, 1), {});
}

TEST_F(share_attacks, a_waterfall_claimed_at_each_wei_pays_what_it_pays_at_once)
{
    const std::string source =
        "licence L { party a, b  waterfall w default { first a until 7 wei "
        "then { a 50%  b 50% } until 13 wei  then { b 85%  a 15% } } }";
    sign_licence(source, {alice, bob});
    for (int i = 0; i < 60; ++i)
    {
        expect_success(world.send(payer, contract, {}, 1));
        push(alice);
        push(bob);
    }
    // 7 + 3 + 47 * 0.15 = 17.05, 3 + 47 * 0.85 = 42.95
    EXPECT_EQ(world.balance(alice), 17);
    EXPECT_EQ(world.balance(bob), 42);
    EXPECT_EQ(held_by_contract(), 1);
}

// Rule M6: a market place sends with the 2,300 gas of a plain transfer.
TEST_F(share_attacks, plain_transfers_need_no_gas_of_their_own)
{
    for (const std::string_view name : {"c_tuned_model", "e_album", "f_prints"})
    {
        std::string source = example_source(name);
        if (const auto licence = source.find("parent licence"); licence != std::string::npos)
            source.replace(licence, 35, "parent, grandparent");
        const compiler::Artifact each = compile_source(source);
        std::vector<uint256> parties;
        for (std::size_t i = 0; i < each.parties.size(); ++i)
            parties.push_back(to_uint256(account(i)));
        contract = *world.deploy(each, parties).created;
        const address shop = account(80);
        put_code(shop,
            CallCode{.target = testing::push(contract), .gas = testing::push(0), .value = 1'000} +
                return_top());
        world.state().set_balance(shop, 1'000);
        const vm::TxOutcome outcome = world.send(payer, shop, {});
        EXPECT_EQ(outcome.output.back(), 1) << name;
        EXPECT_EQ(received(), 1'000);
        // But not to a function that does not exist.
        expect_revert(world.send(payer, contract, Bytes{1, 2, 3, 4}, 1), {});
        expect_revert(world.send(payer, contract, Bytes{1}, 1), {});
    }
}
}  // namespace
}  // namespace byline::testing

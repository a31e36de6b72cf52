#include "tests/attacks/token_code.hpp"

namespace byline::testing
{
namespace
{
constexpr std::uint64_t unit = 1'000'000;
constexpr std::uint64_t month = 49'900'000;

class token_attacks : public token_attack_test
{
protected:
    void seats(const TokenKind& kind = {})
    {
        make_token(kind);
        sign_licence(example_source("h_seats"), {vendor, author, desk});
        give(payer, 1'000 * unit);
    }

    vm::TxOutcome subscribe(std::uint64_t months = 1)
    {
        return call(payer, "subscribe(uint64)", {months});
    }

    const address vendor = account(0);
    const address author = account(1);
    const address desk = account(2);
    const Bytes failed = encode("TransferFailed()");
    const Bytes locked = encode("Locked()");
};

TEST_F(token_attacks, a_plain_token_pays_to_the_unit)
{
    seats();
    expect_success(subscribe(2));
    EXPECT_EQ(tokens(contract), 2 * month);
    EXPECT_EQ(claimable(vendor), 56'886'000);
    EXPECT_EQ(claimable(author), 2 * month - 56'886'000);
    expect_success(call(vendor, "claim()"));
    expect_success(call(author, "claim()"));
    EXPECT_EQ(tokens(contract), 0);
    EXPECT_EQ(tokens(vendor), 56'886'000);
}

// Row 18.
TEST_F(token_attacks, a_fee_on_the_way_is_a_wrong_payment)
{
    seats({.fee_percent = 1});
    expect_revert(
        subscribe(), encode("WrongPayment(uint256,uint256)", {month, month - month / 100}));
    EXPECT_EQ(received(), 0);
}

// Row 18.
TEST_F(token_attacks, what_a_transfer_answers_is_read)
{
    seats({.answer = Answer::nothing});
    expect_success(subscribe());
    make_token({.answer = Answer::no});
    expect_revert(subscribe(), failed);
    expect_revert(call(vendor, "claim()"), failed);
    make_token({.answer = Answer::one_byte});
    expect_revert(subscribe(), failed);
    expect_revert(call(vendor, "claim()"), failed);
    EXPECT_EQ(received(), month);
    EXPECT_EQ(claimable(vendor), 28'443'000);
    make_token({.answer = Answer::nothing});
    expect_success(call(vendor, "claim()"));
    EXPECT_EQ(tokens(vendor), 28'443'000);
}

// Row 18: a token without code, at the signing and later.
TEST_F(token_attacks, a_token_without_code_takes_and_pays_nothing)
{
    const compiler::Artifact each = compile_source(example_source("h_seats"));
    expect_revert(world.deploy(each, {to_uint256(vendor), to_uint256(author), to_uint256(desk)}),
        encode("BadParty(address)", {to_uint256(usdc())}));
    make_token({.decimals = 18});
    expect_revert(world.deploy(each, {to_uint256(vendor), to_uint256(author), to_uint256(desk)}),
        encode("BadParty(address)", {to_uint256(usdc())}));
    seats();
    expect_success(subscribe());
    put_code(usdc(), {});
    expect_revert(subscribe(), failed);
    expect_revert(call(vendor, "claim()"), failed);
}

// Row 12: more than 2^85 units.
TEST_F(token_attacks, counters_of_tokens_hold_any_amount)
{
    make_token();
    deploy_in_tokens(
        "party a, b, c  split s { a 50%  b 30%  c 20% } "
        "act pay(n: money) { takes n into s }",
        {vendor, author, desk});
    const uint256 much = (uint256{1} << 128) - 1;
    give(payer, max_uint256);
    expect_success(call(payer, "pay(uint256)", {much}));
    expect_success(call(vendor, "claim()"));
    EXPECT_EQ(tokens(vendor), much / 2);
    // 2^128 of a token: payments end, claims do not.
    expect_revert(call(payer, "pay(uint256)", {1}), encode("Overflow()"));
    expect_revert(call(payer, "pay(uint256)", {uint256{1} << 128}), encode("Overflow()"));
    expect_success(call(author, "claim()"));
    expect_success(call(desk, "claim()"));
    EXPECT_LT(tokens(contract), 3);
}

// Row 19.
TEST_F(token_attacks, a_permit_sent_in_front_does_not_stop_the_payment)
{
    seats({.checks_allowance = true});
    expect_revert(subscribe(), failed);
    const std::vector<uint256> permit{max_uint256, 27, 1, 2};
    expect_success(world.send(stranger, usdc(),
        encode("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
            {to_uint256(payer), to_uint256(contract), month, permit[0], permit[1], permit[2],
                permit[3]})));
    expect_success(call(payer, "subscribeWithPermit(uint64,uint256,uint8,bytes32,bytes32)",
        {1, permit[0], permit[1], permit[2], permit[3]}));
    EXPECT_EQ(received(), month);
    expect_revert(call(payer, "subscribeWithPermit(uint64,uint256,uint8,bytes32,bytes32)",
                      {1, permit[0], permit[1], permit[2], permit[3]}),
        failed);
}

// While tokens are taken nobody claims, absorbs or pays: before they move and after.
TEST_F(token_attacks, entering_again_from_transfer_from_is_locked_out)
{
    const std::string body =
        "party a, b  split s default { a 50%  b 50% }  tab deposit notice 1 day "
        "pot reserve exits to b after 1 day "
        "act pay(n: money) { takes n into s } "
        "act save(n: money) { takes n into reserve } "
        "act refund() { pays 1 usdc from reserve to caller }";
    for (const Hook when : {Hook::before_take, Hook::after_take})
    {
        make_token();
        deploy_in_tokens(body, {vendor, author});
        give(payer, 100 * unit);
        give(hook, 100 * unit);
        give(contract, 0);
        expect_success(call(payer, "pay(uint256)", {4 * unit}));
        expect_success(call(payer, "save(uint256)", {3 * unit}));
        expect_success(call(hook, "fund(uint256)", {10 * unit}));
        expect_success(call(hook, "leave()"));
        world.wait(2 * day);
        make_token({.hook = when});
        const std::vector<Bytes> attempts{encode("claimFor(address)", {to_uint256(vendor)}),
            encode("claim()"), encode("claimTo(address)", {to_uint256(hook)}), encode("absorb()"),
            encode("withdraw()"), encode("exit()"), encode("refund()"), encode("pay(uint256)", {1}),
            encode("fund(uint256)", {1})};
        for (const Bytes& attempt : attempts)
        {
            world.state().wipe_storage(hook);
            put_code(hook, calls_once(contract, attempt));
            expect_success(call(payer, "pay(uint256)", {unit}));
            EXPECT_TRUE(was_called(hook));
            EXPECT_FALSE(got_through(hook)) << to_hex(attempt);
            EXPECT_EQ(noted(hook, answer_slot), first_word("Locked()")) << to_hex(attempt);
        }
        EXPECT_EQ(received(), (4 + attempts.size()) * unit);
        EXPECT_EQ(tokens(contract), (4 + attempts.size() + 13) * unit);
        put_code(hook, {});
    }
}

// A condition was checked; in the middle of the payment another act makes it false.
TEST_F(token_attacks, what_was_checked_before_a_payment_holds_after_it)
{
    make_token();
    deploy_in_tokens(
        "party a  split s { a 100% }  keep minted: count "
        "act mint() { when minted < 3  takes 1 usdc into s  set minted += 1 } "
        "act gift() { when minted < 3  set minted += 1 }",
        {vendor});
    give(payer, 100 * unit);
    expect_success(call(payer, "mint()"));
    expect_success(call(payer, "mint()"));
    make_token({.hook = Hook::before_take});
    put_code(hook, calls_once(contract, encode("gift()")));
    expect_success(call(payer, "mint()"));
    EXPECT_FALSE(got_through(hook));
    EXPECT_EQ(noted(hook, answer_slot), first_word("Locked()"));
    EXPECT_EQ(world.view(contract, "minted()"), 3);
}

// The same by functions that are no acts: an exit armed, a place given away while a payment runs.
TEST_F(token_attacks, nothing_is_written_while_tokens_are_taken)
{
    make_token();
    deploy_in_tokens(
        "party a, hooked assignable  split s { a 50%  hooked 50% } "
        "tab deposit notice 1 day  pause by hooked max 1 day "
        "upgrade by hooked after 1 day notice "
        "act pay(n: money) { takes n into s }",
        {vendor, hook});
    give(payer, 100 * unit);
    make_token({.hook = Hook::after_take});
    for (const Bytes& attempt : {encode("leave()"), encode("pause()"), encode("resume()"),
             encode("announce(address)", {to_uint256(stranger)}),
             encode("assign(address)", {to_uint256(stranger)}), encode("accept()")})
    {
        world.state().wipe_storage(hook);
        put_code(hook, calls_once(contract, attempt));
        expect_success(call(payer, "pay(uint256)", {unit}));
        EXPECT_EQ(noted(hook, answer_slot), first_word("Locked()")) << to_hex(attempt);
    }
}

// Row 17: tokens that came without a call; nobody's deposits are among them.
TEST_F(token_attacks, absorbing_takes_what_is_nobodys)
{
    make_token();
    deploy_in_tokens(
        "party a, b  split s default { a 50%  b 50% }  tab deposit notice 1 day "
        "pot reserve exits to b after 1 day "
        "act save(n: money) { takes n into reserve } "
        "act pay(n: money) { takes n into s }",
        {vendor, author});
    give(payer, 100 * unit);
    expect_success(call(payer, "fund(uint256)", {10 * unit}));
    expect_success(call(payer, "save(uint256)", {3 * unit}));
    expect_success(call(payer, "pay(uint256)", {4 * unit}));
    expect_success(call(vendor, "claim()"));
    expect_revert(call(stranger, "absorb()"), encode("NothingToClaim()"));
    give(contract, tokens(contract) + 6 * unit);
    expect_success(call(stranger, "absorb()"));
    expect_revert(call(stranger, "absorb()"), encode("NothingToClaim()"));
    EXPECT_EQ(received(), 10 * unit);
    EXPECT_EQ(claimable(vendor), 3 * unit);
    EXPECT_EQ(claimable(author), 5 * unit);
    // A token that shrinks takes from everybody, but makes no receipts.
    give(contract, tokens(contract) - 1);
    expect_revert(call(stranger, "absorb()"), encode("NothingToClaim()"));
}

// The payee is called before the tokens leave: they seem to be nobody's.
TEST_F(token_attacks, absorbing_in_the_middle_of_a_claim_gains_nothing)
{
    make_token();
    deploy_in_tokens(
        "party a, b  split s default { a 50%  b 50% } "
        "act pay(n: money) { takes n into s }",
        {vendor, author});
    give(payer, 100 * unit);
    expect_success(call(payer, "pay(uint256)", {10 * unit}));
    make_token({.hook = Hook::before_send});
    put_code(hook, calls_once(contract, encode("absorb()")));
    expect_success(call(vendor, "claim()"));
    EXPECT_TRUE(was_called(hook));
    EXPECT_FALSE(got_through(hook));
    EXPECT_EQ(received(), 10 * unit);
    EXPECT_EQ(claimable(author), 5 * unit);
    EXPECT_EQ(claimable(vendor), 0);
}

// Claims of epochs in a token must leave what tabs hold alone.
TEST_F(token_attacks, epochs_and_tabs_keep_their_own_books)
{
    const Signer attributor = signer(1);
    make_token();
    deploy_in_tokens(
        "party attributor, treasury, a  split s default { a 100% } "
        "tab deposit notice 1 day "
        "message Report { epoch: count  root: hash  total: weight } "
        "epochs earnings { closed by Report signed by attributor "
        "claimed with proof of (account, weight) "
        "unclaimed after 1 day to treasury } "
        "act pay(n: money) { takes n into earnings }",
        {attributor.account, vendor, author});
    give(payer, 100 * unit);
    expect_success(call(payer, "fund(uint256)", {10 * unit}));
    expect_success(call(payer, "pay(uint256)", {4 * unit}));
    const bench::SumTree tree{{{account(60), 1}}};
    const std::vector<uint256> fields{0, to_uint256(tree.root()), 1};
    const Bytes signature = sign(attributor,
        typed_hash("L", contract, "Report(uint64 epoch,bytes32 root,uint64 total)", fields));
    const std::uint64_t closed_at = world.time();
    expect_success(world.send(stranger, contract,
        bench::call_data("report((uint64,bytes32,uint64),bytes)",
            {fields[0], fields[1], fields[2], bench::ByteString{signature}})));
    expect_success(world.send(stranger, contract,
        bench::call_data(
            "claimEpoch(uint64,address,uint64,uint256,bytes32,uint64,uint256,uint64,uint256[])",
            {uint256{0}, bench::word(account(60)), uint256{1}, uint256{0}, fields[1], uint256{1},
                uint256{4 * unit}, uint256{closed_at}, bench::WordList{}})));
    EXPECT_EQ(tokens(account(60)), 4 * unit);
    EXPECT_EQ(tokens(contract), 10 * unit);
    expect_revert(call(stranger, "absorb()"), encode("NothingToClaim()"));
    EXPECT_EQ(claimable(author), 0);
    expect_success(call(payer, "leave()"));
    world.wait(day);
    expect_success(call(payer, "withdraw()"));
    EXPECT_EQ(tokens(contract), 0);
    EXPECT_EQ(tokens(payer), 96 * unit);
}

// Ether sent to a licence in a token would be lost.
TEST_F(token_attacks, a_licence_in_tokens_takes_no_ether)
{
    seats();
    expect_revert(call(payer, "subscribe(uint64)", {1}, 1), {});
    expect_revert(world.send(payer, contract, {}, 1), {});
    expect_revert(call(vendor, "claim()", {}, 1), {});
}

// The lock is open again after each payment, also after one that failed, in one transaction.
TEST_F(token_attacks, the_lock_does_not_outlast_a_payment)
{
    seats();
    const address shopper = account(80);
    give(shopper, 3 * month);
    Bytecode code;
    for (const Bytes& message : {encode("subscribe(uint64)", {1}), encode("subscribe(uint64)", {9}),
             encode("subscribe(uint64)", {2}), encode("claimFor(address)", {to_uint256(vendor)})})
        code +=
            store_bytes(message) + CallCode{.target = push(contract), .input_size = message.size()};
    put_code(shopper, code + OP_ADD + OP_ADD + OP_ADD + return_top());
    const vm::TxOutcome outcome = world.send(stranger, shopper, {});
    expect_success(outcome);
    EXPECT_EQ(outcome.output.back(), 3);
    EXPECT_EQ(tokens(vendor), 3 * month * 57 / 100);
}
}  // namespace
}  // namespace byline::testing

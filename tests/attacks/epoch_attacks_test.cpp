#include "tests/attacks/attack_world.hpp"

namespace byline::testing
{
namespace
{
using bench::SumTree;
using bench::Weighted;

constexpr std::string_view plain_report = "Report(uint64 epoch,bytes32 root,uint64 total)";
constexpr std::uint64_t term = 180 * day;

class epoch_attacks : public attack_test
{
protected:
    void SetUp() override
    {
        sign_licence(example_source("d_epoch_model"), {attributor.account, treasury});
        record(10);
    }

    void record(std::uint64_t n)
    {
        expect_success(call(payer, "record(uint64)", {n}, milliether * n));
    }

    vm::TxOutcome report_words(std::uint64_t epoch, const bytes32& root, const uint256& total)
    {
        const std::vector<uint256> fields{epoch, to_uint256(root), total};
        const Bytes signature =
            sign(attributor, typed_hash("EpochModel", contract, plain_report, fields));
        return world.send(stranger, contract,
            bench::call_data("report((uint64,bytes32,uint64),bytes)",
                {fields[0], fields[1], fields[2], bench::ByteString{signature}}));
    }

    /// Closes the epoch with the payees of `tree`; notes what it was closed with.
    void report(std::uint64_t epoch)
    {
        closed_at = world.time();
        expect_success(report_words(epoch, tree.root(), tree.total()));
    }

    struct Claim
    {
        uint256 epoch;
        Weighted leaf;
        uint256 index;
        uint256 pot;
        std::vector<uint256> proof;
    };

    [[nodiscard]] Claim claim_of(std::size_t index) const
    {
        return {0, payees[index], index, milliether * 10, tree.proof(index)};
    }

    vm::TxOutcome claim(const Claim& c)
    {
        return world.send(stranger, contract,
            bench::call_data("claimEpoch(uint64,address,uint64,uint256,bytes32,uint64,uint256,"
                             "uint64,uint256[])",
                {c.epoch, bench::word(c.leaf.account), uint256{c.leaf.weight}, c.index,
                    bench::word(tree.root()), uint256{tree.total()}, c.pot, uint256{closed_at},
                    bench::WordList{c.proof}}));
    }

    vm::TxOutcome sweep(const uint256& pot)
    {
        return call(stranger, "sweepEpoch(uint64,bytes32,uint64,uint256,uint64)",
            {0, to_uint256(tree.root()), tree.total(), pot, closed_at});
    }

    const Signer attributor = signer(1);
    const address treasury = account(50);
    const std::vector<Weighted> payees{
        {account(60), 1}, {account(61), 2}, {account(62), 4}, {account(63), 0}};
    const SumTree tree{payees};
    std::uint64_t closed_at = 0;
    const Bytes bad_proof = encode("BadProof()");
};

// Row 5.
TEST_F(epoch_attacks, a_report_that_nobody_could_claim_from_is_refused)
{
    expect_revert(report_words(0, tree.root(), 0), encode("EmptyEpoch()"));
    report(0);
    expect_revert(report_words(1, tree.root(), tree.total()), encode("EmptyEpoch()"));
}

// Row 6.
TEST_F(epoch_attacks, money_does_not_depend_on_one_signer_for_ever)
{
    expect_success(call(stranger, "closeSilent()"));
    expect_revert(
        call(stranger, "closeSilent()"), encode("TooEarly(uint64)", {world.time() + term}));
    world.wait(term);
    expect_revert(call(stranger, "closeSilent()"), encode("TooEarly(uint64)", {world.time()}));
    world.wait(1);
    expect_success(call(stranger, "closeSilent()"));
    EXPECT_EQ(world.balance(treasury), milliether * 10);
    expect_revert(call(stranger, "closeSilent()"), encode("EmptyEpoch()"));
    // The epoch is the same one still, and the attributor may come back.
    record(7);
    closed_at = world.time();
    report(0);
    EXPECT_EQ(held_by_contract(), milliether * 7);
}

// A licence that nobody used for half a year: the first payment after that is not the treasury's.
TEST_F(epoch_attacks, silence_counts_from_when_money_waits)
{
    report(0);
    world.wait(2 * term);
    record(3);
    expect_success(call(treasury, "closeSilent()"));
    EXPECT_EQ(world.balance(treasury), 0);
    expect_revert(
        call(treasury, "closeSilent()"), encode("TooEarly(uint64)", {world.time() + term}));
    world.wait(1);
    report(1);
    EXPECT_EQ(held_by_contract(), milliether * 13);
    // A report ends the silence.
    record(1);
    world.wait(2 * term);
    expect_success(call(treasury, "closeSilent()"));
    EXPECT_EQ(world.balance(treasury), 0);
}

// Row 7: dust and what nobody claimed, once.
TEST_F(epoch_attacks, what_nobody_claims_is_swept_once_and_in_time)
{
    report(0);
    expect_success(claim(claim_of(0)));
    const uint256 part = milliether * 10 / 7;
    EXPECT_EQ(world.balance(payees[0].account), part);
    expect_revert(sweep(milliether * 10), encode("TooEarly(uint64)", {closed_at + term}));
    world.wait(term);
    expect_revert(sweep(milliether * 10), encode("TooEarly(uint64)", {closed_at + term}));
    world.wait(1);
    expect_revert(sweep(milliether * 11), bad_proof);
    record(5);
    expect_success(sweep(milliether * 10));
    EXPECT_EQ(world.balance(treasury), milliether * 10 - part);
    expect_revert(sweep(milliether * 10), encode("NothingToClaim()"));
    expect_revert(claim(claim_of(1)), encode("NothingToClaim()"));
    EXPECT_EQ(held_by_contract(), milliether * 5);
}

// Row 8: with a field `pot` a relayer cannot choose what money a report shares out.
TEST_F(epoch_attacks, a_relayed_report_shares_out_what_was_signed)
{
    std::string source = example_source("d_epoch_model");
    source.replace(source.find("total: weight }"), 15, "total: weight  pot: money }");
    sign_licence(source, {attributor.account, treasury});
    constexpr std::string_view type = "Report(uint64 epoch,bytes32 root,uint64 total,uint256 pot)";
    const auto relay = [&](std::uint64_t epoch, const uint256& pot) {
        const std::vector<uint256> fields{epoch, to_uint256(tree.root()), tree.total(), pot};
        return world.send(stranger, contract,
            bench::call_data("report((uint64,bytes32,uint64,uint256),bytes)",
                {fields[0], fields[1], fields[2], fields[3],
                    bench::ByteString{
                        sign(attributor, typed_hash("EpochModel", contract, type, fields))}}));
    };
    record(4);
    expect_revert(relay(0, milliether * 5), encode("EmptyEpoch()"));
    expect_revert(relay(0, 0), encode("EmptyEpoch()"));
    expect_revert(relay(0, uint256{1} << 128), encode("Overflow()"));
    record(4);
    closed_at = world.time();
    expect_success(relay(0, milliether * 5));
    expect_revert(relay(0, milliether), encode("WrongEpoch(uint64,uint64)", {0, 1}));
    Claim first = claim_of(2);
    first.pot = milliether * 5;
    expect_success(claim(first));
    EXPECT_EQ(world.balance(payees[2].account), milliether * 5 * 4 / 7);
    expect_success(relay(1, milliether * 3));
    expect_revert(relay(2, 1), encode("EmptyEpoch()"));
}

// Row 9, for reports: garbage is nobody's signature.
TEST_F(epoch_attacks, a_report_by_another_is_refused)
{
    const std::vector<uint256> fields{0, to_uint256(tree.root()), tree.total()};
    const Bytes other = sign(signer(2), typed_hash("EpochModel", contract, plain_report, fields));
    for (const Bytes& signature : {other, Bytes(65), Bytes{}})
        expect_revert(world.send(stranger, contract,
                          bench::call_data("report((uint64,bytes32,uint64),bytes)",
                              {fields[0], fields[1], fields[2], bench::ByteString{signature}})),
            encode("BadSignature(uint256)", {0}));
}

// Row 29.
TEST_F(epoch_attacks, a_leaf_of_no_weight_leaves_no_trace)
{
    report(0);
    const vm::TxOutcome outcome = claim(claim_of(3));
    expect_revert(outcome, encode("NothingToClaim()"));
    EXPECT_TRUE(outcome.logs.empty());
}

// Row 30: an index beyond the tree would be a second claim bit for the same leaf.
TEST_F(epoch_attacks, a_leaf_has_one_index)
{
    report(0);
    Claim again = claim_of(2);
    expect_success(claim(again));
    expect_revert(claim(again), encode("AlreadyClaimed()"));
    for (const uint256& more : {uint256{4}, uint256{256}, uint256{1} << 63})
    {
        again.index = 2 + more;
        expect_revert(claim(again), bad_proof);
    }
    again.index = 2 + (uint256{1} << 64);
    expect_revert(claim(again), {});
    again.index = 2;
    for (const uint256& epoch : {uint256{1}, uint256{1} << 64})
    {
        again.epoch = epoch;
        expect_revert(claim(again), bad_proof);
    }
    // Every leaf once, and all of it.
    expect_success(claim(claim_of(0)));
    expect_success(claim(claim_of(1)));
    EXPECT_LT(held_by_contract(), 4);
}

// Row 31.
TEST_F(epoch_attacks, proofs_bind_account_weight_and_sums)
{
    report(0);
    const Claim honest = claim_of(1);
    Claim forged = honest;
    forged.leaf.weight = 7;
    expect_revert(claim(forged), bad_proof);
    forged = honest;
    forged.leaf.account = stranger;
    expect_revert(claim(forged), bad_proof);
    forged = honest;
    forged.pot = milliether * 20;
    expect_revert(claim(forged), bad_proof);
    // An inner node as a leaf.
    forged = honest;
    forged.proof.erase(forged.proof.begin(), forged.proof.begin() + 2);
    expect_revert(claim(forged), bad_proof);
    // Another sum in the sibling.
    forged = honest;
    forged.proof[1] = forged.proof[1] + 1;
    expect_revert(claim(forged), bad_proof);
    // A word too few, a level too many, more levels than an index has bits.
    forged = honest;
    forged.proof.pop_back();
    forged.proof.pop_back();
    forged.proof.pop_back();
    expect_revert(claim(forged), bad_proof);
    forged = honest;
    forged.proof.insert(forged.proof.end(), {0, 0});
    expect_revert(claim(forged), bad_proof);
    forged.proof.resize(130);
    expect_revert(claim(forged), {});
    expect_success(claim(honest));
    EXPECT_EQ(world.balance(honest.leaf.account), milliether * 20 / 7);
}

// Row 31: sums that would wrap at 64 bits, signed by an attributor that cheats.
TEST_F(epoch_attacks, sums_do_not_wrap)
{
    const std::vector<Weighted> wide{{account(60), 10}, {account(61), ~std::uint64_t{0} - 4}};
    const SumTree wrapping{wide};
    ASSERT_EQ(wrapping.total(), 5);
    closed_at = world.time();
    expect_success(report_words(0, wrapping.root(), 5));
    expect_revert(
        world.send(stranger, contract,
            bench::call_data("claimEpoch(uint64,address,uint64,uint256,bytes32,uint64,uint256,"
                             "uint64,uint256[])",
                {uint256{0}, bench::word(wide[0].account), uint256{10}, uint256{0},
                    bench::word(wrapping.root()), uint256{5}, milliether * 10, uint256{closed_at},
                    bench::WordList{wrapping.proof(0)}})),
        bad_proof);
}

// The payee's code claims again, and closes the next epoch, while it is paid.
TEST_F(epoch_attacks, entering_again_gains_nothing)
{
    report(0);
    const address payee = payees[2].account;
    const Claim own = claim_of(2);
    const Bytes message = bench::call_data(
        "claimEpoch(uint64,address,uint64,uint256,bytes32,uint64,uint256,uint64,"
        "uint256[])",
        {own.epoch, bench::word(payee), uint256{4}, own.index, bench::word(tree.root()), uint256{7},
            own.pot, uint256{closed_at}, bench::WordList{own.proof}});
    put_code(payee, calls_once(contract, message));
    expect_success(claim(own));
    EXPECT_EQ(noted(payee, answer_slot), first_word("AlreadyClaimed()"));
    EXPECT_EQ(world.balance(payee), milliether * 40 / 7);
}

// What is owed for closed epochs is not in the open one.
TEST_F(epoch_attacks, epochs_do_not_share_money)
{
    report(0);
    record(2);
    expect_success(claim(claim_of(2)));
    const std::uint64_t first_closed = closed_at;
    world.wait(1);
    report(1);
    Claim second = claim_of(2);
    second.epoch = 1;
    second.pot = milliether * 2;
    expect_success(claim(second));
    EXPECT_EQ(world.balance(payees[2].account), milliether * 40 / 7 + milliether * 8 / 7);
    closed_at = first_closed;
    expect_success(claim(claim_of(0)));
    expect_success(claim(claim_of(1)));
}

// Epochs beside a split that the balance tells the receipts of, and a tab.
TEST_F(epoch_attacks, epochs_that_count_leave_the_balance_to_the_split)
{
    sign_licence(
        "licence EpochModel { party attributor, treasury, a  split s default { a 100% } "
        "tab deposit notice 1 day  unit call "
        "message Report { epoch: count  root: hash  total: weight } "
        "epochs earnings { closed by Report signed by attributor "
        "claimed with proof of (account, weight) "
        "unclaimed after 180 days to treasury } "
        "act record(n: calls) { takes n * 0.001 ether per call into earnings } }",
        {attributor.account, treasury, account(2)});
    const address a = account(2);
    record(10);
    expect_success(call(payer, "fund()", {}, 50));
    force(7);
    EXPECT_EQ(claimable(a), 7);
    report(0);
    EXPECT_EQ(claimable(a), 7);
    expect_success(claim(claim_of(2)));
    EXPECT_EQ(claimable(a), 7);
    record(1);
    expect_success(call(stranger, "closeSilent()"));
    world.wait(term + 1);
    expect_success(sweep(milliether * 10));
    EXPECT_EQ(claimable(a), 7);
    expect_success(call(stranger, "closeSilent()"));
    EXPECT_EQ(world.balance(treasury), milliether * 11 - milliether * 40 / 7);
    EXPECT_EQ(claimable(a), 7);
    expect_success(call(a, "claim()"));
    EXPECT_EQ(held_by_contract(), 50);
}
}  // namespace
}  // namespace byline::testing

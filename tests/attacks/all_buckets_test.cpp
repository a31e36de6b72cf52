#include "tests/attacks/token_code.hpp"

#include <random>

namespace byline::testing
{
namespace
{
/// One bucket of each kind, two of them in a group, in ether or in a token; some of the accounts
/// have a part in several.
class all_buckets : public token_attack_test, public ::testing::WithParamInterface<bool>
{
protected:
    void SetUp() override
    {
        std::string source =
            "licence L { CURRENCY party desk, author, attributor  unit point "
            "message Report { epoch: count  root: hash  total: weight } "
            "split revenue { desk 60%  author 40% } "
            "pool bonus of points { managed by desk  when empty to author } "
            "waterfall tips { first author until 900 wei  then { desk 85%  author 15% } } "
            "epochs earnings { closed by Report signed by attributor claimed with proof of "
            "(account, weight)  unclaimed after 3 days to author } "
            "tab deposit notice 2 days  pot reserve exits to desk after 5 days "
            "act buy(n: money) { takes n into { revenue 95%  bonus 5% } } "
            "act tip(n: money) { takes n into tips } "
            "act earn(n: money) { takes n into earnings } "
            "act save(n: money) { takes n into reserve } "
            "act top(who: account, n: money) { takes n into deposit[who] } "
            "act draw(who: account, n: money) { move n from deposit[who] to tips } "
            "act back(who: account, n: money) { move n from reserve to deposit[who] } "
            "act refund(who: account, n: money) { pays n from reserve to who } "
            "act grants(who: account, k: points) { by desk  grant k to who in bonus } "
            "act revokes(who: account, k: points) { by desk  revoke k from who in bonus } }";
        std::string currency;
        if (is_token())
        {
            make_token();
            currency =
                "currency usdc = token 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 with 6 "
                "decimals ";
            for (std::size_t at = 0; (at = source.find("900 wei")) != std::string::npos;)
                source.replace(at, 7, "0.0009 usdc");
        }
        source.replace(source.find("CURRENCY "), 9, currency);
        sign_licence(source, {desk, author, attributor.account});
        for (const address& who : people)
            give(who, 1'000'000'000);
    }

    [[nodiscard]] static bool is_token() { return GetParam(); }

    vm::TxOutcome pay(const std::string& act, std::uint64_t amount)
    {
        in = in + amount;
        return call(somebody(), act + "(uint256)", {amount}, is_token() ? 0 : amount);
    }

    vm::TxOutcome with_account(
        const std::string& act, const address& who, std::uint64_t amount, bool brings_money = false)
    {
        const vm::TxOutcome outcome = call(somebody(), act + "(address,uint256)",
            {to_uint256(who), amount}, brings_money && !is_token() ? amount : 0);
        if (brings_money && outcome.status == vm::Status::success)
            in = in + amount;
        return outcome;
    }

    const address& somebody() { return people[random() % people.size()]; }

    [[nodiscard]] uint256 balance() const
    {
        return is_token() ? tokens(contract) : held_by_contract();
    }

    void report()
    {
        const std::vector<uint256> fields{epoch, to_uint256(tree.root()), tree.total()};
        const uint256 open = unreported;
        const Bytes signature = sign(attributor,
            typed_hash("L", contract, "Report(uint64 epoch,bytes32 root,uint64 total)", fields));
        const vm::TxOutcome outcome = world.send(stranger, contract,
            bench::call_data("report((uint64,bytes32,uint64),bytes)",
                {fields[0], fields[1], fields[2], bench::ByteString{signature}}));
        if (outcome.status != vm::Status::success)
            return expect_revert(outcome, encode("EmptyEpoch()"));
        closed.push_back({epoch++, open, world.time()});
        unreported = 0;
    }

    struct Closed
    {
        std::uint64_t epoch = 0;
        uint256 pot;
        std::uint64_t at = 0;
    };

    vm::TxOutcome claim_epoch(const Closed& what, std::size_t payee)
    {
        return world.send(stranger, contract,
            bench::call_data("claimEpoch(uint64,address,uint64,uint256,bytes32,uint64,uint256,"
                             "uint64,uint256[])",
                {uint256{what.epoch}, bench::word(payees[payee].account),
                    uint256{payees[payee].weight}, uint256{payee}, bench::word(tree.root()),
                    uint256{tree.total()}, what.pot, uint256{what.at},
                    bench::WordList{tree.proof(payee)}}));
    }

    vm::TxOutcome sweep(const Closed& what)
    {
        return call(stranger, "sweepEpoch(uint64,bytes32,uint64,uint256,uint64)",
            {what.epoch, to_uint256(tree.root()), tree.total(), what.pot, what.at});
    }

    void step()
    {
        const std::uint64_t amount = random() % 500;
        const address& who = somebody();
        switch (random() % 17)
        {
            case 0:
            case 1:
                return expect_success(pay("buy", amount));
            case 2:
                return expect_success(pay("tip", amount));
            case 3:
            case 4:
                unreported = unreported + amount;
                return expect_success(pay("earn", amount));
            case 5:
                return expect_success(pay("save", amount));
            case 6:
                return expect_success(with_account("top", who, amount, true));
            case 7:
                with_account("draw", who, amount);
                return;
            case 8:
                with_account("back", who, amount);
                return;
            case 9:
                with_account("refund", account(99), amount);
                return;
            case 10:
                call(desk, "grants(address,uint64)", {to_uint256(who), amount});
                return;
            case 11:
                call(desk, "revokes(address,uint64)", {to_uint256(who), amount / 2});
                return;
            case 12:
                report();
                return;
            case 13:
                if (!closed.empty())
                    claim_epoch(closed[random() % closed.size()], random() % 2);
                return;
            case 14:
                world.wait(random() % day);
                call(who, "leave()");
                return;
            case 15:
                call(who, "withdraw()");
                if (!closed.empty())
                    sweep(closed[random() % closed.size()]);
                return;
            default:
                call(stranger, "exit()");
                call(stranger, "claimFor(address)", {to_uint256(who)});
        }
    }

    const address desk = account(0);
    const address author = account(1);
    const Signer attributor = signer(1);
    const std::vector<address> people{desk, author, account(20), account(21), account(22)};
    const std::vector<bench::Weighted> payees{{account(20), 3}, {account(60), 4}};
    const bench::SumTree tree{payees};
    std::mt19937_64 random{11};
    std::vector<Closed> closed;
    uint256 in;
    uint256 unreported;
    std::uint64_t epoch = 0;
};

// Whatever happens, in the end everybody has left and only the dust of the shares is there.
TEST_P(all_buckets, all_money_leaves_in_the_end)
{
    for (int i = 0; i < 600 && !HasFailure(); ++i)
    {
        step();
        uint256 owed;
        for (const address& who : people)
            owed = owed + claimable(who);
        ASSERT_LE(owed, balance()) << i;
    }
    if (unreported != 0)
        report();
    for (const address& who : people)
        call(who, "leave()");
    world.wait(10 * day);
    for (const address& who : people)
    {
        call(who, "withdraw()");
        call(stranger, "claimFor(address)", {to_uint256(who)});
    }
    call(stranger, "exit()");
    for (const Closed& each : closed)
        sweep(each);
    EXPECT_GT(closed.size(), 5U);
    EXPECT_LE(balance(), 2 + 2 + people.size());
    EXPECT_EQ(world.view(contract, "surplus()"), 0);
    uint256 out = balance();
    for (std::uint64_t i = 0; i < 100; ++i)
        out = out + (is_token() ? tokens(account(i)) : world.balance(account(i)));
    EXPECT_EQ(out, is_token() ? uint256{people.size() * 1'000'000'000} : in);
}

INSTANTIATE_TEST_SUITE_P(currencies, all_buckets, ::testing::Bool());
}  // namespace
}  // namespace byline::testing

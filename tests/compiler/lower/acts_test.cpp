// Acts as compiled, on our own machine: examples of the language, and each construct by itself.
#include "tests/compiler/lower/lowered_code.hpp"

#include <gtest/gtest.h>

namespace byline::testing
{
namespace
{
constexpr std::uint64_t day = 86'400;

uint256 mapping_slot(const address& key, const uint256& slot)
{
    return to_uint256(keccak256(BytesView{words({to_uint256(key), slot})}));
}

class acts : public licence_test
{
protected:
    /// A licence of two parties with these items.
    void deploy_with(const std::string& items)
    {
        deploy("licence L { party p1, p2 unit call split s { p1 50% p2 50% } " + items + " }");
    }

    void example(const std::string& name)
    {
        deploy(read_source("tests/compiler/syntax/examples/" + name + ".byl"));
    }

    [[nodiscard]] uint256 stored(const uint256& slot)
    {
        return world.state().storage(contract, slot);
    }

    [[nodiscard]] Bytes answer(
        std::string_view signature, const std::vector<uint256>& arguments = {}) const
    {
        const vm::TxOutcome outcome =
            world.run(account(901), contract, encode(signature, arguments));
        EXPECT_EQ(outcome.status, vm::Status::success) << signature;
        return outcome.output;
    }
};

class vision_model : public acts
{
protected:
    void SetUp() override
    {
        example("b_vision_model");
        world.wait(1'000'000);
    }

    vm::TxOutcome subscribe(std::uint64_t tier, const uint256& value)
    {
        return call(
            payer, "subscribe(uint8,bytes32)", {tier, to_uint256(artifact.terms_hash)}, value);
    }

    vm::TxOutcome meter(std::uint64_t calls, const address& who)
    {
        return call(account(0), "meter(address,uint64)", {to_uint256(who), calls});
    }
};

TEST_F(vision_model, sells_every_tier_at_its_price)
{
    const std::vector<uint256> prices{0, ether / 2, ether * 8};
    const std::vector<std::uint64_t> quotas{1'000, 100'000, 5'000'000};
    for (std::uint64_t tier = 0; tier < 3; ++tier)
    {
        const uint256& price = prices[tier];
        expect_revert(subscribe(tier, price + 1),
            encode("WrongPayment(uint256,uint256)", {price, price + 1}));
        expect_success(subscribe(tier, price));
        EXPECT_EQ(answer("seat(address)", {to_uint256(payer)}),
            words({quotas[tier], world.time() + 30 * day}));
        // Both fields in one word, the first one low, as in Solidity.
        EXPECT_EQ(stored(mapping_slot(payer, 0)),
            (uint256{world.time() + 30 * day} << 64) | uint256{quotas[tier]});
        world.wait(30 * day);
    }
    expect_revert(subscribe(3, 0), {});
    EXPECT_EQ(received(), ether / 2 + ether * 8);
}

TEST_F(vision_model, checks_its_conditions_in_order)
{
    expect_revert(
        call(payer, "subscribe(uint8,bytes32)", {1, 5}, ether / 2), encode("WrongTerms()"));
    expect_success(subscribe(1, ether / 2));
    const std::uint64_t end = world.time() + 30 * day;
    expect_revert(subscribe(1, ether / 2), encode("StillRunning(uint64)", {end}));
    world.wait(30 * day - 1);
    expect_revert(subscribe(1, ether / 2), encode("StillRunning(uint64)", {end}));
    world.wait(1);
    expect_success(subscribe(1, ether / 2));
}

TEST_F(vision_model, meters_down_to_the_quota)
{
    expect_success(subscribe(0, 0));
    expect_revert(call(stranger, "meter(address,uint64)", {to_uint256(payer), 1}),
        encode("NotAllowed(address)", {to_uint256(stranger)}));
    expect_success(meter(999, payer));
    expect_revert(meter(2, payer), encode("QuotaExceeded(uint64,uint64)", {1, 2}));
    expect_success(meter(1, payer));
    expect_revert(meter(1, payer), encode("QuotaExceeded(uint64,uint64)", {0, 1}));
    expect_success(meter(0, payer));
    EXPECT_EQ(answer("seat(address)", {to_uint256(payer)}), words({0, world.time() + 30 * day}));
    world.wait(30 * day);
    expect_revert(meter(0, payer), encode("Expired(uint64)", {world.time()}));
    expect_revert(meter(1, stranger), encode("Expired(uint64)", {0}));
}

TEST_F(vision_model, logs_what_was_done)
{
    const vm::TxOutcome outcome = subscribe(1, ether / 2);
    ASSERT_EQ(outcome.logs.size(), 1U);
    EXPECT_EQ(outcome.logs[0].topics[0],
        keccak256(std::string_view{"Subscribe(address,uint8,bytes32,uint256)"}));
    EXPECT_EQ(to_uint256(outcome.logs[0].topics[1]), to_uint256(payer));
    EXPECT_EQ(outcome.logs[0].data, words({1, to_uint256(artifact.terms_hash), ether / 2}));
    const vm::TxOutcome metered = meter(5, payer);
    ASSERT_EQ(metered.logs.size(), 1U);
    EXPECT_EQ(
        metered.logs[0].topics[0], keccak256(std::string_view{"Meter(address,address,uint64)"}));
    EXPECT_EQ(metered.logs[0].data, words({to_uint256(payer), 5}));
}

TEST_F(acts, extend_a_term_from_its_end)
{
    example("e_album");
    world.wait(1'000'000);
    const uint256 month = ether / 5;
    expect_success(call(payer, "license(uint64)", {2}, month * 2));
    const std::uint64_t first = world.time() + 60 * day;
    EXPECT_EQ(world.view(contract, "paidTo(address)", {to_uint256(payer)}), first);
    world.wait(day);
    expect_success(call(payer, "license(uint64)", {1}, month));
    EXPECT_EQ(world.view(contract, "paidTo(address)", {to_uint256(payer)}), first + 30 * day);
    world.wait(1'000 * day);
    expect_success(call(payer, "license(uint64)", {36}, month * 36));
    EXPECT_EQ(
        world.view(contract, "paidTo(address)", {to_uint256(payer)}), world.time() + 36 * 30 * day);
    expect_revert(call(payer, "license(uint64)", {0}, 0), {});
    expect_revert(call(payer, "license(uint64)", {37}, month * 37), {});
}

TEST_F(acts, name_the_condition_that_failed)
{
    deploy_with("act x(a: count, b: count) { when a > 1 when b < 5 and a != b when a + b <= 7 }");
    const auto x = [&](const uint256& a, const uint256& b) {
        return call(payer, "x(uint64,uint64)", {a, b});
    };
    const auto failed = [](std::uint64_t number) {
        return encode("ConditionFailed(uint256)", {number});
    };
    expect_revert(x(1, 9), failed(1));
    expect_revert(x(2, 5), failed(2));
    expect_revert(x(2, 2), failed(2));
    expect_revert(x(4, 4), failed(2));
    expect_revert(x(5, 3), failed(3));
    expect_revert(x(~0ULL, 3), failed(3));
    expect_success(x(4, 3));
}

TEST_F(acts, compare_and_connect)
{
    deploy_with(
        "keep f: count -> flag "
        "act put(k: count, v: flag) { set f[k] = v } "
        "view all(a: count, b: count) -> (flag, flag, flag, flag, flag, flag) "
        "= (a < b, a <= b, a > b, a >= b, a == b, a != b) "
        "view both(a: flag, b: flag) -> (flag, flag, flag) = (a and b, a or b, not a) "
        "view deep(a: count, b: count) -> (flag, flag) = (f[a] and f[b], f[a] or f[b]) "
        "view safe(a: count, b: count) -> flag = b != 0 and a / b rounded down == 2");
    EXPECT_EQ(answer("all(uint64,uint64)", {1, 2}), words({1, 1, 0, 0, 0, 1}));
    EXPECT_EQ(answer("all(uint64,uint64)", {2, 2}), words({0, 1, 0, 1, 1, 0}));
    EXPECT_EQ(answer("all(uint64,uint64)", {3, 2}), words({0, 0, 1, 1, 0, 1}));
    expect_success(call(payer, "put(uint64,bool)", {1, 1}));
    for (std::uint64_t a = 0; a < 2; ++a)
    {
        for (std::uint64_t b = 0; b < 2; ++b)
        {
            EXPECT_EQ(answer("both(bool,bool)", {a, b}), words({a & b, a | b, 1 - a}));
            EXPECT_EQ(answer("deep(uint64,uint64)", {a, b}), words({a & b, a | b}));
        }
    }
    EXPECT_EQ(world.view(contract, "safe(uint64,uint64)", {5, 2}), 1);
    EXPECT_EQ(world.view(contract, "safe(uint64,uint64)", {6, 2}), 0);
    EXPECT_EQ(world.view(contract, "safe(uint64,uint64)", {6, 0}), 0);
}

TEST_F(acts, calculate_and_round)
{
    deploy_with(
        "view down(a: count, b: count) -> count = a / b rounded down "
        "view up(a: count, b: count) -> count = a / b rounded up "
        "view less(a: count, b: count) -> count = a - b "
        "view part(m: money) -> money = 7.5% of m "
        "view least(a: count, b: count) -> (count, count) = (min(a, b), max(a, b))");
    EXPECT_EQ(answer("down(uint64,uint64)", {7, 2}), words({3}));
    EXPECT_EQ(answer("up(uint64,uint64)", {7, 2}), words({4}));
    EXPECT_EQ(answer("up(uint64,uint64)", {8, 2}), words({4}));
    expect_revert(call(payer, "up(uint64,uint64)", {8, 0}), encode("Overflow()"));
    EXPECT_EQ(answer("less(uint64,uint64)", {8, 8}), words({0}));
    expect_revert(call(payer, "less(uint64,uint64)", {8, 9}), encode("Overflow()"));
    EXPECT_EQ(answer("part(uint256)", {199}), words({14}));
    EXPECT_EQ(answer("least(uint64,uint64)", {8, 9}), words({8, 9}));
    EXPECT_EQ(answer("least(uint64,uint64)", {9, 8}), words({8, 9}));
}

TEST_F(acts, refuse_what_a_keep_cannot_hold)
{
    deploy_with(
        "keep n: count keep r: 2..9 = 3 "
        "act grow(by1: count) { set n += by1 } "
        "act own(by1: count) { set n += by1 else TooMany(n, by1) } "
        "act fall(by1: count) { set n -= by1 } "
        "act put(v: count) { set r = v }");
    expect_success(call(payer, "grow(uint64)", {~0ULL}));
    expect_revert(call(payer, "grow(uint64)", {1}), encode("Overflow()"));
    expect_revert(call(payer, "own(uint64)", {1}), encode("TooMany(uint64,uint64)", {~0ULL, 1}));
    expect_success(call(payer, "fall(uint64)", {~0ULL}));
    expect_revert(call(payer, "fall(uint64)", {1}), encode("Overflow()"));
    EXPECT_EQ(world.view(contract, "r()"), 3);
    expect_revert(call(payer, "put(uint64)", {1}), encode("Overflow()"));
    expect_revert(call(payer, "put(uint64)", {10}), encode("Overflow()"));
    expect_success(call(payer, "put(uint64)", {9}));
    // Two fields of one word.
    EXPECT_EQ(stored(0), uint256{9} << 64);
}

TEST_F(acts, evaluate_before_they_write)
{
    deploy_with(
        "keep pair: account -> (x: count, y: count) "
        "act start() { set pair[caller] = (1, 2) } "
        "act swap() { set pair[caller] = (pair[caller].y, pair[caller].x) } "
        "act step(n: count) { set pair[caller].x += n set pair[caller].y = pair[caller].x * 2 }");
    const auto pair = [&] { return answer("pair(address)", {to_uint256(payer)}); };
    expect_success(call(payer, "start()"));
    expect_success(call(payer, "swap()"));
    EXPECT_EQ(pair(), words({2, 1}));
    expect_success(call(payer, "step(uint64)", {5}));
    EXPECT_EQ(pair(), words({7, 14}));
}

TEST_F(acts, branch)
{
    deploy_with(
        "keep n: count keep m: count "
        "act x(a: count) { "
        "if a > 10 { set n += a if a > 100 { set m = 1 } } otherwise { set n = n + 1 set m = 2 } "
        "set n += 1 }");
    expect_success(call(payer, "x(uint64)", {5}));
    EXPECT_EQ(answer("n()"), words({2}));
    EXPECT_EQ(answer("m()"), words({2}));
    expect_success(call(payer, "x(uint64)", {50}));
    EXPECT_EQ(answer("n()"), words({53}));
    EXPECT_EQ(answer("m()"), words({2}));
    expect_success(call(payer, "x(uint64)", {500}));
    EXPECT_EQ(answer("n()"), words({554}));
    EXPECT_EQ(answer("m()"), words({1}));
}

TEST_F(acts, tell_events_of_their_own)
{
    deploy_with("act x(a: count) { tell Seen(caller, a, now) }");
    world.wait(77);
    const vm::TxOutcome outcome = call(payer, "x(uint64)", {5});
    ASSERT_EQ(outcome.logs.size(), 2U);
    EXPECT_EQ(outcome.logs[0].topics,
        std::vector{keccak256(std::string_view{"Seen(address,uint64,uint64)"})});
    EXPECT_EQ(outcome.logs[0].data, words({to_uint256(payer), 5, 77}));
    EXPECT_EQ(outcome.logs[1].topics[0], keccak256(std::string_view{"X(address,uint64)"}));
}

TEST_F(acts, allow_each_of_several)
{
    deploy_with("role judge = p2 act x() { by p1 or judge } act y() { by judge }");
    expect_success(call(account(0), "x()"));
    expect_success(call(account(1), "x()"));
    expect_revert(call(payer, "x()"), encode("NotAllowed(address)", {to_uint256(payer)}));
    expect_success(call(account(1), "y()"));
    expect_revert(call(account(0), "y()"), encode("NotAllowed(address)", {to_uint256(account(0))}));
    EXPECT_EQ(answer("judge()"), words({to_uint256(account(1))}));
}

TEST_F(acts, go_through_lists)
{
    deploy_with(
        "keep seen: account -> count "
        "act add(batch: list of account max 3) { "
        "for each a in batch { when seen[a] < 2 else skip set seen[a] += 1 } } "
        "message Grant { who: account  n: count } "
        "act grants(batch: list of Grant max 2) { "
        "for each g in batch { when g.n > 0 else Nothing(g.who) set seen[g.who] = g.n } }");
    const auto seen = [&](std::uint64_t who) {
        return world.view(contract, "seen(address)", {who});
    };
    expect_success(call(payer, "add(address[])", {32, 3, 5, 5, 5}));
    EXPECT_EQ(seen(5), 2);
    expect_success(call(payer, "add(address[])", {32, 2, 5, 6}));
    EXPECT_EQ(seen(5), 2);
    EXPECT_EQ(seen(6), 1);
    expect_success(call(payer, "add(address[])", {32, 0}));
    expect_revert(call(payer, "add(address[])", {32, 4, 1, 2, 3, 4}), {});
    expect_revert(call(payer, "add(address[])", {32, 2, 1}), {});
    expect_success(call(payer, "grants((address,uint64)[])", {32, 2, 5, 9, 6, 8}));
    EXPECT_EQ(seen(5), 9);
    EXPECT_EQ(seen(6), 8);
    expect_revert(call(payer, "grants((address,uint64)[])", {32, 2, 5, 1, 6, 0}),
        encode("Nothing(address)", {6}));
    EXPECT_EQ(seen(5), 9);
}

TEST_F(acts, are_found_among_many)
{
    std::string items;
    for (int i = 0; i < 30; ++i)
    {
        const std::string n = std::to_string(i);
        items += "keep k" + n + ": count act a" + n + "(v: count) { set k" + n + " = v } act b" +
                 n + "() { takes 1" + n + " wei into s } ";
    }
    deploy_with(items);
    for (std::uint64_t i = 0; i < 30; ++i)
    {
        const std::string n = std::to_string(i);
        expect_success(call(payer, "a" + n + "(uint64)", {i + 1}));
        // "1" and the number.
        const std::uint64_t price = i + (i < 10 ? 10 : 100);
        expect_success(call(payer, "b" + n + "()", {}, price));
        expect_revert(call(payer, "b" + n + "()", {}, 1),
            encode("WrongPayment(uint256,uint256)", {price, 1}));
    }
    for (std::uint64_t i = 0; i < 30; ++i)
        EXPECT_EQ(world.view(contract, "k" + std::to_string(i) + "()"), i + 1);
    expect_revert(call(payer, "nobody()"), {});
    expect_revert(call(payer, "nobody(uint64)", {1}), {});
    expect_revert(call(payer, "a1(uint64)", {1}, 1), {});
    // Data behind the selector changes nothing.
    EXPECT_EQ(world.run(payer, contract, encode("k3()", {max_uint256, 1})).output, words({4}));
    EXPECT_EQ(world.run(payer, contract, encode("k3()", {1})).output, words({4}));
}
}  // namespace
}  // namespace byline::testing

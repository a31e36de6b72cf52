// Prices and parameters as compiled, on our own machine: what an act accepts is what its text says.
#include "tests/stdlib-contracts/licence_world.hpp"

#include <gtest/gtest.h>

#include <random>

namespace byline::testing
{
namespace
{
class prices : public licence_test
{
protected:
    void deploy_act(const std::string& act)
    {
        deploy("licence P { party p1, p2 unit call split s { p1 50% p2 50% } " + act + " }");
    }
};

TEST_F(prices, check_every_type_of_parameter)
{
    deploy_act(
        "act x(a: calls, b: 3..36, c: account, d: hash, e: flag, f: money) "
        "{ takes f + b * 1 wei into s }");
    const std::string signature = "x(uint64,uint64,address,bytes32,bool,uint256)";
    const std::vector<uint256> fine{~0ULL, 36, max_uint256 >> 96, max_uint256, 1, 1'000};
    const auto with = [&](std::size_t i, const uint256& value) {
        std::vector<uint256> arguments = fine;
        arguments[i] = value;
        const uint256 price = arguments[5] + arguments[1];
        return call(payer, signature, arguments, price.bit_width() < 120 ? price : uint256{});
    };
    expect_success(with(0, 0));
    expect_revert(with(0, uint256{1} << 64), {});
    expect_success(with(1, 3));
    expect_revert(with(1, 2), {});
    expect_revert(with(1, 37), {});
    expect_revert(with(1, uint256{1} << 64), {});
    expect_revert(with(2, uint256{1} << 160), {});
    expect_success(with(3, 0));
    expect_success(with(4, 0));
    expect_revert(with(4, 2), {});
    expect_revert(with(5, uint256{1} << 128), encode("Overflow()"));
    expect_success(with(5, 0));

    const vm::TxOutcome outcome = with(0, 5);
    ASSERT_EQ(outcome.logs.size(), 1U);
    EXPECT_EQ(outcome.logs[0].topics[0],
        keccak256(
            std::string_view{"X(address,uint64,uint64,address,bytes32,bool,uint256,uint256)"}));
    Bytes data;
    for (const uint256& word :
        {uint256{5}, fine[1], fine[2], fine[3], fine[4], fine[5], uint256{1'036}})
        append(data, word);
    EXPECT_EQ(outcome.logs[0].data, data);
}

TEST_F(prices, never_wrap)
{
    deploy_act(
        "act x(a: count, b: count, c: count, d: count, e: count) { "
        "takes a * b * c * d * e * 1 wei into s }");
    const std::string signature = "x(uint64,uint64,uint64,uint64,uint64)";
    const uint256 half{1ULL << 63};
    // 2^63 four times and 2^4: 2^256, which wraps to the 0 that is paid.
    expect_revert(call(payer, signature, {half, half, half, half, 16}), encode("Overflow()"));
    expect_success(call(payer, signature, {half, half, half, half, 0}));
    expect_success(call(payer, signature, {3, 5, 7, 11, 13}, 3 * 5 * 7 * 11 * 13));
    expect_revert(call(payer, signature, {3, 5, 7, 11, 13}, 1),
        encode("WrongPayment(uint256,uint256)", {3 * 5 * 7 * 11 * 13, 1}));
}

TEST_F(prices, never_go_below_zero)
{
    deploy_act("act x(n: calls) { takes 100 wei - n * 3 wei per call into s }");
    expect_success(call(payer, "x(uint64)", {33}, 1));
    expect_success(call(payer, "x(uint64)", {0}, 100));
    expect_revert(call(payer, "x(uint64)", {34}), encode("Overflow()"));
    expect_revert(call(payer, "x(uint64)", {~0ULL}), encode("Overflow()"));
}

TEST_F(prices, several_acts_share_one_split)
{
    deploy_act(
        "act one(n: calls) { takes n * 10 wei per call into s } "
        "act two() { takes 7 wei into s } act free(n: calls) { } act note() { }");
    expect_success(call(payer, "one(uint64)", {3}, 30));
    expect_success(call(payer, "two()", {}, 7));
    expect_revert(call(payer, "two()", {}, 8), encode("WrongPayment(uint256,uint256)", {7, 8}));
    expect_success(call(payer, "free(uint64)", {3}));
    expect_revert(call(payer, "free(uint64)", {3}, 1), {});
    expect_revert(call(payer, "free(uint64)", {uint256{1} << 64}), {});
    const vm::TxOutcome note = call(payer, "note()");
    expect_success(note);
    ASSERT_EQ(note.logs.size(), 1U);
    EXPECT_TRUE(note.logs[0].data.empty());
    EXPECT_EQ(received(), 37);
}

TEST_F(prices, a_call_of_three_bytes_is_no_call)
{
    // The selector of act179() ends in a zero byte; three bytes read as if it were there.
    deploy_act("act act179() { } act act336() { takes 1 wei into s }");
    for (const std::string_view signature : {"act179()", "act336()"})
    {
        Bytes data = selector(signature);
        EXPECT_EQ(data[3], 0) << signature;
        const uint256 value = signature == "act336()" ? 1 : 0;
        expect_success(world.send(payer, contract, data, value));
        data.resize(3);
        expect_revert(world.send(payer, contract, data, value), {});
    }
}

TEST_F(prices, plain_transfers_reach_a_default_split_with_little_gas)
{
    deploy(
        "licence P { party p1, p2 unit call split s default { p1 50% p2 50% } "
        "act x(n: calls) { takes n * 2 wei per call into s } }");
    const vm::TxOutcome outcome = world.send(payer, contract, {}, 100);
    expect_success(outcome);
    EXPECT_TRUE(outcome.logs.empty());
    EXPECT_LE(outcome.gas_used, 21'000U + 2'300U);
    EXPECT_EQ(received(), 100);
    const uint256 id = (to_uint256(keccak256(std::string_view{"acceptsPlainTransfers()"})) >> 224)
                       << 224;
    EXPECT_EQ(world.view(contract, "supportsInterface(bytes4)", {id}), 1);
    EXPECT_EQ(world.view(contract, "supportsInterface(bytes4)", {uint256{0x01ffc9a7} << 224}), 1);
    expect_revert(world.send(payer, contract, {0x01}, 100), {});
}

/// Random prices: as text, and as what they come to.
class PriceWriter
{
public:
    explicit PriceWriter(std::uint64_t seed) : random_{seed} {}

    struct Price
    {
        std::string text;
        uint256 value;
        bool wraps = false;  ///< or goes below zero
    };

    Price money(const std::array<std::uint64_t, 3>& arguments, unsigned depth)
    {
        const std::uint64_t choice = depth == 0 ? 0 : random_() % 5;
        if (choice == 0)
        {
            const std::uint64_t wei = random_() % 1'000;
            return {std::to_string(wei) + " wei", wei, false};
        }
        if (choice <= 2)
        {
            const Price count = number(arguments);
            const Price amount = money(arguments, depth - 1);
            const uint512 product = full_mul(count.value, amount.value);
            const bool wraps = (product[4] | product[5] | product[6] | product[7]) != 0;
            return {count.text + " * (" + amount.text + ")", count.value * amount.value,
                amount.wraps || wraps};
        }
        const Price left = money(arguments, depth - 1);
        const Price right = money(arguments, depth - 1);
        const bool below = left.wraps || right.wraps;
        if (choice == 3)
        {
            const auto sum = add_with_carry(left.value, right.value);
            return {left.text + " + (" + right.text + ")", sum.value, below || sum.carry};
        }
        return {left.text + " - (" + right.text + ")", left.value - right.value,
            below || left.value < right.value};
    }

private:
    Price number(const std::array<std::uint64_t, 3>& arguments)
    {
        const std::uint64_t i = random_() % 3;
        return {std::string(1, static_cast<char>('a' + i)), arguments[i], false};
    }

    std::mt19937_64 random_;
};

TEST_F(prices, come_to_what_their_text_says)
{
    std::size_t accepted = 0;
    std::size_t refused = 0;
    for (std::uint64_t seed = 0; seed < 150; ++seed)
    {
        const std::array<std::uint64_t, 3> arguments{
            seed % 7 + 1, seed % 3 == 0 ? ~0ULL : seed % 11, (seed << 30U) + 5};
        const PriceWriter::Price price = PriceWriter{seed}.money(arguments, 6);
        const std::string source =
            "licence P { party a1, b1 split s { a1 50% b1 50% } act x(a: count, b: count, c: "
            "count) { "
            "takes " +
            price.text + " into s } }";
        const compiler::SourceFile file{"t.byl", source};
        if (!compiler::compile(file).is_done())
            continue;  // a price that is always 0, or more than there is
        deploy(source);
        const std::vector<uint256> words{arguments[0], arguments[1], arguments[2]};
        const bool payable = !price.wraps && price.value.bit_width() < 120;
        const auto outcome = call(
            payer, "x(uint64,uint64,uint64)", words, payable ? price.value : uint256{1} << 100);
        if (price.wraps)
            expect_revert(outcome, encode("Overflow()"));
        else if (payable)
            expect_success(outcome);
        else
            EXPECT_EQ(outcome.status, vm::Status::revert);
        (payable ? accepted : refused) += 1;
    }
    EXPECT_GT(accepted, 20U);
    EXPECT_GT(refused, 10U);
}
}  // namespace
}  // namespace byline::testing

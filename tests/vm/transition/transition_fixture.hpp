#pragma once

#include "tests/support/bytecode.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <ostream>

namespace byline::vm
{
/// How a failed expectation names an error.
inline void PrintTo(TxError error, std::ostream* out)
{
    *out << to_string(error);
}

inline void PrintTo(BlockError error, std::ostream* out)
{
    *out << to_string(error);
}
}  // namespace byline::vm

namespace byline::vm::testing
{
using namespace byline::testing;

inline constexpr bytes32 sender_key =
    hex_bytes32("4646464646464646464646464646464646464646464646464646464646464646");
inline constexpr address sender = hex_address("9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
inline constexpr address recipient = hex_address("7ec1000000000000000000000000000000000000");
inline constexpr address contract = hex_address("c0de000000000000000000000000000000000000");
inline constexpr address coinbase = hex_address("fee0000000000000000000000000000000000000");

inline constexpr uint256 base_fee = 7;
inline constexpr uint256 funds = 1'000'000'000'000;

/// One transaction on a small state: set `pre`, `block` and `tx`, `run`, then look at `outcome` and
/// `post`. The transaction that stands there is a transfer of 1 wei at 10 wei a gas, 2 of them tip.
class transition_test : public ::testing::Test
{
protected:
    transition_test()
    {
        pre.set_balance(sender, funds);
        block.gas_limit = 100'000'000;
        block.coinbase = coinbase;
        block.base_fee = base_fee;
        block.blob_base_fee = 3;
        tx.type = TxType::fee_market;
        tx.chain_id = 1;
        tx.max_fee_per_gas = 10;
        tx.max_priority_fee_per_gas = 2;
        tx.gas_limit = 1'000'000;
        tx.to = recipient;
        tx.value = 1;
    }

    [[nodiscard]] std::expected<TxOutcome, TxError> attempt(Checks checks = Checks::all) const
    {
        const ForkActivation fork{
            .timestamp = 0, .revision = block.revision, .blobs = mainnet_blobs(block.revision)};
        Machine machine;
        return transition(machine, pre, block, limits_of_empty_block(block.gas_limit, fork), tx,
            sender, {.checks = checks});
    }

    void run(Checks checks = Checks::all)
    {
        auto done = attempt(checks);
        ASSERT_TRUE(done) << to_string(done.error());
        outcome = std::move(*done);
        post = pre;
        post.apply(outcome.diff);
    }

    void expect_refused(TxError error, Checks checks = Checks::all)
    {
        const auto done = attempt(checks);
        ASSERT_FALSE(done) << "expected: " << to_string(error);
        EXPECT_EQ(done.error(), error);
    }

    [[nodiscard]] uint256 balance(const address& addr) const
    {
        const auto account = post.account(addr);
        return account ? account->balance : uint256{};
    }

    [[nodiscard]] uint256 spent() const { return funds - balance(sender); }

    Overlay pre;
    BlockContext block;
    Transaction tx;
    TxOutcome outcome;
    Overlay post;
};
}  // namespace byline::vm::testing

#pragma once

#include "tests/support/bytecode.hpp"
#include "vm/evm/evm.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/overlay.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <ostream>
#include <vector>

namespace byline::vm
{
/// How a failed expectation names a status.
inline void PrintTo(Status status, std::ostream* out)
{
    *out << to_string(status);
}
}  // namespace byline::vm

namespace byline::vm::testing
{
using namespace byline::testing;

inline constexpr address origin_address{{0x01, 0x00, 0x0a}};
inline constexpr address contract{{0xc0, 0xde}};
inline constexpr address other{{0x07, 0xe8}};

/// Runs code in a small world. `pre` is what the world holds; each run is a transaction of its own.
class evm_test : public ::testing::Test
{
protected:
    evm_test()
    {
        pre.set_balance(origin_address, 1'000'000);
        pre.set_balance(contract, 1'000);
        block.number = 1000;
    }

    /// Calls `contract`, which gets that code.
    Result& run(const Bytecode& code, std::int64_t gas = 1'000'000, const Bytes& input = {})
    {
        pre.set_code(contract, code.bytes);
        return call(contract, gas, input);
    }

    /// Calls an account of `pre`.
    Result& call(const address& to, std::int64_t gas = 1'000'000, const Bytes& input = {})
    {
        Message message;
        message.gas = gas;
        message.sender = origin_address;
        message.recipient = to;
        message.value = value;
        message.input = input;
        return start(message);
    }

    Result& start(const Message& message)
    {
        gas_given = message.gas;
        journal = std::make_unique<Journal>(pre);
        journal->access_address(origin_address);
        journal->access_address(message.recipient);
        tx.origin = origin_address;
        result = machine.execute(*journal, block, tx, message, observer);
        return result;
    }

    /// The word that code leaves on top of the stack.
    uint256 top_of(const Bytecode& code)
    {
        run(code + return_top());
        EXPECT_EQ(result.status, Status::success) << to_string(result.status);
        return output_word();
    }

    [[nodiscard]] uint256 output_word() const
    {
        if (result.output.size() != 32)
            return max_uint256;
        bytes32 word;
        std::ranges::copy(result.output, word.bytes.begin());
        return to_uint256(word);
    }

    [[nodiscard]] std::int64_t gas_used() const { return gas_given - result.gas_left; }

    /// What code costs.
    std::int64_t cost_of(const Bytecode& code)
    {
        run(code);
        EXPECT_EQ(result.status, Status::success) << to_string(result.status);
        return gas_used();
    }

    /// The code runs with exactly that gas, and is out of gas with one less.
    void expect_cost(const Bytecode& code, std::int64_t cost)
    {
        EXPECT_EQ(cost_of(code), cost);
        run(code, cost);
        EXPECT_EQ(result.status, Status::success);
        EXPECT_EQ(result.gas_left, 0);
        run(code, cost - 1);
        EXPECT_EQ(result.status, Status::out_of_gas);
    }

    uint256 stored(const address& addr, const uint256& key) { return journal->storage(addr, key); }

    Overlay pre;
    Machine machine;
    BlockContext block;
    TxContext tx;
    uint256 value;
    Observer* observer = nullptr;
    std::unique_ptr<Journal> journal;
    Result result;
    std::int64_t gas_given = 0;
};
}  // namespace byline::vm::testing

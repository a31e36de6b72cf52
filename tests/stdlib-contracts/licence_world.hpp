#pragma once

#include "compiler/compile.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/transition.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace byline::testing
{
inline constexpr uint256 ether = uint256{1'000'000'000'000'000'000};
inline constexpr uint256 milliether = uint256{1'000'000'000'000'000};

/// An account for tests, far from the precompiles.
inline address account(std::uint64_t number)
{
    return to_address(uint256{0, 0xacc0, 0, number + 1});
}

/// The text of a file of the repository.
inline std::string read_source(const std::string& path)
{
    std::ifstream file{std::string{BYLINE_SOURCE_DIR} + "/" + path, std::ios::binary};
    EXPECT_TRUE(file) << path;
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

/// The artifact of a source that has no errors.
inline compiler::Artifact compile_source(const std::string& text)
{
    const compiler::SourceFile source{"test.byl", text};
    compiler::Compilation compilation = compiler::compile(source);
    EXPECT_TRUE(compilation.is_done()) << render(source, compilation.diagnostics);
    return compilation.is_done() ? compilation.licences[0].artifact : compiler::Artifact{};
}

inline void append(Bytes& bytes, const uint256& word)
{
    const bytes32 encoded = to_bytes32(word);
    bytes.insert(bytes.end(), encoded.bytes.begin(), encoded.bytes.end());
}

/// The first four bytes of the keccak of a signature.
inline Bytes selector(std::string_view signature)
{
    const bytes32 hash = keccak256(signature);
    return {hash.bytes.begin(), hash.bytes.begin() + 4};
}

/// A call or an error: the selector and its arguments, each one word.
inline Bytes encode(std::string_view signature, const std::vector<uint256>& arguments = {})
{
    Bytes data = selector(signature);
    for (const uint256& argument : arguments)
        append(data, argument);
    return data;
}

/// A chain of one state on which fees are zero, so that balances show payments alone.
class LicenceWorld
{
public:
    static constexpr std::uint64_t gas_limit = 16'000'000;

    LicenceWorld()
    {
        block_.gas_limit = 100'000'000;
        block_.coinbase = account(999);
    }

    vm::Overlay& state() { return state_; }

    [[nodiscard]] const vm::Overlay& state() const { return state_; }

    /// Seconds; blocks begin at 0.
    [[nodiscard]] std::uint64_t time() const noexcept { return block_.timestamp; }

    void wait(std::uint64_t seconds) noexcept { block_.timestamp += seconds; }

    /// From now on the state is another chain's.
    void split_chain(std::uint64_t chain_id) noexcept { block_.chain_id = chain_id; }

    [[nodiscard]] uint256 balance(const address& who) const
    {
        const auto found = state_.account(who);
        return found ? found->balance : uint256{};
    }

    /// Sends a transaction; its effects stay.
    vm::TxOutcome send(
        const address& from, std::optional<address> to, Bytes data, const uint256& value = 0)
    {
        // Whoever pays has the money: what tests watch is the receivers.
        state_.set_balance(from, balance(from) + value);
        vm::TxOutcome outcome = run(from, to, std::move(data), value);
        state_.apply(outcome.diff);
        if (outcome.status != vm::Status::success)
            state_.set_balance(from, balance(from) - value);
        return outcome;
    }

    /// Executes without leaving a trace.
    [[nodiscard]] vm::TxOutcome run(
        const address& from, std::optional<address> to, Bytes data, const uint256& value = 0) const
    {
        vm::Transaction tx;
        tx.type = vm::TxType::fee_market;
        tx.chain_id = block_.chain_id;
        const auto sender = state_.account(from);
        tx.nonce = sender ? sender->nonce : 0;
        tx.gas_limit = gas_limit;
        tx.to = to;
        tx.value = value;
        tx.data = std::move(data);
        const vm::BlockLimits limits{.gas_left = block_.gas_limit};
        vm::Machine machine;
        auto outcome = vm::transition(machine, state_, block_, limits, tx, from);
        EXPECT_TRUE(outcome) << (outcome ? "" : vm::to_string(outcome.error()));
        return outcome.value_or(vm::TxOutcome{});
    }

    /// Deploys with these words as the constructor's arguments.
    vm::TxOutcome deploy(const compiler::Artifact& artifact, const std::vector<uint256>& arguments,
        const uint256& value = 0)
    {
        Bytes code = artifact.creation_code;
        for (const uint256& argument : arguments)
            append(code, argument);
        return send(account(900), std::nullopt, std::move(code), value);
    }

    /// The word that a view function gives.
    [[nodiscard]] uint256 view(const address& contract, std::string_view signature,
        const std::vector<uint256>& arguments = {}) const
    {
        const vm::TxOutcome outcome = run(account(901), contract, encode(signature, arguments));
        EXPECT_EQ(outcome.status, vm::Status::success) << signature;
        EXPECT_EQ(outcome.output.size(), 32U) << signature;
        if (outcome.output.size() != 32)
            return {};
        bytes32 word;
        std::ranges::copy(outcome.output, word.bytes.begin());
        return to_uint256(word);
    }

private:
    vm::Overlay state_;
    vm::BlockContext block_;
};

/// Expects a revert with exactly these bytes.
inline void expect_revert(const vm::TxOutcome& outcome, const Bytes& output)
{
    EXPECT_EQ(outcome.status, vm::Status::revert) << vm::to_string(outcome.status);
    EXPECT_EQ(to_hex(outcome.output), to_hex(output));
}

inline void expect_success(const vm::TxOutcome& outcome)
{
    EXPECT_EQ(outcome.status, vm::Status::success)
        << vm::to_string(outcome.status) << " " << to_hex(outcome.output);
}

/// One deployed licence with the accounts 0, 1, 2 ... as its parties, in declared order.
class licence_test : public ::testing::Test
{
protected:
    void deploy(const std::string& source)
    {
        artifact = compile_source(source);
        std::vector<uint256> parties;
        for (std::size_t i = 0; i < artifact.parties.size(); ++i)
            parties.push_back(to_uint256(account(i)));
        const vm::TxOutcome outcome = world.deploy(artifact, parties);
        expect_success(outcome);
        ASSERT_TRUE(outcome.created);
        contract = *outcome.created;
    }

    vm::TxOutcome call(const address& from, std::string_view signature,
        const std::vector<uint256>& arguments = {}, const uint256& value = 0)
    {
        return world.send(from, contract, encode(signature, arguments), value);
    }

    [[nodiscard]] uint256 claimable(const address& who) const
    {
        return world.view(contract, "claimable(address)", {to_uint256(who)});
    }

    [[nodiscard]] uint256 received() const { return world.view(contract, "received()"); }

    /// Ether that arrives without a call: as by a withdrawal or from a coinbase.
    void force(const uint256& wei)
    {
        world.state().set_balance(contract, world.balance(contract) + wei);
    }

    LicenceWorld world;
    compiler::Artifact artifact;
    address contract;
    const address payer = account(500);
    const address stranger = account(501);
};
}  // namespace byline::testing

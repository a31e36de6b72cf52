#pragma once

#include "node/chain/genesis.hpp"
#include "node/chain/node.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

/// A development chain in a temporary folder and transactions for it.
namespace byline::testing
{
/// A folder that goes with this object.
class TemporaryFolder
{
public:
    TemporaryFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "byline-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            std::abort();
        path_ = name;
    }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// The first development accounts.
inline constexpr std::array<bytes32, 3> development_keys{
    hex_bytes32("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"),
    hex_bytes32("59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"),
    hex_bytes32("5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a")};
inline constexpr std::array<address, 3> development_accounts{
    hex_address("f39fd6e51aad88f6f4ce6ab8827279cfffb92266"),
    hex_address("70997970c51812dc3a010c7d01b50e0d17dc79c8"),
    hex_address("3c44cdddb6a900fa2b585dd299e03d12fa4293bc")};
inline constexpr address stranger = hex_address("00000000000000000000000000000000000b0b00");

inline constexpr std::uint64_t gwei = 1'000'000'000;
inline constexpr std::uint64_t development_chain_id = 31'337;

/// A transfer of 1 wei, not signed yet.
inline vm::Transaction transfer(std::uint64_t nonce)
{
    vm::Transaction tx;
    tx.type = vm::TxType::fee_market;
    tx.chain_id = development_chain_id;
    tx.nonce = nonce;
    tx.max_priority_fee_per_gas = gwei;
    tx.max_fee_per_gas = 10 * gwei;
    tx.gas_limit = 21'000;
    tx.to = stranger;
    tx.value = 1;
    return tx;
}

inline vm::Transaction signed_by(std::size_t account, vm::Transaction tx)
{
    vm::sign(tx, development_keys[account]);
    return tx;
}

/// Counts its calls in slot 0 and logs the count.
inline Bytes counter_creation_code()
{
    // PUSH15 runtime PUSH0 MSTORE PUSH1 15 PUSH1 17 RETURN; the runtime is: PUSH0 SLOAD PUSH1 1 ADD
    // DUP1 PUSH0 SSTORE PUSH0 MSTORE PUSH1 32 PUSH0 LOG0 STOP
    return *from_hex("6e5f54600101805f555f5260205fa0005f52600f6011f3");
}

inline vm::Transaction creation(std::uint64_t nonce, Bytes code)
{
    vm::Transaction tx = transfer(nonce);
    tx.to.reset();
    tx.value = 0;
    tx.gas_limit = 200'000;
    tx.data = std::move(code);
    return tx;
}

inline vm::Transaction count(std::uint64_t nonce, const address& counter)
{
    vm::Transaction tx = transfer(nonce);
    tx.to = counter;
    tx.value = 0;
    tx.gas_limit = 100'000;
    return tx;
}

/// The account's first contract: 0x5fbdb231…, known from any development node.
inline constexpr address first_contract = hex_address("5fbdb2315678afecb367f032d93f642f64180aa3");

/// A node whose clock stands still.
inline node::NodeOptions options_for(const std::filesystem::path& folder)
{
    node::NodeOptions options;
    options.folder = folder;
    options.clock = [] { return std::uint64_t{1'700'000'000}; };
    return options;
}

/// Sealing is by call of `seal` alone.
inline node::NodeOptions by_hand(const std::filesystem::path& folder)
{
    node::NodeOptions options = options_for(folder);
    options.sealing = node::Sealing::interval;
    options.interval = std::chrono::hours{1};
    return options;
}

/// Fails the test where the node does not open.
inline std::unique_ptr<node::Node> open_node(node::NodeOptions options)
{
    auto node = node::Node::open(std::move(options));
    if (!node)
    {
        ADD_FAILURE() << node.error();
        std::abort();
    }
    return std::move(*node);
}
}  // namespace byline::testing

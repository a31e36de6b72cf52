#pragma once

#include "node/client/chain_client.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace byline::node
{
/// A private key and its address.
class Wallet
{
public:
    /// Nothing if the key is not in [1, order of the curve).
    static std::optional<Wallet> from_key(const bytes32& key);

    /// The development account of that index (development_mnemonic); below 2^31.
    static Wallet development(std::uint32_t index);

    [[nodiscard]] const address& account() const noexcept { return account_; }

    [[nodiscard]] const bytes32& key() const noexcept { return key_; }

private:
    Wallet(const bytes32& key, const address& account) : key_{key}, account_{account} {}

    bytes32 key_;
    address account_;
};

/// Reads a key file's text: 64 hexadecimal digits, with or without 0x, white space around them. The
/// error does not repeat the text.
std::expected<Wallet, std::string> read_key(std::string_view text);

/// "#3" is the development account 3; nothing if the text is not of that form.
std::optional<std::uint32_t> parse_account_index(std::string_view text);

/// "#3" or an address in hex.
std::expected<address, std::string> parse_account(std::string_view text);

/// How a transaction is sent.
struct SendOptions
{
    std::optional<std::uint64_t> chain_id;  ///< refuse to sign for any other chain
    std::chrono::milliseconds timeout = std::chrono::seconds{60};  ///< until the receipt
};

/// Fills in nonce, fees and gas (the node's estimate and a quarter, for state that changes in
/// between), signs a fee-market transaction (EIP-1559) and returns its hash. A call that would
/// revert, or a call of an account without code, is not sent.
std::expected<bytes32, ClientError> send_transaction(
    ChainClient& chain, const Wallet& wallet, const ChainCall& message, const SendOptions& options);

/// Asks until the transaction is in a block. A transaction that failed in its block is an error.
std::expected<ChainReceipt, ClientError> wait_for_receipt(
    ChainClient& chain, const bytes32& hash, const SendOptions& options);

/// The two one after the other.
std::expected<ChainReceipt, ClientError> send_and_wait(
    ChainClient& chain, const Wallet& wallet, const ChainCall& message, const SendOptions& options);
}  // namespace byline::node

#include "node/client/wallet.hpp"

#include "node/client/chain_client.hpp"
#include "node/client/mnemonic.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/transition/transaction.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace byline::node
{
namespace
{
constexpr std::uint64_t max_gas_limit = 16'777'216;  ///< of one transaction (EIP-7825)

std::unexpected<ClientError> failed(std::string message)
{
    return std::unexpected{ClientError{ClientError::Kind::failed, std::move(message), {}}};
}

/// A call with data to an account without code does nothing, and keeps the money that comes with
/// it.
std::expected<void, ClientError> check_recipient(ChainClient& chain, const ChainCall& message)
{
    if (!message.to || message.data.empty())
        return {};
    BYLINE_TRY(code, chain.code(*message.to));
    if (code.empty())
        return failed(
            "there is no contract at " + to_checksum_hex(*message.to) + "; nothing was sent");
    return {};
}
}  // namespace

std::optional<Wallet> Wallet::from_key(const bytes32& key)
{
    const auto account = vm::address_of_key(key);
    if (!account)
        return std::nullopt;
    return Wallet{key, *account};
}

Wallet Wallet::development(std::uint32_t index)
{
    const auto wallet = from_key(derive_key(development_mnemonic, index));
    BYLINE_ASSERT(wallet.has_value());
    return *wallet;
}

std::expected<Wallet, std::string> read_key(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t begin = std::min(text.find_first_not_of(blank), text.size());
    const std::size_t end = text.find_last_not_of(blank) + 1;
    const auto key = bytes32_from_hex(text.substr(begin, end > begin ? end - begin : 0));
    if (!key)
        return std::unexpected{std::string{"a key is 64 hexadecimal digits and nothing else"}};
    auto wallet = Wallet::from_key(*key);
    if (!wallet)
        return std::unexpected{std::string{"the key is not in the range of secp256k1 keys"}};
    return *wallet;
}

std::optional<std::uint32_t> parse_account_index(std::string_view text)
{
    if (!text.starts_with('#'))
        return std::nullopt;
    text.remove_prefix(1);
    std::uint32_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc{} || end != text.data() + text.size() || index >= hardened)
        return std::nullopt;
    return index;
}

std::expected<address, std::string> parse_account(std::string_view text)
{
    if (const auto index = parse_account_index(text))
        return Wallet::development(*index).account();
    const auto account = address_from_hex(text);
    if (!account || !text.starts_with("0x"))
        return std::unexpected{"'" + std::string{text} +
                               "' is not an account: write 0x and 40 hexadecimal digits, or #N for "
                               "a development account"};
    return *account;
}

std::expected<bytes32, ClientError> send_transaction(
    ChainClient& chain, const Wallet& wallet, const ChainCall& message, const SendOptions& options)
{
    BYLINE_TRY(chain_id, chain.chain_id());
    if (options.chain_id && *options.chain_id != chain_id)
        return failed("wrong chain: " + chain.url() + " is chain " + std::to_string(chain_id) +
                      ", not " + std::to_string(*options.chain_id) + "; nothing was sent");
    BYLINE_TRY_VOID(check_recipient(chain, message));
    ChainCall from_wallet = message;
    from_wallet.from = wallet.account();
    BYLINE_TRY(gas, chain.estimate_gas(from_wallet));
    BYLINE_TRY(fees, chain.fee_offer());
    BYLINE_TRY(nonce, chain.next_nonce(wallet.account()));

    vm::Transaction tx;
    tx.type = vm::TxType::fee_market;
    tx.chain_id = chain_id;
    tx.nonce = nonce;
    tx.max_priority_fee_per_gas = fees.max_priority_fee_per_gas;
    tx.max_fee_per_gas = fees.max_fee_per_gas;
    tx.gas_limit = std::max(gas, std::min(gas + gas / 4, max_gas_limit));
    tx.to = message.to;
    tx.value = message.value;
    tx.data = message.data;
    vm::sign(tx, wallet.key());
    return chain.send_raw(vm::encode(tx));
}

std::expected<ChainReceipt, ClientError> wait_for_receipt(
    ChainClient& chain, const bytes32& hash, const SendOptions& options)
{
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    auto pause = std::chrono::milliseconds{2};
    while (true)
    {
        BYLINE_TRY(receipt, chain.receipt(hash));
        if (receipt && receipt->success)
            return *receipt;
        if (receipt)
            return failed("transaction " + to_hex(hash) + " failed in block " +
                          std::to_string(receipt->block_number) + " after " +
                          std::to_string(receipt->gas_used) + " gas: what it needed had changed");
        if (std::chrono::steady_clock::now() >= deadline)
            return failed("transaction " + to_hex(hash) + " is in no block after " +
                          std::to_string(options.timeout.count()) + " ms; it may still come");
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds{500});
    }
}

std::expected<ChainReceipt, ClientError> send_and_wait(
    ChainClient& chain, const Wallet& wallet, const ChainCall& message, const SendOptions& options)
{
    BYLINE_TRY(hash, send_transaction(chain, wallet, message, options));
    return wait_for_receipt(chain, hash, options);
}
}  // namespace byline::node

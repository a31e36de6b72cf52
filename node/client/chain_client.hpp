#pragma once

#include "node/client/rpc_client.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::node
{
/// Why an action on a chain did not come about.
struct ClientError
{
    enum class Kind : std::uint8_t
    {
        usage,     ///< asked for what does not exist or in a wrong form; nothing was sent
        failed,    ///< the node, the network or the chain said no
        reverted,  ///< the contract said no; `revert_data` says why
    };
    Kind kind = Kind::failed;
    std::string message;  ///< a sentence, without a full stop
    Bytes revert_data;
};

/// A message to a contract, or the creation of one.
struct ChainCall
{
    std::optional<address> from;
    std::optional<address> to;  ///< absent: creates a contract
    uint256 value;              ///< wei
    Bytes data;
};

/// A log entry of a sealed transaction.
struct ChainLog
{
    address addr;
    std::vector<bytes32> topics;
    Bytes data;
    std::uint64_t block_number = 0;
    bytes32 transaction_hash;
};

/// What became of a transaction.
struct ChainReceipt
{
    bytes32 transaction_hash;
    bytes32 block_hash;
    std::uint64_t block_number = 0;
    bool success = false;
    std::uint64_t gas_used = 0;
    uint256 effective_gas_price;  ///< wei
    std::optional<address> contract;
    std::vector<ChainLog> logs;
};

/// Which logs are wanted: of one contract, with this first topic, from genesis to the head.
struct LogFilter
{
    address addr;
    bytes32 first_topic;
};

/// What a fee-market transaction may offer now (EIP-1559), wei per gas.
struct FeeOffer
{
    uint256 max_fee_per_gas;
    uint256 max_priority_fee_per_gas;
};

/// A node's JSON-RPC methods with types. Answers in another form than the methods' are `failed`.
class ChainClient
{
public:
    explicit ChainClient(RpcClient rpc) : rpc_{std::move(rpc)} {}

    static std::expected<ChainClient, ClientError> connect(
        std::string_view url, std::chrono::milliseconds timeout = std::chrono::seconds{30});

    std::expected<std::uint64_t, ClientError> chain_id();
    std::expected<std::uint64_t, ClientError> block_number();
    std::expected<uint256, ClientError> balance(const address& account);
    std::expected<Bytes, ClientError> code(const address& account);

    /// The nonce of the next transaction, those that wait in the pool counted.
    std::expected<std::uint64_t, ClientError> next_nonce(const address& account);

    /// Twice the base fee of the head and the tip that the node proposes.
    std::expected<FeeOffer, ClientError> fee_offer();

    /// The answer of a message that changes nothing, on the head's state.
    std::expected<Bytes, ClientError> call(const ChainCall& message);
    std::expected<std::uint64_t, ClientError> estimate_gas(const ChainCall& message);

    /// Hands over a signed transaction and returns its hash.
    std::expected<bytes32, ClientError> send_raw(BytesView transaction);

    std::expected<std::optional<ChainReceipt>, ClientError> receipt(const bytes32& hash);
    std::expected<std::vector<ChainLog>, ClientError> logs(const LogFilter& filter);

    [[nodiscard]] const std::string& url() const noexcept { return rpc_.url(); }

private:
    RpcClient rpc_;
};
}  // namespace byline::node

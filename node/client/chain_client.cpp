#include "node/client/chain_client.hpp"

#include "node/client/rpc_client.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
namespace json = boost::json;

ClientError from_rpc(const RpcError& error)
{
    ClientError result{ClientError::Kind::failed, error.message, {}};
    if (error.kind == RpcError::Kind::url)
        result.kind = ClientError::Kind::usage;
    constexpr int execution_reverted = 3;
    if (error.kind == RpcError::Kind::server && error.code == execution_reverted)
    {
        result.kind = ClientError::Kind::reverted;
        result.revert_data = from_hex(error.data).value_or(Bytes{});
    }
    return result;
}

/// Reads the fields of one answer; after the first that is not as it should be, `failed` holds why.
class AnswerReader
{
public:
    explicit AnswerReader(std::string_view method) : method_{method} {}

    [[nodiscard]] std::unexpected<ClientError> error() const
    {
        return std::unexpected{ClientError{ClientError::Kind::failed,
            "the node's answer to " + method_ + " is not understood: " + failed_, {}}};
    }

    [[nodiscard]] bool ok() const noexcept { return failed_.empty(); }

    const json::object& object(const json::value& value)
    {
        static const json::object none;
        if (value.is_object())
            return value.get_object();
        fail("no object");
        return none;
    }

    const json::array& array(const json::value& value)
    {
        static const json::array none;
        if (value.is_array())
            return value.get_array();
        fail("no array");
        return none;
    }

    const json::value& field(const json::value& from, std::string_view name)
    {
        static const json::value none;
        if (const auto* value = object(from).if_contains(name); value != nullptr)
            return *value;
        fail("no " + std::string{name});
        return none;
    }

    std::string_view text(const json::value& value)
    {
        if (value.is_string())
            return value.get_string();
        fail("no string");
        return {};
    }

    uint256 quantity(const json::value& value)
    {
        return checked(quantity_from_hex(text(value)), "no quantity");
    }

    std::uint64_t number(const json::value& value)
    {
        const uint256 wide = quantity(value);
        if (!wide.fits_uint64())
            fail("a number is too large");
        return wide.words[0];
    }

    bytes32 hash(const json::value& value)
    {
        return checked(bytes32_from_hex(text(value)), "no hash");
    }

    address account(const json::value& value)
    {
        return checked(address_from_hex(text(value)), "no address");
    }

    Bytes bytes(const json::value& value) { return checked(from_hex(text(value)), "no bytes"); }

    ChainLog log(const json::value& from)
    {
        ChainLog result;
        result.addr = account(field(from, "address"));
        result.data = bytes(field(from, "data"));
        result.block_number = number(field(from, "blockNumber"));
        result.transaction_hash = hash(field(from, "transactionHash"));
        for (const auto& topic : array(field(from, "topics")))
            result.topics.push_back(hash(topic));
        return result;
    }

    std::vector<ChainLog> logs(const json::value& value)
    {
        std::vector<ChainLog> result;
        for (const auto& item : array(value))
            result.push_back(log(item));
        return result;
    }

    std::optional<ChainReceipt> receipt(const json::value& from)
    {
        if (from.is_null())
            return std::nullopt;
        ChainReceipt result;
        result.transaction_hash = hash(field(from, "transactionHash"));
        result.block_hash = hash(field(from, "blockHash"));
        result.block_number = number(field(from, "blockNumber"));
        result.success = number(field(from, "status")) == 1;
        result.gas_used = number(field(from, "gasUsed"));
        result.effective_gas_price = quantity(field(from, "effectiveGasPrice"));
        const auto* contract = object(from).if_contains("contractAddress");
        if (contract != nullptr && !contract->is_null())
            result.contract = account(*contract);
        result.logs = logs(field(from, "logs"));
        return result;
    }

private:
    void fail(std::string what)
    {
        if (failed_.empty())
            failed_ = std::move(what);
    }

    template <typename T>
    T checked(std::expected<T, HexError> result, std::string_view what)
    {
        if (result)
            return std::move(*result);
        fail(std::string{what});
        return {};
    }

    std::string method_;
    std::string failed_;
};

/// One call and the reading of its answer.
template <typename Read>
auto ask(RpcClient& rpc, std::string_view method, json::array params, Read read)
    -> std::expected<std::invoke_result_t<Read, AnswerReader&, const json::value&>, ClientError>
{
    const auto answer = rpc.call(method, std::move(params));
    if (!answer)
        return std::unexpected{from_rpc(answer.error())};
    AnswerReader reader{method};
    auto value = std::invoke(read, reader, *answer);
    if (!reader.ok())
        return reader.error();
    return value;
}

json::object to_json(const ChainCall& message)
{
    json::object object;
    if (message.from)
        object["from"] = to_hex(*message.from);
    if (message.to)
        object["to"] = to_hex(*message.to);
    object["value"] = to_quantity(message.value);
    object["data"] = to_hex(BytesView{message.data});
    return object;
}
}  // namespace

std::expected<ChainClient, ClientError> ChainClient::connect(
    std::string_view url, std::chrono::milliseconds timeout)
{
    auto rpc = RpcClient::connect(url, timeout);
    if (!rpc)
        return std::unexpected{from_rpc(rpc.error())};
    return ChainClient{std::move(*rpc)};
}

std::expected<std::uint64_t, ClientError> ChainClient::chain_id()
{
    return ask(rpc_, "eth_chainId", {}, &AnswerReader::number);
}

std::expected<std::uint64_t, ClientError> ChainClient::block_number()
{
    return ask(rpc_, "eth_blockNumber", {}, &AnswerReader::number);
}

std::expected<uint256, ClientError> ChainClient::balance(const address& account)
{
    return ask(rpc_, "eth_getBalance", {to_hex(account), "latest"}, &AnswerReader::quantity);
}

std::expected<Bytes, ClientError> ChainClient::code(const address& account)
{
    return ask(rpc_, "eth_getCode", {to_hex(account), "latest"}, &AnswerReader::bytes);
}

std::expected<std::uint64_t, ClientError> ChainClient::next_nonce(const address& account)
{
    return ask(
        rpc_, "eth_getTransactionCount", {to_hex(account), "pending"}, &AnswerReader::number);
}

std::expected<FeeOffer, ClientError> ChainClient::fee_offer()
{
    BYLINE_TRY(tip, ask(rpc_, "eth_maxPriorityFeePerGas", {}, &AnswerReader::quantity));
    BYLINE_TRY(base_fee, ask(rpc_, "eth_getBlockByNumber", {"latest", false},
                             [](AnswerReader& reader, const json::value& block) {
                                 return reader.quantity(reader.field(block, "baseFeePerGas"));
                             }));
    return FeeOffer{base_fee * uint256{2} + tip, tip};
}

std::expected<Bytes, ClientError> ChainClient::call(const ChainCall& message)
{
    return ask(rpc_, "eth_call", {to_json(message), "latest"}, &AnswerReader::bytes);
}

std::expected<std::uint64_t, ClientError> ChainClient::estimate_gas(const ChainCall& message)
{
    return ask(rpc_, "eth_estimateGas", {to_json(message)}, &AnswerReader::number);
}

std::expected<bytes32, ClientError> ChainClient::send_raw(BytesView transaction)
{
    return ask(rpc_, "eth_sendRawTransaction", {to_hex(transaction)}, &AnswerReader::hash);
}

std::expected<std::optional<ChainReceipt>, ClientError> ChainClient::receipt(const bytes32& hash)
{
    return ask(rpc_, "eth_getTransactionReceipt", {to_hex(hash)}, &AnswerReader::receipt);
}

std::expected<std::vector<ChainLog>, ClientError> ChainClient::logs(const LogFilter& filter)
{
    json::object query{{"fromBlock", "earliest"}, {"toBlock", "latest"},
        {"address", to_hex(filter.addr)}, {"topics", json::array{to_hex(filter.first_topic)}}};
    return ask(rpc_, "eth_getLogs", {std::move(query)}, &AnswerReader::logs);
}
}  // namespace byline::node

#include "tools/byline-evm/t8n_output.hpp"

#include "tools/byline-evm/t8n_error.hpp"
#include "tools/byline-evm/t8n_execution.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/log.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/receipt.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
namespace json = boost::json;

/// Where an included transaction stands; its block has no hash yet.
struct Place
{
    std::uint64_t block_number = 0;
    std::size_t index = 0;
    std::size_t first_log = 0;  ///< of the transaction, among those of the block
};

json::object log_json(
    const vm::Log& log, const T8nIncluded& one, const Place& place, std::size_t log_index)
{
    json::array topics;
    for (const bytes32& topic : log.topics)
        topics.emplace_back(to_hex(topic));
    return {{"address", to_hex(log.addr)}, {"topics", std::move(topics)},
        {"data", to_hex(log.data)}, {"blockNumber", to_quantity(place.block_number)},
        {"transactionHash", to_hex(one.hash)}, {"transactionIndex", to_quantity(place.index)},
        {"blockHash", to_hex(bytes32{})}, {"logIndex", to_quantity(place.first_log + log_index)},
        {"removed", false}};
}

json::object receipt_json(const T8nIncluded& one, const Place& place, const uint256& blob_base_fee)
{
    json::array logs;
    for (std::size_t i = 0; i < one.receipt.logs.size(); ++i)
        logs.push_back(log_json(one.receipt.logs[i], one, place, i));
    json::object receipt;
    if (one.receipt.type != vm::TxType::legacy)
        receipt["type"] = to_quantity(static_cast<std::uint64_t>(one.receipt.type));
    receipt["root"] = "0x";
    receipt["status"] = one.receipt.success ? "0x1" : "0x0";
    receipt["cumulativeGasUsed"] = to_quantity(one.receipt.cumulative_gas_used);
    receipt["logsBloom"] = to_hex(one.receipt.bloom.bytes);
    receipt["logs"] = std::move(logs);
    receipt["transactionHash"] = to_hex(one.hash);
    receipt["contractAddress"] = to_hex(one.created.value_or(address{}));
    receipt["gasUsed"] = to_quantity(one.gas_used);
    receipt["effectiveGasPrice"] = to_quantity(one.effective_gas_price);
    if (one.receipt.type == vm::TxType::blob)
    {
        receipt["blobGasUsed"] = to_quantity(one.tx.blob_hashes.size() * vm::gas_per_blob);
        receipt["blobGasPrice"] = to_quantity(blob_base_fee);
    }
    receipt["blockHash"] = to_hex(bytes32{});
    receipt["blockNumber"] = to_quantity(place.block_number);
    receipt["transactionIndex"] = to_quantity(place.index);
    return receipt;
}

json::array receipts_json(const T8nResult& result)
{
    json::array receipts;
    Place place{.block_number = result.header.number};
    for (const T8nIncluded& one : result.included)
    {
        receipts.push_back(receipt_json(one, place, result.blob_base_fee));
        ++place.index;
        place.first_log += one.receipt.logs.size();
    }
    return receipts;
}

bytes32 logs_hash(const T8nResult& result)
{
    std::vector<vm::Log> logs;
    for (const T8nIncluded& one : result.included)
        logs.insert(logs.end(), one.receipt.logs.begin(), one.receipt.logs.end());
    return keccak256(vm::encode(std::span{std::as_const(logs)}));
}

json::array rejected_json(const T8nResult& result)
{
    json::array rejected;
    for (const T8nRejected& one : result.rejected)
        rejected.push_back({{"index", one.index}, {"error", one.error}});
    return rejected;
}

json::object storage_json(const vm::Overlay::Entry& entry)
{
    json::object storage;
    for (const auto& [key, change] : entry.storage)
    {
        if (!change.after.is_zero())
            storage[to_hex(to_bytes32(key))] = to_hex(to_bytes32(change.after));
    }
    return storage;
}
}  // namespace

json::object alloc_json(const vm::Overlay& state)
{
    json::object alloc;
    for (const auto& [addr, entry] : state.entries())
    {
        if (!entry.now)
            continue;
        json::object account;
        if (const Bytes code = state.code(entry.now->code_hash); !code.empty())
            account["code"] = to_hex(code);
        if (json::object storage = storage_json(entry); !storage.empty())
            account["storage"] = std::move(storage);
        account["balance"] = to_quantity(entry.now->balance);
        if (entry.now->nonce != 0)
            account["nonce"] = to_quantity(entry.now->nonce);
        alloc[to_hex(addr)] = std::move(account);
    }
    return alloc;
}

json::object result_json(const T8nResult& result)
{
    const vm::BlockHeader& header = result.header;
    json::object out;
    out["stateRoot"] = to_hex(header.state_root);
    out["txRoot"] = to_hex(header.transactions_root);
    out["receiptsRoot"] = to_hex(header.receipts_root);
    out["logsHash"] = to_hex(logs_hash(result));
    out["logsBloom"] = to_hex(header.logs_bloom.bytes);
    out["receipts"] = receipts_json(result);
    if (!result.rejected.empty())
        out["rejected"] = rejected_json(result);
    out["currentDifficulty"] = nullptr;  // there is none since Paris
    out["gasUsed"] = to_quantity(header.gas_used);
    out["currentBaseFee"] = to_quantity(*header.base_fee_per_gas);
    out["withdrawalsRoot"] = to_hex(*header.withdrawals_root);
    out["currentExcessBlobGas"] = to_quantity(*header.excess_blob_gas);
    out["blobGasUsed"] = to_quantity(*header.blob_gas_used);
    if (header.requests_hash)
    {
        json::array requests;
        for (const Bytes& request : result.requests)
            requests.emplace_back(to_hex(request));
        out["requestsHash"] = to_hex(*header.requests_hash);
        out["requests"] = std::move(requests);
    }
    if (result.exception)
        out["blockException"] = exception_text(*result.exception);
    return out;
}

std::string body_hex(const T8nResult& result)
{
    Bytes items;
    for (const T8nIncluded& one : result.included)
    {
        const Bytes encoded = vm::encode(one.tx);
        if (one.tx.type == vm::TxType::legacy)
            rlp::append_raw(items, encoded);
        else
            rlp::append(items, BytesView{encoded});
    }
    return to_hex(rlp::list(items));
}
}  // namespace byline::tools

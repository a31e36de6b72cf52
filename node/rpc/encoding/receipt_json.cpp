#include "node/rpc/encoding/receipt_json.hpp"

#include "node/db/database.hpp"
#include "node/rpc/encoding/values.hpp"
#include "vm/evm/create_address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/log.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/receipt.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json/array.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace byline::node::rpc
{
namespace
{
namespace json = boost::json;

void add_blob_fields(json::object& o, const vm::Transaction& tx, const vm::BlockHeader& header,
    const vm::ChainConfig& config, const json::storage_ptr& sp)
{
    if (tx.type != vm::TxType::blob)
        return;
    const std::uint64_t gas = tx.blob_hashes.size() * vm::gas_per_blob;
    const uint256 price =
        vm::blob_base_fee(header.excess_blob_gas.value_or(0), config.at(header.timestamp).blobs);
    o.emplace("blobGasUsed", quantity_json(gas, sp));
    o.emplace("blobGasPrice", quantity_json(price, sp));
}
}  // namespace

json::object log_json(const StoredBlock& stored, std::size_t tx_index, std::size_t position,
    std::size_t log_index, const json::storage_ptr& sp)
{
    const vm::Log& log = stored.receipts[tx_index].logs[position];
    json::array topics(sp);
    topics.reserve(log.topics.size());
    for (const bytes32& topic : log.topics)
        topics.emplace_back(data_json(topic, sp));
    json::object o(sp);
    o.reserve(10);
    o.emplace("address", data_json(log.addr, sp));
    o.emplace("topics", std::move(topics));
    o.emplace("data", data_json(log.data, sp));
    o.emplace("blockNumber", quantity_json(stored.block.header.number, sp));
    o.emplace("blockHash", data_json(stored.hash, sp));
    o.emplace("blockTimestamp", quantity_json(stored.block.header.timestamp, sp));
    o.emplace("transactionHash", data_json(stored.transaction_hashes[tx_index], sp));
    o.emplace("transactionIndex", quantity_json(tx_index, sp));
    o.emplace("logIndex", quantity_json(log_index, sp));
    o.emplace("removed", false);
    return o;
}

std::size_t logs_before(const StoredBlock& stored, std::size_t tx_index) noexcept
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < tx_index; ++i)
        count += stored.receipts[i].logs.size();
    return count;
}

json::object receipt_json(const StoredBlock& stored, std::size_t tx_index, std::size_t first_log,
    const vm::ChainConfig& config, const json::storage_ptr& sp)
{
    const vm::Receipt& receipt = stored.receipts[tx_index];
    const vm::Transaction& tx = stored.block.transactions[tx_index];
    const vm::BlockHeader& header = stored.block.header;
    const std::uint64_t before =
        tx_index == 0 ? 0 : stored.receipts[tx_index - 1].cumulative_gas_used;
    json::array logs(sp);
    logs.reserve(receipt.logs.size());
    for (std::size_t i = 0; i < receipt.logs.size(); ++i)
        logs.emplace_back(log_json(stored, tx_index, i, first_log + i, sp));

    json::object o(sp);
    o.reserve(18);
    o.emplace("transactionHash", data_json(stored.transaction_hashes[tx_index], sp));
    o.emplace("transactionIndex", quantity_json(tx_index, sp));
    o.emplace("blockHash", data_json(stored.hash, sp));
    o.emplace("blockNumber", quantity_json(header.number, sp));
    o.emplace("from", data_json(stored.senders[tx_index], sp));
    if (tx.to)
    {
        o.emplace("to", data_json(*tx.to, sp));
        o.emplace("contractAddress", nullptr);
    }
    else
    {
        o.emplace("to", nullptr);
        o.emplace("contractAddress",
            data_json(vm::create_address(stored.senders[tx_index], tx.nonce), sp));
    }
    o.emplace("cumulativeGasUsed", quantity_json(receipt.cumulative_gas_used, sp));
    o.emplace("gasUsed", quantity_json(receipt.cumulative_gas_used - before, sp));
    o.emplace("effectiveGasPrice",
        quantity_json(
            vm::effective_gas_price(tx, header.base_fee_per_gas.value_or(uint256{})), sp));
    o.emplace("logs", std::move(logs));
    o.emplace("logsBloom", data_json(BytesView{receipt.bloom.bytes}, sp));
    o.emplace("type", quantity_json(static_cast<std::uint64_t>(receipt.type), sp));
    o.emplace("status", receipt.success ? "0x1" : "0x0");
    add_blob_fields(o, tx, header, config, sp);
    return o;
}
}  // namespace byline::node::rpc

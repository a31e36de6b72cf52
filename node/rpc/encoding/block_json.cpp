#include "node/rpc/encoding/block_json.hpp"

#include "node/db/database.hpp"
#include "node/rpc/encoding/transaction_json.hpp"
#include "node/rpc/encoding/values.hpp"
#include "vm/transition/block.hpp"

#include <boost/json/array.hpp>

#include <cstddef>
#include <utility>

namespace byline::node::rpc
{
namespace
{
namespace json = boost::json;

/// The fields that London and the forks after it brought, where the header has them.
void add_fork_fields(json::object& o, const vm::BlockHeader& header, const json::storage_ptr& sp)
{
    if (header.base_fee_per_gas)
        o.emplace("baseFeePerGas", quantity_json(*header.base_fee_per_gas, sp));
    if (header.withdrawals_root)
        o.emplace("withdrawalsRoot", data_json(*header.withdrawals_root, sp));
    if (header.blob_gas_used)
        o.emplace("blobGasUsed", quantity_json(*header.blob_gas_used, sp));
    if (header.excess_blob_gas)
        o.emplace("excessBlobGas", quantity_json(*header.excess_blob_gas, sp));
    if (header.parent_beacon_block_root)
        o.emplace("parentBeaconBlockRoot", data_json(*header.parent_beacon_block_root, sp));
    if (header.requests_hash)
        o.emplace("requestsHash", data_json(*header.requests_hash, sp));
}

json::object header_json(const vm::BlockHeader& header, const json::storage_ptr& sp)
{
    json::object o(sp);
    o.reserve(32);
    o.emplace("number", quantity_json(header.number, sp));
    o.emplace("parentHash", data_json(header.parent_hash, sp));
    o.emplace("sha3Uncles", data_json(header.ommers_hash, sp));
    o.emplace("miner", data_json(header.coinbase, sp));
    o.emplace("stateRoot", data_json(header.state_root, sp));
    o.emplace("transactionsRoot", data_json(header.transactions_root, sp));
    o.emplace("receiptsRoot", data_json(header.receipts_root, sp));
    o.emplace("logsBloom", data_json(BytesView{header.logs_bloom.bytes}, sp));
    o.emplace("difficulty", quantity_json(header.difficulty, sp));
    o.emplace("gasLimit", quantity_json(header.gas_limit, sp));
    o.emplace("gasUsed", quantity_json(header.gas_used, sp));
    o.emplace("timestamp", quantity_json(header.timestamp, sp));
    o.emplace("extraData", data_json(header.extra_data, sp));
    o.emplace("mixHash", data_json(header.prev_randao, sp));
    o.emplace("nonce", data_json(BytesView{header.nonce}, sp));
    add_fork_fields(o, header, sp);
    return o;
}

json::array withdrawals_json(const vm::Block& block, const json::storage_ptr& sp)
{
    json::array list(sp);
    for (const vm::Withdrawal& withdrawal : block.withdrawals)
    {
        json::object item(sp);
        item.emplace("index", quantity_json(withdrawal.index, sp));
        item.emplace("validatorIndex", quantity_json(withdrawal.validator_index, sp));
        item.emplace("address", data_json(withdrawal.recipient, sp));
        item.emplace("amount", quantity_json(withdrawal.amount, sp));
        list.emplace_back(std::move(item));
    }
    return list;
}
}  // namespace

json::object block_json(const StoredBlock& stored, Detail detail, const json::storage_ptr& sp)
{
    json::object o = header_json(stored.block.header, sp);
    json::array transactions(sp);
    transactions.reserve(stored.block.transactions.size());
    for (std::size_t i = 0; i < stored.block.transactions.size(); ++i)
    {
        if (detail == Detail::full)
            transactions.emplace_back(transaction_json(stored, i, sp));
        else
            transactions.emplace_back(data_json(stored.transaction_hashes[i], sp));
    }
    o.emplace("hash", data_json(stored.hash, sp));
    o.emplace("size", quantity_json(vm::encode(stored.block).size(), sp));
    o.emplace("transactions", std::move(transactions));
    o.emplace("uncles", json::array(sp));
    if (stored.block.header.withdrawals_root)
        o.emplace("withdrawals", withdrawals_json(stored.block, sp));
    return o;
}

json::object pending_block_json(const vm::BlockHeader& header, const json::storage_ptr& sp)
{
    json::object o = header_json(header, sp);
    for (const char* name : {"hash", "nonce", "logsBloom", "stateRoot", "receiptsRoot",
             "transactionsRoot", "miner", "size"})
        o[name] = nullptr;
    o.emplace("transactions", json::array(sp));
    o.emplace("uncles", json::array(sp));
    if (header.withdrawals_root)
        o.emplace("withdrawals", json::array(sp));
    return o;
}
}  // namespace byline::node::rpc

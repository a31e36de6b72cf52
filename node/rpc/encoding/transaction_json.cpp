#include "node/rpc/encoding/transaction_json.hpp"

#include "node/db/database.hpp"
#include "node/rpc/encoding/values.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/transition/block.hpp"
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

json::array access_list_json(const vm::Transaction& tx, const json::storage_ptr& sp)
{
    json::array list(sp);
    for (const vm::AccessListEntry& entry : tx.access_list)
    {
        json::array keys(sp);
        for (const bytes32& key : entry.keys)
            keys.emplace_back(data_json(key, sp));
        json::object item(sp);
        item.emplace("address", data_json(entry.addr, sp));
        item.emplace("storageKeys", std::move(keys));
        list.emplace_back(std::move(item));
    }
    return list;
}

json::array authorizations_json(const vm::Transaction& tx, const json::storage_ptr& sp)
{
    json::array list(sp);
    for (const vm::Authorization& authorization : tx.authorizations)
    {
        json::object item(sp);
        item.emplace("chainId", quantity_json(authorization.chain_id, sp));
        item.emplace("address", data_json(authorization.addr, sp));
        item.emplace("nonce", quantity_json(authorization.nonce, sp));
        item.emplace("yParity", quantity_json(authorization.y_parity, sp));
        item.emplace("r", quantity_json(authorization.r, sp));
        item.emplace("s", quantity_json(authorization.s, sp));
        list.emplace_back(std::move(item));
    }
    return list;
}

/// v of a legacy signature: with the chain id inside since EIP-155.
uint256 legacy_v(const vm::Transaction& tx)
{
    if (!tx.chain_id)
        return uint256{27} + uint256{tx.y_parity};
    return uint256{*tx.chain_id} * uint256{2} + uint256{35} + uint256{tx.y_parity};
}

void add_typed_fields(json::object& o, const vm::Transaction& tx, const json::storage_ptr& sp)
{
    if (tx.type == vm::TxType::legacy)
        return;
    o.emplace("accessList", access_list_json(tx, sp));
    o.emplace("yParity", quantity_json(tx.y_parity, sp));
    if (tx.type == vm::TxType::access_list)
        return;
    o.emplace("maxFeePerGas", quantity_json(tx.max_fee_per_gas, sp));
    o.emplace("maxPriorityFeePerGas", quantity_json(tx.max_priority_fee_per_gas, sp));
    if (tx.type == vm::TxType::blob)
    {
        json::array hashes(sp);
        for (const bytes32& hash : tx.blob_hashes)
            hashes.emplace_back(data_json(hash, sp));
        o.emplace("maxFeePerBlobGas", quantity_json(tx.max_fee_per_blob_gas, sp));
        o.emplace("blobVersionedHashes", std::move(hashes));
    }
    if (tx.type == vm::TxType::set_code)
        o.emplace("authorizationList", authorizations_json(tx, sp));
}

json::object body_json(const vm::Transaction& tx, const bytes32& hash, const address& sender,
    const uint256& gas_price, const json::storage_ptr& sp)
{
    json::object o(sp);
    o.reserve(24);
    o.emplace("hash", data_json(hash, sp));
    o.emplace("type", quantity_json(static_cast<std::uint64_t>(tx.type), sp));
    o.emplace("from", data_json(sender, sp));
    if (tx.to)
        o.emplace("to", data_json(*tx.to, sp));
    else
        o.emplace("to", nullptr);
    o.emplace("nonce", quantity_json(tx.nonce, sp));
    o.emplace("gas", quantity_json(tx.gas_limit, sp));
    o.emplace("gasPrice", quantity_json(gas_price, sp));
    o.emplace("value", quantity_json(tx.value, sp));
    o.emplace("input", data_json(tx.data, sp));
    if (tx.chain_id)
        o.emplace("chainId", quantity_json(*tx.chain_id, sp));
    add_typed_fields(o, tx, sp);
    o.emplace("v",
        quantity_json(tx.type == vm::TxType::legacy ? legacy_v(tx) : uint256{tx.y_parity}, sp));
    o.emplace("r", quantity_json(tx.r, sp));
    o.emplace("s", quantity_json(tx.s, sp));
    return o;
}
}  // namespace

json::object pending_transaction_json(const vm::Transaction& tx, const bytes32& hash,
    const address& sender, const json::storage_ptr& sp)
{
    json::object o = body_json(tx, hash, sender, tx.max_fee_per_gas, sp);
    for (const char* name : {"blockHash", "blockNumber", "blockTimestamp", "transactionIndex"})
        o.emplace(name, nullptr);
    return o;
}

json::object transaction_json(
    const StoredBlock& stored, std::size_t index, const json::storage_ptr& sp)
{
    const vm::Transaction& tx = stored.block.transactions[index];
    const vm::BlockHeader& header = stored.block.header;
    const uint256 price = vm::effective_gas_price(tx, header.base_fee_per_gas.value_or(uint256{}));
    json::object o =
        body_json(tx, stored.transaction_hashes[index], stored.senders[index], price, sp);
    o.emplace("blockHash", data_json(stored.hash, sp));
    o.emplace("blockNumber", quantity_json(header.number, sp));
    o.emplace("blockTimestamp", quantity_json(header.timestamp, sp));
    o.emplace("transactionIndex", quantity_json(index, sp));
    return o;
}
}  // namespace byline::node::rpc

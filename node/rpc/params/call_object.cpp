#include "node/rpc/params/call_object.hpp"

#include "node/rpc/params/values.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/transition/transaction.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace byline::node::rpc
{
namespace
{
template <typename T, typename Read>
Parsed<std::vector<T>> read_list(const boost::json::value& value, Read read)
{
    const auto* array = value.if_array();
    if (array == nullptr)
        return std::unexpected{"must be an array"};
    std::vector<T> items;
    items.reserve(array->size());
    for (const boost::json::value& element : *array)
    {
        auto item = read(element);
        if (!item)
            return std::unexpected{"element " + std::to_string(items.size()) + ": " + item.error()};
        items.push_back(*std::move(item));
    }
    return items;
}

Parsed<std::vector<bytes32>> read_hashes(const boost::json::value& value)
{
    return read_list<bytes32>(value, read_hash);
}

Parsed<vm::AccessListEntry> read_access_list_entry(const boost::json::value& value)
{
    const auto* object = value.if_object();
    if (object == nullptr)
        return std::unexpected{"must be an object"};
    BYLINE_TRY(addr, read_member(*object, "address", read_address));
    BYLINE_TRY(keys, read_list_member(*object, "storageKeys", read_hashes));
    if (!addr)
        return std::unexpected{"address is missing"};
    return vm::AccessListEntry{*addr, std::move(keys)};
}

Parsed<vm::Authorization> read_authorization(const boost::json::value& value)
{
    const auto* object = value.if_object();
    if (object == nullptr)
        return std::unexpected{"must be an object"};
    BYLINE_TRY(chain_id, read_member(*object, "chainId", read_quantity));
    BYLINE_TRY(addr, read_member(*object, "address", read_address));
    BYLINE_TRY(nonce, read_member(*object, "nonce", read_uint64));
    BYLINE_TRY(y_parity, read_member(*object, "yParity", read_quantity));
    // Differs from EIP-1474: clients pad these two to 32 bytes, geth takes both forms.
    BYLINE_TRY(r, read_member(*object, "r", read_slot));
    BYLINE_TRY(s, read_member(*object, "s", read_slot));
    if (!addr || !nonce)
        return std::unexpected{"address or nonce is missing"};
    return vm::Authorization{chain_id.value_or(uint256{}), *addr, *nonce,
        y_parity.value_or(uint256{}), r.value_or(uint256{}), s.value_or(uint256{})};
}

Parsed<std::vector<vm::AccessListEntry>> read_access_list(const boost::json::value& value)
{
    return read_list<vm::AccessListEntry>(value, read_access_list_entry);
}

Parsed<std::vector<vm::Authorization>> read_authorizations(const boost::json::value& value)
{
    return read_list<vm::Authorization>(value, read_authorization);
}

Parsed<void> read_prices(const boost::json::object& object, CallObject& call)
{
    BYLINE_TRY(gas_price, read_member(object, "gasPrice", read_quantity));
    BYLINE_TRY(max_fee, read_member(object, "maxFeePerGas", read_quantity));
    BYLINE_TRY(max_tip, read_member(object, "maxPriorityFeePerGas", read_quantity));
    BYLINE_TRY(blob_fee, read_member(object, "maxFeePerBlobGas", read_quantity));
    if (gas_price && (max_fee || max_tip))
        return std::unexpected{
            "both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified"};
    call.gas_price = gas_price;
    call.max_fee_per_gas = max_fee;
    call.max_priority_fee_per_gas = max_tip;
    call.max_fee_per_blob_gas = blob_fee;
    return {};
}

Parsed<void> read_payload(const boost::json::object& object, CallObject& call)
{
    BYLINE_TRY(data, read_member(object, "data", read_data));
    BYLINE_TRY(input, read_member(object, "input", read_data));
    if (data && input && *data != *input)
        return std::unexpected{"both \"data\" and \"input\" are set and not equal"};
    call.data = input ? std::move(input) : std::move(data);
    BYLINE_TRY(access_list, read_list_member(object, "accessList", read_access_list));
    BYLINE_TRY(blob_hashes, read_list_member(object, "blobVersionedHashes", read_hashes));
    BYLINE_TRY(authorizations, read_list_member(object, "authorizationList", read_authorizations));
    call.access_list = std::move(access_list);
    call.blob_hashes = std::move(blob_hashes);
    call.authorizations = std::move(authorizations);
    return {};
}

vm::TxType type_of(const boost::json::object& object)
{
    const auto has = [&object](const char* name) {
        const boost::json::value* member = object.if_contains(name);
        return member != nullptr && !member->is_null();
    };
    if (has("authorizationList"))
        return vm::TxType::set_code;
    if (has("blobVersionedHashes"))
        return vm::TxType::blob;
    if (has("gasPrice"))
        return has("accessList") ? vm::TxType::access_list : vm::TxType::legacy;
    return vm::TxType::fee_market;
}

/// A type that the fields do not fit is refused: the client means something else than it says.
Parsed<void> settle_type(const boost::json::object& object, CallObject& call)
{
    call.type = type_of(object);
    BYLINE_TRY(type, read_member(object, "type", read_uint64));
    if (!type)
        return {};
    if (*type > 4)
        return std::unexpected{"type: transaction type not supported"};
    const bool old = *type < 2;
    if (old && (call.max_fee_per_gas || call.max_priority_fee_per_gas))
        return std::unexpected{"type: transactions of that type have a gasPrice only"};
    if (!old && call.gas_price)
        return std::unexpected{"type: transactions of that type have no gasPrice"};
    const auto wanted = static_cast<vm::TxType>(*type);
    const bool takes_lists = wanted != vm::TxType::legacy;
    if ((!takes_lists && !call.access_list.empty()) ||
        (wanted != vm::TxType::blob && call.type == vm::TxType::blob) ||
        ((wanted == vm::TxType::set_code) != (call.type == vm::TxType::set_code)))
        return std::unexpected{"type: the other fields are of a transaction of another type"};
    call.type = wanted;
    return {};
}
}  // namespace

vm::Transaction CallObject::transaction() const
{
    vm::Transaction tx;
    tx.type = type;
    tx.chain_id = chain_id;
    tx.nonce = nonce.value_or(0);
    tx.max_fee_per_gas = gas_price ? *gas_price : max_fee_per_gas.value_or(uint256{});
    tx.max_priority_fee_per_gas =
        gas_price ? *gas_price : max_priority_fee_per_gas.value_or(uint256{});
    tx.gas_limit = gas.value_or(0);
    tx.to = to;
    tx.value = value.value_or(uint256{});
    if (data)
        tx.data = *data;
    tx.access_list = access_list;
    tx.max_fee_per_blob_gas = max_fee_per_blob_gas.value_or(uint256{});
    tx.blob_hashes = blob_hashes;
    tx.authorizations = authorizations;
    return tx;
}

Parsed<CallObject> read_call_object(const boost::json::value& value)
{
    const auto* object = value.if_object();
    if (object == nullptr)
        return std::unexpected{"must be an object"};
    CallObject call;
    BYLINE_TRY(from, read_member(*object, "from", read_address));
    BYLINE_TRY(to, read_member(*object, "to", read_address));
    BYLINE_TRY(gas, read_member(*object, "gas", read_uint64));
    BYLINE_TRY(wei, read_member(*object, "value", read_quantity));
    BYLINE_TRY(nonce, read_member(*object, "nonce", read_uint64));
    BYLINE_TRY(chain_id, read_member(*object, "chainId", read_uint64));
    call.from = from;
    call.to = to;
    call.gas = gas;
    call.value = wei;
    call.nonce = nonce;
    call.chain_id = chain_id;
    BYLINE_TRY_VOID(read_prices(*object, call));
    BYLINE_TRY_VOID(read_payload(*object, call));
    BYLINE_TRY_VOID(settle_type(*object, call));
    return call;
}
}  // namespace byline::node::rpc

#include "tools/byline-evm/state_test_transaction.hpp"

#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/transaction_fields.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace byline::tools
{
namespace
{
/// The access list at that index, or null where the case has none.
const boost::json::array* access_list_at(const JsonReader& fields, std::uint64_t index)
{
    if (!fields.has("accessLists"))
        return nullptr;
    const boost::json::array& lists = fields.array("accessLists");
    return index < lists.size() ? lists[static_cast<std::size_t>(index)].if_array() : nullptr;
}

vm::TxType type_of(const JsonReader& fields, const boost::json::array* access_list)
{
    if (fields.has("authorizationList"))
        return vm::TxType::set_code;
    if (fields.has("blobVersionedHashes") || fields.has("maxFeePerBlobGas"))
        return vm::TxType::blob;
    if (fields.has("maxFeePerGas"))
        return vm::TxType::fee_market;
    return access_list != nullptr ? vm::TxType::access_list : vm::TxType::legacy;
}

vm::Transaction build_transaction(
    const JsonReader& fields, const JsonReader& indexes, std::uint64_t chain_id)
{
    const boost::json::array* access_list = access_list_at(fields, indexes.uint64("data"));
    vm::Transaction tx;
    tx.type = type_of(fields, access_list);
    tx.chain_id = chain_id;
    tx.nonce = fields.uint64("nonce");
    const bool has_fees = fields.has("maxFeePerGas");
    tx.max_fee_per_gas = fields.number(has_fees ? "maxFeePerGas" : "gasPrice");
    tx.max_priority_fee_per_gas = fields.number(has_fees ? "maxPriorityFeePerGas" : "gasPrice");
    const uint256 gas_limit = number_at(fields, "gasLimit", indexes.uint64("gas"));
    if (!gas_limit.fits_uint64())
        fields.fail("transaction.gasLimit is above 64 bits");
    tx.gas_limit = gas_limit.words[0];
    if (!fields.text("to").empty())
        tx.to = fields.account("to");
    tx.value = number_at(fields, "value", indexes.uint64("value"));
    auto data = from_hex(text_at(fields, "data", indexes.uint64("data")));
    if (!data)
        fields.fail("transaction.data is not hex");
    tx.data = std::move(data).value_or(Bytes{});
    if (access_list != nullptr)
        tx.access_list = read_access_list(fields, *access_list);
    if (fields.has("maxFeePerBlobGas"))
        tx.max_fee_per_blob_gas = fields.number("maxFeePerBlobGas");
    if (fields.has("blobVersionedHashes"))
        tx.blob_hashes =
            read_hashes(fields, fields.array("blobVersionedHashes"), "blobVersionedHashes");
    if (fields.has("authorizationList"))
        tx.authorizations = read_authorizations(fields);
    return tx;
}
}  // namespace

TestTransaction read_transaction(
    const JsonReader& test, const JsonReader& post_entry, std::uint64_t chain_id)
{
    TestTransaction result;
    if (post_entry.has("txbytes"))
    {
        auto tx = vm::decode_transaction(post_entry.bytes("txbytes"));
        if (!tx)
        {
            result.decode_error = to_string(tx.error());
            return result;
        }
        result.tx = std::move(*tx);
    }
    else
    {
        const JsonReader fields = test.reader("transaction");
        result.tx = build_transaction(fields, post_entry.reader("indexes"), chain_id);
        const bytes32 key = fields.hash("secretKey");
        if (!vm::address_of_key(key))
            fields.fail("transaction.secretKey is no key");
        if (test.failed())
            return result;
        vm::sign(*result.tx, key);
    }
    result.sender = vm::recover_sender(*result.tx);
    return result;
}
}  // namespace byline::tools

#include "tools/byline-evm/t8n_transactions.hpp"

#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/t8n_error.hpp"
#include "tools/byline-evm/transaction_fields.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
constexpr std::string_view unknown_type = "transaction type not supported";
constexpr std::uint64_t first_protected_v = 35;  ///< EIP-155
constexpr std::uint8_t first_list_byte = 0xc0;

std::unexpected<T8nError> refuse(T8nFault fault, std::string text)
{
    return std::unexpected{T8nError{fault, std::move(text)}};
}

/// `type`, or else what the fields that only newer types have tell. Nothing: an unknown type.
std::optional<vm::TxType> type_of(const JsonReader& fields)
{
    if (fields.has("type"))
    {
        const std::uint64_t type = fields.uint64("type");
        if (type > static_cast<std::uint64_t>(vm::TxType::set_code))
            return std::nullopt;
        return static_cast<vm::TxType>(type);
    }
    if (fields.has("authorizationList"))
        return vm::TxType::set_code;
    if (fields.has("blobVersionedHashes"))
        return vm::TxType::blob;
    if (fields.has("maxFeePerGas"))
        return vm::TxType::fee_market;
    return fields.has("accessList") ? vm::TxType::access_list : vm::TxType::legacy;
}

std::string_view first_there(const JsonReader& fields, std::string_view key, std::string_view other)
{
    return fields.has(key) ? key : other;
}

uint256 number_or_zero(const JsonReader& fields, std::string_view key)
{
    return fields.has(key) ? fields.number(key) : uint256{};
}

void read_fees(vm::Transaction& tx, const JsonReader& fields)
{
    const bool one_price = tx.type == vm::TxType::legacy || tx.type == vm::TxType::access_list;
    tx.max_fee_per_gas = fields.number(one_price ? "gasPrice" : "maxFeePerGas");
    tx.max_priority_fee_per_gas =
        one_price ? tx.max_fee_per_gas : fields.number("maxPriorityFeePerGas");
}

void read_lists(vm::Transaction& tx, const JsonReader& fields)
{
    if (tx.type != vm::TxType::legacy && fields.has("accessList"))
        tx.access_list = read_access_list(fields, fields.array("accessList"));
    if (tx.type == vm::TxType::blob)
    {
        tx.max_fee_per_blob_gas = fields.number("maxFeePerBlobGas");
        tx.blob_hashes =
            read_hashes(fields, fields.array("blobVersionedHashes"), "blobVersionedHashes");
    }
    if (tx.type == vm::TxType::set_code)
        tx.authorizations = read_authorizations(fields);
}

vm::Transaction read_unsigned(const JsonReader& fields, vm::TxType type, std::uint64_t chain_id)
{
    vm::Transaction tx;
    tx.type = type;
    tx.chain_id = fields.has("chainId") ? fields.uint64("chainId") : chain_id;
    tx.nonce = fields.uint64("nonce");
    tx.gas_limit = fields.uint64(first_there(fields, "gas", "gasLimit"));
    if (fields.has("to") && !fields.text("to").empty())
        tx.to = fields.account("to");
    tx.value = fields.number("value");
    tx.data = fields.bytes(first_there(fields, "input", "data"));
    read_fees(tx, fields);
    read_lists(tx, fields);
    return tx;
}

/// Takes apart what a signed transaction has as v (EIP-155); false if it can be none.
bool set_y_parity(vm::Transaction& tx, const uint256& v)
{
    if (!v.fits_uint64())
        return false;
    std::uint64_t parity = v.words[0];
    if (tx.type == vm::TxType::legacy)
    {
        const bool is_protected = parity >= first_protected_v;
        tx.chain_id = is_protected ? std::optional{(parity - first_protected_v) / 2} : std::nullopt;
        parity = is_protected ? (parity - first_protected_v) % 2 : parity - 27;
    }
    if (parity > 1)
        return false;
    tx.y_parity = static_cast<std::uint8_t>(parity);
    return true;
}

/// Signs with `secretKey`; false if there is none.
bool sign_with_key(vm::Transaction& tx, const JsonReader& fields)
{
    if (!fields.has("secretKey"))
        return false;
    const bytes32 key = fields.hash("secretKey");
    if (!vm::address_of_key(key))
        fields.fail("secretKey is no key");
    if (fields.failed())
        return false;
    const boost::json::value* is_protected = fields.all().if_contains("protected");
    const bool for_any_chain = is_protected != nullptr && is_protected->is_bool() &&
                               !is_protected->get_bool() && tx.type == vm::TxType::legacy;
    if (for_any_chain)
        tx.chain_id.reset();
    vm::sign(tx, key);
    return true;
}

bool set_signature(vm::Transaction& tx, const JsonReader& fields)
{
    const uint256 v = number_or_zero(fields, first_there(fields, "v", "yParity"));
    tx.r = number_or_zero(fields, "r");
    tx.s = number_or_zero(fields, "s");
    const bool is_signed = !v.is_zero() || !tx.r.is_zero() || !tx.s.is_zero();
    return is_signed ? set_y_parity(tx, v) : sign_with_key(tx, fields);
}

T8nTransaction read_json_transaction(const JsonReader& fields, std::uint64_t chain_id)
{
    const auto type = type_of(fields);
    if (!type)
        return {std::nullopt, std::string{unknown_type}};
    vm::Transaction tx = read_unsigned(fields, *type, chain_id);
    if (!set_signature(tx, fields))
        return {std::nullopt, rejection_text(vm::TxError::bad_signature)};
    return {std::move(tx), {}};
}

std::expected<std::vector<T8nTransaction>, T8nError> read_json(
    const boost::json::array& array, std::uint64_t chain_id)
{
    const boost::json::object nothing;
    JsonReader::ErrorSlot error;
    const JsonReader root{nothing, error};
    std::vector<T8nTransaction> transactions;
    for (const boost::json::value& element : array)
    {
        transactions.push_back(read_json_transaction(root.element(element), chain_id));
        if (error)
            return refuse(T8nFault::json, "failed unmarshalling txs: transaction " +
                                              std::to_string(transactions.size() - 1) + ": " +
                                              *error);
    }
    return transactions;
}

/// One item of the list: a legacy transaction as a list, a typed one in a byte string.
T8nTransaction read_rlp_transaction(const rlp::Item& item)
{
    const bool legacy = item.kind == rlp::Kind::list;
    const BytesView bytes = legacy ? item.whole : item.payload;
    if (!legacy && !bytes.empty() && bytes[0] >= first_list_byte)
        return {std::nullopt, std::string{unknown_type}};
    auto tx = vm::decode_transaction(bytes);
    if (!tx && tx.error().reason == vm::TxDecodeError::Reason::type_unknown)
        return {std::nullopt, std::string{unknown_type}};
    if (!tx && tx.error().reason == vm::TxDecodeError::Reason::bad_v)
        return {std::nullopt, rejection_text(vm::TxError::bad_signature)};
    if (!tx)
        return {
            std::nullopt, "the bytes are no transaction: " + std::string{to_string(tx.error())}};
    return {*std::move(tx), {}};
}

std::expected<std::vector<T8nTransaction>, T8nError> read_rlp(std::string_view hex)
{
    const auto bytes = from_hex(hex);
    if (!bytes)
        return refuse(T8nFault::json, "failed unmarshalling txs: the text is not hex");
    const auto broken = [](rlp::Error error) {
        return refuse(
            T8nFault::rlp, "txs is not the RLP of a list: " + std::string{rlp::to_string(error)});
    };
    auto list = rlp::whole_list(*bytes);
    if (!list)
        return broken(list.error());
    std::vector<T8nTransaction> transactions;
    while (!list->empty())
    {
        const auto item = list->item();
        if (!item)
            return broken(item.error());
        transactions.push_back(read_rlp_transaction(*item));
    }
    return transactions;
}
}  // namespace

std::expected<std::vector<T8nTransaction>, T8nError> read_t8n_transactions(
    const boost::json::value& document, std::uint64_t chain_id)
{
    if (document.is_array())
        return read_json(document.get_array(), chain_id);
    if (document.is_string())
        return read_rlp(document.get_string());
    return refuse(
        T8nFault::json, "failed unmarshalling txs: it is neither an array nor a text of RLP");
}
}  // namespace byline::tools

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/decoding/field_reader.hpp"
#include "vm/transition/transaction.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::vm
{
namespace
{
using Reason = TxDecodeError::Reason;

/// First bytes from here on begin a list, that is a legacy transaction (EIP-2718).
constexpr std::uint8_t first_list_byte = 0xc0;

std::vector<bytes32> read_hashes(FieldReader fields)
{
    std::vector<bytes32> hashes;
    while (fields.more())
        hashes.push_back(fields.hash());
    return hashes;
}

std::vector<AccessListEntry> read_access_list(FieldReader entries)
{
    std::vector<AccessListEntry> access_list;
    while (entries.more())
    {
        FieldReader fields = entries.list();
        AccessListEntry entry;
        entry.addr = fields.account();
        entry.keys = read_hashes(fields.list());
        fields.end();
        access_list.push_back(std::move(entry));
    }
    return access_list;
}

std::vector<Authorization> read_authorizations(FieldReader tuples)
{
    std::vector<Authorization> authorizations;
    while (tuples.more())
    {
        FieldReader fields = tuples.list();
        Authorization tuple;
        tuple.chain_id = fields.number();
        tuple.addr = fields.account();
        tuple.nonce = fields.uint64();
        const std::size_t at = fields.position();
        tuple.y_parity = fields.number();
        if (tuple.y_parity > uint256{0xff})  // EIP-7702 bounds it at 2^8
            fields.fail({Reason::bad_v, {}, at});
        tuple.r = fields.number();
        tuple.s = fields.number();
        fields.end();
        authorizations.push_back(tuple);
    }
    return authorizations;
}

/// v is 27 or 28, or with a chain id 35 or 36 and twice that id (EIP-155).
void read_legacy_v(FieldReader& fields, Transaction& tx)
{
    const std::size_t at = fields.position();
    const uint256 v = fields.number();
    if (v == uint256{27} || v == uint256{28})
    {
        tx.y_parity = v == uint256{28} ? 1 : 0;
        return;
    }
    const uint256 chain_id = (v - uint256{35}) >> 1;
    if (v < uint256{35} || !chain_id.fits_uint64())
        return fields.fail({Reason::bad_v, {}, at});
    tx.chain_id = chain_id.words[0];
    tx.y_parity = (v.words[0] & 1) == 1 ? 0 : 1;
}

void read_legacy(FieldReader& fields, Transaction& tx)
{
    tx.nonce = fields.uint64();
    tx.max_fee_per_gas = fields.number();
    tx.max_priority_fee_per_gas = tx.max_fee_per_gas;
    tx.gas_limit = fields.uint64();
    tx.to = fields.optional_account();
    tx.value = fields.number();
    tx.data = fields.string();
    read_legacy_v(fields, tx);
}

void read_y_parity(FieldReader& fields, Transaction& tx)
{
    const std::size_t at = fields.position();
    const uint256 y_parity = fields.number();
    if (y_parity > uint256{1})
        return fields.fail({Reason::bad_v, {}, at});
    tx.y_parity = static_cast<std::uint8_t>(y_parity.words[0]);
}

void read_typed(FieldReader& fields, Transaction& tx)
{
    tx.chain_id = fields.uint64();
    tx.nonce = fields.uint64();
    tx.max_priority_fee_per_gas = fields.number();
    tx.max_fee_per_gas =
        tx.type == TxType::access_list ? tx.max_priority_fee_per_gas : fields.number();
    tx.gas_limit = fields.uint64();
    tx.to = fields.optional_account();
    tx.value = fields.number();
    tx.data = fields.string();
    tx.access_list = read_access_list(fields.list());
    if (tx.type == TxType::blob)
    {
        tx.max_fee_per_blob_gas = fields.number();
        tx.blob_hashes = read_hashes(fields.list());
    }
    if (tx.type == TxType::set_code)
        tx.authorizations = read_authorizations(fields.list());
    read_y_parity(fields, tx);
}
}  // namespace

std::string_view to_string(const TxDecodeError& error) noexcept
{
    switch (error.reason)
    {
        case Reason::rlp:
            return rlp::to_string(error.rlp);
        case Reason::type_unknown:
            return "the first byte names no transaction type";
        case Reason::bad_v:
            return "v (or y_parity) of a signature is out of range";
        case Reason::empty:
            return "there are no bytes";
    }
    return "unknown error";
}

std::expected<Transaction, TxDecodeError> decode_transaction(BytesView bytes)
{
    if (bytes.empty())
        return std::unexpected{TxDecodeError{Reason::empty, {}, 0}};
    Transaction tx;
    const bool legacy = bytes[0] >= first_list_byte;
    if (!legacy)
    {
        if (bytes[0] < 1 || bytes[0] > static_cast<std::uint8_t>(TxType::set_code))
            return std::unexpected{TxDecodeError{Reason::type_unknown, {}, 0}};
        tx.type = static_cast<TxType>(bytes[0]);
    }

    const std::size_t start = legacy ? 0 : 1;
    FieldReader::ErrorSlot error;
    FieldReader outer{bytes.subspan(start), start, error};
    FieldReader fields = outer.list();
    outer.end();
    if (legacy)
        read_legacy(fields, tx);
    else
        read_typed(fields, tx);
    tx.r = fields.number();
    tx.s = fields.number();
    fields.end();
    if (error)
        return std::unexpected{*error};
    return tx;
}
}  // namespace byline::vm

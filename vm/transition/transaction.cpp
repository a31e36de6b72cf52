#include "vm/transition/transaction.hpp"

#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace byline::vm
{
namespace
{
/// Half the order of the curve's group, rounded down: the greatest s that EIP-2 allows.
constexpr uint256 half_order = secp256k1_order >> 1;

/// The byte before the tuple that an authority signs (EIP-7702).
constexpr std::uint8_t authorization_magic = 0x05;

enum class Form : std::uint8_t
{
    for_signing,
    signed_form,
};

void append_to(Bytes& out, const std::optional<address>& to)
{
    if (to)
        rlp::append(out, *to);
    else
        rlp::append(out, BytesView{});
}

void append_hashes(Bytes& out, const std::vector<bytes32>& hashes)
{
    Bytes payload;
    for (const bytes32& hash : hashes)
        rlp::append(payload, hash);
    rlp::append_raw(out, rlp::list(payload));
}

void append_access_list(Bytes& out, const std::vector<AccessListEntry>& access_list)
{
    Bytes entries;
    for (const AccessListEntry& entry : access_list)
    {
        Bytes fields;
        rlp::append(fields, entry.addr);
        append_hashes(fields, entry.keys);
        rlp::append_raw(entries, rlp::list(fields));
    }
    rlp::append_raw(out, rlp::list(entries));
}

void append_authorizations(Bytes& out, const std::vector<Authorization>& authorizations)
{
    Bytes tuples;
    for (const Authorization& tuple : authorizations)
        rlp::append_raw(tuples, rlp::list_of(tuple.chain_id, tuple.addr, tuple.nonce,
                                    tuple.y_parity, tuple.r, tuple.s));
    rlp::append_raw(out, rlp::list(tuples));
}

/// v of a legacy transaction (EIP-155).
uint256 legacy_v(const Transaction& tx)
{
    if (!tx.chain_id)
        return uint256{27} + uint256{tx.y_parity};
    return uint256{*tx.chain_id} * uint256{2} + uint256{35} + uint256{tx.y_parity};
}

Bytes legacy_payload(const Transaction& tx, Form form)
{
    Bytes out;
    rlp::append(out, tx.nonce);
    rlp::append(out, tx.max_fee_per_gas);
    rlp::append(out, tx.gas_limit);
    append_to(out, tx.to);
    rlp::append(out, tx.value);
    rlp::append(out, BytesView{tx.data});
    if (form == Form::signed_form)
    {
        rlp::append(out, legacy_v(tx));
        rlp::append(out, tx.r);
        rlp::append(out, tx.s);
    }
    else if (tx.chain_id)
    {
        rlp::append(out, *tx.chain_id);
        rlp::append(out, std::uint64_t{0});
        rlp::append(out, std::uint64_t{0});
    }
    return out;
}

Bytes typed_payload(const Transaction& tx, Form form)
{
    Bytes out;
    rlp::append(out, tx.chain_id.value_or(0));
    rlp::append(out, tx.nonce);
    if (tx.type != TxType::access_list)
        rlp::append(out, tx.max_priority_fee_per_gas);
    rlp::append(out, tx.max_fee_per_gas);
    rlp::append(out, tx.gas_limit);
    append_to(out, tx.to);
    rlp::append(out, tx.value);
    rlp::append(out, BytesView{tx.data});
    append_access_list(out, tx.access_list);
    if (tx.type == TxType::blob)
    {
        rlp::append(out, tx.max_fee_per_blob_gas);
        append_hashes(out, tx.blob_hashes);
    }
    if (tx.type == TxType::set_code)
        append_authorizations(out, tx.authorizations);
    if (form == Form::signed_form)
    {
        rlp::append(out, std::uint64_t{tx.y_parity});
        rlp::append(out, tx.r);
        rlp::append(out, tx.s);
    }
    return out;
}

Bytes encode(const Transaction& tx, Form form)
{
    if (tx.type == TxType::legacy)
        return rlp::list(legacy_payload(tx, form));
    Bytes out{static_cast<std::uint8_t>(tx.type)};
    rlp::append_raw(out, rlp::list(typed_payload(tx, form)));
    return out;
}
}  // namespace

Bytes encode(const Transaction& tx)
{
    return encode(tx, Form::signed_form);
}

bytes32 hash(const Transaction& tx)
{
    return keccak256(encode(tx));
}

bytes32 signing_hash(const Transaction& tx)
{
    return keccak256(encode(tx, Form::for_signing));
}

std::optional<address> recover_sender(const Transaction& tx)
{
    if (tx.s > half_order)
        return std::nullopt;
    return recover(signing_hash(tx), {tx.r, tx.s, tx.y_parity});
}

std::optional<address> recover_authority(const Authorization& authorization)
{
    if (authorization.y_parity > uint256{1} || authorization.s > half_order)
        return std::nullopt;
    Bytes message{authorization_magic};
    rlp::append_raw(
        message, rlp::list_of(authorization.chain_id, authorization.addr, authorization.nonce));
    return recover(
        keccak256(message), {authorization.r, authorization.s,
                                static_cast<std::uint8_t>(authorization.y_parity.words[0])});
}

void sign(Transaction& tx, const bytes32& private_key)
{
    const auto signature = sign(signing_hash(tx), private_key);
    BYLINE_ASSERT(signature.has_value());
    tx.r = signature->r;
    tx.s = signature->s;
    tx.y_parity = signature->y_parity;
}
}  // namespace byline::vm

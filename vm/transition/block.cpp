#include "vm/transition/block.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/transition/decoding/field_reader.hpp"
#include "vm/transition/transaction.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <utility>
#include <vector>

namespace byline::vm
{
namespace
{
using Part = BlockDecodeError::Part;

/// Adds an optional field; those after the first that is absent must be absent too.
template <typename Field>
void append_if_there(Bytes& out, const std::optional<Field>& field, bool& ended)
{
    BYLINE_ASSERT(!ended || !field);
    ended = !field;
    if (field)
        rlp::append(out, *field);
}

std::expected<BlockHeader, rlp::Error> read_header_until_london(rlp::Decoder& fields)
{
    BlockHeader header;
    BYLINE_TRY(parent_hash, fields.hash());
    header.parent_hash = parent_hash;
    BYLINE_TRY(ommers_hash, fields.hash());
    header.ommers_hash = ommers_hash;
    BYLINE_TRY(coinbase, fields.account());
    header.coinbase = coinbase;
    BYLINE_TRY(state_root, fields.hash());
    header.state_root = state_root;
    BYLINE_TRY(transactions_root, fields.hash());
    header.transactions_root = transactions_root;
    BYLINE_TRY(receipts_root, fields.hash());
    header.receipts_root = receipts_root;
    BYLINE_TRY(logs_bloom, fields.fixed<256>());
    header.logs_bloom.bytes = logs_bloom;
    BYLINE_TRY(difficulty, fields.number());
    header.difficulty = difficulty;
    BYLINE_TRY(number, fields.uint64());
    header.number = number;
    BYLINE_TRY(gas_limit, fields.uint64());
    header.gas_limit = gas_limit;
    BYLINE_TRY(gas_used, fields.uint64());
    header.gas_used = gas_used;
    BYLINE_TRY(timestamp, fields.uint64());
    header.timestamp = timestamp;
    BYLINE_TRY(extra_data, fields.string());
    header.extra_data.assign(extra_data.begin(), extra_data.end());
    BYLINE_TRY(prev_randao, fields.hash());
    header.prev_randao = prev_randao;
    BYLINE_TRY(nonce, fields.fixed<8>());
    header.nonce = nonce;
    return header;
}

/// Reads a field into `slot` if the list goes on.
template <typename Field>
std::expected<void, rlp::Error> read_if_there(rlp::Decoder& fields, std::optional<Field>& slot,
    std::expected<Field, rlp::Error> (rlp::Decoder::*method)() noexcept)
{
    if (fields.empty())
        return {};
    BYLINE_TRY(value, (fields.*method)());
    slot = value;
    return {};
}

std::expected<BlockHeader, rlp::Error> read_header(rlp::Decoder fields)
{
    using rlp::Decoder;
    BYLINE_TRY(header, read_header_until_london(fields));
    BYLINE_TRY_VOID(read_if_there(fields, header.base_fee_per_gas, &Decoder::number));
    BYLINE_TRY_VOID(read_if_there(fields, header.withdrawals_root, &Decoder::hash));
    BYLINE_TRY_VOID(read_if_there(fields, header.blob_gas_used, &Decoder::uint64));
    BYLINE_TRY_VOID(read_if_there(fields, header.excess_blob_gas, &Decoder::uint64));
    BYLINE_TRY_VOID(read_if_there(fields, header.parent_beacon_block_root, &Decoder::hash));
    BYLINE_TRY_VOID(read_if_there(fields, header.requests_hash, &Decoder::hash));
    BYLINE_TRY_VOID(fields.finish());
    return header;
}

/// One transaction of a block's list: a legacy one as a list, a typed one in a byte string.
std::expected<Transaction, TxDecodeError> read_transaction(FieldReader& items)
{
    const std::size_t at = items.position();
    const rlp::Item item = items.item();
    const bool legacy = item.kind == rlp::Kind::list;
    const BytesView bytes = legacy ? item.whole : item.payload;
    if (!legacy && !bytes.empty() && bytes[0] >= 0xc0)  // a legacy one in a string (EIP-2718)
        return std::unexpected{TxDecodeError{TxDecodeError::Reason::type_unknown, {}, at}};
    auto tx = decode_transaction(bytes);
    if (!tx)
        tx.error().position += at + (legacy ? 0 : item.whole.size() - bytes.size());
    return tx;
}

std::expected<std::vector<Transaction>, TxDecodeError> read_transactions(
    FieldReader items, const FieldReader::ErrorSlot& error)
{
    std::vector<Transaction> transactions;
    while (items.more())
    {
        auto tx = read_transaction(items);
        if (error)
            return std::unexpected{*error};
        if (!tx)
            return std::unexpected{tx.error()};
        transactions.push_back(std::move(*tx));
    }
    return transactions;
}

std::vector<Withdrawal> read_withdrawals(FieldReader items)
{
    std::vector<Withdrawal> withdrawals;
    while (items.more())
    {
        FieldReader fields = items.list();
        Withdrawal withdrawal;
        withdrawal.index = fields.uint64();
        withdrawal.validator_index = fields.uint64();
        withdrawal.recipient = fields.account();
        withdrawal.amount = fields.uint64();
        fields.end();
        withdrawals.push_back(withdrawal);
    }
    return withdrawals;
}
}  // namespace

Bytes encode(const BlockHeader& header)
{
    Bytes fields;
    rlp::append(fields, header.parent_hash);
    rlp::append(fields, header.ommers_hash);
    rlp::append(fields, header.coinbase);
    rlp::append(fields, header.state_root);
    rlp::append(fields, header.transactions_root);
    rlp::append(fields, header.receipts_root);
    rlp::append(fields, BytesView{header.logs_bloom.bytes});
    rlp::append(fields, header.difficulty);
    rlp::append(fields, header.number);
    rlp::append(fields, header.gas_limit);
    rlp::append(fields, header.gas_used);
    rlp::append(fields, header.timestamp);
    rlp::append(fields, BytesView{header.extra_data});
    rlp::append(fields, header.prev_randao);
    rlp::append(fields, BytesView{header.nonce});
    bool ended = false;
    append_if_there(fields, header.base_fee_per_gas, ended);
    append_if_there(fields, header.withdrawals_root, ended);
    append_if_there(fields, header.blob_gas_used, ended);
    append_if_there(fields, header.excess_blob_gas, ended);
    append_if_there(fields, header.parent_beacon_block_root, ended);
    append_if_there(fields, header.requests_hash, ended);
    return rlp::list(fields);
}

bytes32 hash(const BlockHeader& header)
{
    return keccak256(encode(header));
}

std::expected<BlockHeader, rlp::Error> decode_header(BytesView bytes)
{
    BYLINE_TRY(fields, rlp::whole_list(bytes));
    return read_header(fields);
}

Bytes encode(const Withdrawal& withdrawal)
{
    return rlp::list_of(
        withdrawal.index, withdrawal.validator_index, withdrawal.recipient, withdrawal.amount);
}

Bytes encode(const Block& block)
{
    Bytes transactions;
    for (const Transaction& tx : block.transactions)
    {
        if (tx.type == TxType::legacy)
            rlp::append_raw(transactions, encode(tx));
        else
            rlp::append(transactions, BytesView{encode(tx)});
    }
    Bytes withdrawals;
    for (const Withdrawal& withdrawal : block.withdrawals)
        rlp::append_raw(withdrawals, encode(withdrawal));

    Bytes parts = encode(block.header);
    rlp::append_raw(parts, rlp::list(transactions));
    rlp::append_raw(parts, rlp::list({}));
    rlp::append_raw(parts, rlp::list(withdrawals));
    return rlp::list(parts);
}

std::expected<Block, BlockDecodeError> decode_block(BytesView bytes)
{
    FieldReader::ErrorSlot error;
    const auto failed = [&error](
                            Part part) { return std::unexpected{BlockDecodeError{part, *error}}; };
    FieldReader outer{bytes, 0, error};
    FieldReader parts = outer.list();
    outer.end();
    if (error)
        return failed(Part::block);

    Block block;
    const std::size_t header_position = parts.position();
    const rlp::Item header_item = parts.item();
    if (error)
        return failed(Part::header);
    auto header = decode_header(header_item.whole);
    if (!header)
        return std::unexpected{BlockDecodeError{
            Part::header, {TxDecodeError::Reason::rlp, header.error(), header_position}}};
    block.header = std::move(*header);

    const FieldReader transaction_items = parts.list();
    if (error)
        return failed(Part::transaction);
    auto transactions = read_transactions(transaction_items, error);
    if (!transactions)
        return std::unexpected{BlockDecodeError{Part::transaction, transactions.error()}};
    block.transactions = std::move(*transactions);

    parts.list().end();
    if (error)
        return failed(Part::ommers);
    block.withdrawals = read_withdrawals(parts.list());
    if (error)
        return failed(Part::withdrawal);
    parts.end();
    if (error)
        return failed(Part::block);
    return block;
}
}  // namespace byline::vm

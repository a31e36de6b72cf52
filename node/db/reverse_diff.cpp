#include "node/db/reverse_diff.hpp"

#include "node/db/store/byte_reader.hpp"
#include "vm/primitives/bytes.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
void append_short(Bytes& out, BytesView bytes)
{
    out.push_back(static_cast<std::uint8_t>(bytes.size()));
    append_bytes(out, bytes);
}

std::optional<Bytes> read_short(ByteReader& reader)
{
    const auto size = reader.uint8();
    if (!size)
        return std::nullopt;
    const auto bytes = reader.bytes(*size);
    if (!bytes)
        return std::nullopt;
    return Bytes{bytes->begin(), bytes->end()};
}

std::optional<OldSlot> read_slot(ByteReader& reader)
{
    const auto key = reader.hash();
    if (!key)
        return std::nullopt;
    auto value = read_short(reader);
    if (!value || value->size() > 32)
        return std::nullopt;
    return OldSlot{*key, *std::move(value)};
}

/// True if `next` may follow in a sorted list.
template <typename Item>
bool in_order(const std::vector<Item>& list, const Item& next)
{
    return list.empty() || list.back().key < next.key;
}

std::optional<OldAccount> read_account(ByteReader& reader)
{
    const auto key = reader.hash();
    if (!key)
        return std::nullopt;
    auto slim = read_short(reader);
    const auto slots = reader.uint32();
    if (!slim || !slots)
        return std::nullopt;
    OldAccount account{*key, *std::move(slim), {}};
    for (std::uint32_t i = 0; i < *slots; ++i)
    {
        auto slot = read_slot(reader);
        if (!slot || !in_order(account.slots, *slot))
            return std::nullopt;
        account.slots.push_back(*std::move(slot));
    }
    return account;
}
}  // namespace

void append_reverse_diff(Bytes& out, const ReverseDiff& diff)
{
    append_bytes(out, diff.block_hash.bytes);
    append_bytes(out, diff.parent_root.bytes);
    append_bytes(out, diff.root.bytes);
    append_uint32(out, static_cast<std::uint32_t>(diff.accounts.size()));
    for (const OldAccount& account : diff.accounts)
    {
        append_bytes(out, account.key.bytes);
        append_short(out, account.slim);
        append_uint32(out, static_cast<std::uint32_t>(account.slots.size()));
        for (const OldSlot& slot : account.slots)
        {
            append_bytes(out, slot.key.bytes);
            append_short(out, slot.value);
        }
    }
}

std::optional<ReverseDiff> decode_reverse_diff(BytesView bytes)
{
    ByteReader reader{bytes};
    const auto block_hash = reader.hash();
    const auto parent_root = reader.hash();
    const auto root = reader.hash();
    const auto accounts = reader.uint32();
    if (!block_hash || !parent_root || !root || !accounts)
        return std::nullopt;
    ReverseDiff diff{*block_hash, *parent_root, *root, {}};
    for (std::uint32_t i = 0; i < *accounts; ++i)
    {
        auto account = read_account(reader);
        if (!account || !in_order(diff.accounts, *account))
            return std::nullopt;
        diff.accounts.push_back(*std::move(account));
    }
    if (!reader.rest().empty())
        return std::nullopt;
    return diff;
}
}  // namespace byline::node

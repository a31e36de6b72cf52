#include "vm/transition/receipt.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/state/log.hpp"
#include "vm/transition/transaction.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <utility>

namespace byline::vm
{
namespace
{
constexpr std::uint8_t first_list_byte = 0xc0;

std::expected<Log, rlp::Error> read_log(rlp::Decoder& logs)
{
    BYLINE_TRY(fields, logs.list());
    Log log;
    BYLINE_TRY(addr, fields.account());
    log.addr = addr;
    BYLINE_TRY(topics, fields.list());
    while (!topics.empty())
    {
        BYLINE_TRY(topic, topics.hash());
        log.topics.push_back(topic);
    }
    BYLINE_TRY(data, fields.string());
    log.data.assign(data.begin(), data.end());
    BYLINE_TRY_VOID(fields.finish());
    return log;
}
}  // namespace

Bytes encode(std::span<const Log> logs)
{
    Bytes all;
    for (const Log& log : logs)
    {
        Bytes topics;
        for (const bytes32& topic : log.topics)
            rlp::append(topics, topic);
        Bytes fields;
        rlp::append(fields, log.addr);
        rlp::append_raw(fields, rlp::list(topics));
        rlp::append(fields, BytesView{log.data});
        rlp::append_raw(all, rlp::list(fields));
    }
    return rlp::list(all);
}

Bytes encode(const Receipt& receipt)
{
    Bytes fields;
    rlp::append(fields, std::uint64_t{receipt.success ? 1U : 0U});
    rlp::append(fields, receipt.cumulative_gas_used);
    rlp::append(fields, BytesView{receipt.bloom.bytes});
    rlp::append_raw(fields, encode(std::span<const Log>{receipt.logs}));

    Bytes out;
    if (receipt.type != TxType::legacy)
        out.push_back(static_cast<std::uint8_t>(receipt.type));
    rlp::append_list_header(out, fields.size());
    rlp::append_raw(out, fields);
    return out;
}

std::expected<Receipt, rlp::Error> decode_receipt(BytesView bytes)
{
    Receipt receipt;
    if (!bytes.empty() && bytes[0] < first_list_byte)
    {
        if (bytes[0] < 1 || bytes[0] > static_cast<std::uint8_t>(TxType::set_code))
            return std::unexpected{rlp::Error::unexpected_string};
        receipt.type = static_cast<TxType>(bytes[0]);
        bytes = bytes.subspan(1);
    }
    BYLINE_TRY(fields, rlp::whole_list(bytes));
    BYLINE_TRY(status, fields.uint64());
    if (status > 1)
        return std::unexpected{rlp::Error::overflow};
    receipt.success = status == 1;
    BYLINE_TRY(gas_used, fields.uint64());
    receipt.cumulative_gas_used = gas_used;
    BYLINE_TRY(bloom, fields.fixed<256>());
    receipt.bloom.bytes = bloom;
    BYLINE_TRY(logs, fields.list());
    while (!logs.empty())
    {
        BYLINE_TRY(log, read_log(logs));
        receipt.logs.push_back(std::move(log));
    }
    BYLINE_TRY_VOID(fields.finish());
    return receipt;
}
}  // namespace byline::vm

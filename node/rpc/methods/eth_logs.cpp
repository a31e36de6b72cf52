#include "node/db/database.hpp"
#include "node/rpc/encoding/receipt_json.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/params/log_filter.hpp"
#include "vm/primitives/error.hpp"
#include "vm/transition/receipt.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>

namespace byline::node::rpc
{
namespace
{
namespace json = boost::json;

constexpr std::uint64_t most_blocks = 100'000;
constexpr std::size_t most_logs = 50'000;

Error too_many(const std::string& what)
{
    return {Code::limit_exceeded, "query returned more than " + what, {}};
}

/// Adds the matching logs of one block.
std::expected<void, Error> add_logs(
    const StoredBlock& stored, const LogFilter& filter, json::array& logs)
{
    std::size_t log_index = 0;
    for (std::size_t tx_index = 0; tx_index < stored.receipts.size(); ++tx_index)
    {
        const vm::Receipt& receipt = stored.receipts[tx_index];
        for (std::size_t i = 0; i < receipt.logs.size(); ++i, ++log_index)
        {
            if (!filter.matches(receipt.logs[i]))
                continue;
            if (logs.size() == most_logs)
                return std::unexpected{too_many(std::to_string(most_logs) + " results")};
            logs.emplace_back(log_json(stored, tx_index, i, log_index, logs.storage()));
        }
    }
    return {};
}

Reply logs_of_block(Context& context, const Params& params, const LogFilter& filter)
{
    const auto stored = stored_block(context, BlockId{BlockId::Kind::hash, 0, *filter.block_hash});
    if (!stored)
        return std::unexpected{server_error("unknown block")};
    json::array logs(params.storage());
    BYLINE_TRY_VOID(add_logs(*stored, filter, logs));
    return logs;
}

/// The number that a bound of the range stands for; blocks to come count too.
std::expected<std::uint64_t, Error> bound(const Context& context, const BlockId& id)
{
    if (id.kind == BlockId::Kind::number)
        return id.number;
    const auto number = stored_number(context, id);
    if (!number)
        return std::unexpected{server_error("unknown block")};
    return *number;
}
}  // namespace

Reply eth_get_logs(Context& context, const Params& params)
{
    BYLINE_TRY(filter, params.required(0, "filter", read_log_filter));
    if (filter.block_hash)
        return logs_of_block(context, params, filter);
    BYLINE_TRY(first, bound(context, filter.from));
    BYLINE_TRY(last, bound(context, filter.to));
    const bool both_given =
        filter.from.kind == BlockId::Kind::number && filter.to.kind == BlockId::Kind::number;
    if (first > last && both_given)
        return std::unexpected{Error{Code::invalid_params, "invalid block range params", {}}};

    json::array logs(params.storage());
    const Database& database = context.node.database();
    const std::uint64_t end = std::min(last, context.node.tip()->header.number);
    if (first <= end && end - first >= most_blocks)
        return std::unexpected{too_many("the logs of " + std::to_string(most_blocks) + " blocks")};
    for (std::uint64_t number = first; number <= end; ++number)
    {
        const auto header = database.header(number);
        if (!header || !filter.may_match(header->logs_bloom))
            continue;
        // Read past the cache: a scan would only push out what others need.
        const auto stored = database.block(number);
        if (stored)
            BYLINE_TRY_VOID(add_logs(*stored, filter, logs));
    }
    return logs;
}
}  // namespace byline::node::rpc

#include "node/db/database.hpp"
#include "node/rpc/encoding/values.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/methods/suggested_fees.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <utility>
#include <vector>

namespace byline::node::rpc
{
namespace
{
namespace json = boost::json;

constexpr std::uint64_t most_blocks = 1024;
constexpr std::size_t most_percentiles = 100;

Parsed<double> read_percentile(const json::value& value)
{
    double number = -1;
    if (const auto* whole = value.if_int64())
        number = static_cast<double>(*whole);
    else if (const auto* real = value.if_double())
        number = *real;
    const bool is_percentile = number >= 0 && number <= 100;  // not so of what is no number
    if (!is_percentile)
        return std::unexpected{"a percentile is a number from 0 to 100"};
    return number;
}

Parsed<std::vector<double>> read_percentiles(const json::value& value)
{
    const auto* array = value.if_array();
    if (array == nullptr)
        return std::unexpected{"must be an array"};
    if (array->size() > most_percentiles)
        return std::unexpected{"over the query limit of 100 percentiles"};
    std::vector<double> percentiles;
    for (const json::value& element : *array)
    {
        BYLINE_TRY(percentile, read_percentile(element));
        if (!percentiles.empty() && percentile < percentiles.back())
            return std::unexpected{"percentiles must ascend"};
        percentiles.push_back(percentile);
    }
    return percentiles;
}

struct PaidTip
{
    uint256 tip;
    std::uint64_t gas = 0;
};

/// The tips of a block's transactions at those percentiles of its gas.
json::array rewards_json(
    const StoredBlock& stored, const std::vector<double>& percentiles, const json::storage_ptr& sp)
{
    const vm::BlockHeader& header = stored.block.header;
    const uint256 base_fee = header.base_fee_per_gas.value_or(uint256{});
    std::vector<PaidTip> tips;
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < stored.receipts.size(); ++i)
    {
        const std::uint64_t until = stored.receipts[i].cumulative_gas_used;
        tips.push_back({vm::effective_gas_price(stored.block.transactions[i], base_fee) - base_fee,
            until - before});
        before = until;
    }
    std::ranges::sort(tips, {}, &PaidTip::tip);

    json::array list(sp);
    std::size_t i = 0;
    std::uint64_t gas = tips.empty() ? 0 : tips[0].gas;
    for (const double percentile : percentiles)
    {
        const auto threshold =
            static_cast<std::uint64_t>(static_cast<double>(header.gas_used) * percentile / 100);
        while (gas < threshold && i + 1 < tips.size())
            gas += tips[++i].gas;
        list.emplace_back(quantity_json(tips.empty() ? uint256{} : tips[i].tip, sp));
    }
    return list;
}

double ratio(std::uint64_t part, std::uint64_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// The columns of the answer while they grow.
struct History
{
    json::array base_fees;
    json::array gas_ratios;
    json::array blob_fees;
    json::array blob_ratios;
    json::array rewards;

    explicit History(const json::storage_ptr& sp)
        : base_fees(sp), gas_ratios(sp), blob_fees(sp), blob_ratios(sp), rewards(sp)
    {}

    void add(const vm::BlockHeader& header, const vm::ChainConfig& config);
    void add_next(const vm::BlockHeader& newest, const vm::ChainConfig& config);
};

void History::add(const vm::BlockHeader& header, const vm::ChainConfig& config)
{
    const json::storage_ptr sp = base_fees.storage();
    const vm::BlobParameters& blobs = config.at(header.timestamp).blobs;
    base_fees.emplace_back(quantity_json(header.base_fee_per_gas.value_or(uint256{}), sp));
    gas_ratios.emplace_back(ratio(header.gas_used, header.gas_limit));
    blob_fees.emplace_back(quantity_json(
        header.excess_blob_gas ? vm::blob_base_fee(*header.excess_blob_gas, blobs) : uint256{},
        sp));
    blob_ratios.emplace_back(ratio(header.blob_gas_used.value_or(0), blobs.max * vm::gas_per_blob));
}

/// The fees of the block after the newest, which are known already.
void History::add_next(const vm::BlockHeader& newest, const vm::ChainConfig& config)
{
    const json::storage_ptr sp = base_fees.storage();
    const vm::ForkActivation& fork = config.at(newest.timestamp);
    base_fees.emplace_back(
        quantity_json(newest.base_fee_per_gas ? vm::next_base_fee(newest) : uint256{}, sp));
    blob_fees.emplace_back(
        quantity_json(newest.excess_blob_gas
                          ? vm::blob_base_fee(vm::next_excess_blob_gas(newest, fork), fork.blobs)
                          : uint256{},
            sp));
}
}  // namespace

Reply eth_gas_price(Context& context, const Params& params)
{
    return quantity_json(context.node.pending_context().base_fee + suggested_tip, params.storage());
}

Reply eth_max_priority_fee_per_gas(Context&, const Params& params)
{
    return quantity_json(suggested_tip, params.storage());
}

Reply eth_blob_base_fee(Context& context, const Params& params)
{
    return quantity_json(context.node.pending_context().blob_base_fee, params.storage());
}

Reply eth_fee_history(Context& context, const Params& params)
{
    BYLINE_TRY(wanted, params.required(0, "blockCount", read_count));
    BYLINE_TRY(newest_id, params.required(1, "newestBlock", read_block_id));
    BYLINE_TRY(percentiles, params.optional(2, "rewardPercentiles", read_percentiles));
    const auto newest = stored_number(context, newest_id);
    if (!newest)
        return std::unexpected{server_error("request beyond head block")};
    const std::uint64_t count = std::min({wanted, most_blocks, *newest + 1});
    const json::storage_ptr& sp = params.storage();
    const std::uint64_t oldest = *newest + 1 - count;

    History history{sp};
    std::optional<vm::BlockHeader> last;
    for (std::uint64_t number = oldest; number <= *newest; ++number)
    {
        const auto stored = percentiles && !percentiles->empty()
                                ? context.blocks.get(context.node.database(), number)
                                : nullptr;
        last = stored ? stored->block.header : context.node.database().header(number);
        if (!last)
            return std::unexpected{server_error("header not found")};
        history.add(*last, context.node.config());
        if (stored)
            history.rewards.emplace_back(rewards_json(*stored, *percentiles, sp));
    }
    if (last)
        history.add_next(*last, context.node.config());

    json::object o(sp);
    o.emplace("oldestBlock", quantity_json(oldest, sp));
    o.emplace("baseFeePerGas", std::move(history.base_fees));
    o.emplace("gasUsedRatio", std::move(history.gas_ratios));
    o.emplace("baseFeePerBlobGas", std::move(history.blob_fees));
    o.emplace("blobGasUsedRatio", std::move(history.blob_ratios));
    if (percentiles && !percentiles->empty())
        o.emplace("reward", std::move(history.rewards));
    return o;
}
}  // namespace byline::node::rpc

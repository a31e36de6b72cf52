#include "node/rpc/encoding/values.hpp"
#include "node/rpc/methods/method_table.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/primitives/error.hpp"

#include <cstdint>
#include <expected>
#include <string>

// The time of a development chain, as anvil and hardhat let it be moved. Numbers may be JSON
// numbers or quantities: clients send both.
namespace byline::node::rpc
{
namespace
{
std::expected<void, Error> set_next_time(Context& context, std::uint64_t timestamp)
{
    const auto set = context.node.set_next_time(timestamp);
    if (!set)
        return std::unexpected{server_error(set.error())};
    return {};
}
}  // namespace

Reply evm_increase_time(Context& context, const Params& params)
{
    BYLINE_TRY(seconds, params.required(0, "seconds", read_count));
    const auto ahead = context.node.advance_time(seconds);
    if (!ahead)
        return std::unexpected{server_error(ahead.error())};
    return *ahead;
}

Reply evm_set_next_block_timestamp(Context& context, const Params& params)
{
    BYLINE_TRY(timestamp, params.required(0, "timestamp", read_count));
    BYLINE_TRY_VOID(set_next_time(context, timestamp));
    return nullptr;
}

Reply evm_mine(Context& context, const Params& params)
{
    BYLINE_TRY(timestamp, params.optional(0, "timestamp", read_count));
    if (timestamp)
        BYLINE_TRY_VOID(set_next_time(context, *timestamp));
    const auto sealed = context.node.seal();
    if (!sealed)
        return std::unexpected{server_error(sealed.error())};
    return text_json("0x0", params.storage());
}
}  // namespace byline::node::rpc

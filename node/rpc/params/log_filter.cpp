#include "node/rpc/params/log_filter.hpp"

#include "node/rpc/params/block_id.hpp"
#include "node/rpc/params/values.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/state/log.hpp"
#include "vm/transition/bloom.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cstddef>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace byline::node::rpc
{
namespace
{
constexpr std::size_t max_alternatives = 1000;
constexpr std::size_t max_topics = 4;

/// One value or an array of them; null stands for none.
template <typename T, typename Read>
Parsed<std::vector<T>> read_alternatives(const boost::json::value& value, Read read)
{
    std::vector<T> result;
    if (value.is_null())
        return result;
    const auto* array = value.if_array();
    if (array == nullptr)
    {
        BYLINE_TRY(single, read(value));
        result.push_back(single);
        return result;
    }
    if (array->size() > max_alternatives)
        return std::unexpected{"more than " + std::to_string(max_alternatives) + " alternatives"};
    for (const boost::json::value& element : *array)
    {
        // Differs from EIP-1474: a null among the alternatives means any, as geth has it.
        if (element.is_null())
            return std::vector<T>{};
        BYLINE_TRY(item, read(element));
        result.push_back(item);
    }
    return result;
}

Parsed<std::vector<address>> read_addresses(const boost::json::value& value)
{
    return read_alternatives<address>(value, read_address);
}

Parsed<std::vector<std::vector<bytes32>>> read_topics(const boost::json::value& value)
{
    const auto* array = value.if_array();
    if (array == nullptr)
        return std::unexpected{"must be an array"};
    if (array->size() > max_topics)
        return std::unexpected{"exceed max topics: a log has at most 4"};
    std::vector<std::vector<bytes32>> topics;
    for (const boost::json::value& position : *array)
    {
        BYLINE_TRY(alternatives, read_alternatives<bytes32>(position, read_hash));
        topics.push_back(std::move(alternatives));
    }
    return topics;
}
}  // namespace

bool LogFilter::matches(const vm::Log& log) const noexcept
{
    if (!addresses.empty() && std::ranges::find(addresses, log.addr) == addresses.end())
        return false;
    if (log.topics.size() < topics.size())
        return false;
    for (std::size_t i = 0; i < topics.size(); ++i)
    {
        if (!topics[i].empty() && std::ranges::find(topics[i], log.topics[i]) == topics[i].end())
            return false;
    }
    return true;
}

bool LogFilter::may_match(const vm::Bloom& bloom) const noexcept
{
    const auto contains = [&](const auto& item) { return bloom.may_contain(item.bytes); };
    if (!addresses.empty() && !std::ranges::any_of(addresses, contains))
        return false;
    return std::ranges::all_of(topics, [&](const std::vector<bytes32>& alternatives) {
        return alternatives.empty() || std::ranges::any_of(alternatives, contains);
    });
}

Parsed<LogFilter> read_log_filter(const boost::json::value& value)
{
    const auto* object = value.if_object();
    if (object == nullptr)
        return std::unexpected{"must be an object"};
    LogFilter filter;
    BYLINE_TRY(block_hash, read_member(*object, "blockHash", read_hash));
    BYLINE_TRY(from, read_member(*object, "fromBlock", read_block_id));
    BYLINE_TRY(to, read_member(*object, "toBlock", read_block_id));
    BYLINE_TRY(addresses, read_list_member(*object, "address", read_addresses));
    BYLINE_TRY(topics, read_list_member(*object, "topics", read_topics));
    if (block_hash && (from || to))
        return std::unexpected{
            "cannot specify both blockHash and fromBlock/toBlock, choose one or the other"};
    filter.block_hash = block_hash;
    filter.from = from.value_or(BlockId{});
    filter.to = to.value_or(BlockId{});
    filter.addresses = std::move(addresses);
    filter.topics = std::move(topics);
    return filter;
}
}  // namespace byline::node::rpc

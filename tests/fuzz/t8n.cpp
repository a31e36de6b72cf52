#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/t8n_execution.hpp"
#include "tools/byline-evm/t8n_input.hpp"
#include "tools/byline-evm/t8n_output.hpp"
#include "tools/byline-evm/t8n_transactions.hpp"
#include "vm/primitives/error.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using namespace byline;
using namespace byline::tools;

namespace
{
constexpr std::uint64_t gas_at_most = 1'000'000;

const boost::json::value& member(const boost::json::object& object, std::string_view key)
{
    static const boost::json::value nothing;
    const boost::json::value* found = object.if_contains(key);
    return found != nullptr ? *found : nothing;
}

std::string fork_of(const boost::json::object& given)
{
    const boost::json::value& fork = member(given, "fork");
    return fork.is_string() ? std::string{std::string_view{fork.get_string()}} : "Osaka";
}
}  // namespace

/// The object that the tool reads on standard input, with `fork` beside it. Whatever can be
/// executed gives an alloc and a body that can be read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto document = parse_json({reinterpret_cast<const char*>(data), size});
    if (!document || !document->is_object())
        return 0;
    const boost::json::object& given = document->get_object();
    auto config = t8n_rules(fork_of(given), 1);
    if (!config)
        return 0;
    (void)set_blob_parameters(*config, member(given, "blobParams"));
    const auto pre = read_alloc(member(given, "alloc"));
    auto environment = read_environment(member(given, "env"), *config);
    const auto transactions = read_t8n_transactions(member(given, "txs"), 1);
    if (!pre || !environment || !transactions)
        return 0;
    environment->header.gas_limit = std::min(environment->header.gas_limit, gas_at_most);
    const auto result =
        execute_transition(*config, *pre, *environment, *transactions, std::nullopt);
    if (!result)
        return 0;
    (void)result_json(*result);
    BYLINE_ASSERT(read_alloc(alloc_json(result->state)).has_value());
    const auto again = read_t8n_transactions(boost::json::string{body_hex(*result)}, 1);
    BYLINE_ASSERT(again && again->size() == result->included.size());
    for (std::size_t i = 0; i < again->size(); ++i)
        BYLINE_ASSERT((*again)[i].tx == result->included[i].tx);
    return 0;
}

#include "node/rpc/methods/method_table.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace byline::node::rpc
{
namespace
{
constexpr auto table = std::to_array<Method>({
#define BYLINE_RPC_METHOD(name, function, most_params, exposure) \
    {name, function, most_params, Exposure::exposure},
#include "node/rpc/methods/methods.def"
});
}  // namespace

std::span<const Method> methods() noexcept
{
    return table;
}

const Method* find_method(std::string_view name, Exposure exposure) noexcept
{
    const auto* found = std::ranges::find(table, name, &Method::name);
    if (found == table.end())
        return nullptr;
    const bool offered = exposure == Exposure::development || found->exposure == Exposure::outside;
    return offered ? found : nullptr;
}
}  // namespace byline::node::rpc

#pragma once

// What every method works with.
// IWYU pragma: begin_exports
#include "node/rpc/envelope/error.hpp"
#include "node/rpc/methods/context.hpp"
#include "node/rpc/params/params.hpp"
#include "node/rpc/server.hpp"
// IWYU pragma: end_exports

#include <cstddef>
#include <span>
#include <string_view>

namespace byline::node::rpc
{
// One function a method; what it does stands in the Ethereum JSON-RPC specification.
#define BYLINE_RPC_METHOD(name, function, most_params, exposure) \
    Reply function(Context& context, const Params& params);
#include "node/rpc/methods/methods.def"

struct Method
{
    std::string_view name;
    Reply (*function)(Context&, const Params&);
    std::size_t most_params;
    Exposure exposure;
};

/// All methods, in no order.
std::span<const Method> methods() noexcept;

/// Null if there is none of that name, or not for callers of that kind.
const Method* find_method(std::string_view name, Exposure exposure) noexcept;
}  // namespace byline::node::rpc

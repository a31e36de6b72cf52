#include "node/rpc/envelope/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace byline::node::rpc
{
Error invalid_argument(std::size_t index, std::string_view name, std::string_view why)
{
    std::string message = "invalid argument " + std::to_string(index) + " (";
    message.append(name).append("): ").append(why);
    return {Code::invalid_params, std::move(message), {}};
}

Error missing_argument(std::size_t index, std::string_view name)
{
    std::string message = "missing argument " + std::to_string(index) + " (";
    message.append(name).append(")");
    return {Code::invalid_params, std::move(message), {}};
}

Error server_error(std::string message)
{
    return {Code::server_error, std::move(message), {}};
}

Error method_not_found(std::string_view method)
{
    std::string message = "the method ";
    message.append(method).append(" does not exist/is not available");
    return {Code::method_not_found, std::move(message), {}};
}
}  // namespace byline::node::rpc

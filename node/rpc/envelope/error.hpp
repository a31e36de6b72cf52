#pragma once

#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace byline::node::rpc
{
/// The codes of JSON-RPC 2.0 §5.1, of EIP-1474 and geth's 3.
enum class Code : std::int32_t
{
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    internal_error = -32603,
    server_error = -32000,
    resource_unavailable = -32002,
    transaction_rejected = -32003,
    limit_exceeded = -32005,
    execution_reverted = 3,
};

/// What goes into an error object.
struct Error
{
    Code code = Code::server_error;
    std::string message;
    std::string data;  ///< revert data as hex; empty: no such member
};

/// What a method gives: the result, or why there is none.
using Reply = std::expected<boost::json::value, Error>;

/// -32602 "invalid argument 0 (address): hex string without 0x prefix".
Error invalid_argument(std::size_t index, std::string_view name, std::string_view why);

/// -32602 "missing argument 0 (address)".
Error missing_argument(std::size_t index, std::string_view name);

/// -32000 with that text.
Error server_error(std::string message);

/// -32601 in the words that clients look for.
Error method_not_found(std::string_view method);
}  // namespace byline::node::rpc

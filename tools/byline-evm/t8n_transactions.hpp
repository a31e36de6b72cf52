#pragma once

#include "tools/byline-evm/t8n_error.hpp"
#include "vm/transition/transaction.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace byline::tools
{
/// One transaction of the input, in its place.
struct T8nTransaction
{
    std::optional<vm::Transaction> tx;
    std::string rejection;  ///< why there is none, though the document is well-formed
};

/// Reads `txs`: an array of objects as JSON-RPC has them, of types 0 to 4; or a text, the RLP of a
/// list of signed transactions in hex. An object without signature is signed with its `secretKey`,
/// for that chain, and if it is a legacy one whose `protected` is false, for any.
std::expected<std::vector<T8nTransaction>, T8nError> read_t8n_transactions(
    const boost::json::value& document, std::uint64_t chain_id);
}  // namespace byline::tools

#pragma once

#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"

#include <boost/json.hpp>

namespace byline::compiler
{
/// The contract's interface in the JSON that Ethereum's tools read (Solidity's ABI specification).
boost::json::array abi_of(const Licence& licence, const Interface& interface);

/// "record(uint64)": "7f8d3bd3" for every function.
boost::json::object method_identifiers(const Interface& interface);

/// NatSpec for users: the comments above acts, and what the generated functions do.
boost::json::object userdoc_of(const Licence& licence, const Interface& interface);

/// NatSpec for developers.
boost::json::object devdoc_of(const Licence& licence);
}  // namespace byline::compiler

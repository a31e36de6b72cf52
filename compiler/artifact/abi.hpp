#pragma once

#include "compiler/sema/licence.hpp"

#include <boost/json.hpp>

namespace byline::compiler
{
/// The ABI as solc writes it: constructor, functions, events, errors, receive.
boost::json::array abi_of(const Licence& licence);

/// Signature -> selector in hex, of all functions.
boost::json::object method_identifiers(const Licence& licence);

/// NatSpec for users (comments above acts, what generated functions and errors mean) and for
/// developers.
boost::json::object userdoc_of(const Licence& licence);
boost::json::object devdoc_of(const Licence& licence);

/// Where counters lie, in the shape of solc's storageLayout.
boost::json::object storage_layout_of(const Licence& licence);
}  // namespace byline::compiler

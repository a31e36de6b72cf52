#pragma once

#include "compiler/sema/licence.hpp"

#include <boost/json.hpp>

namespace byline::compiler
{
/// The types of the licence's messages as wallets want them (EIP-712, eth_signTypedData_v4), and
/// the domain but for chain and address: rule M11. Empty where there are no messages.
boost::json::object eip712_of(const Licence& licence);
}  // namespace byline::compiler

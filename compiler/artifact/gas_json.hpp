#pragma once

#include "compiler/bound/function_bounds.hpp"
#include "compiler/sema/licence.hpp"

#include <boost/json.hpp>

namespace byline::compiler
{
/// What functions and the constructor take at most, in the shape of solc's `gasEstimates`: without
/// what the transaction itself costs.
boost::json::object gas_estimates_of(const GasBounds& bounds);

/// What transactions take at most that call a function or deploy; with each function, whose code
/// may spend gas beside.
boost::json::object gas_json(const Licence& licence, const GasBounds& bounds);
}  // namespace byline::compiler

#pragma once

#include "compiler/sema/licence.hpp"

#include <boost/json.hpp>

namespace byline::compiler
{
/// Acts and views as a program can evaluate them (expression_json): callers, conditions,
/// price, effects in their order.
boost::json::array acts_json(const Licence& licence);
boost::json::array views_json(const Licence& licence);

/// Buckets with their share functions: receipts group, factor, tiers with exact fractions; terms of
/// the other kinds.
boost::json::array buckets_json(const Licence& licence);
}  // namespace byline::compiler

#pragma once

#include "vm/trace/struct_log.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>

#include <vector>

namespace byline::node::rpc
{
/// The result of debug_traceTransaction's default tracer, in geth's shape.
boost::json::object trace_json(const vm::TxOutcome& outcome, const std::vector<vm::StructLog>& logs,
    const vm::StructLogOptions& options, const boost::json::storage_ptr& sp);
}  // namespace byline::node::rpc

#pragma once

#include "compiler/lower/context.hpp"

#include <string_view>
#include <vector>

namespace byline::compiler
{
/// Logs the event with the values of its fields, in their order: a word each, a tuple's one by one.
/// What is not indexed goes through memory from 0 on.
void log_event(Lowering& l, const AbiEvent& event, const std::vector<ir::ValueId>& values);

/// The same for an event by its name.
void log_event(Lowering& l, std::string_view name, const std::vector<ir::ValueId>& values);
}  // namespace byline::compiler

#pragma once

#include "node/db/database.hpp"
#include "node/db/state/flat_state.hpp"

#include <expected>

namespace byline::node
{

/// See `Database::verify`.
std::expected<VerifyReport, DatabaseError> verify_state(const FlatState& state);
}  // namespace byline::node

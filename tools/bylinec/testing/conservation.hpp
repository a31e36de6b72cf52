#pragma once

#include "tools/bylinec/testing/scene.hpp"

#include <optional>
#include <string>

namespace byline::tools::testing
{
/// What is wrong with the books of a signed licence, in a sentence; nothing if they balance:
/// in = paid + owed + held + dust, with dust less than a unit a payee.
std::optional<std::string> check_books(const Scene& scene);

/// Lets everybody leave with its money, in a copy: claims, epochs, tabs after their notice, pots
/// after their term. Says who could not; or that more stays behind than dust.
std::optional<std::string> check_exits(const Scene& scene);
}  // namespace byline::tools::testing

#pragma once

#include "tools/bylinec/testing/scene.hpp"

#include <string>

namespace byline::tools::testing
{
/// Why a call was not done: "WrongPayment(expected 0.1 ETH, got 1 wei)", "it reverted without a
/// word", "out of gas".
std::string failure_in_words(const Scene& scene, const Outcome& outcome);

/// The name of the error that a call reverted with; empty where the licence has no such error.
std::string error_name(const Subject& subject, const Outcome& outcome);

/// A revert without data: arguments that the licence does not accept at all.
bool is_bare(const Outcome& outcome) noexcept;
}  // namespace byline::tools::testing

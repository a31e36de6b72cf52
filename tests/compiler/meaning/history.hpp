#pragma once

#include "tests/compiler/meaning/subject.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace byline::testing
{
/// What a run of random calls came to.
struct HistoryReport
{
    std::size_t calls = 0;
    std::size_t successes = 0;
    std::size_t entries = 0;                ///< successful calls in the middle of one
    std::optional<std::string> difference;  ///< the first one between the chain and the model
};

/// Deploys the subject and sends it calls at random; after each, what the chain says is compared
/// with what the model of the licence says: the outcome, events, getters, amounts and balances.
HistoryReport run_history(const Subject& subject, std::uint64_t seed, std::size_t steps);
}  // namespace byline::testing

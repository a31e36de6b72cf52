#pragma once

#include "compiler/proof/obligation.hpp"

#include <cstdint>
#include <string>

namespace byline::compiler::proof
{
/// What one obligation may cost. The steps are the solver's own count and the same on every
/// machine, so that they alone decide; the time is for a machine that is stuck.
struct Budget
{
    std::uint32_t steps = 20'000'000;     ///< a second or two
    std::uint32_t milliseconds = 60'000;  ///< wall clock
};

enum class Outcome : std::uint8_t
{
    proved,
    refuted,
    undecided,  ///< the budget ran out; nothing is known
};

struct Verdict
{
    Outcome outcome = Outcome::undecided;
    std::string reason;       ///< refuted: the counter-example in words; undecided: what ran out
    std::uint64_t steps = 0;  ///< what it cost
};

/// Asks z3 for the obligation's text as it is, in a context of its own, so that the answer depends
/// on nothing else; of a structural one, sees whether anything is missing.
Verdict solve(const Obligation& obligation, const Budget& budget = {});

/// "z3 4.8.12": what answers.
std::string solver_name();
}  // namespace byline::compiler::proof

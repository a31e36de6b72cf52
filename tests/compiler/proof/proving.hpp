#pragma once

#include "compiler/proof/model.hpp"
#include "compiler/proof/obligation.hpp"
#include "compiler/proof/solve.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace byline::compiler::proof
{
Rational share(std::uint64_t numerator, std::uint64_t denominator);

/// So many ether in wei.
uint256 ether(std::uint64_t amount);

/// A group of one bucket.
ShareGroup alone(ShareFunction function);

/// Examples of the language: three payees of a call; a waterfall with a cap; funder and team.
ShareFunction street_scenes();
ShareFunction album();
ShareFunction recoupment();

/// `payees` payees named p1, p2 ..., with shares as 1 : 2 : 3 ...
ShareFunction large_split(std::size_t payees);

/// The verdict of each obligation; expects that no two have the same id.
std::map<std::string, Verdict> verdicts_of(const std::vector<Obligation>& obligations);

/// The ids and reasons of those that are not proved.
std::vector<std::string> failures_of(const std::vector<Obligation>& obligations);
}  // namespace byline::compiler::proof

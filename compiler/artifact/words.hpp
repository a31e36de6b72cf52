#pragma once

#include "compiler/sema/licence.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace byline::compiler
{
/// An amount as people write it: "0.001 ETH", "20 wei", "49.9 usdc".
std::string amount_in_words(const uint256& amount, const Currency& currency);

/// A span of time: "30 days", "90 seconds".
std::string duration_in_words(std::uint64_t seconds);

/// A constant of a type: "0.001 ETH per call", "Startup", "true", "30 days".
std::string constant_text(const Licence& licence, const ScalarType& type, const uint256& value);

/// "a", "a and b", "a, b and c".
std::string list_in_words(const std::vector<std::string>& names);
}  // namespace byline::compiler

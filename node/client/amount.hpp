#pragma once

#include "vm/primitives/uint256.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace byline::node
{
/// Reads a number as people write it: decimal digits with `_` between them or `0x` hex, or a
/// decimal fraction with a unit (`0.001ether`, `5 gwei`, `7wei`), which gives wei. The error says
/// what is wrong with it.
std::expected<uint256, std::string> parse_amount(std::string_view text);

/// An amount in units of 10^decimals of its smallest ones, exact and without trailing zeros.
std::string format_units(const uint256& amount, unsigned decimals);

/// Wei as ether, exact and without trailing zeros: "0.03", "1", "0.000000000000000001".
std::string format_ether(const uint256& wei);
}  // namespace byline::node

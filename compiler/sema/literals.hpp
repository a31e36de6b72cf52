#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstdint>
#include <optional>

namespace byline::compiler
{
/// The longest time that a clause may name, in seconds: a thousand years. Added to any block's
/// timestamp it stays below 2^64.
inline constexpr std::uint64_t longest_duration = std::uint64_t{1'000} * 365 * 86'400;

/// The seconds of a constant like `180 days` or a `let`; nothing where it is none, which is said
/// (B302). A time of nothing is refused.
std::optional<std::uint64_t> check_duration(const syntax::File& file, syntax::ExpressionId id,
    const Licence& licence, Diagnostics& diagnostics);

/// The amount of a constant like `40 ether`, in the currency's smallest unit, below 2^128.
std::optional<uint256> check_amount(const syntax::File& file, syntax::ExpressionId id,
    const Licence& licence, Diagnostics& diagnostics);
}  // namespace byline::compiler

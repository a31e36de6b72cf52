#pragma once

#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstdint>
#include <optional>

namespace byline::compiler
{
/// The longest time that a clause may name, in seconds: a thousand years. Added to any block's
/// timestamp it stays below 2^64.
inline constexpr std::uint64_t longest_duration = std::uint64_t{1'000} * 365 * 86'400;

/// The seconds of a constant like `180 days`; nothing where it is none, which is said (B302). A
/// time of nothing is refused, and one of more than `longest_duration`.
std::optional<std::uint64_t> check_duration(Scope& scope, syntax::ExpressionId id);
}  // namespace byline::compiler

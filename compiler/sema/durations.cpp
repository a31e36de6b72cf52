#include "compiler/sema/durations.hpp"

#include "compiler/sema/constants.hpp"
#include "compiler/sema/scope.hpp"

#include <cstdint>
#include <optional>

namespace byline::compiler
{
std::optional<std::uint64_t> check_duration(Scope& scope, syntax::ExpressionId id)
{
    const auto seconds = check_constant(scope, id, time_type());
    if (!seconds)
        return std::nullopt;
    const bool is_zero = seconds->is_zero();
    if (!is_zero && *seconds <= longest_duration)
        return seconds->words[0];
    scope.diagnostics.add(DiagnosticKind::dimensions, scope.written(id).span,
        {is_zero ? "A TIME OF NOTHING" : "A TIME WITHOUT END",
            is_zero ? "this would be over before it began." : "this is more than a thousand years.",
            "Write a time between 1 second and 1_000 years."});
    return std::nullopt;
}
}  // namespace byline::compiler

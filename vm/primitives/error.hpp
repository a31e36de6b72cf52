#pragma once

#include <cstdio>
#include <cstdlib>
#include <expected>
#include <utility>

namespace byline::detail
{
[[noreturn]] inline void assertion_failed(
    const char* condition, const char* file, int line) noexcept
{
    std::fprintf(
        stderr, "%s:%d: broken invariant: %s (this is a bug in Byline)\n", file, line, condition);
    std::abort();
}
}  // namespace byline::detail

/// Evaluates `expr` (a std::expected); on error returns that error from the enclosing function,
/// otherwise declares `var` with the value.
// NOLINTBEGIN(bugprone-macro-parentheses): `var` names the declaration.
#define BYLINE_TRY(var, expr)                                    \
    auto var##_result = (expr);                                  \
    if (!var##_result)                                           \
        return std::unexpected{std::move(var##_result).error()}; \
    auto var = *std::move(var##_result)
// NOLINTEND(bugprone-macro-parentheses)

/// The same for a std::expected<void, E>: returns the error, or goes on.
#define BYLINE_TRY_VOID(expr)                                             \
    do                                                                    \
    {                                                                     \
        if (auto byline_try_result = (expr); !byline_try_result)          \
            return std::unexpected{std::move(byline_try_result).error()}; \
    } while (false)

/// Ends the program if our own invariant does not hold; on in every build, never for input.
#define BYLINE_ASSERT(condition) \
    ((condition) ? void(0) : ::byline::detail::assertion_failed(#condition, __FILE__, __LINE__))

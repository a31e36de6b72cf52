#pragma once

#include "tests/compiler/meaning/random_text.hpp"

namespace byline::testing
{
/// Writes expressions of a wanted type.
class RandomExpression
{
public:
    RandomExpression(Choices& choices, const Names& names) : choices_{choices}, names_{names} {}

    std::string of(Kind kind, int depth);
    /// One that no compiler can know: it names something.
    std::string variable(Kind kind);
    std::string literal(Kind kind);
    std::string condition(int depth);

private:
    [[nodiscard]] bool has(Kind kind) const;
    std::string number(Kind kind, int depth);
    std::string money(int depth);
    std::string rounding();

    Choices& choices_;
    const Names& names_;
};
}  // namespace byline::testing

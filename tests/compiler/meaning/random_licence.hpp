#pragma once

#include <cstdint>
#include <string>

namespace byline::testing
{
/// The text of a licence that says something at random of everything that a licence can say: the
/// same text for the same seed, whoever compiles this.
std::string random_licence(std::uint64_t seed);
}  // namespace byline::testing

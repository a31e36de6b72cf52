#pragma once

#include "compiler/sema/licence.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// The licence of a text that has nothing wrong with it: whatever is said of it fails the test.
Licence analysed(std::string_view text);

/// The licence of an example: "a_street_scenes".
Licence example(std::string_view name);

/// What is wrong with a text, in its order: "B101 THE SHARES STOP AT 95 %".
std::vector<std::string> refusals(std::string_view text);
}  // namespace byline::compiler

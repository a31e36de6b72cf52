#pragma once

#include "tools/cli/command_line.hpp"

#include <span>
#include <string>

namespace byline::tools
{
/// `bylinec terms`: its exit code. What a licence says, in plain words or as the canonical JSON
/// that its code anchors, or who has power over what.
int terms(std::span<const std::string> words);

inline constexpr Command terms_command{"bylinec terms", "FILE.byl|ARTIFACT.json",
    "Prints a licence's term sheet in plain words.", terms};
}  // namespace byline::tools

#pragma once

#include <string>

namespace byline::compiler
{
/// A file as the user gave it. `path` is only for messages.
struct SourceFile
{
    std::string path;
    std::string text;
};
}  // namespace byline::compiler

#pragma once

#include "compiler/artifact/artifact.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/source/source_file.hpp"

#include <optional>
#include <string>
#include <vector>

namespace byline::compiler
{
/// What came of compiling one file: an artifact if there is no error, and everything worth saying,
/// in source order.
struct Compilation
{
    std::optional<Artifact> artifact;
    std::vector<Diagnostic> diagnostics;
};

/// Compiles the one licence of a `.byl` file. Same source, same bytes, on every machine.
Compilation compile(const SourceFile& source);
}  // namespace byline::compiler

#pragma once

#include "compiler/artifact/artifact.hpp"
#include "compiler/artifact/build.hpp"
#include "compiler/codegen/cost_model.hpp"
#include "compiler/proof/solve.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/source/source_file.hpp"
#include "compiler/syntax/tree.hpp"
#include "compiler/uses.hpp"

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
    std::optional<CompiledLicence> compiled;  ///< with the artifact
    std::vector<Diagnostic> diagnostics;
    syntax::File file;  ///< as parsed: its tests are for whoever runs them
};

struct CompileOptions
{
    Pricing pricing = Pricing::osaka;  ///< the fork whose prices code is chosen by
    /// What each proof may cost; a statement that is not proved is B102. None: nothing is proved.
    std::optional<proof::Budget> proofs = {};
    /// What `use` reads other files by. None: there are no other files.
    SourceReader read = {};
};

/// Compiles the one licence of a `.byl` file. Same source, same options, same bytes, on every
/// machine.
Compilation compile(const SourceFile& source, const CompileOptions& options = {});
}  // namespace byline::compiler

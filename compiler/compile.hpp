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
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// One licence of a file: what is deployed, and all that is known of it.
struct LicenceOutput
{
    Artifact artifact;
    CompiledLicence compiled;
};

/// What came of compiling one file: its licences if nothing is wrong with any of them, and
/// everything worth saying, in source order.
struct Compilation
{
    std::vector<LicenceOutput> licences;  ///< in source order; none if there is a diagnostic
    std::vector<Diagnostic> diagnostics;
    syntax::File file;  ///< as parsed: its tests are for whoever runs them

    [[nodiscard]] bool is_done() const noexcept { return !licences.empty(); }
};

struct CompileOptions
{
    Pricing pricing = Pricing::osaka;  ///< the fork whose prices code is chosen by
    /// What each proof may cost; a statement that is not proved is B102. None: nothing is proved.
    std::optional<proof::Budget> proofs = {};
    /// What `use` reads other files by. None: there are no other files.
    SourceReader read = {};
};

/// Compiles the licences of a `.byl` file. Same source, same options, same bytes, on every
/// machine.
Compilation compile(const SourceFile& source, const CompileOptions& options = {});
}  // namespace byline::compiler

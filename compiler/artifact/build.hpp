#pragma once

#include "compiler/artifact/artifact.hpp"
#include "compiler/artifact/terms.hpp"
#include "compiler/codegen/assembly.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/source/source_file.hpp"

namespace byline::compiler
{
/// The two programs as assembled. The runtime code ends with its metadata tail; the creation code
/// ends with the runtime code.
struct CompiledCode
{
    Assembly runtime;
    Assembly creation;
    std::size_t metadata_size = 0;
};

/// The artifact in memory and as the file that tools read.
Artifact build_artifact(
    const SourceFile& source, const Licence& licence, const Terms& terms, const CompiledCode& code);
}  // namespace byline::compiler

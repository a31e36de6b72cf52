#pragma once

#include "compiler/artifact/artifact.hpp"
#include "compiler/artifact/terms.hpp"
#include "compiler/bound/function_bounds.hpp"
#include "compiler/codegen/assembly.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/storage.hpp"
#include "compiler/source/source_file.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <string>
#include <vector>

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

/// One statement about a licence that was proved (compiler/proof).
struct ProvedStatement
{
    std::string id;
    std::string statement;
    bytes32 smt_hash;  ///< keccak256 of the SMT-LIB text that a solver can be asked again
};

/// All that is known of a licence that compiles; what artefacts are made of.
struct CompiledLicence
{
    Licence licence;
    Interface interface;
    StoragePlan storage;
    Terms terms;
    CompiledCode code;
    GasBounds gas;
    std::vector<ProvedStatement> proof;  ///< empty if it was not asked for
};

/// The artifact in memory and as the file that tools read.
Artifact build_artifact(const SourceFile& source, const CompiledLicence& compiled);
}  // namespace byline::compiler

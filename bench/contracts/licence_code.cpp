#include "bench/contracts/licence_code.hpp"

#include "bench/contracts/measure.hpp"
#include "compiler/artifact/artifact.hpp"
#include "compiler/compile.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/source/source_file.hpp"

#include <expected>
#include <fstream>
#include <ios>
#include <iterator>
#include <string>

namespace byline::bench
{
std::expected<CompiledContract, std::string> compile_licence(const std::string& path)
{
    std::ifstream file{std::string{BYLINE_SOURCE_DIR} + "/" + path, std::ios::binary};
    if (!file)
        return std::unexpected{path + " cannot be read"};
    const compiler::SourceFile source{
        path, {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}}};
    const compiler::Compilation compiled = compiler::compile(source);
    if (!compiled.is_done())
        return std::unexpected{render(source, compiled.diagnostics)};
    const compiler::Artifact& artifact = compiled.licences[0].artifact;
    return CompiledContract{
        "Byline", artifact.creation_code, artifact.runtime_code.size() - artifact.metadata_size};
}
}  // namespace byline::bench

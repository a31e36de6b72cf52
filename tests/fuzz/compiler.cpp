#include "compiler/compile.hpp"
#include "vm/primitives/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace byline::compiler;
    const SourceFile source{"fuzz.byl", {reinterpret_cast<const char*>(data), size}};
    const Compilation compilation = compile(source);
    // Either an artifact that can be read back, or something is said; both can be shown.
    BYLINE_ASSERT(compilation.artifact.has_value() == compilation.diagnostics.empty());
    if (compilation.artifact)
        BYLINE_ASSERT(read_artifact(compilation.artifact->json).has_value());
    (void)render(source, compilation.diagnostics);
    (void)to_json(source, compilation.diagnostics);
    return 0;
}

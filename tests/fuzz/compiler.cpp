#include "compiler/compile.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/format.hpp"
#include "compiler/syntax/lexer.hpp"
#include "vm/primitives/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace
{
/// What can be formatted can be formatted again, and is then as it was.
void check_format(const std::string& text)
{
    using namespace byline::compiler;
    Diagnostics diagnostics;
    const auto once = format(text, diagnostics);
    BYLINE_ASSERT(once.has_value() == diagnostics.empty());
    if (!once || once->size() > max_source_bytes)
        return;
    const auto twice = format(*once, diagnostics);
    BYLINE_ASSERT(twice && *twice == *once);
}
}  // namespace

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
    check_format(source.text);
    return 0;
}

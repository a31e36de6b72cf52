#include "compiler/artifact/artifact.hpp"
#include "compiler/compile.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/source/source_file.hpp"
#include "compiler/syntax/format.hpp"
#include "compiler/syntax/lexer.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

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

/// Where the input has a zero byte, what stands before it is a file that the rest uses: once by
/// its own names, once by another.
byline::compiler::SourceFile source_of(std::string text, std::string& used)
{
    const std::size_t mark = text.find('\0');
    if (mark == std::string::npos)
        return {"fuzz.byl", std::move(text)};
    used = text.substr(0, mark);
    const std::string line =
        "use \"used.byl#" + byline::to_hex(byline::keccak256(std::string_view{used})) + "\"";
    return {"fuzz.byl", line + "\n" + line + " as other\n" + text.substr(mark + 1)};
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace byline::compiler;
    std::string used;
    const SourceFile source =
        source_of(std::string{reinterpret_cast<const char*>(data), size}, used);
    const Compilation compilation = compile(
        source, {.read = [&](const std::string&) -> std::expected<std::string, std::string> {
            return used;
        }});
    // Either artifacts that can be read back, or something is said; both can be shown.
    BYLINE_ASSERT(compilation.is_done() == compilation.diagnostics.empty());
    BYLINE_ASSERT(
        !compilation.is_done() || compilation.licences.size() == compilation.file.licences.size());
    for (const LicenceOutput& licence : compilation.licences)
        BYLINE_ASSERT(read_artifact(licence.artifact.json).has_value());
    (void)render(source, compilation.diagnostics);
    (void)to_json(source, compilation.diagnostics);
    check_format(source.text);
    return 0;
}

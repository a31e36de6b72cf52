#pragma once

// What is reported is made of these.
// IWYU pragma: begin_exports
#include "compiler/source/diagnostic.hpp"
// IWYU pragma: end_exports

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// The rows of diagnostics.def.
enum class DiagnosticKind : std::uint8_t
{
#define BYLINE_DIAGNOSTIC(code, kind, summary) kind,
#include "compiler/source/diagnostics.def"
};

/// "B101".
std::string_view code_of(DiagnosticKind kind) noexcept;

/// What the check is for, in one line.
std::string_view summary_of(DiagnosticKind kind) noexcept;

/// The words of a diagnostic: the title shouts what is wrong, the message stands after the carets.
struct Wording
{
    std::string title;
    std::string message;
    std::string hint = {};
};

/// Collects what is wrong with one file. Keeps at most `limit` diagnostics, and of each text at
/// most `longest` bytes: names may be as long as the file.
class Diagnostics
{
public:
    static constexpr std::size_t limit = 100;
    static constexpr std::size_t longest = 400;

    void add(DiagnosticKind kind, Span span, Wording wording);

    /// Takes over what was said elsewhere of the same file, but nothing that was said already.
    void add(const Diagnostics& others);

    [[nodiscard]] bool empty() const noexcept { return list_.empty(); }

    /// All of them, by position in the source; those of one place in the order found.
    [[nodiscard]] const std::vector<Diagnostic>& list() const noexcept { return list_; }

private:
    void insert(Diagnostic one);

    std::vector<Diagnostic> list_;
};
}  // namespace byline::compiler

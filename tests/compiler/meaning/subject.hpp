#pragma once

#include "compiler/compile.hpp"
#include "compiler/ir/ir.hpp"

#include <functional>
#include <string>

namespace byline::testing
{
/// A licence as compiled, for a chain to run and for a model to know.
struct Subject
{
    std::string text;
    compiler::CompiledLicence compiled;
    Bytes creation_code;
};

/// Where a compiler can go wrong: the tree on its way to lowering, the functions on their way to
/// the code generator.
struct Mistake
{
    std::string name;
    std::function<void(compiler::Licence&)> in_tree = {};
    std::function<void(compiler::ir::Function&)> in_function = {};
};

/// What the compiler said, or the subject.
struct Compiled
{
    std::optional<Subject> subject;
    std::vector<compiler::Diagnostic> diagnostics;
    std::string said;  ///< the diagnostics as a reader sees them
};

Compiled compile_text(const std::string& text);

/// The same licence from a compiler that makes the mistake; nothing if what it makes is not even
/// well formed, or the mistake changes nothing.
std::optional<Subject> with_mistake(const Subject& subject, const Mistake& mistake);
}  // namespace byline::testing

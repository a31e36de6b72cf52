#include "tests/compiler/meaning/subject.hpp"

#include "compiler/codegen/generate.hpp"
#include "compiler/ir/passes.hpp"
#include "compiler/lower/lower.hpp"

#include <algorithm>
#include <utility>

namespace byline::testing
{
using namespace compiler;  // NOLINT(google-build-using-namespace): the compiler's phases, all of
                           // them

Compiled compile_text(const std::string& text)
{
    const SourceFile source{"random.byl", text};
    Compilation compilation = compile(source);
    Compiled result;
    result.said = render(source, compilation.diagnostics);
    result.diagnostics = std::move(compilation.diagnostics);
    if (compilation.is_done())
        result.subject = Subject{text, std::move(compilation.licences[0].compiled),
            std::move(compilation.licences[0].artifact.creation_code)};
    return result;
}

std::optional<Subject> with_mistake(const Subject& subject, const Mistake& mistake)
{
    const CompiledLicence& right = subject.compiled;
    Licence licence = right.licence;
    if (mistake.in_tree)
        mistake.in_tree(licence);
    ir::Program program = lower_runtime(licence, right.interface, right.storage, right.terms.hash);
    ir::optimise(program);
    if (mistake.in_function)
        for (ir::Function& function : program.functions)
            mistake.in_function(function);
    if (!ir::verify(program).empty())
        return std::nullopt;
    const Assembly runtime = assemble(generate(program, cost_model(Pricing::osaka)));
    // Of immutables the code has the places alone.
    const Bytes& whole = right.code.runtime.code;
    if (runtime.immutables == right.code.runtime.immutables &&
        std::equal(runtime.code.begin(), runtime.code.end(), whole.begin(),
            whole.end() - static_cast<std::ptrdiff_t>(right.code.metadata_size)))
        return std::nullopt;

    ir::Program constructor = lower_creation(
        right.licence, right.interface, right.storage, {runtime.code.size(), runtime.immutables});
    ir::optimise(constructor);
    std::vector<Item> creation = generate(constructor, creation_costs(Pricing::osaka));
    creation.push_back({.kind = ItemKind::place, .label = symbol_label(ir::Symbol::runtime_begin)});
    creation.push_back({.kind = ItemKind::bytes, .data = runtime.code});
    creation.push_back({.kind = ItemKind::place, .label = symbol_label(ir::Symbol::creation_end)});
    return Subject{subject.text, right, assemble(creation).code};
}
}  // namespace byline::testing

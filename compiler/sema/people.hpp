#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <optional>

namespace byline::compiler
{
/// The party of that name, who is to be paid; otherwise it is said what the name is (B501).
std::optional<std::size_t> find_payee(
    const syntax::Name& name, const Names& names, Diagnostics& diagnostics);

/// The actor of that name, who is to do something: an index into Licence::actors (B501).
std::optional<std::size_t> find_actor(
    const syntax::Name& name, const Names& names, const Licence& licence, Diagnostics& diagnostics);
}  // namespace byline::compiler

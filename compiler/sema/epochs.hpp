#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>

namespace byline::compiler
{
/// The rule of an epochs bucket (M8): its message has the fields that a report needs (B302), its
/// leaves are an account and its weight.
std::optional<EpochsRule> check_epochs(const syntax::File& file, const syntax::Epochs& epochs,
    const Names& names, const Licence& licence, Diagnostics& diagnostics);
}  // namespace byline::compiler

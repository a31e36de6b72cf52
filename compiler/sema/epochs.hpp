#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/syntax/tree.hpp"

#include <optional>

namespace byline::compiler
{
/// The rule of an epochs bucket (M8): its message has the fields that a report needs (B302), its
/// leaves are an account and its weight.
std::optional<EpochsRule> check_epochs(Scope& scope, const syntax::Epochs& epochs);
}  // namespace byline::compiler

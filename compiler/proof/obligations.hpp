#pragma once

#include "compiler/proof/model.hpp"
#include "compiler/proof/obligation.hpp"

#include <optional>
#include <vector>

namespace byline::compiler::proof
{
/// All that is to be proved of a licence, in an order that depends on the model alone; ids are
/// unique. Nothing if some payee's shares have no common denominator below 2^128 (check B103).
std::optional<std::vector<Obligation>> obligations_of(const Model& model);
}  // namespace byline::compiler::proof

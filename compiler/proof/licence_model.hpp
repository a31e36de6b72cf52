#pragma once

#include "compiler/proof/model.hpp"
#include "compiler/sema/licence.hpp"

namespace byline::compiler::proof
{
/// What is to be proved of a licence: its groups of shared receipts, its other buckets, and the way
/// out for everybody who may have money in one.
Model model_of(const Licence& licence);
}  // namespace byline::compiler::proof

#pragma once

#include "compiler/proof/model.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace byline::compiler::proof
{
/// What a transaction takes at most that calls such a function of that bucket; none: not known.
using GasOfFunction =
    std::function<std::optional<std::uint64_t>(FunctionKind kind, std::size_t bucket)>;

/// What is to be proved of a licence: its groups of shared receipts, its other buckets, and the way
/// out for everybody who may have money in one, with its gas where the compiled code tells it.
Model model_of(const Licence& licence, const GasOfFunction& gas = {});
}  // namespace byline::compiler::proof

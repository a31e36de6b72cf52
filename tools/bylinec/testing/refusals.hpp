#pragma once

#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"

namespace byline::tools::testing
{
/// `fails(#1, subscribe(2))`: whether the licence refuses that call, which leaves no trace. More by
/// name: `paying: 2 ether`, and `error: NotAllowed`, which it must be refused with.
Tried<Value> fails(const Scene& scene, const compiler::syntax::Expression& e);
}  // namespace byline::tools::testing

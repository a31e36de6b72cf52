#pragma once

#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"

#include <string>
#include <vector>

namespace byline::tools::testing
{
/// Does the steps of a test one after the other and checks the books after each. The scene is then
/// what the test leaves; the error is the first step that does not hold.
Tried<void> run_test(Scene& scene, const compiler::syntax::Test& test);

/// What is wrong with the books of any licence now, as trouble at that place of the source.
Tried<void> check_money(const Scene& scene, compiler::Span span);
}  // namespace byline::tools::testing

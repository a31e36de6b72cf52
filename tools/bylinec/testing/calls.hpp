#pragma once

#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace byline::tools::testing
{
/// A call as a test writes it.
struct WrittenCall
{
    address from;
    compiler::syntax::Name function;
    const std::vector<compiler::syntax::Argument>& arguments;
    std::optional<compiler::syntax::ExpressionId> paying;
};

/// Which licence of the scene a test names; it must be signed.
Tried<std::size_t> signed_licence(const Scene& scene, const compiler::syntax::Name& name);

/// "`Scenes` and `Tune`": the licences of the file.
std::string licence_names(const Scene& scene);

/// The call with its arguments encoded. Signed messages are signed by who must sign them;
/// `report((#1, 60), (#2, 40))` makes the tree of the epoch and the attributor's signature,
/// `claimEpoch(0)` and `claimEpoch(0, #1)` the proof, `sweepEpoch(0)` what the epoch was closed
/// with; `transfer()` is a plain transfer.
Tried<LicenceCall> encode_call(const Scene& scene, const WrittenCall& written);
}  // namespace byline::tools::testing

#pragma once

// Who builds a machine needs what it is made of and from.
#include "compiler/proof/machine.hpp"  // IWYU pragma: export
#include "compiler/proof/model.hpp"    // IWYU pragma: export

namespace byline::compiler::proof
{
/// Every machine has the licence's books in it: `in`, all that ever came in; `out`, all that ever
/// went out; and where the rest is. So conservation, in = paid + owed + held + dust, is proved of
/// each step.

/// The books of a group of splits and waterfalls, about one payee and the sum of the others. Of the
/// share function only what `obligations_of(Entitlements)` proves is used.
Machine books_of(const ShareGroup& group);

/// Rule M7, about one member and the sum of the others, at most 2^32 - 1 members.
Machine machine_of(const Pool& pool);

/// Rule M8, where the money is: one epoch and the sum of the others.
Machine machine_of(const Epochs& epochs);

/// Rule M8, what the leaves of one epoch get: each is claimed at most once, and their weights total
/// at most `total` (the claim bits and the Merkle sums see to that).
Machine leaves_of(const Epochs& epochs);

/// Rule M9, about one account and the sum of the others.
Machine machine_of(const Tab& tab);

/// Rule M10.
Machine machine_of(const Pot& pot);
}  // namespace byline::compiler::proof

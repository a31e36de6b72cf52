#pragma once

#include "compiler/bound/value.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace byline::compiler::bound
{
/// What is known of a slot of storage that was touched: so it is warm.
struct Slot
{
    /// The next write is charged as a warm read: the one before was charged as if it had changed
    /// the slot. Of two writes in a row to a slot, one at most costs more than that (EIP-2200).
    bool is_paid = false;
    bool was_set = false;     ///< held something else than 0 when the call began
    ValueId first = unknown;  ///< what it held when the call began, as far as it is known

    bool operator==(const Slot&) const = default;
};

/// What is known of a call wherever it is at one place of the code.
struct State
{
    std::vector<ValueId> stack;               ///< the top is the last; below may lie more
    std::map<std::uint64_t, ValueId> memory;  ///< words by their offsets; they do not overlap
    std::map<ValueId, Slot> slots;
    std::set<ValueId> accounts;  ///< warm ones
    std::map<ValueId, Facts> learnt;
    bool may_have_written = false;  ///< to storage, or called somebody who may

    bool operator==(const State&) const = default;
};

[[nodiscard]] Facts facts_of(const Values& values, const State& state, ValueId id);

/// From here on this holds too.
void learn(const Values& values, State& state, ValueId id, const Facts& facts);

/// From here on the word is not 0, or is.
void learn_truth(const Values& values, State& state, ValueId id, bool is_nonzero);

/// Nothing is known of the bytes from `begin` to `end` any more.
void forget_memory(State& state, std::uint64_t begin, std::uint64_t end);

/// What the words of `origin` were before it comes to them anew is of no use: words on the stack
/// that come from them are `unknown`, the rest is forgotten.
void forget_origin(const Values& values, State& state, Origin origin);

/// Makes `state` hold where `more` holds too; both are at the beginning of `origin`, whose symbol
/// number i is the word at depth i. `is_old`: after many rounds it is no longer tried to keep what
/// changes each time. Whether anything changed.
bool join(Values& values, State& state, const State& more, Origin origin, bool is_old);
}  // namespace byline::compiler::bound

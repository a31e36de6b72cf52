#pragma once

#include "compiler/lower/context.hpp"
#include "compiler/sema/statement.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::compiler
{
/// Reads what a call brings, as the contract ABI lays it out. Everything wrong with it (too short,
/// dirty words, offsets that point outside, lists too long) reverts without a word. An offset is a
/// place in calldata, in bytes; none can wrap: what was checked lies below calldatasize.

/// Refuses a call of fewer than that many words behind the selector.
void require_words(Lowering& l, std::size_t words);

/// The word at `offset`, refused if it is none of the type's range (money: Overflow()).
ir::ValueId load_scalar(Lowering& l, ir::ValueId offset, const ScalarType& type);

/// The same for word `word` behind the selector.
ir::ValueId load_argument(Lowering& l, std::size_t word, const ScalarType& type);

/// `bytes`, or the entries of a list.
struct CalldataRange
{
    ir::ValueId offset = 0;  ///< of the first byte or entry
    ir::ValueId length = 0;  ///< in bytes, or entries
};

/// The `bytes` whose offset, counted from `base`, is the word at `head`.
CalldataRange load_bytes(Lowering& l, ir::ValueId base, ir::ValueId head);

/// The list whose offset, counted from `base`, is the word at `head`: at most `max_length` entries,
/// each of `words` words in the list itself (1 for entries that have an offset).
CalldataRange load_list(
    Lowering& l, ir::ValueId base, ir::ValueId head, std::uint64_t max_length, std::size_t words);

/// A message and its signature.
struct SignedTuple
{
    ir::ValueId fields = 0;  ///< offset of the tuple's first word
    CalldataRange signature;
};

/// The (tuple, bytes) at `offset`, the tuple of `words` words.
SignedTuple load_signed(Lowering& l, ir::ValueId offset, std::size_t words);

/// An entry of a list, or a parameter that is a message.
struct ListEntry
{
    std::vector<ir::ValueId> fields;   ///< of a message in their order, or the one scalar
    std::optional<SignedTuple> proof;  ///< of a signed message
};

/// The parameters of an act or a view.
class Arguments
{
public:
    /// Checks and reads all of them but the entries of lists.
    Arguments(Lowering& l, const std::vector<Parameter>& parameters);

    /// A scalar, or the field of a message.
    [[nodiscard]] ir::ValueId value(std::size_t parameter, std::size_t field) const;

    /// All words of a scalar or a message.
    [[nodiscard]] const std::vector<ir::ValueId>& fields(std::size_t parameter) const
    {
        return places_[parameter].fields;
    }

    [[nodiscard]] const Parameter& parameter(std::size_t index) const { return parameters_[index]; }

    /// Where a list lies: its entries, one behind the other, each of `entry_size` bytes.
    [[nodiscard]] const CalldataRange& list(std::size_t list) const { return places_[list].list; }

    [[nodiscard]] std::uint64_t entry_size(const Licence& licence, std::size_t list) const;

    /// Checks and reads the entry at `head`, which is in the list.
    [[nodiscard]] ListEntry entry(Lowering& l, std::size_t list, ir::ValueId head) const;

    /// How many words behind the selector the parameters take, without what their offsets point at.
    static std::size_t head_words(const Licence& licence, const std::vector<Parameter>& parameters);

private:
    static ListEntry load_entry(
        Lowering& l, const Parameter& parameter, ir::ValueId base, ir::ValueId head);

    struct Place
    {
        std::vector<ir::ValueId> fields;
        CalldataRange list;
    };

    const std::vector<Parameter>& parameters_;
    std::vector<Place> places_;
};
}  // namespace byline::compiler

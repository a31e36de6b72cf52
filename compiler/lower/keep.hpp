#pragma once

#include "compiler/lower/context.hpp"
#include "compiler/sema/statement.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace byline::compiler
{
/// keccak256(key . slot): where a mapping keeps the value of a key, as in Solidity. Uses the first
/// 64 bytes of memory.
ir::ValueId mapping_slot(Lowering& l, ir::ValueId key, ir::ValueId slot);

/// A field of a word, and the word with the field replaced by a value that fits.
ir::ValueId field_of(Lowering& l, ir::ValueId word, unsigned shift, unsigned bits);
ir::ValueId with_field(
    Lowering& l, ir::ValueId word, unsigned shift, unsigned bits, ir::ValueId value);

/// Stores the initial values of keeps: for the constructor.
void initialise_keeps(Lowering& l);

/// A value for one field of a keep, which fits it.
struct FieldValue
{
    std::size_t field = 0;
    ir::ValueId value = 0;
};

/// Reads and writes the keeps of one act or view. A word that was read on the way to the block at
/// hand is not read again until it may have changed; several fields of one word are written at
/// once.
class KeepAccess
{
public:
    explicit KeepAccess(Lowering& l) : l_{l} {}

    ir::ValueId read(std::size_t keep, std::optional<ir::ValueId> key, std::size_t field);
    void write(
        std::size_t keep, std::optional<ir::ValueId> key, const std::vector<FieldValue>& values);

    /// Somebody else may have written to storage: a call was made, or another turn of a loop.
    void forget_words() { words_.clear(); }

    /// Between these two stands a block that not every path reaches: what is known there alone is
    /// forgotten at the end, and what was written there too.
    void enter();
    void leave();

private:
    /// A keep and the value of its key. Those without a key may share words, so they are one: 0
    /// stands for them, and 1 + its number for one with a key.
    using Entry = std::pair<std::size_t, std::optional<ir::ValueId>>;
    /// With the slot; where there is a key, it counts from the first of the value.
    using Word = std::pair<Entry, std::size_t>;

    struct Known
    {
        std::map<Entry, ir::ValueId> slots;
        std::map<Word, ir::ValueId> words;
        std::set<std::size_t> written;
    };

    static Entry entry_of(std::size_t keep, std::optional<ir::ValueId> key);
    ir::ValueId slot_of(const Entry& entry, std::size_t offset);
    ir::ValueId word_of(const Word& word);
    [[nodiscard]] bool fill(
        const Word& word, std::size_t keep, const std::vector<FieldValue>& values) const;
    ir::ValueId written_word(
        const Word& word, std::size_t keep, const std::vector<FieldValue>& values);

    Lowering& l_;
    std::map<Entry, ir::ValueId> slots_;
    std::map<Word, ir::ValueId> words_;
    std::set<std::size_t> written_;  ///< as in Entry, since the last `enter`
    std::vector<Known> outer_;
};
}  // namespace byline::compiler

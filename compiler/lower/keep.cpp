#include "compiler/lower/keep.hpp"

#include "compiler/lower/context.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

namespace
{
constexpr unsigned word_bits = 256;

uint256 mask_of(unsigned bits)
{
    return bits == word_bits ? max_uint256 : (uint256{1} << bits) - 1;
}

/// The word with zeros in place of the field. The ends of a word are cleared by shifts, which are
/// shorter than a mask.
ValueId without_field(Lowering& l, ValueId word, unsigned shift, unsigned bits)
{
    const auto both = [&](Operation first, Operation second, unsigned by) {
        return l.b.emit(second, {l.b.constant(by), l.b.emit(first, {l.b.constant(by), word})});
    };
    if (shift == 0)
        return both(Operation::shr, Operation::shl, bits);
    if (shift + bits == word_bits)
        return both(Operation::shl, Operation::shr, bits);
    return l.b.emit(Operation::bit_and, {word, l.b.constant(~(mask_of(bits) << shift))});
}

ValueId shifted(Lowering& l, ValueId value, unsigned shift)
{
    return shift == 0 ? value : l.b.emit(Operation::shl, {l.b.constant(shift), value});
}
}  // namespace

ValueId mapping_slot(Lowering& l, ValueId key, ValueId slot)
{
    l.b.emit(Operation::mstore, {l.b.constant(0), key});
    l.b.emit(Operation::mstore, {l.b.constant(word_size), slot});
    return l.b.emit(Operation::keccak256, {l.b.constant(0), l.b.constant(2 * word_size)});
}

ValueId field_of(Lowering& l, ValueId word, unsigned shift, unsigned bits)
{
    const ValueId low = shift == 0 ? word : l.b.emit(Operation::shr, {l.b.constant(shift), word});
    if (shift + bits == word_bits)
        return low;
    return l.b.emit(Operation::bit_and, {low, l.b.constant(mask_of(bits))});
}

ValueId with_field(Lowering& l, ValueId word, unsigned shift, unsigned bits, ValueId value)
{
    if (bits == word_bits)
        return value;
    return l.b.emit(
        Operation::bit_or, {without_field(l, word, shift, bits), shifted(l, value, shift)});
}

void initialise_keeps(Lowering& l)
{
    std::map<std::size_t, uint256> words;
    const Licence& licence = l.context.licence;
    for (std::size_t i = 0; i < licence.keeps.size(); ++i)
    {
        const std::vector<uint256>& initial = licence.keeps[i].initial;
        for (std::size_t field = 0; field < initial.size(); ++field)
        {
            const BitField& place = l.context.storage.keeps[i].fields[field];
            words[place.slot] = words[place.slot] | (initial[field] << place.shift);
        }
    }
    for (const auto& [slot, word] : words)
    {
        if (!word.is_zero())
            l.b.emit(Operation::sstore, {l.b.constant(slot), l.b.constant(word)});
    }
}

KeepAccess::Entry KeepAccess::entry_of(std::size_t keep, std::optional<ValueId> key)
{
    return {key ? keep + 1 : 0, key};
}

ValueId KeepAccess::slot_of(const Entry& entry, std::size_t offset)
{
    if (!entry.second)
        return l_.b.constant(offset);
    auto found = slots_.find(entry);
    if (found == slots_.end())
    {
        const std::size_t slot = l_.context.storage.keeps[entry.first - 1].slot;
        found = slots_.emplace(entry, mapping_slot(l_, *entry.second, l_.b.constant(slot))).first;
    }
    if (offset == 0)
        return found->second;
    return l_.b.emit(Operation::add, {found->second, l_.b.constant(offset)});
}

ValueId KeepAccess::word_of(const Word& word)
{
    auto found = words_.find(word);
    if (found == words_.end())
    {
        const ValueId slot = slot_of(word.first, word.second);
        found = words_.emplace(word, l_.b.emit(Operation::sload, {slot})).first;
    }
    return found->second;
}

ValueId KeepAccess::read(std::size_t keep, std::optional<ValueId> key, std::size_t field)
{
    const BitField& place = l_.context.storage.keeps[keep].fields[field];
    return field_of(l_, word_of({entry_of(keep, key), place.slot}), place.shift, place.bits);
}

/// Whether the values are all that lies in the word: then nobody needs what it was.
bool KeepAccess::fill(
    const Word& word, std::size_t keep, const std::vector<FieldValue>& values) const
{
    const auto is_written = [&](std::size_t field) {
        return std::ranges::any_of(
            values, [&](const FieldValue& value) { return value.field == field; });
    };
    const std::vector<KeepStorage>& keeps = l_.context.storage.keeps;
    for (std::size_t i = 0; i < keeps.size(); ++i)
    {
        const bool has_key = l_.context.licence.keeps[i].key.has_value();
        if (i != keep && (has_key || word.first.second))
            continue;
        for (std::size_t field = 0; field < keeps[i].fields.size(); ++field)
        {
            if (keeps[i].fields[field].slot == word.second && (i != keep || !is_written(field)))
                return false;
        }
    }
    return true;
}

ValueId KeepAccess::written_word(
    const Word& word, std::size_t keep, const std::vector<FieldValue>& values)
{
    const std::vector<BitField>& fields = l_.context.storage.keeps[keep].fields;
    const bool is_full = fill(word, keep, values);
    std::optional<ValueId> result;
    if (!is_full)
        result = word_of(word);
    for (const FieldValue& value : values)
    {
        const BitField& place = fields[value.field];
        if (place.slot != word.second)
            continue;
        if (!is_full)
            result = with_field(l_, *result, place.shift, place.bits, value.value);
        else if (const ValueId part = shifted(l_, value.value, place.shift); result)
            result = l_.b.emit(Operation::bit_or, {*result, part});
        else
            result = part;
    }
    return *result;
}

void KeepAccess::write(
    std::size_t keep, std::optional<ValueId> key, const std::vector<FieldValue>& values)
{
    const Entry entry = entry_of(keep, key);
    const std::vector<BitField>& fields = l_.context.storage.keeps[keep].fields;
    std::set<std::size_t> slots;
    for (const FieldValue& value : values)
        slots.insert(fields[value.field].slot);
    written_.insert(entry.first);
    for (const std::size_t slot : slots)
    {
        const Word word{entry, slot};
        const ValueId result = written_word(word, keep, values);
        l_.b.emit(Operation::sstore, {slot_of(entry, slot), result});
        words_[word] = result;
    }
    // Another key may be the same one when it runs.
    std::erase_if(words_, [&](const auto& known) {
        const Entry& other = known.first.first;
        return other.first == entry.first && other.second != entry.second;
    });
}

void KeepAccess::enter()
{
    outer_.push_back({slots_, words_, std::move(written_)});
    written_.clear();
}

void KeepAccess::leave()
{
    Known known = std::move(outer_.back());
    outer_.pop_back();
    std::erase_if(
        known.words, [&](const auto& word) { return written_.contains(word.first.first.first); });
    slots_ = std::move(known.slots);
    words_ = std::move(known.words);
    written_.merge(known.written);
}
}  // namespace byline::compiler

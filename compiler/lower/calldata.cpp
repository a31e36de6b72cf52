#include "compiler/lower/calldata.hpp"

#include "compiler/lower/context.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

namespace
{
ValueId size_of_call(Lowering& l)
{
    return l.b.emit(Operation::calldatasize);
}

ValueId plus(Lowering& l, ValueId offset, std::uint64_t bytes)
{
    return bytes == 0 ? offset : l.b.emit(Operation::add, {offset, l.b.constant(bytes)});
}

ValueId either(Lowering& l, ValueId a, ValueId b)
{
    return l.b.emit(Operation::bit_or, {a, b});
}

/// What stands at base + the word at `head`: a length, then that many entries of `entry_size`
/// bytes. `limit` is the highest length; the three checks are one test, because whatever a wrong
/// offset or length makes of the sums, its own comparison holds.
CalldataRange load_range(
    Lowering& l, ValueId base, ValueId head, ValueId limit, std::uint64_t entry_size)
{
    const ValueId relative = l.b.emit(Operation::calldataload, {head});
    const ValueId start = l.b.emit(Operation::add, {base, relative});
    const ValueId length = l.b.emit(Operation::calldataload, {start});
    const ValueId offset = plus(l, start, word_size);
    const ValueId bytes =
        entry_size == 1 ? length : l.b.emit(Operation::mul, {length, l.b.constant(entry_size)});
    const ValueId end = l.b.emit(Operation::add, {offset, bytes});
    const ValueId far = l.b.emit(Operation::gt, {relative, size_of_call(l)});
    const ValueId long_one = l.b.emit(Operation::gt, {length, limit});
    const ValueId outside = l.b.emit(Operation::gt, {end, size_of_call(l)});
    l.b.leave_if(either(l, either(l, far, long_one), outside), l.failures.refuse(), "inside");
    return {offset, length};
}

std::size_t words_of(const Licence& licence, const Parameter& parameter)
{
    return parameter.kind == ParameterKind::scalar
               ? 1
               : licence.messages[parameter.message].fields.size();
}

std::size_t head_words_of(const Licence& licence, const Parameter& parameter)
{
    return parameter.is_list || parameter.kind == ParameterKind::signed_message
               ? 1
               : words_of(licence, parameter);
}

std::vector<ValueId> load_fields(Lowering& l, ValueId offset, const Parameter& parameter)
{
    if (parameter.kind == ParameterKind::scalar)
        return {load_scalar(l, offset, parameter.type)};
    std::vector<ValueId> fields;
    for (const ScalarField& field : l.context.licence.messages[parameter.message].fields)
        fields.push_back(load_scalar(l, plus(l, offset, word_size * fields.size()), field.type));
    return fields;
}
}  // namespace

void require_words(Lowering& l, std::size_t words)
{
    if (words <= l.known_words)
        return;
    const ValueId size = l.b.constant(selector_size + word_size * words);
    const ValueId short_of = l.b.emit(Operation::lt, {size_of_call(l), size});
    l.b.leave_if(short_of, l.failures.refuse(), "complete");
}

ValueId load_scalar(Lowering& l, ValueId offset, const ScalarType& type)
{
    const ValueId value = l.b.emit(Operation::calldataload, {offset});
    if (const auto& high = type.range.high; high && *high != max_uint256)
    {
        const bool is_mask = (*high & (*high + 1)).is_zero();
        const ValueId outside =
            is_mask ? l.b.emit(Operation::shr, {l.b.constant(high->bit_width()), value})
                    : l.b.emit(Operation::gt, {value, l.b.constant(*high)});
        l.b.leave_if(outside,
            type.is_money() ? l.failures.without_arguments("Overflow") : l.failures.refuse(),
            "not_above");
    }
    if (!type.range.low.is_zero())
    {
        const ValueId below = l.b.emit(Operation::lt, {value, l.b.constant(type.range.low)});
        l.b.leave_if(below, l.failures.refuse(), "not_below");
    }
    return value;
}

ValueId load_argument(Lowering& l, std::size_t word, const ScalarType& type)
{
    const ValueId offset = l.b.constant(selector_size + word_size * word);
    if (word == 0 && type.kind == ScalarKind::account && l.first_is_account)
        return l.b.emit(Operation::calldataload, {offset});
    return load_scalar(l, offset, type);
}

CalldataRange load_bytes(Lowering& l, ValueId base, ValueId head)
{
    return load_range(l, base, head, size_of_call(l), 1);
}

CalldataRange load_list(
    Lowering& l, ValueId base, ValueId head, std::uint64_t max_length, std::size_t words)
{
    return load_range(l, base, head, l.b.constant(max_length), word_size * words);
}

SignedTuple load_signed(Lowering& l, ValueId offset, std::size_t words)
{
    const ValueId head = plus(l, offset, word_size * words);
    const ValueId cut = l.b.emit(Operation::gt, {plus(l, head, word_size), size_of_call(l)});
    l.b.leave_if(cut, l.failures.refuse(), "whole");
    return {offset, load_bytes(l, offset, head)};
}

Arguments::Arguments(Lowering& l, const std::vector<Parameter>& parameters)
    : parameters_{parameters}
{
    require_words(l, head_words(l.context.licence, parameters));
    std::uint64_t offset = selector_size;
    for (const Parameter& parameter : parameters_)
    {
        const ValueId head = l.b.constant(offset);
        Place& place = places_.emplace_back();
        if (parameter.is_list)
            place.list = load_list(l, l.b.constant(selector_size), head, parameter.max_length,
                parameter.kind == ParameterKind::signed_message
                    ? 1
                    : words_of(l.context.licence, parameter));
        else if (parameter.kind == ParameterKind::signed_message)
            place.fields = load_entry(l, parameter, l.b.constant(selector_size), head).fields;
        else if (parameter.kind == ParameterKind::scalar)
            place.fields = {load_argument(l, (offset - selector_size) / word_size, parameter.type)};
        else
            place.fields = load_fields(l, head, parameter);
        offset += word_size * head_words_of(l.context.licence, parameter);
    }
}

ValueId Arguments::value(std::size_t parameter, std::size_t field) const
{
    return places_[parameter].fields[field];
}

ListEntry Arguments::load_entry(Lowering& l, const Parameter& parameter, ValueId base, ValueId head)
{
    if (parameter.kind != ParameterKind::signed_message)
        return {.fields = load_fields(l, head, parameter), .proof = {}};
    const ValueId relative = l.b.emit(Operation::calldataload, {head});
    const ValueId far = l.b.emit(Operation::gt, {relative, size_of_call(l)});
    l.b.leave_if(far, l.failures.refuse(), "near");
    const ValueId offset = l.b.emit(Operation::add, {base, relative});
    const SignedTuple proof = load_signed(l, offset, words_of(l.context.licence, parameter));
    return {.fields = load_fields(l, offset, parameter), .proof = proof};
}

ListEntry Arguments::entry(Lowering& l, std::size_t list, ValueId head) const
{
    return load_entry(l, parameters_[list], places_[list].list.offset, head);
}

std::uint64_t Arguments::entry_size(const Licence& licence, std::size_t list) const
{
    const Parameter& parameter = parameters_[list];
    return parameter.kind == ParameterKind::signed_message
               ? word_size
               : word_size * words_of(licence, parameter);
}

std::size_t Arguments::head_words(const Licence& licence, const std::vector<Parameter>& parameters)
{
    std::size_t words = 0;
    for (const Parameter& parameter : parameters)
        words += head_words_of(licence, parameter);
    return words;
}
}  // namespace byline::compiler

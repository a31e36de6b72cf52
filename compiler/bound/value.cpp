#include "compiler/bound/value.hpp"

#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace byline::compiler::bound
{
namespace
{
constexpr unsigned word_bits = 256;

uint256 ones(unsigned width) noexcept
{
    return width >= word_bits ? max_uint256 : (uint256{1} << width) - 1;
}

uint256 flag(bool value) noexcept
{
    return value ? 1 : 0;
}

bool is_commutative(Opcode opcode) noexcept
{
    return opcode == OP_ADD || opcode == OP_MUL || opcode == OP_AND || opcode == OP_OR ||
           opcode == OP_XOR || opcode == OP_EQ;
}

/// The result for constants; none for what need not be computed.
std::optional<uint256> compute(Opcode opcode, const uint256& a, const uint256& b) noexcept
{
    switch (opcode)
    {
        case OP_ADD:
            return a + b;
        case OP_SUB:
            return a - b;
        case OP_MUL:
            return a * b;
        case OP_AND:
            return a & b;
        case OP_OR:
            return a | b;
        case OP_XOR:
            return a ^ b;
        case OP_SHL:
            return b << a;
        case OP_SHR:
            return b >> a;
        case OP_EQ:
            return flag(a == b);
        case OP_LT:
            return flag(a < b);
        case OP_GT:
            return flag(a > b);
        default:
            return std::nullopt;
    }
}

Facts sum(const Facts& a, const Facts& b) noexcept
{
    if (a.max > max_uint256 - b.max)
        return {};
    Facts result = at_most(a.max + b.max);
    result.is_nonzero = a.is_nonzero || b.is_nonzero;
    return result;
}

Facts product(const Facts& a, const Facts& b) noexcept
{
    if (a.max.bit_width() + b.max.bit_width() > word_bits)
        return {};
    Facts result = at_most(a.max * b.max);
    result.is_nonzero = a.is_nonzero && b.is_nonzero;
    return result;
}

Facts shifted_left(const Facts& a, const uint256& by) noexcept
{
    Facts result{a.bits << by, a.bits << by, false};
    if (by < word_bits && a.max.bit_width() + by.words[0] <= word_bits)
    {
        result.max = a.max << by;
        result.is_nonzero = a.is_nonzero;
    }
    return result;
}
}  // namespace

Facts at_most(const uint256& max) noexcept
{
    return {ones(max.bit_width()), max, false};
}

Facts both(const Facts& a, const Facts& b) noexcept
{
    Facts result{a.bits & b.bits, std::min(a.max, b.max), a.is_nonzero || b.is_nonzero};
    result.bits = result.bits & ones(result.max.bit_width());
    result.max = std::min(result.max, result.bits);
    return result;
}

Facts either(const Facts& a, const Facts& b) noexcept
{
    return {a.bits | b.bits, std::max(a.max, b.max), a.is_nonzero && b.is_nonzero};
}

Values::Values()
{
    values_.emplace_back();
}

ValueId Values::add(Value value)
{
    values_.push_back(std::move(value));
    return static_cast<ValueId>(values_.size() - 1);
}

ValueId Values::constant(const uint256& value)
{
    if (const auto found = constants_.find(value); found != constants_.end())
        return found->second;
    return constants_[value] = add({.is_constant = true, .number = value});
}

ValueId Values::symbol(Origin origin, std::uint32_t place, const Facts& facts)
{
    const std::tuple key{origin, place};
    if (const auto found = symbols_.find(key); found != symbols_.end())
        return found->second;
    Value value{.facts = facts};
    if (origin != environment)
        value.origins = {origin};
    return symbols_[key] = add(std::move(value));
}

ValueId Values::operation(Opcode opcode, std::vector<ValueId> operands)
{
    if (std::ranges::find(operands, unknown) != operands.end())
        return unknown;
    if (operands.size() == 2)
    {
        const uint256* a = constant_of(operands[0]);
        const uint256* b = constant_of(operands[1]);
        if (a != nullptr && b != nullptr)
        {
            if (const auto result = compute(opcode, *a, *b))
                return constant(*result);
        }
        if (is_commutative(opcode) && operands[1] < operands[0])
            std::swap(operands[0], operands[1]);
    }
    if (operands.size() == 1 && constant_of(operands[0]) != nullptr)
    {
        const uint256 operand = *constant_of(operands[0]);
        if (opcode == OP_ISZERO)
            return constant(flag(operand.is_zero()));
        if (opcode == OP_NOT)
            return constant(~operand);
    }
    const std::tuple key{opcode, operands};
    if (const auto found = operations_.find(key); found != operations_.end())
        return found->second;
    Value value{.opcode = opcode, .operands = std::move(operands)};
    for (const ValueId operand : value.operands)
    {
        std::vector<Origin> joined;
        std::ranges::set_union(value.origins, values_[operand].origins, std::back_inserter(joined));
        value.origins = std::move(joined);
    }
    return operations_[key] = add(std::move(value));
}

const uint256* Values::constant_of(ValueId id) const
{
    return values_[id].is_constant ? &values_[id].number : nullptr;
}

bool Values::mentions(ValueId id, Origin origin) const
{
    return std::ranges::binary_search(values_[id].origins, origin);
}

Facts Values::facts(ValueId id, const Known& learnt) const
{
    Known known;
    return facts(id, learnt, known);
}

// As deep as the code computes without a loop: what a loop hands on is a symbol.
// NOLINTNEXTLINE(misc-no-recursion)
Facts Values::facts(ValueId id, const Known& learnt, Known& known) const
{
    if (const auto found = known.find(id); found != known.end())
        return found->second;
    const Value& value = values_[id];
    Facts result = value.facts;
    if (value.is_constant)
        result = {value.number, value.number, !value.number.is_zero()};
    else if (value.opcode != OP_STOP)
        result = of_operation(value, learnt, known);
    if (const auto more = learnt.find(id); more != learnt.end())
        result = both(result, more->second);
    return known[id] = result;
}

// NOLINTNEXTLINE(misc-no-recursion)
Facts Values::of_operation(const Value& value, const Known& learnt, Known& known) const
{
    const auto operand = [&](std::size_t i) { return facts(value.operands[i], learnt, known); };
    switch (value.opcode)
    {
        case OP_ADD:
            return sum(operand(0), operand(1));
        case OP_MUL:
            return product(operand(0), operand(1));
        case OP_AND: {
            Facts result = both(operand(0), operand(1));
            result.is_nonzero = false;
            return result;
        }
        case OP_OR:
        case OP_XOR: {
            const Facts a = operand(0);
            const Facts b = operand(1);
            const uint256 bits = a.bits | b.bits;
            return {bits, bits, value.opcode == OP_OR && (a.is_nonzero || b.is_nonzero)};
        }
        case OP_SHL:
            if (const uint256* by = constant_of(value.operands[0]))
                return shifted_left(operand(1), *by);
            return {};
        case OP_SHR:
            if (const uint256* by = constant_of(value.operands[0]))
                return {operand(1).bits >> *by, operand(1).max >> *by, false};
            return at_most(operand(1).max);
        case OP_DIV:
            return at_most(operand(0).max);
        case OP_MOD:
            return at_most(std::min(operand(0).max, operand(1).max));
        case OP_LT:
        case OP_GT:
        case OP_SLT:
        case OP_SGT:
        case OP_EQ:
        case OP_ISZERO:
            return at_most(1);
        case OP_BYTE:
            return at_most(0xff);
        default:
            return {};
    }
}
}  // namespace byline::compiler::bound

#include "compiler/ir/known_bits.hpp"

#include "compiler/ir/ir.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace byline::compiler::ir
{
namespace
{
constexpr unsigned address_bits = 160;
constexpr unsigned byte_bits = 8;

uint256 of_quotient(const uint256& dividend) noexcept
{
    return low_bits(dividend.bit_width());  // by zero gives zero
}

/// Shifts whose width is known; none otherwise.
std::optional<uint256> shift_of(const Function& function, const Instruction& instruction)
{
    const Instruction& by = function.values[instruction.operands[0]];
    if (by.operation != Operation::constant)
        return std::nullopt;
    return by.constant;
}

uint256 of_left_shift(const std::optional<uint256>& by, const uint256& shifted) noexcept
{
    return by ? shifted << *by : max_uint256;
}

uint256 of_right_shift(const std::optional<uint256>& by, const uint256& shifted) noexcept
{
    return by ? shifted >> *by : low_bits(shifted.bit_width());
}

uint256 of_remainder(const uint256& dividend, const uint256& modulus) noexcept
{
    return low_bits(std::min(dividend.bit_width(), modulus.bit_width()));
}
}  // namespace

uint256 low_bits(unsigned bits) noexcept
{
    return bits >= 256 ? max_uint256 : (uint256{1} << bits) - 1;
}

uint256 possible_bits(
    const Function& function, const Instruction& instruction, const std::vector<uint256>& x)
{
    switch (instruction.operation)
    {
        case Operation::constant:
            return instruction.constant;
        case Operation::immutable:
        case Operation::self:
        case Operation::caller:
            return low_bits(address_bits);
        case Operation::lt:
        case Operation::gt:
        case Operation::slt:
        case Operation::sgt:
        case Operation::eq:
        case Operation::iszero:
        case Operation::call:
        case Operation::staticcall:
            return 1;
        case Operation::byte:
            return low_bits(byte_bits);
        case Operation::bit_and:
            return x[0] & x[1];
        case Operation::bit_or:
        case Operation::bit_xor:
            return x[0] | x[1];
        case Operation::add:
            return (x[0] & x[1]).is_zero()
                       ? x[0] | x[1]
                       : low_bits(std::max(x[0].bit_width(), x[1].bit_width()) + 1);
        case Operation::shl:
            return of_left_shift(shift_of(function, instruction), x[1]);
        case Operation::shr:
            return of_right_shift(shift_of(function, instruction), x[1]);
        case Operation::mul:
            return low_bits(x[0].bit_width() + x[1].bit_width());
        case Operation::div:
            return of_quotient(x[0]);
        case Operation::mod:
            return of_remainder(x[0], x[1]);
        case Operation::addmod:
        case Operation::mulmod:
            return low_bits(x[2].bit_width());
        default:
            return max_uint256;
    }
}
}  // namespace byline::compiler::ir

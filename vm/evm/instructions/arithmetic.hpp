#pragma once

#include "vm/evm/machine/frame.hpp"
#include "vm/primitives/uint256.hpp"

/// The instructions, one small function each, in files by subject. The interpreter has checked that
/// the instruction is defined and the stack high enough, and has charged the fixed cost. `top` is
/// the top of the stack before the instruction; afterwards the interpreter moves it as opcodes.def
/// says. The signature tells what a function needs and whether it can fail (see the interpreter).
namespace byline::vm::instructions
{
inline void add(uint256* top) noexcept
{
    top[-1] += top[0];
}

inline void mul(uint256* top) noexcept
{
    top[-1] *= top[0];
}

inline void sub(uint256* top) noexcept
{
    top[-1] = top[0] - top[-1];
}

inline void div(uint256* top) noexcept
{
    top[-1] = top[0] / top[-1];
}

inline void sdiv(uint256* top) noexcept
{
    top[-1] = signed_div(top[0], top[-1]);
}

inline void mod(uint256* top) noexcept
{
    top[-1] = top[0] % top[-1];
}

inline void smod(uint256* top) noexcept
{
    top[-1] = signed_mod(top[0], top[-1]);
}

inline void addmod(uint256* top) noexcept
{
    top[-2] = add_mod(top[0], top[-1], top[-2]);
}

inline void mulmod(uint256* top) noexcept
{
    top[-2] = mul_mod(top[0], top[-1], top[-2]);
}

inline Flow exp(uint256* top, std::int64_t& left, Frame& frame) noexcept
{
    const std::int64_t bytes = (top[-1].bit_width() + 7) / 8;
    if (!gas::charge(left, bytes * gas::exponent_byte))
        return frame.halt(Status::out_of_gas);
    top[-1] = power(top[0], top[-1]);
    return Flow::next;
}

inline void signextend(uint256* top) noexcept
{
    top[-1] = sign_extend(top[0], top[-1]);
}

inline void lt(uint256* top) noexcept
{
    top[-1] = static_cast<std::uint64_t>(top[0] < top[-1]);
}

inline void gt(uint256* top) noexcept
{
    top[-1] = static_cast<std::uint64_t>(top[-1] < top[0]);
}

inline void slt(uint256* top) noexcept
{
    top[-1] = static_cast<std::uint64_t>(signed_less(top[0], top[-1]));
}

inline void sgt(uint256* top) noexcept
{
    top[-1] = static_cast<std::uint64_t>(signed_less(top[-1], top[0]));
}

inline void eq(uint256* top) noexcept
{
    top[-1] = static_cast<std::uint64_t>(top[0] == top[-1]);
}

inline void iszero(uint256* top) noexcept
{
    top[0] = static_cast<std::uint64_t>(top[0].is_zero());
}

inline void bitwise_and(uint256* top) noexcept
{
    top[-1] = top[0] & top[-1];
}

inline void bitwise_or(uint256* top) noexcept
{
    top[-1] = top[0] | top[-1];
}

inline void bitwise_xor(uint256* top) noexcept
{
    top[-1] = top[0] ^ top[-1];
}

inline void bitwise_not(uint256* top) noexcept
{
    top[0] = ~top[0];
}

inline void byte(uint256* top) noexcept
{
    top[-1] = byte_at(top[0], top[-1]);
}

inline void shl(uint256* top) noexcept
{
    top[-1] = top[-1] << top[0];
}

inline void shr(uint256* top) noexcept
{
    top[-1] = top[-1] >> top[0];
}

inline void sar(uint256* top) noexcept
{
    top[-1] = arithmetic_shift_right(top[-1], top[0]);
}

/// Leading zero bits; 256 for zero (EIP-7939).
inline void clz(uint256* top) noexcept
{
    top[0] = 256 - top[0].bit_width();
}
}  // namespace byline::vm::instructions

#pragma once

#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/primitives/modulus_cache.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>

/// The instructions, one small function each, in files by subject: the only text of each, whatever
/// engine runs it. The engine has checked that the instruction is defined and the stack high
/// enough, and has charged the fixed cost. The signature tells what an instruction needs:
///
///     uint256 f(operands…)                   computes; the first operand is the top of the stack
///     uint256 f(operands…, Frame&)           reads or writes what the frame knows
///     uint256 or void f(operands…, std::int64_t& left, Frame&)
///                                            may use up gas; `left` below zero: out of gas
///     void f(uint256* top, std::int64_t& left, Frame&)
///                                            the same with operands at top[0], top[-1], … and the
///                                            result in the place of the last
///     Flow f(uint256* top, std::int64_t& left, Frame&)
///                                            can also end the frame, or ask for a child
///
/// Here: Yellow Paper §H.2, 0x00 to 0x1f.
namespace byline::vm::instructions
{
constexpr uint256 add(const uint256& a, const uint256& b) noexcept
{
    return a + b;
}

constexpr uint256 mul(const uint256& a, const uint256& b) noexcept
{
    return a * b;
}

constexpr uint256 sub(const uint256& a, const uint256& b) noexcept
{
    return a - b;
}

// A divisor of zero is told here: calling for it would take longer than the rest.

inline uint256 div(const uint256& a, const uint256& b) noexcept
{
    return b.is_zero() ? uint256{} : a / b;
}

inline uint256 sdiv(const uint256& a, const uint256& b) noexcept
{
    return b.is_zero() ? uint256{} : signed_div(a, b);
}

inline uint256 mod(const uint256& a, const uint256& b) noexcept
{
    return b.is_zero() ? uint256{} : a % b;
}

inline uint256 smod(const uint256& a, const uint256& b) noexcept
{
    return b.is_zero() ? uint256{} : signed_mod(a, b);
}

inline uint256 addmod(const uint256& a, const uint256& b, const uint256& m) noexcept
{
    return add_mod(a, b, m);
}

inline uint256 mulmod(const uint256& a, const uint256& b, const uint256& m, Frame& frame) noexcept
{
    return frame.environment->moduli.mul_mod(a, b, m);
}

inline uint256 exp(
    const uint256& base, const uint256& exponent, std::int64_t& left, Frame& /*frame*/) noexcept
{
    const std::int64_t bytes = (exponent.bit_width() + 7) / 8;
    return gas::charge(left, bytes * gas::exponent_byte) ? power(base, exponent) : uint256{};
}

constexpr uint256 signextend(const uint256& byte_index, const uint256& a) noexcept
{
    return sign_extend(byte_index, a);
}

constexpr uint256 lt(const uint256& a, const uint256& b) noexcept
{
    return std::uint64_t{a < b};
}

constexpr uint256 gt(const uint256& a, const uint256& b) noexcept
{
    return std::uint64_t{b < a};
}

constexpr uint256 slt(const uint256& a, const uint256& b) noexcept
{
    return std::uint64_t{signed_less(a, b)};
}

constexpr uint256 sgt(const uint256& a, const uint256& b) noexcept
{
    return std::uint64_t{signed_less(b, a)};
}

constexpr uint256 eq(const uint256& a, const uint256& b) noexcept
{
    return std::uint64_t{a == b};
}

constexpr uint256 iszero(const uint256& a) noexcept
{
    return std::uint64_t{a.is_zero()};
}

constexpr uint256 bitwise_and(const uint256& a, const uint256& b) noexcept
{
    return a & b;
}

constexpr uint256 bitwise_or(const uint256& a, const uint256& b) noexcept
{
    return a | b;
}

constexpr uint256 bitwise_xor(const uint256& a, const uint256& b) noexcept
{
    return a ^ b;
}

constexpr uint256 bitwise_not(const uint256& a) noexcept
{
    return ~a;
}

constexpr uint256 byte(const uint256& index, const uint256& a) noexcept
{
    return byte_at(index, a);
}

constexpr uint256 shl(const uint256& shift, const uint256& a) noexcept
{
    return a << shift;
}

constexpr uint256 shr(const uint256& shift, const uint256& a) noexcept
{
    return a >> shift;
}

constexpr uint256 sar(const uint256& shift, const uint256& a) noexcept
{
    return arithmetic_shift_right(a, shift);
}

/// Leading zero bits; 256 for zero (EIP-7939).
constexpr uint256 clz(const uint256& a) noexcept
{
    return 256 - a.bit_width();
}
}  // namespace byline::vm::instructions

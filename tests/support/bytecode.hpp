#pragma once

// A test written with this takes what it is made of.
// IWYU pragma: begin_exports
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"
// IWYU pragma: end_exports

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace byline::testing
{
/// Code being written: pieces are joined with `+`.
struct Bytecode
{
    Bytes bytes;

    Bytecode() = default;

    // Implicit: an opcode is a piece of code.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Bytecode(Opcode op) : bytes{op} {}

    explicit Bytecode(Bytes raw) : bytes(std::move(raw)) {}

    Bytecode(std::initializer_list<Opcode> ops)
    {
        for (const Opcode op : ops)
            bytes.push_back(op);
    }

    // Implicit: what takes bytes takes code.
    // NOLINTNEXTLINE(google-explicit-constructor)
    operator BytesView() const { return bytes; }

    [[nodiscard]] std::size_t size() const { return bytes.size(); }

    /// Byte by byte: g++ 12 takes inserting a range here for an overrun.
    Bytecode& operator+=(const Bytecode& other)
    {
        for (const std::uint8_t byte : other.bytes)
            bytes.push_back(byte);
        return *this;
    }

    friend Bytecode operator+(Bytecode a, const Bytecode& b) { return a += b; }
};

/// `times` copies of a piece.
inline Bytecode repeat(std::size_t times, const Bytecode& piece)
{
    Bytecode code;
    for (std::size_t i = 0; i < times; ++i)
        code += piece;
    return code;
}

/// The shortest PUSH of a value.
inline Bytecode push(const uint256& value)
{
    const auto size = static_cast<std::uint8_t>((value.bit_width() + 7) / 8);
    const bytes32 word = to_bytes32(value);
    Bytecode code{static_cast<Opcode>(OP_PUSH0 + size)};
    for (std::size_t i = word.bytes.size() - size; i < word.bytes.size(); ++i)
        code.bytes.push_back(word.bytes[i]);
    return code;
}

inline Bytecode push(const address& value)
{
    return push(to_uint256(value));
}

/// `op` on operands written in the order in which it pops them.
inline Bytecode apply(Opcode op, std::initializer_list<Bytecode> operands)
{
    Bytecode code;
    for (const Bytecode* operand = operands.end(); operand != operands.begin();)
        code += *--operand;
    return code + op;
}

inline Bytecode mstore(const uint256& offset, const Bytecode& value)
{
    return value + push(offset) + OP_MSTORE;
}

inline Bytecode sstore(const Bytecode& key, const Bytecode& value)
{
    return value + key + OP_SSTORE;
}

inline Bytecode give_back(const uint256& offset, const uint256& size, Opcode how = OP_RETURN)
{
    return push(size) + push(offset) + how;
}

/// Returns the word on top of the stack.
inline Bytecode return_top()
{
    return push(0) + OP_MSTORE + give_back(0, 32);
}

/// Stores bytes in memory from offset 0 on, 32 at a time.
inline Bytecode store_bytes(BytesView data)
{
    Bytecode code;
    for (std::size_t at = 0; at < data.size(); at += 32)
    {
        bytes32 word;
        for (std::size_t i = 0; i < 32 && at + i < data.size(); ++i)
            word.bytes[i] = data[at + i];
        code += mstore(at, push(to_uint256(word)));
    }
    return code;
}

/// Initialisation code that deploys `runtime`.
inline Bytecode deployer(const Bytecode& runtime)
{
    return store_bytes(runtime) + give_back(0, runtime.size());
}

/// A call with gas, value and areas that can be set; leaves its outcome on the stack.
struct CallCode
{
    Opcode op = OP_CALL;
    Bytecode target;
    Bytecode gas = OP_GAS;
    uint256 value = 0;
    uint256 input_offset = 0;
    uint256 input_size = 0;
    uint256 output_offset = 0;
    uint256 output_size = 0;

    // Implicit: a call is a piece of code.
    // NOLINTNEXTLINE(google-explicit-constructor)
    operator Bytecode() const
    {
        Bytecode code =
            push(output_size) + push(output_offset) + push(input_size) + push(input_offset);
        if (op == OP_CALL || op == OP_CALLCODE)
            code += push(value);
        return code + target + gas + op;
    }
};
}  // namespace byline::testing

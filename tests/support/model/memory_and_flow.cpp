#include "tests/support/model/frame.hpp"
#include "tests/support/model/word.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/revision.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

/// Yellow Paper appendix H: memory, jumps, PUSH, DUP, SWAP, and the normal ends; EIP-3855,
/// EIP-5656.
namespace byline::testing::model
{
namespace
{
void mload(Frame& f)
{
    const Integer offset = f.pop();
    f.expand_memory(offset, 32);
    f.push(from_bytes(f.read_memory(offset, 32)));
}

void mstore(Frame& f)
{
    const Integer offset = f.pop();
    const Integer word = f.pop();
    f.expand_memory(offset, 32);
    f.write_memory(offset, to_bytes32(word).bytes);
}

void mstore8(Frame& f)
{
    const Integer offset = f.pop();
    const Integer word = f.pop();
    f.expand_memory(offset, 1);
    f.write_memory(offset, std::array{static_cast<std::uint8_t>(word & 0xff)});
}

void mcopy(Frame& f)
{
    const Integer to = f.pop();
    const Integer source = f.pop();
    const Integer size = f.pop();
    f.charge(3 * words(size));
    f.expand_memory(std::max(to, source), size);
    f.write_memory(to, f.read_memory(source, size));
}

void jump_to(Frame& f, const Integer& target)
{
    if (target >= f.code.size() || !f.jump_destinations.at(static_cast<std::size_t>(target)))
        throw ExceptionalHalt{vm::Status::bad_jump_destination};
    f.pc = static_cast<std::size_t>(target);
}

void jumpi(Frame& f)
{
    const Integer target = f.pop();
    const Integer condition = f.pop();
    if (condition != 0)
        jump_to(f, target);
}

void end(Frame& f, vm::Status status, const Bytes& output)
{
    f.ending = Ending{status, f.gas, output};
}

template <vm::Status How>
void give_back(Frame& f)
{
    const Integer offset = f.pop();
    const Integer size = f.pop();
    f.expand_memory(offset, size);
    end(f, How, f.read_memory(offset, size));
}

template <std::size_t Size>
void push(Frame& f)
{
    Integer word = 0;
    for (std::size_t i = 0; i < Size; ++i, ++f.pc)
        word = word * 256 + (f.pc < f.code.size() ? f.code[f.pc] : 0);
    f.push(word);
}

template <std::size_t Nth>
void dup(Frame& f)
{
    f.push(f.stack.at(f.stack.size() - Nth));
}

template <std::size_t Nth>
void swap(Frame& f)
{
    std::swap(f.stack.back(), f.stack.at(f.stack.size() - 1 - Nth));
}

template <std::size_t... Size>
void add_pushes(InstructionSet& set, std::index_sequence<Size...>)
{
    ((set[0x60 + Size] = {"PUSH", 0, 1, 3, push<Size + 1>, Revision::cancun, Size + 1}), ...);
}

template <std::size_t... N>
void add_dups_and_swaps(InstructionSet& set, std::index_sequence<N...>)
{
    ((set[0x80 + N] = {"DUP", N + 1, N + 2, 3, dup<N + 1>}), ...);
    ((set[0x90 + N] = {"SWAP", N + 2, N + 2, 3, swap<N + 1>}), ...);
}
}  // namespace

void add_memory_and_flow(InstructionSet& set)
{
    set[0x00] = {"STOP", 0, 0, 0, [](Frame& f) { end(f, vm::Status::success, {}); }};
    set[0x50] = {"POP", 1, 0, 2, [](Frame& f) { f.pop(); }};
    set[0x51] = {"MLOAD", 1, 1, 3, mload};
    set[0x52] = {"MSTORE", 2, 0, 3, mstore};
    set[0x53] = {"MSTORE8", 2, 0, 3, mstore8};
    set[0x56] = {"JUMP", 1, 0, 8, [](Frame& f) { jump_to(f, f.pop()); }};
    set[0x57] = {"JUMPI", 2, 0, 10, jumpi};
    set[0x58] = {"PC", 0, 1, 2, [](Frame& f) { f.push(f.pc - 1); }};
    set[0x59] = {"MSIZE", 0, 1, 2, [](Frame& f) { f.push(f.memory.size()); }};
    set[0x5a] = {"GAS", 0, 1, 2, [](Frame& f) { f.push(f.gas); }};
    set[0x5b] = {"JUMPDEST", 0, 0, 1, [](Frame&) {}};
    set[0x5e] = {"MCOPY", 3, 0, 3, mcopy};
    set[0x5f] = {"PUSH0", 0, 1, 2, push<0>};
    add_pushes(set, std::make_index_sequence<32>{});
    add_dups_and_swaps(set, std::make_index_sequence<16>{});
    set[0xf3] = {"RETURN", 2, 0, 0, give_back<vm::Status::success>};
    set[0xfd] = {"REVERT", 2, 0, 0, give_back<vm::Status::revert>};
    set[0xfe] = {
        "INVALID", 0, 0, 0, [](Frame&) { throw ExceptionalHalt{vm::Status::invalid_instruction}; }};
}
}  // namespace byline::testing::model

#include "bench/peer/machine_contender.hpp"
#include "bench/peer/peer_api.h"
#include "bench/peer/peer_contender.hpp"
#include "bench/peer/rows.hpp"
#include "bench/peer/world.hpp"
#include "tests/support/bytecode.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace byline::bench
{
namespace
{
using testing::Bytecode;
using testing::give_back;
using testing::push;
using testing::repeat;

constexpr address contract{{0xc0}};

/// A loop around copies of one piece. The counter is on top of the stack in front of each copy and
/// behind it.
struct Loop
{
    std::string name;
    Bytecode piece;
    std::uint64_t operations = 1;  ///< instructions of a piece, or what else its time is divided by
    Bytecode operands = {};        ///< pushed once, below the counter
    Bytecode before = {};          ///< at the start of each turn
    Bytecode after = {};           ///< at its end
    Bytecode ending = {};          ///< behind the loop
    std::size_t copies = 500;
    std::uint64_t turns = 16;
};

/// PUSH2 in any case, so that where code goes on does not depend on the value.
Bytecode push2(std::size_t value)
{
    return Bytecode{
        Bytes{OP_PUSH2, static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)}};
}

Bytecode code_of(const Loop& loop)
{
    Bytecode code = loop.operands + push(loop.turns);
    const std::size_t start = code.size();
    code += OP_JUMPDEST + loop.before + repeat(loop.copies, loop.piece) + loop.after;
    code += push(1) + OP_SWAP1 + OP_SUB + OP_DUP1 + push2(start) + OP_JUMPI;
    return code + loop.ending;
}

Row prepared(const std::string& section, const std::string& name, const Bytecode& code,
    std::uint64_t operations)
{
    World world;
    world.accounts.push_back({contract, code.bytes});
    world.input = Bytes(2048, 0x5a);
    return {section, name, operations, [=] { return warm_machine(world, Before::one_execution); },
        [=](const PeerApi& api) { return peer_machine(api, world, peer_analysed); }};
}

Row row_of(const std::string& section, const Loop& loop)
{
    return prepared(section, loop.name, code_of(loop), loop.operations * loop.copies * loop.turns);
}

std::string name_of(Opcode op)
{
    return std::string{opcode_table[op].name};
}

/// Writes the top of the stack to memory, where the ending gives it back.
const Bytecode keep = push(0) + OP_MSTORE;
const Bytecode give_kept = give_back(0, 32);

Loop chain(Opcode op)
{
    return {"DUP1 " + name_of(op), Bytecode{OP_DUP1} + op, 2, {}, OP_DUP1, keep, give_kept};
}

Loop unary(Opcode op)
{
    return {name_of(op) + " chain", op, 1, {}, OP_DUP1, keep, give_kept, 1000};
}

Loop full_stack(Opcode op)
{
    return {
        name_of(op) + " after full stack", op, 2, {}, repeat(1000, OP_DUP1), keep, give_kept, 999};
}

Loop taken_away(Opcode op)
{
    return {name_of(op) + " POP", Bytecode{op} + OP_POP, 2};
}

Loop push_pop(std::size_t size)
{
    Bytecode push_some{static_cast<Opcode>(OP_PUSH0 + size)};
    for (std::size_t i = 0; i < size; ++i)
        push_some.bytes.push_back(static_cast<std::uint8_t>(i + 1));
    return {"PUSH" + std::to_string(size) + " POP", push_some + OP_POP, 2};
}

Loop swap(std::size_t n)
{
    const auto op = static_cast<Opcode>(OP_SWAP1 + n - 1);
    return {name_of(op), op, 1, {}, repeat(n, OP_DUP1), repeat(n, OP_POP), {}, 1000};
}

Loop dup(std::size_t n)
{
    const auto op = static_cast<Opcode>(OP_DUP1 + n - 1);
    return {name_of(op) + " POP", Bytecode{op} + OP_POP, 2, {}, repeat(n - 1, OP_DUP1),
        repeat(n - 1, OP_POP)};
}

void append_stack_rows(std::vector<Row>& rows)
{
    const std::string section = "loops, stack";
    const auto add = [&](const Loop& loop) { rows.push_back(row_of(section, loop)); };
    for (std::size_t size = 0; size <= 32; ++size)
        add(push_pop(size));
    for (std::size_t n = 1; n <= 16; ++n)
        add(dup(n));
    for (std::size_t n = 1; n <= 16; ++n)
        add(swap(n));
    add({"PUSH1 to full stack, POP", OP_POP, 2, {}, repeat(1000, push(1)), {}, {}, 1000});
    add({"DUP1 to full stack, POP", OP_POP, 2, {}, repeat(1000, OP_DUP1), {}, {}, 1000});
    add({"DUP2 SWAP1 POP", Bytecode{OP_DUP2, OP_SWAP1, OP_POP}, 3, push(7), push(3), OP_POP});
}

void append_word_rows(std::vector<Row>& rows)
{
    const std::string section = "loops, words";
    for (const Opcode op : {OP_ADD, OP_SUB, OP_MUL, OP_AND, OP_OR, OP_XOR, OP_LT, OP_GT, OP_SLT,
             OP_SGT, OP_EQ, OP_BYTE, OP_SHL, OP_SHR, OP_SAR, OP_SIGNEXTEND})
        rows.push_back(row_of(section, chain(op)));
    for (const Opcode op : {OP_ADD, OP_SUB, OP_MUL, OP_AND, OP_LT, OP_EQ, OP_SHR})
        rows.push_back(row_of(section, full_stack(op)));
    for (const Opcode op : {OP_NOT, OP_ISZERO})
        rows.push_back(row_of(section, unary(op)));
}

/// A number with that many limbs, all of them in use.
uint256 limbs(std::size_t count, std::uint64_t seed)
{
    uint256 value;
    for (std::size_t i = 0; i < count; ++i)
    {
        seed = seed * 0xd1342543de82ef95 + 0x9e3779b97f4a7c15;
        value.words[i] = seed | 0x4000000000000001;
    }
    return value;
}

/// An instruction on operands that stay the same, copied from below the counter.
Loop on(Opcode op, const std::string& what, const std::vector<uint256>& operands)
{
    Bytecode pushed;
    for (auto operand = operands.rbegin(); operand != operands.rend(); ++operand)
        pushed += push(*operand);
    const std::size_t count = operands.size();
    const Bytecode work = repeat(count, static_cast<Opcode>(OP_DUP1 + count)) + Bytecode{op};
    return {
        name_of(op) + " " + what, work + OP_POP, 1, pushed, {}, {}, work + keep + give_kept, 200};
}

/// The same with the last operand growing by one each time.
Loop on_changing(Opcode op, const std::vector<uint256>& operands)
{
    Loop loop = on(op, "changing", {});
    const std::size_t count = operands.size();
    const Bytecode next = Bytecode{OP_SWAP1} + push(1) + OP_ADD + OP_SWAP1;
    Bytecode work{OP_DUP2};
    // Below the counter the last operand comes first.
    for (std::size_t i = 1; i < count; ++i)
        work += static_cast<Opcode>(OP_DUP1 + 1 + 2 * i);
    for (std::size_t i = 0; i < count; ++i)
        loop.operands += push(operands[i]);
    loop.piece = next + work + op + OP_POP;
    loop.ending = work + op + keep + give_kept;
    return loop;
}

void append_division_rows(std::vector<Row>& rows)
{
    const std::string section = "loops, division and powers";
    const auto add = [&](const Loop& loop) { rows.push_back(row_of(section, loop)); };
    const uint256 power = uint256{1, 0, 0, 0};
    for (const Opcode op : {OP_DIV, OP_MOD, OP_SDIV, OP_SMOD})
    {
        for (std::size_t size = 1; size <= 4; ++size)
            add(on(op, "4 limbs by " + std::to_string(size), {limbs(4, 1), limbs(size, 2)}));
        add(on(op, "1 limb by 1", {limbs(1, 1), 0x1234567}));
        add(on(op, "2 limbs by 1", {limbs(2, 1), limbs(1, 2)}));
        add(on(op, "by greater", {limbs(2, 1), limbs(4, 2)}));
        add(on(op, "by 2^32", {limbs(4, 1), uint256{1ULL << 32}}));
        add(on(op, "by 2^192", {limbs(4, 1), power}));
        add(on(op, "by zero", {limbs(4, 1), 0}));
    }
    add(on(OP_SDIV, "-2 limbs by 1", {-limbs(2, 1), limbs(1, 2)}));
    add(on(OP_SMOD, "-2 limbs by -1", {-limbs(2, 1), -limbs(1, 2)}));
    add(on_changing(OP_DIV, {limbs(4, 1), limbs(2, 2)}));
    add(on_changing(OP_MOD, {limbs(4, 1), limbs(4, 2)}));
    for (const Opcode op : {OP_ADDMOD, OP_MULMOD})
    {
        for (std::size_t size = 1; size <= 4; ++size)
        {
            add(on(op, "by " + std::to_string(size) + " limbs",
                {limbs(4, 1), limbs(4, 2), limbs(size, 3)}));
        }
        add(on(op, "of 1 limb by 1", {limbs(1, 1), limbs(1, 2), limbs(1, 3)}));
        add(on(op, "by 2^192", {limbs(4, 1), limbs(4, 2), power}));
        add(on_changing(op, {limbs(4, 1), limbs(4, 2), limbs(4, 3)}));
    }
    for (const std::size_t size : {1U, 2U, 4U})
        add(on(OP_EXP, "to " + std::to_string(size) + " limbs", {limbs(4, 1), limbs(size, 2)}));
    add(on(OP_EXP, "10^18", {10, 18}));
    add(on(OP_EXP, "2^160", {2, 160}));
    for (const std::uint64_t byte : {0U, 1U, 15U, 31U})
        add(on(OP_SIGNEXTEND, "of byte " + std::to_string(byte), {byte, limbs(4, 1)}));
}

void append_environment_rows(std::vector<Row>& rows)
{
    for (const Opcode op :
        {OP_ADDRESS, OP_ORIGIN, OP_CALLER, OP_CALLVALUE, OP_CALLDATASIZE, OP_CODESIZE, OP_GASPRICE,
            OP_RETURNDATASIZE, OP_COINBASE, OP_TIMESTAMP, OP_NUMBER, OP_PREVRANDAO, OP_GASLIMIT,
            OP_CHAINID, OP_BASEFEE, OP_BLOBBASEFEE, OP_PC, OP_MSIZE, OP_GAS})
        rows.push_back(row_of("loops, environment", taken_away(op)));
}

void append_memory_rows(std::vector<Row>& rows)
{
    const std::string section = "loops, memory and data";
    const auto add = [&](const std::string& name, const Bytecode& piece) {
        rows.push_back(row_of(section, {name, piece, 1, {}, {}, {}, give_back(0, 1024), 300}));
    };
    add("PUSH1 MLOAD POP", push(64) + OP_MLOAD + OP_POP);
    add("PUSH1 MLOAD POP, unaligned", push(67) + OP_MLOAD + OP_POP);
    add("DUP1 PUSH1 MSTORE", OP_DUP1 + push(64) + OP_MSTORE);
    add("DUP1 PUSH1 MSTORE, unaligned", OP_DUP1 + push(67) + OP_MSTORE);
    add("MSTORE MLOAD", OP_DUP1 + push(64) + OP_MSTORE + push(64) + OP_MLOAD + OP_POP);
    add("DUP1 PUSH1 MSTORE8", OP_DUP1 + push(64) + OP_MSTORE8);
    for (const std::uint64_t size : {0U, 32U, 64U, 136U, 1024U})
    {
        add("KECCAK256 " + std::to_string(size), push(size) + push(0) + OP_KECCAK256 + OP_POP);
    }
    for (const std::uint64_t size : {32U, 256U, 1024U})
    {
        add("MCOPY " + std::to_string(size), push(size) + push(7) + push(0) + OP_MCOPY);
        add("CALLDATACOPY " + std::to_string(size),
            push(size) + push(7) + push(0) + OP_CALLDATACOPY);
        add("CODECOPY " + std::to_string(size), push(size) + push(7) + push(0) + OP_CODECOPY);
    }
    add("PUSH1 CALLDATALOAD POP", push(36) + OP_CALLDATALOAD + OP_POP);
    add("CALLDATALOAD past the end", push(0xffffff) + OP_CALLDATALOAD + OP_POP);
}

/// Stores far and farther, up to `end`: at what the turns left are from it.
Row growth(const std::string& name, std::uint64_t step, std::uint64_t end)
{
    const Bytecode place = OP_DUP2 + push(step) + OP_MUL + push(end) + OP_SUB;
    return row_of("loops, memory growth",
        {name, push(1) + place + OP_MSTORE, 1, {}, {}, {}, {}, 1, end / step});
}

void append_growth_rows(std::vector<Row>& rows)
{
    rows.push_back(growth("64 KiB by 32 bytes", 32, 1 << 16));
    rows.push_back(growth("1 MiB by 32 bytes", 32, 1 << 20));
    rows.push_back(growth("1 MiB by 4 KiB", 4096, 1 << 20));
    rows.push_back(growth("16 MiB by 4 KiB", 4096, 1 << 24));
    rows.push_back(prepared(
        "loops, memory growth", "16 MiB at once", push(1) + push(1 << 24) + OP_MSTORE8, 1));
}

/// Jumps from place to place, each once a turn; `condition` is pushed for JUMPI.
Bytecode jumps(std::size_t count, std::size_t start, const Bytecode& condition, Opcode op)
{
    Bytecode code;
    for (std::size_t i = 0; i < count; ++i)
    {
        code += condition;
        code += push2(start + code.size() + 4) + op + OP_JUMPDEST;
    }
    return code;
}

/// A call of an internal function as compilers write it: return address, jump, jump back.
Row internal_calls()
{
    constexpr std::size_t count = 200;
    Bytecode code = push(16);
    const std::size_t start = code.size();
    code += OP_JUMPDEST;
    constexpr std::size_t call_size = 8;
    const std::size_t function = start + 1 + count * call_size + 12;
    for (std::size_t i = 0; i < count; ++i)
        code += push2(code.size() + call_size - 1) + push2(function) + OP_JUMP + OP_JUMPDEST;
    code += push(1) + OP_SWAP1 + OP_SUB + OP_DUP1 + push2(start) + OP_JUMPI + OP_STOP;
    code.bytes.resize(function, OP_INVALID);
    code += Bytecode{OP_JUMPDEST, OP_JUMP};
    return prepared("loops, jumps", "internal call and return", code, count * 16);
}

void append_jump_rows(std::vector<Row>& rows)
{
    const std::string section = "loops, jumps";
    const auto add = [&](const Loop& loop) { rows.push_back(row_of(section, loop)); };
    add({"JUMPDEST", OP_JUMPDEST, 1, {}, {}, {}, {}, 1000});
    add({"empty loop", {}, 1, {}, {}, {}, {}, 1, 10'000});
    // The loop's own code begins with PUSH1 and JUMPDEST.
    constexpr std::size_t start = 3;
    add({"PUSH2 JUMP JUMPDEST", {}, 1, {}, jumps(500, start, {}, OP_JUMP), {}, {}, 500});
    add({"PUSH2 JUMPI JUMPDEST, taken", {}, 1, {}, jumps(500, start, OP_DUP1, OP_JUMPI), {}, {},
        500});
    add({"PUSH2 JUMPI, not taken", push(0) + push2(1) + OP_JUMPI, 1});
    add({"LT ISZERO PUSH2 JUMPI, not taken",
        push(2) + push(1) + OP_LT + OP_ISZERO + push2(1) + OP_JUMPI, 1});
    rows.push_back(internal_calls());
}

/// The greatest code that is allowed (EIP-170), of two bytes over and over.
void append_long_code_rows(std::vector<Row>& rows)
{
    constexpr std::size_t size = 24'576;
    const auto add = [&](const std::string& name, const Bytecode& code) {
        rows.push_back(prepared("24 KiB of code, prepared", name, code, 1));
    };
    add("JUMPDEST", repeat(size, OP_JUMPDEST));
    add("PUSH1 POP", repeat(size / 3, push(1) + OP_POP));
    add("ADDRESS POP", repeat(size / 2, Bytecode{OP_ADDRESS, OP_POP}));
    const auto add_first = [&](const std::string& name, const Bytecode& code) {
        World world;
        world.accounts.push_back({contract, code.bytes});
        rows.push_back(
            {"24 KiB of code, first execution", name, size, [=] { return cold_machine(world); },
                [=](const PeerApi& api) {
                    return peer_machine(api, with_unreached_tail(world, 0), peer_total);
                }});
    };
    add_first("JUMPDEST", repeat(size, OP_JUMPDEST));
    add_first("STOP, JUMPDEST", OP_STOP + repeat(size - 1, OP_JUMPDEST));
    add_first("STOP, PUSH1", OP_STOP + repeat(size / 2 - 1, push(1)));
    add_first("STOP, PUSH32", OP_STOP + repeat(size / 33 - 1, push(max_uint256)));
    add_first("STOP, PUSH1 JUMP JUMPDEST",
        OP_STOP + repeat(size / 4 - 1, push(1) + OP_JUMP + OP_JUMPDEST));
    add_first("STOP, ADD", OP_STOP + repeat(size - 1, OP_ADD));
}
}  // namespace

std::vector<Row> loop_rows()
{
    std::vector<Row> rows;
    append_stack_rows(rows);
    append_word_rows(rows);
    append_division_rows(rows);
    append_environment_rows(rows);
    append_memory_rows(rows);
    append_growth_rows(rows);
    append_jump_rows(rows);
    append_long_code_rows(rows);
    return rows;
}
}  // namespace byline::bench

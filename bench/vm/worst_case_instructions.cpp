#include "bench/vm/worst_case.hpp"
#include "tests/support/bytecode.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace byline::bench
{
namespace
{
using namespace testing;

/// Far more than any cache of decoded code or branch history wants, and below the limit of EIP-170.
constexpr std::size_t loop_size = 16'000;

constexpr uint256 wide{
    0xfedcba9876543210, 0x0f1e2d3c4b5a6978, 0x8796a5b4c3d2e1f0, 0x123456789abcdef1};
constexpr uint256 wide_odd{
    0xf000000000000001, 0x8000000000000003, 0x7fffffffffffffff, 0xfffffffffffffff1};
constexpr uint256 three_words{0, 0xf00000000000000f, 0x8000000000000003, 0xfffffffffffffff1};
constexpr uint256 two_words{0, 0, 0xf00000000000000f, 0x8000000000000003};

/// The operands of an instruction, the first popped first.
struct Operands
{
    std::string name;
    Opcode op;
    std::vector<uint256> values;
};

/// The operands wait on the stack and are copied for each time.
Attack on_operands(const Operands& operands)
{
    Bytecode before;
    Bytecode piece;
    for (auto value = operands.values.rbegin(); value != operands.values.rend(); ++value)
    {
        before += push(*value);
        piece += static_cast<Opcode>(OP_DUP1 + operands.values.size() - 1);
    }
    piece += operands.op;
    piece += repeat(opcode_table[operands.op].outputs, OP_POP);
    return {operands.name, forever(before, piece), {}};
}

Attack named_for(Opcode op, std::vector<uint256> values)
{
    return on_operands({std::string{opcode_table[op].name}, op, std::move(values)});
}

/// Two moduli in turn: nothing that is kept of the last one helps.
Attack alternating(Opcode op)
{
    const Bytecode before =
        push(wide) + push(max_uint256) + push(wide_odd) + push(wide_odd - uint256{2});
    const Bytecode piece = Bytecode{OP_DUP1, OP_DUP4, OP_DUP6, op, OP_POP} +
                           Bytecode{OP_DUP2, OP_DUP4, OP_DUP6, op, OP_POP};
    return {std::string{opcode_table[op].name} + "_alternating", forever(before, piece), {}};
}

std::vector<Attack> arithmetic()
{
    const uint256 minus_wide = -wide_odd;
    std::vector<Attack> all;
    for (const Opcode op :
        {OP_ADD, OP_MUL, OP_SUB, OP_LT, OP_GT, OP_SLT, OP_SGT, OP_EQ, OP_AND, OP_OR, OP_XOR})
        all.push_back(named_for(op, {wide, wide_odd}));
    for (const Opcode op : {OP_DIV, OP_SDIV, OP_MOD, OP_SMOD})
    {
        const std::string name{opcode_table[op].name};
        all.push_back(on_operands({name + "_256_by_256", op, {max_uint256, wide_odd}}));
        all.push_back(on_operands({name + "_256_by_192", op, {minus_wide, three_words}}));
        all.push_back(on_operands({name + "_256_by_128", op, {max_uint256 >> 1U, two_words}}));
        all.push_back(
            on_operands({name + "_256_by_64", op, {max_uint256 >> 1U, 0xf000000000000001}}));
    }
    all.push_back(named_for(OP_ADDMOD, {wide, max_uint256, wide_odd}));
    all.push_back(named_for(OP_MULMOD, {wide, max_uint256, wide_odd}));
    all.push_back(on_operands({"MULMOD_by_192", OP_MULMOD, {wide, max_uint256, three_words}}));
    all.push_back(alternating(OP_ADDMOD));
    all.push_back(alternating(OP_MULMOD));
    all.push_back(on_operands({"EXP_32_bytes", OP_EXP, {wide, max_uint256}}));
    all.push_back(on_operands({"EXP_1_byte", OP_EXP, {wide, 0xff}}));
    all.push_back(named_for(OP_SIGNEXTEND, {17, wide}));
    all.push_back(named_for(OP_BYTE, {17, wide}));
    for (const Opcode op : {OP_SHL, OP_SHR, OP_SAR})
        all.push_back(named_for(op, {77, wide}));
    for (const Opcode op : {OP_ISZERO, OP_NOT, OP_CLZ})
        all.push_back(named_for(op, {wide}));
    return all;
}

/// The instructions that only push what they read, and those about the account itself.
std::vector<Attack> readers()
{
    std::vector<Attack> all;
    for (const Opcode op : {OP_ADDRESS, OP_ORIGIN, OP_CALLER, OP_CALLVALUE, OP_CALLDATASIZE,
             OP_CODESIZE, OP_GASPRICE, OP_RETURNDATASIZE, OP_COINBASE, OP_TIMESTAMP, OP_NUMBER,
             OP_PREVRANDAO, OP_GASLIMIT, OP_CHAINID, OP_SELFBALANCE, OP_BASEFEE, OP_BLOBBASEFEE,
             OP_PC, OP_MSIZE, OP_GAS, OP_PUSH0})
        all.push_back(named_for(op, {}));
    all.push_back({"PUSH32", forever({}, push(wide) + OP_POP), {}});
    for (const Opcode op : {OP_CALLDATALOAD, OP_BLOBHASH, OP_TLOAD})
        all.push_back(named_for(op, {1}));
    all.push_back(named_for(OP_BLOCKHASH, {999}));
    for (const Opcode op : {OP_BALANCE, OP_EXTCODESIZE, OP_EXTCODEHASH})
        all.push_back(
            on_operands({std::string{opcode_table[op].name} + "_warm", op, {to_uint256(victim)}}));
    all.push_back(on_operands({"SLOAD_warm", OP_SLOAD, {7}}));
    return all;
}

std::vector<Attack> stack_and_flow()
{
    std::vector<Attack> all;
    const Bytecode sixteen = repeat(17, push(wide));
    all.push_back({"DUP16", forever(sixteen, {OP_DUP16, OP_POP}), {}});
    all.push_back({"SWAP1", forever(sixteen, OP_SWAP1), {}});
    all.push_back({"SWAP16", forever(sixteen, OP_SWAP16), {}});
    all.push_back({"JUMPDEST", forever({}, OP_JUMPDEST), {}});
    // A jump every other instruction, to the next place.
    Bytecode jumps{OP_JUMPDEST};
    for (std::size_t i = 0; i < 3000; ++i)
    {
        const std::size_t to = jumps.size() + 4;
        jumps += Bytecode{
            Bytes{OP_PUSH2, static_cast<std::uint8_t>(to >> 8), static_cast<std::uint8_t>(to)}};
        jumps += {OP_JUMP, OP_JUMPDEST};
    }
    all.push_back({"JUMP", jumps + push(0) + OP_JUMP, {}});
    // A branch whose outcome cannot be foreseen: bits of a product.
    const Bytecode step = push(0x5851f42d4c957f2d) + OP_MUL + push(1) + OP_ADD;
    Bytecode branches = push(1) + OP_JUMPDEST;
    for (std::size_t i = 0; i < 700; ++i)
    {
        branches += step + OP_DUP1 + push(63) + OP_SHR + push(1) + OP_AND;
        const std::size_t to = branches.size() + 5;
        branches += Bytecode{
            Bytes{OP_PUSH2, static_cast<std::uint8_t>(to >> 8), static_cast<std::uint8_t>(to)}};
        branches += {OP_JUMPI, OP_JUMPDEST, OP_JUMPDEST};
    }
    all.push_back({"JUMPI_random", branches + push(2) + OP_JUMP, {}});
    return all;
}

/// `op` on an area of that size, over and over.
Attack on_area(const std::string& name, Opcode op, std::size_t size, std::size_t input_size = 0)
{
    std::vector<uint256> values{0, 1, size};
    if (op == OP_KECCAK256 || op == OP_LOG0)
        values = {1, size};
    if (op == OP_EXTCODECOPY)
        values = {to_uint256(victim), 0, 1, size};
    Attack attack = on_operands({name, op, values});
    attack.input.assign(input_size, 0x5a);
    return attack;
}

std::vector<Attack> memory()
{
    constexpr std::size_t huge = 1'000'000;
    std::vector<Attack> all{named_for(OP_MLOAD, {1}), named_for(OP_MSTORE, {1, wide}),
        named_for(OP_MSTORE8, {1, wide})};
    for (const std::size_t size : {std::size_t{0}, std::size_t{32}, std::size_t{136}, huge})
    {
        const std::string suffix = "_" + std::to_string(size);
        all.push_back(on_area("KECCAK256" + suffix, OP_KECCAK256, size));
        all.push_back(on_area("LOG0" + suffix, OP_LOG0, size));
        all.push_back(on_area("MCOPY" + suffix, OP_MCOPY, size));
        all.push_back(on_area("CALLDATACOPY" + suffix, OP_CALLDATACOPY, size, 100'000));
        all.push_back(on_area("CODECOPY" + suffix, OP_CODECOPY, size));
        all.push_back(on_area("EXTCODECOPY" + suffix, OP_EXTCODECOPY, size));
    }
    all.push_back(on_operands({"LOG4", OP_LOG4, {0, 0, wide, wide, wide, wide}}));
    // The identity precompile gives as much return data as it is given.
    const CallCode identity{.op = OP_STATICCALL, .target = push(4), .input_size = 500'000};
    all.push_back({"RETURNDATACOPY_500000",
        forever(Bytecode{identity} + OP_POP, push(500'000) + push(0) + push(1) + OP_RETURNDATACOPY),
        {}});
    return all;
}
}  // namespace

Bytecode forever(const Bytecode& before, const Bytecode& piece)
{
    const std::size_t times = std::max<std::size_t>(1, loop_size / piece.size());
    return before + OP_JUMPDEST + repeat(times, piece) + push(before.size()) + OP_JUMP;
}

std::vector<Attack> instruction_attacks()
{
    std::vector<Attack> all;
    for (const auto& part : {arithmetic(), readers(), stack_and_flow(), memory()})
        std::ranges::copy(part, std::back_inserter(all));
    return all;
}
}  // namespace byline::bench

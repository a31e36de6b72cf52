#include "bench/vm/worst_case.hpp"
#include "tests/support/bytecode.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

namespace byline::bench
{
namespace
{
using namespace testing;

constexpr std::size_t max_code_size = 0x6000;
constexpr std::size_t max_initcode_size = 0xc000;

/// Accounts in the world of a sweep, more than 16,777,216 gas reaches.
constexpr std::size_t account_count = 6600;
constexpr std::uint64_t first_account = 0x10'0000;

/// A number on top of the stack, counted up after each use.
Bytecode counting(const Bytecode& use)
{
    return OP_DUP1 + use + push(1) + OP_ADD;
}

void put_codes(vm::Overlay& world, const Bytes& code, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
    {
        Bytes own = code;
        own[own.size() - 1] = static_cast<std::uint8_t>(i);
        own[own.size() - 2] = static_cast<std::uint8_t>(i >> 8);
        world.set_code(to_address(first_account + i), own);
    }
}

void put_delegations(vm::Overlay& world)
{
    for (std::size_t i = 0; i < account_count / 2; ++i)
    {
        Bytes designator{0xef, 0x01, 0x00};
        const address delegate = to_address(first_account + account_count + i);
        designator.insert(designator.end(), delegate.bytes.begin(), delegate.bytes.end());
        world.set_code(to_address(first_account + i), designator);
        world.set_code(delegate, Bytes{OP_STOP});
    }
}

void put_slots(vm::Overlay& world)
{
    for (std::size_t i = 0; i < 8000; ++i)
        world.set_storage(victim, first_account + i, i + 1);
}

/// Code that jumps to its end and stops there. Only going through all of it tells that the
/// destination is one: the byte before looks like a PUSH32, but is the data of a PUSH1. The last
/// two bytes are never reached.
Bytes code_to_search(std::size_t size, Opcode filler)
{
    const Bytes end{OP_PUSH1, OP_PUSH32, OP_JUMPDEST, OP_STOP, 0, 0};
    const std::size_t destination = size - 4;
    Bytes code{OP_PUSH2, static_cast<std::uint8_t>(destination >> 8),
        static_cast<std::uint8_t>(destination), OP_JUMP};
    code.resize(size - end.size(), filler);
    for (const std::uint8_t byte : end)
        code.push_back(byte);
    return code;
}

/// Calls the accounts one after the other with little gas.
Bytecode call_each()
{
    return counting(Bytecode{OP_PUSH0, OP_PUSH0, OP_PUSH0, OP_PUSH0, OP_DUP5} + push(1000) +
                    OP_STATICCALL + OP_POP + OP_POP);
}

std::vector<Attack> cold_sweeps()
{
    std::vector<Attack> all;
    const auto many_codes = [](vm::Overlay& world) {
        put_codes(world, code_to_search(max_code_size, OP_PUSH1), account_count);
    };
    for (const Opcode op : {OP_BALANCE, OP_EXTCODESIZE, OP_EXTCODEHASH})
    {
        const std::string name{opcode_table[op].name};
        const Bytecode code = forever(push(first_account), counting({op, OP_POP}));
        all.push_back({name + "_cold_absent", code, {}});
        all.push_back({name + "_cold_24576_byte_codes", code, {}, many_codes});
    }
    const Bytecode copy = push(32) + Bytecode{OP_PUSH0, OP_PUSH0, OP_DUP4, OP_EXTCODECOPY, OP_POP};
    all.push_back({"EXTCODECOPY_cold_24576_byte_codes",
        forever(push(first_account), counting(copy)), {}, many_codes});
    all.push_back(
        {"CALL_cold_24576_byte_codes", forever(push(first_account), call_each()), {}, many_codes});
    all.push_back({"CALL_cold_absent", forever(push(first_account), call_each()), {}});
    all.push_back(
        {"CALL_cold_delegations", forever(push(first_account), call_each()), {}, put_delegations});
    const Bytecode load = forever(push(first_account), counting({OP_SLOAD, OP_POP}));
    all.push_back({"SLOAD_cold_absent", load, {}});
    all.push_back({"SLOAD_cold", load, {}, put_slots});
    const Bytecode store_new = forever(push(first_account), counting({OP_DUP1, OP_SSTORE}));
    all.push_back({"SSTORE_new", store_new, {}});
    all.push_back({"SSTORE_clear",
        forever(push(first_account), counting({OP_PUSH0, OP_SWAP1, OP_SSTORE})), {}, put_slots});
    return all;
}

std::vector<Attack> writes()
{
    std::vector<Attack> all;
    const Bytecode flip = push(1) + push(7) + OP_SSTORE + push(0) + push(7) + OP_SSTORE;
    all.push_back({"SSTORE_flip", forever({}, flip), {}});
    const Bytecode transient = counting({OP_DUP1, OP_TSTORE});
    all.push_back({"TSTORE_new", forever(push(1), transient), {}});
    all.push_back({"TSTORE_same", forever({}, push(1) + push(7) + OP_TSTORE), {}});
    // A child fills transient storage and fails, so that all is undone; again with what is left.
    const Bytecode is_child = Bytecode{OP_CALLER, OP_ADDRESS, OP_EQ};
    const Bytecode call_self =
        Bytecode{CallCode{.target = OP_ADDRESS, .gas = push(2'000'000)}} + OP_POP;
    const Bytecode parent = OP_JUMPDEST + repeat(8, call_self) + OP_STOP;
    Bytecode code = is_child + push(6 + parent.size()) + OP_JUMPI;
    code += parent;
    code += OP_JUMPDEST + push(1);
    const std::size_t begin = code.size();
    code += OP_JUMPDEST + repeat(500, transient) + push(begin) + OP_JUMP;
    all.push_back({"revert_of_transient_writes", code, {}});
    all.push_back({"SELFDESTRUCT_calls",
        forever({}, Bytecode{CallCode{.op = OP_CALL, .target = push(first_account)}} + OP_POP), {},
        [](vm::Overlay& world) {
            world.set_code(to_address(first_account), Bytes{OP_PUSH0, OP_SELFDESTRUCT});
            world.set_balance(to_address(0), 1);
        }});
    return all;
}

/// Calls itself until gas or depth ends it, then goes on calling from where it is.
Bytecode call_tree(Opcode op, const Bytecode& before)
{
    return forever(before, Bytecode{CallCode{.op = op, .target = OP_ADDRESS}} + OP_POP);
}

std::vector<Attack> calls()
{
    std::vector<Attack> all;
    const auto put_stop = [](vm::Overlay& world) {
        world.set_code(to_address(first_account), Bytes{OP_STOP});
    };
    for (const Opcode op : {OP_CALL, OP_CALLCODE, OP_DELEGATECALL, OP_STATICCALL})
    {
        const std::string name{opcode_table[op].name};
        const CallCode stop{.op = op, .target = push(first_account)};
        all.push_back({name + "_of_stop", forever({}, Bytecode{stop} + OP_POP), {}, put_stop});
        all.push_back({name + "_tree", call_tree(op, {}), {}});
    }
    const CallCode absent{.target = push(first_account)};
    all.push_back({"CALL_of_absent", forever({}, Bytecode{absent} + OP_POP), {}});
    const CallCode value{.target = push(first_account), .value = 1};
    all.push_back({"CALL_with_value", forever({}, Bytecode{value} + OP_POP), {}});
    for (const std::size_t size : {1024U, 23'000U, 100'000U})
    {
        const Bytecode grow = push(1) + push(size) + OP_MSTORE;
        all.push_back(
            {"memory_" + std::to_string(size) + "_in_each_frame", call_tree(OP_CALL, grow), {}});
    }
    all.push_back({"memory_once", push(1) + push(2'900'000) + OP_MSTORE, {}});
    const auto put_revert = [](vm::Overlay& world) {
        world.set_code(to_address(first_account), give_back(0, 30'000, OP_REVERT).bytes);
    };
    all.push_back({"CALL_of_revert_30000",
        forever({}, Bytecode{CallCode{.target = push(first_account)}} + OP_POP), {}, put_revert});
    return all;
}

/// Creates over and over from memory that holds `initcode`.
Bytecode create_forever(Opcode op, const Bytecode& fill, std::size_t size)
{
    const Bytecode arguments =
        (op == OP_CREATE2 ? Bytecode{OP_GAS} : Bytecode{}) + push(size) + push(0) + push(0);
    return forever(fill, arguments + op + OP_POP);
}

std::vector<Attack> creations()
{
    std::vector<Attack> all;
    const Bytecode load = push(max_initcode_size) + push(0) + push(0) + OP_CALLDATACOPY;
    for (const Opcode op : {OP_CREATE, OP_CREATE2})
    {
        const std::string name{opcode_table[op].name};
        all.push_back({name + "_empty", create_forever(op, {}, 0), {}});
        for (const Opcode filler : {OP_JUMPDEST, OP_ADD, OP_PUSH1})
            all.push_back({name + "_49152_bytes_of_" + std::string{opcode_table[filler].name},
                create_forever(op, load, max_initcode_size),
                code_to_search(max_initcode_size, filler)});
    }
    // A creation that creates itself.
    const Bytecode self = Bytecode{OP_CODESIZE, OP_PUSH0, OP_PUSH0, OP_CODECOPY} +
                          repeat(4, Bytecode{OP_CODESIZE, OP_PUSH0, OP_PUSH0, OP_CREATE, OP_POP});
    all.push_back({"CREATE_tree", self, {}});
    // Deposits the largest code, and deletes contracts in the transaction that made them.
    const Bytecode deposit = store_bytes((push(max_code_size) + push(0) + OP_RETURN).bytes);
    all.push_back({"CREATE_24576_bytes_deposited", create_forever(OP_CREATE, deposit, 32), {}});
    const Bytecode vanish = store_bytes(Bytes{OP_ADDRESS, OP_SELFDESTRUCT});
    all.push_back({"CREATE_selfdestruct", create_forever(OP_CREATE, vanish, 32), {}});
    return all;
}
}  // namespace

std::vector<Attack> state_attacks()
{
    std::vector<Attack> all;
    for (const auto& part : {cold_sweeps(), writes(), calls(), creations()})
        std::ranges::copy(part, std::back_inserter(all));
    return all;
}
}  // namespace byline::bench

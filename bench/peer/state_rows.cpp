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
#include <string>
#include <utility>
#include <vector>

namespace byline::bench
{
namespace
{
using testing::Bytecode;
using testing::CallCode;
using testing::give_back;
using testing::mstore;
using testing::push;
using testing::repeat;
using testing::sstore;
using testing::store_bytes;

constexpr address contract{{0xc0}};
constexpr address empty_account{{0xe0}};
constexpr address rich_account{{0xe1}};
constexpr address stopping{{0xd0}};
constexpr address returning{{0xd1}};
constexpr address reverting{{0xd2}};
constexpr std::uint64_t slots = 256;

/// The contract called holds `code`; around it stand accounts to call, and it has storage.
World world_of(const Bytecode& code)
{
    World world;
    world.accounts = {{contract, code.bytes, 1'000'000'000, 1, slots}, {world.sender, {}, 1'000},
        {rich_account, {}, 1'000}, {stopping, {OP_STOP}},
        {returning, (mstore(0, push(7)) + give_back(0, 32)).bytes},
        {reverting, (mstore(0, push(7)) + give_back(0, 32, OP_REVERT)).bytes}};
    return world;
}

Row row_of(const std::string& section, const std::string& name, const Bytecode& code,
    std::uint64_t operations)
{
    const World world = world_of(code);
    return {section, name, operations, [=] { return warm_machine(world, Before::nothing); },
        [=](const PeerApi& api) { return peer_machine(api, world, peer_state); }};
}

constexpr std::uint64_t turns = 100;

/// A loop that counts down from 100. The counter is on top of the stack before each turn and after
/// it.
Bytecode loop(const Bytecode& turn)
{
    Bytecode code = push(turns);
    const std::size_t start = code.size();
    code += OP_JUMPDEST + turn;
    return code + push(1) + OP_SWAP1 + OP_SUB + OP_DUP1 + push(start) + OP_JUMPI;
}

CallCode call(Opcode op, const address& target)
{
    CallCode code;
    code.op = op;
    code.target = push(target);
    return code;
}

CallCode with_value(CallCode code)
{
    code.value = 1;
    return code;
}

CallCode with_data(CallCode code, std::uint64_t in, std::uint64_t out)
{
    code.input_size = in;
    code.output_size = out;
    return code;
}

address precompile(std::uint64_t number)
{
    return to_address(number);
}

void append_call_rows(std::vector<Row>& rows)
{
    const std::string section = "calls";
    const auto add = [&](const std::string& name, const Bytecode& code) {
        rows.push_back(row_of(section, name, loop(code + OP_POP), turns));
    };
    add("CALL of an empty account", call(OP_CALL, empty_account));
    add("CALL of an account with balance", call(OP_CALL, rich_account));
    add("CALL with value", with_value(call(OP_CALL, rich_account)));
    for (const auto& [name, op] :
        {std::pair{"CALL", OP_CALL}, std::pair{"STATICCALL", OP_STATICCALL},
            std::pair{"DELEGATECALL", OP_DELEGATECALL}, std::pair{"CALLCODE", OP_CALLCODE}})
    {
        add(std::string{name} + " of STOP", call(op, stopping));
        add(std::string{name} + ", returns a word", with_data(call(op, returning), 0, 32));
    }
    add("CALL, reverts", with_data(call(OP_CALL, reverting), 0, 32));
    add("CALL with 1 KiB of data", with_data(call(OP_CALL, stopping), 1024, 0));
    for (const std::uint64_t size : {0U, 32U, 1024U})
    {
        add("STATICCALL identity, " + std::to_string(size),
            with_data(call(OP_STATICCALL, precompile(4)), size, size));
    }
    add("STATICCALL sha256, 32", with_data(call(OP_STATICCALL, precompile(2)), 32, 32));
    add("STATICCALL ripemd160, 32", with_data(call(OP_STATICCALL, precompile(3)), 32, 32));
    add("STATICCALL ecrecover, refused", with_data(call(OP_STATICCALL, precompile(1)), 128, 32));
    add("STATICCALL bn254 add, zeros", with_data(call(OP_STATICCALL, precompile(6)), 128, 64));
}

/// Each frame calls its own code until the depth limit; the memory of each is used.
void append_depth_rows(std::vector<Row>& rows)
{
    const auto add = [&](Opcode op) {
        CallCode self;
        self.op = op;
        self.target = OP_ADDRESS;
        rows.push_back(row_of("calls, depth 1024",
            std::string{opcode_table[op].name} + " of itself", mstore(0, push(1)) + self, 1024));
    };
    for (const Opcode op : {OP_CALL, OP_STATICCALL, OP_DELEGATECALL})
        add(op);
}

void append_creation_rows(std::vector<Row>& rows)
{
    const std::string section = "creations";
    // The salt is the counter.
    const auto create2 = [](std::uint64_t size) {
        return Bytecode{OP_DUP1} + push(size) + push(0) + push(0) + OP_CREATE2 + OP_POP;
    };
    const auto create = [](std::uint64_t size) {
        return push(size) + push(0) + push(0) + OP_CREATE + OP_POP;
    };
    const Bytecode deploys_32 = give_back(0, 32);
    const Bytecode reverts = give_back(0, 0, OP_REVERT);
    rows.push_back(row_of(section, "CREATE of nothing", loop(create(0)), turns));
    rows.push_back(row_of(section, "CREATE2 of nothing", loop(create2(0)), turns));
    for (const auto& [name, initcode] :
        {std::pair{" of 32 bytes", deploys_32}, std::pair{", reverts", reverts}})
    {
        // The word in memory begins with the code.
        const Bytecode prepare = store_bytes(initcode.bytes);
        rows.push_back(row_of(
            section, std::string{"CREATE"} + name, loop(prepare + create(initcode.size())), turns));
        rows.push_back(row_of(section, std::string{"CREATE2"} + name,
            loop(prepare + create2(initcode.size())), turns));
    }
    rows.push_back(
        row_of(section, "CREATE with 24 KiB of zeros as code", loop(create(24'576)), turns));
}

void append_log_rows(std::vector<Row>& rows)
{
    for (std::size_t topics = 0; topics <= 4; ++topics)
    {
        for (const std::uint64_t size : {0U, 32U, 256U})
        {
            const auto op = static_cast<Opcode>(OP_LOG0 + topics);
            rows.push_back(row_of("logs",
                std::string{opcode_table[op].name} + " of " + std::to_string(size) + " bytes",
                loop(repeat(topics, OP_DUP1) + push(size) + push(0) + op), turns));
        }
    }
}

void append_storage_rows(std::vector<Row>& rows)
{
    const auto add = [&](const std::string& name, const Bytecode& turn, std::uint64_t operations) {
        rows.push_back(row_of("storage", name, loop(turn), operations * turns));
    };
    const Bytecode key = OP_DUP1;
    const Bytecode absent = OP_DUP1 + push(1000) + OP_ADD;
    add("SLOAD, one warm slot", push(1) + OP_SLOAD + OP_POP, 1);
    add("SLOAD, two warm slots", push(1) + OP_SLOAD + OP_POP + push(2) + OP_SLOAD + OP_POP, 2);
    add("SLOAD, cold slots", key + OP_SLOAD + OP_POP, 1);
    add("SLOAD, cold absent slots", absent + OP_SLOAD + OP_POP, 1);
    add("SLOAD, cold, then 4 times warm",
        key + OP_SLOAD + OP_POP + repeat(4, key + OP_SLOAD + OP_POP), 5);
    add("SSTORE 0 to 1, cold", sstore(absent, push(1)), 1);
    add("SSTORE 1 to 2, cold", sstore(key, push(2)), 1);
    add("SSTORE 1 to 0, cold", sstore(key, push(0)), 1);
    add("SSTORE 1 to 1, cold", sstore(key, push(1)), 1);
    add("SSTORE of the same, warm", sstore(push(1), push(1)), 1);
    add("SSTORE of the counter, one warm slot", sstore(push(1), OP_DUP1), 1);
    add("SSTORE 1 to 2 to 1, warm", sstore(push(1), push(2)) + sstore(push(1), push(1)), 2);
    add("SSTORE 0 to 1 to 0, warm", sstore(push(999), push(1)) + sstore(push(999), push(0)), 2);
    add("SLOAD ADD SSTORE, one slot", push(1) + OP_SLOAD + push(1) + OP_ADD + push(1) + OP_SSTORE,
        2);
    add("TLOAD, one slot", push(1) + OP_TLOAD + OP_POP, 1);
    add("TLOAD, many slots", key + OP_TLOAD + OP_POP, 1);
    add("TSTORE, one slot", OP_DUP1 + push(1) + OP_TSTORE, 1);
    add("TSTORE, many slots", OP_DUP1 + key + OP_TSTORE, 1);
    add("TSTORE TLOAD, many slots", OP_DUP1 + key + OP_TSTORE + key + OP_TLOAD + OP_POP, 2);
}

void append_account_rows(std::vector<Row>& rows)
{
    const auto add = [&](const std::string& name, const Bytecode& turn) {
        rows.push_back(row_of("accounts", name, loop(turn), turns));
    };
    add("SELFBALANCE", Bytecode{OP_SELFBALANCE, OP_POP});
    for (const Opcode op : {OP_BALANCE, OP_EXTCODESIZE, OP_EXTCODEHASH})
    {
        const std::string name{opcode_table[op].name};
        add(name + ", one warm account", push(returning) + op + OP_POP);
        add(name + ", cold absent accounts", OP_DUP1 + push(0xffff) + OP_MUL + op + OP_POP);
    }
    add("EXTCODECOPY 32", push(32) + push(0) + push(0) + push(returning) + OP_EXTCODECOPY);
    add("BLOCKHASH out of range", push(1000) + OP_BLOCKHASH + OP_POP);
    add("RETURNDATACOPY 32", Bytecode{call(OP_STATICCALL, returning)} + OP_POP + push(32) +
                                 push(0) + push(0) + OP_RETURNDATACOPY);
    rows.push_back(
        row_of("accounts", "SELFDESTRUCT to an account", push(rich_account) + OP_SELFDESTRUCT, 1));
    rows.push_back(row_of("accounts", "STOP: what a message costs", OP_STOP, 1));
}
}  // namespace

std::vector<Row> state_rows()
{
    std::vector<Row> rows;
    append_call_rows(rows);
    append_depth_rows(rows);
    append_creation_rows(rows);
    append_log_rows(rows);
    append_storage_rows(rows);
    append_account_rows(rows);
    return rows;
}
}  // namespace byline::bench

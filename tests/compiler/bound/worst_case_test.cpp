// Bounds beside what the machine takes, to the unit: each program has one way that matters, in a
// world where that is the dearest.
#include "compiler/bound/worst_case.hpp"

#include "tests/stdlib-contracts/licence_world.hpp"
#include "tests/support/bytecode.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace byline::testing
{
namespace
{
using compiler::CostModel;
using compiler::Item;
using compiler::ItemKind;

const address contract = account(1);
const address burner = account(2);  ///< spends all that it gets
const address nobody = account(3);
constexpr std::uint64_t stipend = 2'300;

struct Program
{
    std::string name;
    Bytecode code;
    std::uint64_t given_back = 0;  ///< of what is sent along, where the bound takes it to be spent
    std::uint64_t slot = 0;        ///< what slot 0 holds
};

Bytecode then_stop(Bytecode code)
{
    return std::move(code) + OP_STOP;
}

Bytecode store(std::uint64_t offset, const Bytecode& word)
{
    return apply(OP_MSTORE, {push(offset), word});
}

Bytecode write(const Bytecode& slot, const Bytecode& word)
{
    return apply(OP_SSTORE, {slot, word});
}

Bytecode call(Opcode opcode, std::uint64_t gas, const address& to, std::uint64_t value)
{
    const Bytecode none = push(uint256{});
    return (opcode == OP_CALL
                   ? apply(opcode, {push(gas), push(to), push(value), none, none, none, none})
                   : apply(opcode, {push(gas), push(to), none, none, none, none})) +
           OP_POP;
}

/// Writes to slot 0 twice if it holds something.
Bytecode write_again_if_set()
{
    const Bytecode test = apply(OP_SLOAD, {push(uint256{})}) + push(6) + OP_JUMPI + OP_STOP;
    EXPECT_EQ(test.size(), 6U);
    return test + OP_JUMPDEST + write(push(uint256{}), OP_TIMESTAMP) +
           write(push(uint256{}), OP_CALLER);
}

std::vector<Program> programs()
{
    const Bytecode zero = push(uint256{});
    const Bytecode one = push(1);
    const Bytecode hash =
        store(0, one) + store(32, OP_CALLER) + apply(OP_KECCAK256, {zero, push(64)});
    std::vector<Program> all{
        {"stack", one + OP_DUP1 + OP_SWAP1 + OP_ADD + OP_POP},
        {"powers", apply(OP_EXP, {push(3), push(uint256{1} << 255)}) + OP_POP},
        {"memory", store(0x8000, one) + apply(OP_MLOAD, {push(0x9000)}) + OP_POP},
        {"hash", hash + OP_POP},
        {"copies", apply(OP_CALLDATACOPY, {zero, zero, push(100)}) +
                       apply(OP_CODECOPY, {push(64), zero, push(7)}) +
                       apply(OP_MCOPY, {push(256), zero, push(65)})},
        {"log", apply(OP_LOG2, {zero, push(77), one, one}) + apply(OP_LOG0, {zero, zero})},
        {"reads", apply(OP_SLOAD, {zero}) + apply(OP_SLOAD, {zero}) + apply(OP_SLOAD, {one})},
        {"writes", write(zero, OP_CALLER) + write(zero, OP_TIMESTAMP) + write(one, OP_CALLER)},
        {"a read and a write of a mapping", hash + OP_DUP1 + OP_SLOAD + OP_POP + hash +
                                                apply(OP_SSTORE, {Bytecode{OP_SWAP1}, one})},
        {"a slot that is set", write_again_if_set(), 0, 5},
        {"transient", apply(OP_TSTORE, {one, one}) + apply(OP_TLOAD, {one}) + OP_POP},
        {"accounts", apply(OP_EXTCODESIZE, {push(burner)}) + OP_POP +
                         apply(OP_EXTCODESIZE, {push(burner)}) + OP_POP +
                         apply(OP_EXTCODESIZE, {Bytecode{OP_ADDRESS}}) + OP_POP},
        {"ether to nobody", call(OP_CALL, 0, nobody, 1), stipend},
        {"a question", call(OP_STATICCALL, 1'000, burner, 0) + call(OP_CALL, 500, burner, 0)},
        {"ecrecover", call(OP_STATICCALL, 10'000, to_address(uint256{1}), 0)},
    };
    for (Program& program : all)
        program.code = then_stop(std::move(program.code));
    return all;
}

/// What the machine takes for a call of the code, with nothing but the code in it.
std::uint64_t used(const Program& program)
{
    LicenceWorld world;
    world.wait(1'000);
    world.state().set_code(contract, program.code.bytes);
    world.state().set_code(burner, Bytes{OP_INVALID});
    world.state().set_balance(contract, 10);
    world.state().set_storage(contract, 0, program.slot);
    const vm::TxOutcome outcome = world.run(account(9), contract, {});
    EXPECT_EQ(outcome.status, vm::Status::success) << program.name;
    return outcome.gas_used;
}

std::uint64_t bound_of(const Bytecode& code, const CostModel& costs)
{
    compiler::Assembly assembly;
    assembly.code = code.bytes;
    const auto worst = compiler::bound::worst_case(assembly, costs, {});
    EXPECT_TRUE(worst) << worst.error();
    return worst ? compiler::bound::transaction_gas(costs, 0, worst->gas) : 0;
}

/// Programs whose bound is not what the machine takes.
std::size_t wrong_bounds(const CostModel& costs)
{
    static const std::vector<Program> all = programs();
    static const std::vector<std::uint64_t> taken = [] {
        std::vector<std::uint64_t> gas;
        for (const Program& program : all)
            gas.push_back(used(program) + program.given_back);
        return gas;
    }();
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
        wrong += bound_of(all[i].code, costs) == taken[i] ? 0U : 1U;
    return wrong;
}

TEST(worst_case, is_what_the_machine_takes)
{
    for (const Program& program : programs())
    {
        EXPECT_EQ(bound_of(program.code, CostModel{}), used(program) + program.given_back)
            << program.name;
    }
}

TEST(worst_case, is_wrong_where_a_price_is)
{
    ASSERT_EQ(wrong_bounds(CostModel{}), 0U);
    for (const auto row : {&CostModel::memory_word, &CostModel::warm_read, &CostModel::cold_read,
             &CostModel::fresh_slot, &CostModel::changed_slot, &CostModel::cold_account,
             &CostModel::new_account, &CostModel::call_value, &CostModel::keccak_word,
             &CostModel::copy_word, &CostModel::log_byte, &CostModel::exp_byte,
             &CostModel::ecrecover, &CostModel::transaction})
    {
        CostModel costs;
        costs.*row -= 1;
        EXPECT_NE(wrong_bounds(costs), 0U);
    }
}

TEST(worst_case, has_the_fixed_prices_of_the_table_of_opcodes)
{
    const CostModel costs;
    EXPECT_EQ(costs.push0, opcode_table[OP_PUSH0].gas);
    EXPECT_EQ(costs.push, opcode_table[OP_PUSH20].gas);
    EXPECT_EQ(costs.dup, opcode_table[OP_DUP3].gas);
    EXPECT_EQ(costs.dup, opcode_table[OP_SWAP3].gas);
    EXPECT_EQ(costs.pop, opcode_table[OP_POP].gas);
    EXPECT_EQ(costs.bitwise, opcode_table[OP_SHR].gas);
    EXPECT_EQ(costs.jump, opcode_table[OP_JUMP].gas);
    EXPECT_EQ(costs.jump_destination, opcode_table[OP_JUMPDEST].gas);
    EXPECT_EQ(costs.memory_word, opcode_table[OP_MSTORE].gas);
}

TEST(worst_case, counts_the_data_of_a_transaction)
{
    LicenceWorld world;
    world.wait(1'000);
    const CostModel costs;
    for (const std::size_t size : {0U, 1U, 1'000U})
    {
        const auto outcome = world.run(account(9), nobody, Bytes(size, 0xff));
        EXPECT_EQ(compiler::bound::transaction_gas(costs, size, 0), outcome.gas_used);
    }
    // Where the code takes more than the floor is above the data.
    world.state().set_code(contract, programs()[7].code.bytes);
    const auto outcome = world.run(account(9), contract, Bytes(100, 0xff));
    const std::uint64_t execution = bound_of(programs()[7].code, costs) - costs.transaction;
    EXPECT_EQ(compiler::bound::transaction_gas(costs, 100, execution), outcome.gas_used);
}

TEST(worst_case, counts_the_data_of_a_creation)
{
    const LicenceWorld world;
    const CostModel costs;
    const Bytes code{OP_STOP, 0, 0, OP_ADD, OP_ADD};
    for (const std::size_t arguments : {0U, 31U, 3'000U})
    {
        Bytes data = code;
        data.resize(code.size() + arguments, 0xff);
        const auto outcome = world.run(account(9), std::nullopt, data);
        EXPECT_EQ(compiler::bound::creation_gas(costs, code, arguments, 0), outcome.gas_used);
    }
}

// --- what is not straight ---

Item place(compiler::Label label, std::uint32_t max_visits = 0)
{
    return {.kind = ItemKind::label, .label = label, .max_visits = max_visits};
}

void append(std::vector<Item>& items, const Bytecode& code)
{
    for (const std::uint8_t byte : code.bytes)
        items.push_back({.kind = ItemKind::opcode, .opcode = static_cast<Opcode>(byte)});
}

void append_push(std::vector<Item>& items, compiler::Label label)
{
    items.push_back({.kind = ItemKind::push_label, .label = label});
}

/// Writes to slots 1 to n, n being the size of the call's data, `max` at most.
compiler::Assembly loop(std::uint32_t max)
{
    std::vector<Item> items;
    append(items, Bytecode{OP_PUSH0});
    items.push_back(place(1, max == 0 ? 0 : max + 1));
    append(items, Bytecode{OP_DUP1, OP_CALLDATASIZE, OP_EQ});
    append_push(items, 2);
    append(items, Bytecode{OP_JUMPI, OP_CALLER, OP_DUP2, OP_SSTORE, OP_DUP1, OP_CALLER, OP_EQ,
                      OP_ISZERO, OP_ADD});
    append_push(items, 1);
    append(items, Bytecode{OP_JUMP});
    items.push_back(place(2));
    append(items, Bytecode{OP_STOP});
    return compiler::assemble(items);
}

TEST(worst_case, goes_round_as_often_as_a_loop_may)
{
    const compiler::Assembly code = loop(7);
    LicenceWorld world;
    world.state().set_code(contract, code.code);
    const vm::TxOutcome outcome = world.run(account(9), contract, Bytes(7, 0xff));
    ASSERT_EQ(outcome.status, vm::Status::success);
    // A selector: so that the data's size is not known.
    const auto worst = compiler::bound::worst_case(code, CostModel{}, {.selector = 0xffffffff});
    ASSERT_TRUE(worst) << worst.error();
    EXPECT_EQ(compiler::bound::transaction_gas(CostModel{}, 7, worst->gas), outcome.gas_used);
}

TEST(worst_case, is_not_known_of_a_loop_without_a_bound)
{
    const auto worst = compiler::bound::worst_case(loop(0), CostModel{}, {.selector = 0xffffffff});
    ASSERT_FALSE(worst);
    EXPECT_EQ(worst.error(), "it is not known how often a loop goes round");
}

TEST(worst_case, is_not_known_where_memory_depends_on_the_call)
{
    compiler::Assembly code;
    code.code = apply(OP_CALLDATACOPY, {push(uint256{}), push(uint256{}), OP_CALLDATASIZE}).bytes;
    const auto worst = compiler::bound::worst_case(code, CostModel{}, {.selector = 1});
    ASSERT_FALSE(worst);
    EXPECT_EQ(worst.error(), "how much memory it takes depends on the call");
}
}  // namespace
}  // namespace byline::testing

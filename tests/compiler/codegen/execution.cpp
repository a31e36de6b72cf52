#include "tests/compiler/codegen/execution.hpp"

#include "compiler/codegen/generate.hpp"
#include "tests/compiler/ir/random_program.hpp"
#include "tests/stdlib-contracts/licence_world.hpp"

#include <gtest/gtest.h>

namespace byline::compiler
{
using byline::testing::LicenceWorld;
using ir::Observed;
using ir::Program;

Bytes deployed(Assembly assembly, const ir::World& world)
{
    for (const auto& [number, offsets] : assembly.immutables)
    {
        const address value = to_address(world.immutables.at(number));
        for (const std::size_t offset : offsets)
            std::ranges::copy(
                value.bytes, assembly.code.begin() + static_cast<std::ptrdiff_t>(offset));
    }
    return std::move(assembly.code);
}

Observed execute(const Bytes& code, const ir::World& world, const ir::Storage& slots)
{
    LicenceWorld chain;
    const address self = to_address(world.self);
    chain.state().set_code(self, code);
    for (const auto& [account, account_code] : world.accounts)
        chain.state().set_code(to_address(account), account_code);
    chain.state().set_balance(self, world.balance - world.callvalue);
    for (const auto& [key, value] : world.storage)
        chain.state().set_storage(self, key, value);
    const vm::TxOutcome outcome =
        chain.send(to_address(world.caller), self, world.calldata, world.callvalue);
    Observed observed;
    observed.ending = outcome.status == vm::Status::success  ? ir::Ending::success
                      : outcome.status == vm::Status::revert ? ir::Ending::revert
                                                             : ir::Ending::failed;
    observed.output = outcome.output;
    for (const vm::Log& log : outcome.logs)
    {
        ir::Event event{.words = {}, .data = log.data};
        for (const bytes32& topic : log.topics)
            event.words.push_back(to_uint256(topic));
        observed.events.push_back(std::move(event));
    }
    ir::Storage keys = slots;
    for (std::uint64_t key = 0; key < 4; ++key)
        keys[key] = {};
    for (const auto& [key, ignored] : keys)
    {
        if (const uint256 value = chain.state().storage(self, key); !value.is_zero())
            observed.storage[key] = value;
    }
    observed.balance = chain.balance(self);
    return observed;
}

Observed expected_of(const Program& program, const ir::World& world)
{
    Observed observed = ir::interpret(program, world);
    std::erase_if(observed.events, [](const ir::Event& event) {
        return !event.words.empty() &&
               (event.words[0] == ir::echo || event.words[0] == ir::meddler);
    });
    for (ir::Event& event : observed.events)
    {
        event.storage_at_call.clear();
        event.transient_at_call.clear();
        if (!event.words.empty() && event.words[0] == ir::taker)
            event.words.clear();
    }
    observed.transient.clear();
    if (observed.ending != ir::Ending::success)
        observed.balance = world.balance - world.callvalue;
    return observed;
}

void expect_same(const Program& program, std::mt19937_64& random, std::uint64_t seed)
{
    const Assembly assembly = assemble(generate(program, CostModel{}));
    for (int run = 0; run < 3; ++run)
    {
        ir::World world = ir::random_world(random);
        world.meddles = 0;
        world.timestamp = 0;  // as in LicenceWorld
        const Observed expected = expected_of(program, world);
        const Observed actual = execute(deployed(assembly, world), world, expected.storage);
        SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + ir::print(program));
        ASSERT_EQ(actual.ending, expected.ending);
        ASSERT_EQ(to_hex(actual.output), to_hex(expected.output));
        ASSERT_TRUE(actual.storage == expected.storage);
        ASSERT_EQ(actual.events.size(), expected.events.size());
        ASSERT_TRUE(actual.events == expected.events);
        ASSERT_EQ(to_decimal(actual.balance), to_decimal(expected.balance));
    }
}
}  // namespace byline::compiler

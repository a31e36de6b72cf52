// Loops as `for each` over a list in the call data is lowered: a function called in each round, and
// many values in use all the while.
#include "compiler/codegen/generate.hpp"
#include "compiler/ir/builder.hpp"
#include "compiler/ir/passes.hpp"
#include "tests/compiler/codegen/execution.hpp"
#include "tests/compiler/ir/meaning.hpp"
#include "vm/primitives/bytes32.hpp"

#include <gtest/gtest.h>

namespace byline::compiler
{
namespace
{
using ir::BlockId;
using ir::Builder;
using ir::ExitKind;
using ir::Function;
using ir::Operation;
using ir::Program;
using ir::ValueId;

/// (total, entry) -> (total + entry, hash of both); reverts for an entry of 2^64 or more.
void write_fold(Function& function)
{
    function.name = "fold";
    function.results = 2;
    Builder b{function};
    const ValueId total = b.add_parameter(0);
    const ValueId entry = b.add_parameter(0);
    const BlockId cold = b.new_block("too_large", true);
    b.leave_if(b.emit(Operation::shr, {b.constant(64), entry}), cold, "fits");
    b.emit(Operation::mstore, {b.constant(0), total});
    b.emit(Operation::mstore, {b.constant(32), entry});
    const ValueId hash = b.emit(Operation::keccak256, {b.constant(0), b.constant(64)});
    b.end(ExitKind::give_back, {b.emit(Operation::add, {total, entry}), hash});
    b.continue_in(cold);
    b.end(ExitKind::revert, {b.constant(0), b.constant(0)});
}

/// Word 0 of the call data is the length of the list, the entries follow. `live` words that only
/// storage has are in use before, in and after the loop. The data that it gives back are as many
/// words as the list has.
void write_loop(Function& function, std::uint64_t live)
{
    function.name = "main";
    Builder b{function};
    std::vector<ValueId> words;
    for (std::uint64_t i = 0; i < live; ++i)
        words.push_back(b.emit(Operation::sload, {b.constant(i % 4)}));
    const ValueId size = b.emit(Operation::calldataload, {b.constant(0)});
    const BlockId cold = b.new_block("too_long", true);
    b.leave_if(b.emit(Operation::gt, {size, b.constant(64)}), cold, "begin");
    const BlockId header = b.new_block("header");
    const BlockId end = b.new_block("end");
    const ValueId zero = b.constant(0);
    b.jump(header, {zero, zero, zero});
    b.continue_in(cold);
    b.end(ExitKind::revert, {b.constant(0), b.constant(0)});

    b.continue_in(header);
    const ValueId i = b.add_parameter(header);
    const ValueId total = b.add_parameter(header);
    const ValueId hashes = b.add_parameter(header);
    b.leave_if(b.emit(Operation::eq, {i, size}), end, "round");
    const ValueId at = b.emit(Operation::shl, {b.constant(5), i});
    const ValueId entry =
        b.emit(Operation::calldataload, {b.emit(Operation::add, {at, b.constant(32)})});
    const std::vector<ValueId> folded = b.call(1, {total, entry}, 2, "folded");
    ValueId mixed = folded[1];
    for (const ValueId word : words)
        mixed = b.emit(Operation::bit_xor, {b.emit(Operation::add, {mixed, hashes}), word});
    b.emit(Operation::mstore, {b.emit(Operation::add, {at, b.constant(64)}), mixed});
    b.jump(header, {b.emit(Operation::add, {i, b.constant(1)}), folded[0], mixed});

    b.continue_in(end);
    ValueId sum = b.emit(Operation::add, {total, hashes});
    for (const ValueId word : words)
        sum = b.emit(Operation::sub, {word, sum});
    b.emit(Operation::sstore, {b.constant(1), sum});
    b.end(ExitKind::return_data, {b.constant(64), b.emit(Operation::shl, {b.constant(5), size})});
}

Program loop_program(std::uint64_t live)
{
    Program program;
    program.memory = 64 + 64 * 32;
    program.functions.resize(2);
    write_loop(program.functions[0], live);
    write_fold(program.functions[1]);
    return program;
}

ir::World world_of(const std::vector<uint256>& entries)
{
    ir::World world;
    const auto append = [&](const uint256& word) {
        const bytes32 encoded = to_bytes32(word);
        world.calldata.insert(world.calldata.end(), encoded.bytes.begin(), encoded.bytes.end());
    };
    append(entries.size());
    for (const uint256& entry : entries)
        append(entry);
    world.self = 77'777;
    world.caller = 88'888;
    for (std::uint64_t key = 0; key < 4; ++key)
        world.storage[key] = (uint256{key + 1} << 200) + 5;
    return world;
}

std::vector<ir::World> worlds()
{
    std::vector<ir::World> result;
    for (const std::size_t size : {0U, 1U, 2U, 63U, 64U, 65U})
    {
        std::vector<uint256> entries;
        for (std::size_t i = 0; i < size; ++i)
            entries.emplace_back(1'000 + i * i);
        result.push_back(world_of(entries));
    }
    result.push_back(world_of({1, 2, uint256{1} << 64, 3}));
    return result;
}

TEST(loops, with_calls_and_many_values_do_what_they_say)
{
    for (const std::uint64_t live : {0U, 4U, 8U, 12U, 16U, 40U})
    {
        Program program = loop_program(live);
        ASSERT_TRUE(ir::verify(program).empty()) << ir::verify(program).front();
        ASSERT_NO_FATAL_FAILURE(ir::expect_kept(program, worlds(), "loop"));
        for (int optimised = 0; optimised < 2; ++optimised)
        {
            for (const Pricing pricing : {Pricing::osaka, Pricing::amsterdam})
            {
                const Assembly assembly = assemble(generate(program, cost_model(pricing)));
                for (const ir::World& world : worlds())
                    EXPECT_EQ(
                        execute(deployed(assembly, world), world), expected_of(program, world))
                        << live << " values, " << world.calldata.size() << " bytes of call data";
            }
            ir::optimise(program);
        }
    }
}
}  // namespace
}  // namespace byline::compiler

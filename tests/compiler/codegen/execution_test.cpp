// Random IR programs, generated and run on our own machine, against the interpreter of the IR.
#include "compiler/codegen/generate.hpp"
#include "compiler/ir/passes.hpp"
#include "tests/compiler/ir/interpreter.hpp"
#include "tests/compiler/ir/random_program.hpp"
#include "tests/stdlib-contracts/licence_world.hpp"

#include <gtest/gtest.h>

#include <random>

namespace byline::compiler
{
namespace
{
using byline::testing::LicenceWorld;

/// The word that the code returns; nothing if it reverted, an error of the test if anything else.
std::optional<uint256> execute(const Bytes& code, const std::vector<uint256>& words)
{
    LicenceWorld world;
    const address contract = byline::testing::account(77);
    world.state().set_code(contract, code);
    Bytes data;
    for (const uint256& word : words)
        byline::testing::append(data, word);
    const vm::TxOutcome outcome = world.run(byline::testing::account(78), contract, data);
    if (outcome.status == vm::Status::revert)
        return std::nullopt;
    EXPECT_EQ(outcome.status, vm::Status::success) << vm::to_string(outcome.status);
    EXPECT_EQ(outcome.output.size(), 32U);
    bytes32 word;
    std::copy_n(outcome.output.begin(), std::min<std::size_t>(outcome.output.size(), 32),
        word.bytes.begin());
    return to_uint256(word);
}

TEST(codegen, does_what_random_programs_say)
{
    std::mt19937_64 random{5};
    std::size_t generated = 0;
    for (std::uint64_t seed = 0; seed < 600; ++seed)
    {
        ir::Program program = ir::RandomProgram{seed}.make();
        if (seed % 2 == 0)
            ir::optimise(program);
        const auto items = generate(program, CostModel{});
        if (!items)
            continue;  // more values at once than the stack reaches: said, not miscompiled
        ++generated;
        const Bytes code = assemble(*items).code;
        for (int run = 0; run < 3; ++run)
        {
            std::vector<uint256> words;
            for (std::uint64_t i = 0; i < ir::RandomProgram::words; ++i)
                words.push_back(random() % 3 == 0
                                    ? uint256{random() % 5}
                                    : uint256{random(), random(), random(), random()});
            ASSERT_EQ(execute(code, words), (ir::Interpreter{program, words}.run()))
                << "seed " << seed << "\n"
                << ir::print(program);
        }
    }
    EXPECT_GT(generated, 500U);
}

TEST(codegen, tells_when_the_stack_does_not_reach)
{
    // Twenty words that only storage has, all needed at the end.
    ir::Program program;
    program.functions.resize(1);
    program.functions[0].name = "many";
    ir::Builder b{program.functions[0]};
    std::vector<ir::ValueId> values;
    for (std::uint64_t i = 0; i < 20; ++i)
        values.push_back(b.emit(ir::Operation::sload, {b.constant(i)}));
    for (int round = 0; round < 2; ++round)
    {
        for (const ir::ValueId value : values)
            b.emit(ir::Operation::mstore, {b.constant(0), value});
    }
    b.end(ir::ExitKind::stop);
    const auto items = generate(program, CostModel{});
    ASSERT_FALSE(items);
    EXPECT_NE(items.error().find("`many`"), std::string::npos);
}
}  // namespace
}  // namespace byline::compiler

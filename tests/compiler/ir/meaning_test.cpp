// Every pass, checked by running programs before and after it. That the check sees mistakes is
// shown by passes that make them.
#include "compiler/ir/passes.hpp"
#include "compiler/lower/lower.hpp"
#include "compiler/sema/analyse.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/parser.hpp"
#include "tests/compiler/ir/interpreter.hpp"
#include "tests/compiler/ir/random_program.hpp"
#include "tests/compiler/ir/wrong_passes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

namespace byline::compiler::ir
{
namespace
{
namespace fs = std::filesystem;

struct Pass
{
    std::string name;
    std::function<void(Program&)> run;
};

Pass on_functions(std::string name, void (*pass)(Function&))
{
    return {std::move(name), [pass](Program& program) {
                for (Function& function : program.functions)
                    pass(function);
            }};
}

std::vector<Pass> all_passes()
{
    return {on_functions("fold", fold), on_functions("number_values", number_values),
        on_functions("clean", clean), on_functions("merge_guards", merge_guards),
        on_functions("sink_into_cold", sink_into_cold), {"optimise", optimise}};
}

/// Whether some world shows the difference between two programs.
bool differ(const Program& before, const Program& after, const std::vector<World>& worlds)
{
    return std::ranges::any_of(worlds, [&](const World& world) {
        const Observed expected = interpret(before, world);
        return expected.ending != Ending::unfinished && interpret(after, world) != expected;
    });
}

std::vector<World> random_worlds(std::uint64_t seed, int count)
{
    std::mt19937_64 random{seed};
    std::vector<World> worlds;
    for (int i = 0; i < count; ++i)
        worlds.push_back(random_world(random));
    return worlds;
}

void expect_kept(const Program& before, const std::vector<World>& worlds, const std::string& what)
{
    ASSERT_TRUE(verify(before).empty()) << verify(before).front() << "\n" << print(before);
    for (const Pass& pass : all_passes())
    {
        Program after = before;
        pass.run(after);
        ASSERT_TRUE(verify(after).empty()) << verify(after).front() << "\n" << print(after);
        ASSERT_FALSE(differ(before, after, worlds)) << pass.name << ", " << what << "\n"
                                                    << print(before) << "\n"
                                                    << print(after);
    }
}

TEST(passes, keep_the_meaning_of_random_programs)
{
    std::array<std::size_t, 4> endings{};
    for (std::uint64_t seed = 0; seed < 600; ++seed)
    {
        const Program program =
            RandomProgram{seed, seed % 8 == 0 ? Width::wide : Width::narrow}.make();
        const std::vector<World> worlds = random_worlds(seed, 6);
        expect_kept(program, worlds, "seed " + std::to_string(seed));
        for (const World& world : worlds)
            ++endings[static_cast<std::size_t>(interpret(program, world).ending)];
    }
    // Neither way out is rare: else the programs would show little.
    EXPECT_GT(endings[static_cast<std::size_t>(Ending::success)], 600U);
    EXPECT_GT(endings[static_cast<std::size_t>(Ending::revert)], 600U);
    EXPECT_EQ(endings[static_cast<std::size_t>(Ending::failed)], 0U);
    EXPECT_EQ(endings[static_cast<std::size_t>(Ending::unfinished)], 0U);
}

// --- licences ---

void append(Bytes& bytes, const uint256& word)
{
    const bytes32 encoded = to_bytes32(word);
    bytes.insert(bytes.end(), encoded.bytes.begin(), encoded.bytes.end());
}

std::vector<uint256> constants_of(const Program& program)
{
    std::vector<uint256> constants;
    for (const Function& function : program.functions)
    {
        for (const Instruction& instruction : function.values)
        {
            if (instruction.operation == Operation::constant)
                constants.push_back(instruction.constant);
        }
    }
    return constants;
}

/// Calls as a licence gets them: selectors and prices are among its constants.
World licence_world(const Program& program, std::mt19937_64& random)
{
    const std::vector<uint256> constants = constants_of(program);
    const auto one_of = [&] { return constants[random() % constants.size()]; };
    World world = random_world(random);
    world.immutables.clear();
    for (std::size_t i = 0; i < program.immutables.size(); ++i)
        world.immutables.push_back({0, 0xacc0, 0, i + 1});
    const auto account = [&] {
        return random() % 2 == 0 || world.immutables.empty()
                   ? uint256{0, 0xacc0, 0, random() % 9}
                   : world.immutables[random() % world.immutables.size()];
    };
    world.caller = account();
    world.calldata.clear();
    uint256 selector = one_of();
    while (selector.bit_width() < 17 || selector.bit_width() > 32)
        selector = one_of();
    append(world.calldata, selector << 224);
    world.calldata.resize(4);
    const uint256 count{random() % 9};
    for (std::uint64_t i = random() % 4; i > 0; --i)
        append(world.calldata, random() % 3 == 0 ? account() : count);
    world.callvalue = random() % 2 == 0 ? uint256{} : one_of() * count;
    world.balance = world.callvalue + (random() % 2 == 0 ? uint256{random()} << 20 : uint256{});
    world.storage.clear();
    if (random() % 2 == 0)
        world.storage[0] = uint256{random() % 1'000'000} << (80 * (random() % 3));
    // For a constructor: the words behind the code.
    world.symbols = {64, 96};
    world.code.assign(96, 0x5b);
    for (std::size_t i = random() % 5 == 0 ? 1 : 0; i < program.immutables.size() + 4; ++i)
        append(world.code, random() % 9 == 0 ? account() : uint256{0, 0xacc0, 0, 10 + i});
    if (random() % 2 == 0)
        world.callvalue = 0;
    return world;
}

std::vector<Program> programs_of_licences()
{
    std::vector<Program> programs;
    for (const fs::directory_entry& entry :
        fs::recursive_directory_iterator{fs::path{BYLINE_SOURCE_DIR} / "stdlib-contracts"})
    {
        if (entry.path().extension() != ".byl")
            continue;
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        Diagnostics diagnostics;
        const auto licence = analyse(parse(text, diagnostics), diagnostics);
        if (!licence)
            continue;
        programs.push_back(lower_runtime(*licence, {}));
        programs.push_back(lower_creation(*licence, {64, {{0, {3, 40}}}}));
    }
    return programs;
}

TEST(passes, keep_the_meaning_of_licences)
{
    std::mt19937_64 random{3};
    const std::vector<Program> programs = programs_of_licences();
    ASSERT_FALSE(programs.empty());
    std::size_t paid = 0;
    for (const Program& program : programs)
    {
        std::vector<World> worlds;
        for (int i = 0; i < 600; ++i)
            worlds.push_back(licence_world(program, random));
        expect_kept(program, worlds, "licence");
        for (const World& world : worlds)
            paid += interpret(program, world).events.empty() ? 0U : 1U;
    }
    EXPECT_GT(paid, 10U);  // payments and claims are among the calls
}

// --- the check itself ---

class wrong_pass : public ::testing::TestWithParam<WrongPass>
{};

TEST_P(wrong_pass, is_caught)
{
    for (std::uint64_t seed = 0; seed < 3'000; ++seed)
    {
        const Program before = RandomProgram{seed}.make();
        Program after = before;
        for (Function& function : after.functions)
            GetParam().run(function);
        // No mistake that the verifier finds.
        ASSERT_TRUE(verify(after).empty()) << verify(after).front() << "\n" << print(after);
        if (differ(before, after, random_worlds(seed, 6)))
            return;
    }
    FAIL() << "no program shows the mistake";
}

INSTANTIATE_TEST_SUITE_P(passes, wrong_pass, ::testing::ValuesIn(wrong_passes()),
    [](const auto& wrong) { return std::string{wrong.param.name}; });
}  // namespace
}  // namespace byline::compiler::ir

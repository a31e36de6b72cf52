// Every pass, checked by running licences before and after it.
#include "compiler/lower/lower.hpp"
#include "compiler/sema/analyse.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/parser.hpp"
#include "tests/compiler/ir/meaning.hpp"
#include "tests/compiler/ir/random_program.hpp"
#include "vm/primitives/bytes32.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace byline::compiler::ir
{
namespace
{
namespace fs = std::filesystem;

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

void add_programs(const fs::path& folder, std::vector<Program>& programs)
{
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{folder})
    {
        if (entry.path().extension() != ".byl")
            continue;
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        Diagnostics diagnostics;
        for (const Licence& licence : analyse(parse(text, diagnostics), diagnostics))
        {
            const Interface interface = interface_of(licence);
            const StoragePlan storage = storage_of(licence);
            programs.push_back(lower_runtime(licence, interface, storage, {}));
            programs.push_back(lower_creation(licence, interface, storage, {64, {{0, {3, 40}}}}));
        }
    }
}

std::vector<Program> programs_of_licences()
{
    const fs::path root{BYLINE_SOURCE_DIR};
    std::vector<Program> programs;
    add_programs(root / "stdlib-contracts", programs);
    add_programs(root / "tests/compiler/syntax/examples", programs);
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
        ASSERT_NO_FATAL_FAILURE(expect_kept(program, worlds, "licence"));
        for (const World& world : worlds)
            paid += interpret(program, world).events.empty() ? 0U : 1U;
    }
    EXPECT_GT(paid, 10U);  // payments and claims are among the calls
}
}  // namespace
}  // namespace byline::compiler::ir

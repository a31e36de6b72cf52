#include "tests/compiler/ir/meaning.hpp"

#include "compiler/ir/passes.hpp"
#include "tests/compiler/ir/random_program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace byline::compiler::ir
{
namespace
{
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
        on_functions("sink_into_cold", sink_into_cold),
        on_functions("simplify_bits", simplify_bits),
        on_functions("reduce_strength", reduce_strength),
        on_functions("simplify_conditions", simplify_conditions),
        on_functions("simplify_flow", simplify_flow),
        on_functions("remove_dead_stores", remove_dead_stores), {"inline_calls", inline_calls},
        {"optimise", optimise}};
}

}  // namespace

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
}  // namespace byline::compiler::ir

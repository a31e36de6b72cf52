#include "node/trie/root.hpp"

#include "node/trie/branch_record.hpp"
#include "node/trie/build.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

using namespace byline;
using namespace byline::node;

namespace
{
/// Leaves of the size that accounts have, sorted by key.
std::vector<Leaf> leaves(std::size_t count)
{
    std::vector<Leaf> all;
    all.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i)
        all.push_back({keccak256(to_bytes32(i).bytes), Bytes(75, static_cast<std::uint8_t>(i))});
    std::ranges::sort(all, {}, &Leaf::key);
    return all;
}

/// The root over so many leaves; an item is a leaf.
void trie_root_of_leaves(benchmark::State& state)
{
    const std::vector<Leaf> all = leaves(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(trie_root(all));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// The same with all records, leaf by leaf, as the verification of a database goes.
void trie_build(benchmark::State& state)
{
    const std::vector<Leaf> all = leaves(static_cast<std::size_t>(state.range(0)));
    TrieBuilder builder{[](const TriePath& /*path*/, const BranchRecord& record) {
        benchmark::DoNotOptimize(&record);
    }};
    for (auto _ : state)
    {
        for (const Leaf& leaf : all)
            builder.add(leaf.key, leaf.value);
        benchmark::DoNotOptimize(builder.finish());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// The root over the receipts of a block: 300 bytes each.
void root_of_receipts(benchmark::State& state)
{
    std::vector<Bytes> items(static_cast<std::size_t>(state.range(0)));
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i].assign(300, static_cast<std::uint8_t>(i));
    for (auto _ : state)
        benchmark::DoNotOptimize(ordered_root(items));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
}  // namespace

BENCHMARK(trie_root_of_leaves)->Arg(10'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(trie_build)->Arg(10'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(root_of_receipts)->Arg(3)->Arg(200)->Unit(benchmark::kMicrosecond);

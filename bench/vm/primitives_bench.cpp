#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

using namespace byline;

namespace
{
constexpr std::size_t operand_count = 2048;
using Operands = std::array<uint256, operand_count>;

/// Random words with that many limbs, the highest not zero.
Operands operands(std::size_t limbs)
{
    std::mt19937_64 random{limbs};
    Operands all;
    for (uint256& value : all)
    {
        for (std::size_t i = 0; i < limbs; ++i)
            value.words[i] = random() | 1;
    }
    return all;
}

void keccak(benchmark::State& state)
{
    const Bytes data(static_cast<std::size_t>(state.range(0)), 0x5a);
    for (auto _ : state)
        benchmark::DoNotOptimize(keccak256(data));
    state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK(keccak)->ArgName("bytes")->Arg(32)->Arg(64)->Arg(135)->Arg(136)->Arg(1024);

/// So many inputs at once; an item is one hash.
void keccak_each(benchmark::State& state)
{
    const auto count = static_cast<std::size_t>(state.range(0));
    const Bytes data(static_cast<std::size_t>(state.range(1)), 0x5a);
    const std::vector<BytesView> inputs(count, data);
    std::vector<bytes32> hashes(count);
    for (auto _ : state)
    {
        keccak256_each(inputs, hashes);
        benchmark::DoNotOptimize(hashes.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(keccak_each)->ArgNames({"inputs", "bytes"})->ArgsProduct({{4, 8}, {32, 64, 135, 1024}});

void multiply(benchmark::State& state)
{
    const Operands a = operands(4);
    const Operands b = operands(static_cast<std::size_t>(state.range(0)));
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(a[i] * b[i]);
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(multiply)->ArgName("limbs")->Arg(1)->Arg(4);

void multiply_full(benchmark::State& state)
{
    const Operands a = operands(4);
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(full_mul(a[i], a[operand_count - 1 - i]));
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(multiply_full);

void divide(benchmark::State& state)
{
    const Operands a = operands(static_cast<std::size_t>(state.range(0)));
    const Operands b = operands(static_cast<std::size_t>(state.range(1)));
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(a[i] / b[i]);
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(divide)
    ->ArgNames({"limbs", "by"})
    ->Args({1, 1})
    ->Args({2, 1})
    ->Args({4, 1})
    ->Args({4, 2})
    ->Args({4, 3})
    ->Args({4, 4})
    ->Args({2, 4});

void multiply_modulo(benchmark::State& state)
{
    const Operands a = operands(4);
    const Operands m = operands(static_cast<std::size_t>(state.range(0)));
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(mul_mod(a[i], a[operand_count - 1 - i], m[i]));
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(multiply_modulo)->ArgName("limbs")->Arg(1)->Arg(2)->Arg(3)->Arg(4);

void add_modulo(benchmark::State& state)
{
    const Operands a = operands(4);
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(
            add_mod(a[i], a[operand_count - 1 - i], a[(i + 7) % operand_count]));
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(add_modulo);

void recover_sender(benchmark::State& state)
{
    const bytes32 hash = keccak256("a transaction");
    const vm::Signature signature = *vm::sign(hash, to_bytes32(1));
    for (auto _ : state)
        benchmark::DoNotOptimize(vm::recover(hash, signature));
}

BENCHMARK(recover_sender);
}  // namespace

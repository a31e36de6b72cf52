#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/modulus_cache.hpp"
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
    ->Args({3, 1})
    ->Args({4, 1})
    ->Args({2, 2})
    ->Args({3, 2})
    ->Args({4, 2})
    ->Args({3, 3})
    ->Args({4, 3})
    ->Args({4, 4})
    ->Args({2, 4});

/// Each dividend is computed from the last remainder, as in a contract's chain of operations.
void divide_in_chain(benchmark::State& state)
{
    const Operands a = operands(static_cast<std::size_t>(state.range(0)));
    const Operands b = operands(static_cast<std::size_t>(state.range(1)));
    uint256 remainder;
    std::size_t i = 0;
    for (auto _ : state)
    {
        remainder = (a[i] ^ remainder) % b[i];
        i = (i + 1) % operand_count;
    }
    benchmark::DoNotOptimize(remainder);
}

BENCHMARK(divide_in_chain)
    ->ArgNames({"limbs", "by"})
    ->Args({4, 1})
    ->Args({4, 2})
    ->Args({4, 3})
    ->Args({4, 4});

void divide_signed(benchmark::State& state)
{
    const Operands a = operands(static_cast<std::size_t>(state.range(0)));
    const Operands b = operands(static_cast<std::size_t>(state.range(1)));
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(signed_div(-a[i], b[i]));
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(divide_signed)->ArgNames({"limbs", "by"})->Args({2, 1})->Args({3, 2})->Args({4, 3});

void divide_by_power_of_two(benchmark::State& state)
{
    const Operands a = operands(4);
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(a[i] / (uint256{1} << 224));
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(divide_by_power_of_two);

/// A new modulus each time.
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

/// As MULMOD does it, `moduli` of them in turn; factors below the modulus.
void multiply_modulo_cached(benchmark::State& state)
{
    const Operands all = operands(static_cast<std::size_t>(state.range(0)));
    Operands a = all;
    const auto moduli = static_cast<std::size_t>(state.range(1));
    for (std::size_t i = 0; i < operand_count; ++i)
        a[i] = all[i] % all[i % moduli];
    ModulusCache cache;
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(cache.mul_mod(a[i], a[operand_count - 1 - i], all[i % moduli]));
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(multiply_modulo_cached)
    ->ArgNames({"limbs", "moduli"})
    ->Args({1, 1})
    ->Args({2, 1})
    ->Args({3, 1})
    ->Args({4, 1})
    ->Args({4, 2});

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

void raise_to_power(benchmark::State& state)
{
    const Operands a = operands(4);
    const auto bits = static_cast<std::uint64_t>(state.range(0));
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(power(a[i], a[operand_count - 1 - i] >> (256 - bits)));
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(raise_to_power)->ArgName("bits")->Arg(6)->Arg(64)->Arg(256);

void shift_right(benchmark::State& state)
{
    const Operands a = operands(4);
    const uint256 shift{static_cast<std::uint64_t>(state.range(0))};
    std::size_t i = 0;
    for (auto _ : state)
    {
        benchmark::DoNotOptimize(a[i] >> shift);
        i = (i + 1) % operand_count;
    }
}

BENCHMARK(shift_right)->ArgName("bits")->Arg(8)->Arg(224);

void recover_sender(benchmark::State& state)
{
    const bytes32 hash = keccak256("a transaction");
    const vm::Signature signature = *vm::sign(hash, to_bytes32(1));
    for (auto _ : state)
        benchmark::DoNotOptimize(vm::recover(hash, signature));
}

BENCHMARK(recover_sender);
}  // namespace

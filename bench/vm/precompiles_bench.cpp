#include "vm/precompiles/precompiles.hpp"

#include "vm/crypto/bn254.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>

using namespace byline;

namespace
{
void run(benchmark::State& state, std::uint64_t number, const Bytes& input)
{
    const vm::Precompile* const precompile =
        vm::find_precompile(to_address(number), latest_revision);
    for (auto _ : state)
        benchmark::DoNotOptimize(precompile->run(input));
    state.counters["gas"] = static_cast<double>(precompile->gas(input));
}

void append(Bytes& out, const uint256& value)
{
    const bytes32 word = to_bytes32(value);
    out.insert(out.end(), word.bytes.begin(), word.bytes.end());
}

void append_generator(Bytes& out)
{
    append(out, 1);
    append(out, 2);
}

/// The generator of bn254's second group (EIP-197), imaginary parts first.
void append_twist_generator(Bytes& out)
{
    append(out, {0x198e9393920d483a, 0x7260bfb731fb5d25, 0xf1aa493335a9e712, 0x97e485b7aef312c2});
    append(out, {0x1800deef121f1e76, 0x426a00665e5c4479, 0x674322d4f75edadd, 0x46debd5cd992f6ed});
    append(out, {0x090689d0585ff075, 0xec9e99ad690c3395, 0xbc4b313370b38ef3, 0x55acdadcd122975b});
    append(out, {0x12c85ea5db8c6deb, 0x4aab71808dcb408f, 0xe3d1e7690c43d37b, 0x4ce6cc0166fa7daa});
}

void sha256(benchmark::State& state)
{
    run(state, 0x02, Bytes(64, 0x5a));
}

BENCHMARK(sha256);

void ripemd160(benchmark::State& state)
{
    run(state, 0x03, Bytes(64, 0x5a));
}

BENCHMARK(ripemd160);

void modexp(benchmark::State& state)
{
    const auto size = static_cast<std::uint64_t>(state.range(0));
    Bytes input;
    for (int i = 0; i < 3; ++i)
        append(input, size);
    input.insert(input.end(), 3 * size, 0xf1);
    run(state, 0x05, input);
}

BENCHMARK(modexp)->ArgName("bytes")->Arg(32)->Arg(256);

void bn254_add(benchmark::State& state)
{
    Bytes input;
    append_generator(input);
    append_generator(input);
    run(state, 0x06, input);
}

BENCHMARK(bn254_add);

void bn254_mul(benchmark::State& state)
{
    Bytes input;
    append_generator(input);
    append(input, vm::bn254::group_order - uint256{1});
    run(state, 0x07, input);
}

BENCHMARK(bn254_mul);

void bn254_pairing(benchmark::State& state)
{
    Bytes input;
    for (std::int64_t i = 0; i < state.range(0); ++i)
    {
        append_generator(input);
        append_twist_generator(input);
    }
    run(state, 0x08, input);
}

BENCHMARK(bn254_pairing)->ArgName("pairs")->Arg(1)->Arg(2)->Arg(4);

void blake2f(benchmark::State& state)
{
    Bytes input(213);
    input[3] = 12;
    run(state, 0x09, input);
}

BENCHMARK(blake2f);
}  // namespace

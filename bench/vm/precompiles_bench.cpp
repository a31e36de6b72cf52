// The measure of p256verify is ECDSA without what OpenSSL 3 puts around it.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "vm/precompiles/precompiles.hpp"

#include "vm/crypto/bn254.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <benchmark/benchmark.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/obj_mac.h>
#include <openssl/types.h>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

using namespace byline;

namespace
{
void run(benchmark::State& state, std::uint64_t number, const Bytes& input)
{
    const vm::Precompile* const precompile =
        vm::find_precompile(to_address(number), latest_revision);
    Bytes room;
    for (auto _ : state)
        benchmark::DoNotOptimize(precompile->run_within(input, room));
    const auto gas = static_cast<double>(precompile->gas(input));
    state.counters["gas"] = gas;
    state.counters["s_per_gas"] = benchmark::Counter{
        gas, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
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

/// keccak256 of 1, 2, 3 with the signature of the key 7, as ecrecover takes them.
Bytes signed_input()
{
    const bytes32 hash = keccak256(Bytes{1, 2, 3});
    const vm::Signature signature = *vm::sign(hash, to_bytes32(7));
    Bytes input;
    append(input, to_uint256(hash));
    append(input, 27U + signature.y_parity);
    append(input, signature.r);
    append(input, signature.s);
    return input;
}

void ecrecover(benchmark::State& state)
{
    run(state, 0x01, signed_input());
}

BENCHMARK(ecrecover);

/// The library by itself, with the hash of the key: the measure of ecrecover.
void ecrecover_bare(benchmark::State& state)
{
    const Bytes input = signed_input();
    const secp256k1_context* const context = secp256k1_context_static;
    for (auto _ : state)
    {
        secp256k1_ecdsa_recoverable_signature signature;
        secp256k1_pubkey key;
        std::array<std::uint8_t, 65> bytes{};
        std::size_t size = bytes.size();
        secp256k1_ecdsa_recoverable_signature_parse_compact(
            context, &signature, input.data() + 64, input[63] - 27);
        if (secp256k1_ecdsa_recover(context, &key, &signature, input.data()) != 1)
            state.SkipWithError("the signature is good");
        secp256k1_ec_pubkey_serialize(
            context, bytes.data(), &size, &key, SECP256K1_EC_UNCOMPRESSED);
        benchmark::DoNotOptimize(keccak256(BytesView{bytes}.subspan(1)));
    }
}

BENCHMARK(ecrecover_bare);

/// A signature over P-256 (hash, r, s, x, y) of the public vectors of EIP-7951.
Bytes p256_input()
{
    Bytes input;
    append(input, {0x4cee90eb86eaa050, 0x036147a12d49004b, 0x6b9c72bd725d39d4, 0x785011fe190f0b4d});
    append(input, {0xa73bd4903f0ce3b6, 0x39bbbf6e8e80d169, 0x31ff4bcf5993d584, 0x68e8fb19086e8cac});
    append(input, {0x36dbcd03009df8c5, 0x9286b162af3bd7fc, 0xc0450c9aa81be5d1, 0x0d312af6c66b1d60});
    append(input, {0x4aebd3099c618202, 0xfcfe16ae7770b0c4, 0x9ab5eadf74b75420, 0x4a3bb6060e44eff3});
    append(input, {0x7618b065f9832de4, 0xca6ca971a7a1adc8, 0x26d0f7c00181a5fb, 0x2ddf79ae00b4e10e});
    return input;
}

void p256verify(benchmark::State& state)
{
    run(state, 0x100, p256_input());
}

BENCHMARK(p256verify);

/// OpenSSL by itself, with the key and the signature at hand: the measure of p256verify.
void p256verify_bare(benchmark::State& state)
{
    const Bytes input = p256_input();
    const auto number = [&input](std::size_t index) {
        return BN_bin2bn(input.data() + 32 * index, 32, nullptr);
    };
    const std::unique_ptr<EC_KEY, void (*)(EC_KEY*)> key{
        EC_KEY_new_by_curve_name(NID_X9_62_prime256v1), EC_KEY_free};
    const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> signature{
        ECDSA_SIG_new(), ECDSA_SIG_free};
    ECDSA_SIG_set0(signature.get(), number(1), number(2));
    EC_KEY_set_public_key_affine_coordinates(key.get(), number(3), number(4));
    for (auto _ : state)
        if (ECDSA_do_verify(input.data(), 32, signature.get(), key.get()) != 1)
            state.SkipWithError("the signature is good");
}

BENCHMARK(p256verify_bare);

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

/// The generators of BLS12-381's groups (EIP-2537), each element padded to 64 bytes.
Bytes bls12_381_generator(std::uint64_t group)
{
    return *from_hex(group == 1
                         ? "0x"
                           "0000000000000000000000000000000017f1d3a73197d7942695638c4fa9ac0f"
                           "c3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"
                           "0000000000000000000000000000000008b3f481e3aaa0f1a09e30ed741d8ae4"
                           "fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"
                         : "0x"
                           "00000000000000000000000000000000024aa2b2f08f0a91260805272dc51051"
                           "c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
                           "0000000000000000000000000000000013e02b6052719f607dacd3a088274f65"
                           "596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
                           "000000000000000000000000000000000ce5d527727d6e118cc9cdc6da2e351a"
                           "adfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"
                           "000000000000000000000000000000000606c4a02ea734cc32acd2b02bc28b99"
                           "cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be");
}

void append(Bytes& out, const Bytes& bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// The generator's product with some large number, another for each index.
Bytes bls12_381_point(std::uint64_t group, std::uint64_t index)
{
    Bytes input = bls12_381_generator(group);
    append(input, max_uint256 / uint256{2 * index + 3});
    return *vm::find_precompile(to_address(group == 1 ? 0x0c : 0x0e), latest_revision)->run(input);
}

void bls12_381_add(benchmark::State& state)
{
    const auto group = static_cast<std::uint64_t>(state.range(0));
    Bytes input = bls12_381_point(group, 1);
    append(input, bls12_381_point(group, 2));
    run(state, group == 1 ? 0x0b : 0x0d, input);
}

BENCHMARK(bls12_381_add)->ArgName("group")->Arg(1)->Arg(2);

void bls12_381_msm(benchmark::State& state)
{
    const auto group = static_cast<std::uint64_t>(state.range(0));
    Bytes input;
    for (std::int64_t i = 0; i < state.range(1); ++i)
    {
        append(input, bls12_381_point(group, static_cast<std::uint64_t>(i)));
        append(input, max_uint256 / static_cast<std::uint64_t>(2 * i + 5));
    }
    run(state, group == 1 ? 0x0c : 0x0e, input);
}

BENCHMARK(bls12_381_msm)
    ->ArgNames({"group", "points"})
    ->ArgsProduct({{1, 2}, {1, 2, 16, 128, 1024}});

void bls12_381_pairing(benchmark::State& state)
{
    Bytes input;
    for (std::int64_t i = 0; i < state.range(0); ++i)
    {
        append(input, bls12_381_point(1, static_cast<std::uint64_t>(i)));
        append(input, bls12_381_point(2, static_cast<std::uint64_t>(i)));
    }
    run(state, 0x0f, input);
}

BENCHMARK(bls12_381_pairing)->ArgName("pairs")->Arg(1)->Arg(2)->Arg(4)->Arg(16);

void bls12_381_map(benchmark::State& state)
{
    const auto group = static_cast<std::uint64_t>(state.range(0));
    Bytes input;
    for (std::uint64_t i = 0; i < group; ++i)
    {
        append(input, uint256{});
        append(input, max_uint256 / uint256{i + 3});
    }
    run(state, group == 1 ? 0x10 : 0x11, input);
}

BENCHMARK(bls12_381_map)->ArgName("group")->Arg(1)->Arg(2);

/// Case correct_proof_26b753dec0560daa of the consensus specifications' verify_kzg_proof.
void kzg_point_evaluation(benchmark::State& state)
{
    run(state, 0x0a,
        *from_hex("0x"
                  "01ad7666ef9d8f53b5adf54f029b13b6f171b1d0bd346a2ede315d3e243484ef"
                  "0000000000000000000000000000000000000000000000000000000000000000"
                  "73e66878b46ae3705eb6a46a89213de7d3686828bfce5c19400fffff00100001"
                  "93efc82d2017e9c57834a1246463e64774e56183bb247c8fc9dd98c56817e878"
                  "d97b05f5c8d900acf1fbbbca6f146556"
                  "b82ded761997f2c6f1bb3db1e1dada2ef06d936551667c82f659b75f99d2da20"
                  "68b81340823ee4e829a93c9fbed7810d"));
}

BENCHMARK(kzg_point_evaluation);

// Inputs that take the most time for their gas: what a block full of calls can cost at most. Curve
// operations depend little on the input, and neither does a round of blake2f. The gas of the calls
// themselves is left out.
void worst(benchmark::State& state, std::uint64_t number, const Bytes& input)
{
    run(state, number, input);
}

constexpr std::size_t megabyte = 1'000'000;

/// What the least price just pays for: an exponent of 32 bits, and an even modulus.
Bytes dear_modexp()
{
    Bytes input;
    append(input, 32);
    append(input, 4);
    append(input, 32);
    input.insert(input.end(), 32 + 4 + 32, 0xff);
    input.back() = 0xfe;
    return input;
}

Bytes generators(std::size_t count)
{
    Bytes input;
    for (std::size_t i = 0; i < count; ++i)
        append_generator(input);
    return input;
}

Bytes dear_multiple()
{
    Bytes input = generators(1);
    append(input, max_uint256);
    return input;
}

Bytes one_pair()
{
    Bytes input = generators(1);
    append_twist_generator(input);
    return input;
}

Bytes many_rounds()
{
    Bytes input(213, 0x5a);
    std::fill_n(input.begin(), 2, 0);  // leaves 0x5a5a rounds
    input.back() = 1;
    return input;
}

BENCHMARK_CAPTURE(worst, ecrecover, 0x01, signed_input());
BENCHMARK_CAPTURE(worst, sha256, 0x02, Bytes(megabyte, 0x5a));
BENCHMARK_CAPTURE(worst, ripemd160, 0x03, Bytes(megabyte, 0x5a));
BENCHMARK_CAPTURE(worst, identity, 0x04, Bytes(1, 0x5a));
BENCHMARK_CAPTURE(worst, modexp, 0x05, dear_modexp());
BENCHMARK_CAPTURE(worst, bn254_add, 0x06, generators(2));
BENCHMARK_CAPTURE(worst, bn254_mul, 0x07, dear_multiple());
BENCHMARK_CAPTURE(worst, bn254_pairing, 0x08, one_pair());
BENCHMARK_CAPTURE(worst, blake2f, 0x09, many_rounds());
BENCHMARK_CAPTURE(worst, p256verify, 0x100, p256_input());
}  // namespace

#include "bench/vm/worst_case.hpp"
#include "tests/support/bytecode.hpp"
#include "tests/support/fixtures.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <iterator>
#include <limits>
#include <ratio>
#include <string>
#include <vector>

namespace byline::bench
{
namespace
{
using namespace testing;

/// What a call of a precompile costs beside the precompile.
constexpr std::uint64_t call_overhead = 120;

void append(Bytes& bytes, const Bytes& more)
{
    bytes.insert(bytes.end(), more.begin(), more.end());
}

void append_word(Bytes& bytes, const uint256& value)
{
    const bytes32 word = to_bytes32(value);
    bytes.insert(bytes.end(), word.bytes.begin(), word.bytes.end());
}

/// The inputs of a file of public vectors; of none, nothing.
std::vector<Bytes> public_inputs(const std::string& file)
{
    std::vector<Bytes> inputs;
    if (const auto vectors = read_fixture("dev-core/precompile/geth/" + file + ".json"))
    {
        for (const auto& vector : vectors->as_array())
            inputs.push_back(*from_hex(vector.at("Input").as_string()));
    }
    return inputs;
}

/// The inputs of this set joined, up to `most` items of `item` bytes.
Bytes joined(const std::vector<Bytes>& inputs, std::size_t item, std::size_t most)
{
    Bytes all;
    for (std::size_t i = 0; !inputs.empty() && all.size() < item * most; ++i)
    {
        const Bytes& input = inputs[i % inputs.size()];
        if (input.size() % item == 0)
            append(all, input);
    }
    all.resize(std::min(all.size(), item * most));
    return all;
}

/// Base and modulus of the same length with an exponent of ones; gas by EIP-7883.
std::vector<Bytes> modexp_inputs()
{
    std::vector<Bytes> inputs = public_inputs("modexp_eip7883");
    for (const std::size_t size :
        {1U, 8U, 16U, 24U, 31U, 32U, 33U, 40U, 48U, 64U, 128U, 256U, 512U, 1024U})
    {
        for (const std::size_t exponent : {1U, 2U, 3U, 4U, 8U, 16U, 32U, 40U, 64U, 128U, 1024U})
        {
            for (const std::uint8_t last :
                {std::uint8_t{0xff}, std::uint8_t{0xfe}, std::uint8_t{0}})
            {
                Bytes input;
                append_word(input, size);
                append_word(input, exponent);
                append_word(input, size);
                input.insert(input.end(), size, 0xfd);
                input.insert(input.end(), exponent, 0xff);
                input.insert(input.end(), size, 0xff);
                input.back() = last;
                inputs.push_back(input);
            }
        }
    }
    return inputs;
}

Bytes blake2f_input(std::uint32_t rounds)
{
    Bytes input(213, 0x5a);
    for (std::size_t i = 0; i < 4; ++i)
        input[i] = static_cast<std::uint8_t>(rounds >> (24 - 8 * i));
    input[212] = 1;
    return input;
}

/// A proof that holds, from the fuzz target's corpus: its first two bytes choose precompile and
/// fork.
std::vector<Bytes> kzg_inputs()
{
    std::ifstream in{
        std::string{BYLINE_SOURCE_DIR} + "/tests/fuzz/corpus/precompiles/kzg_point_evaluation",
        std::ios::binary};
    Bytes bytes{std::istreambuf_iterator<char>{in}, {}};
    if (bytes.size() < 2)
        return {};
    bytes.erase(bytes.begin(), bytes.begin() + 2);
    return {bytes};
}

/// All inputs of a precompile among which the worst is looked for.
std::vector<Bytes> candidates(const std::string& name)
{
    if (name == "sha256" || name == "ripemd160" || name == "identity")
        return {{}, Bytes(32, 0x5a), Bytes(55, 0x5a), Bytes(64, 0x5a), Bytes(1024, 0x5a),
            Bytes(1'000'000, 0x5a)};
    if (name == "modexp")
        return modexp_inputs();
    if (name == "blake2f")
        return {blake2f_input(0), blake2f_input(1), blake2f_input(12), blake2f_input(1000),
            blake2f_input(1'000'000)};
    if (name == "kzg_point_evaluation")
        return kzg_inputs();

    struct Source
    {
        std::string name;
        std::string file;
        std::size_t item;
    };

    static const std::vector<Source> sources{{"ecrecover", "ecRecover", 0},
        {"bn254_add", "bn256Add", 0}, {"bn254_mul", "bn256ScalarMul", 0},
        {"bn254_pairing", "bn256Pairing", 192}, {"bls12_381_g1_add", "blsG1Add", 0},
        {"bls12_381_g1_msm", "blsG1Mul", 160}, {"bls12_381_g2_add", "blsG2Add", 0},
        {"bls12_381_g2_msm", "blsG2Mul", 288}, {"bls12_381_pairing", "blsPairing", 384},
        {"bls12_381_map_fp_to_g1", "blsMapG1", 0}, {"bls12_381_map_fp2_to_g2", "blsMapG2", 0},
        {"p256verify", "p256Verify", 0}};
    const auto source = std::ranges::find(sources, name, &Source::name);
    if (source == sources.end())
        return {};
    std::vector<Bytes> inputs = public_inputs(source->file);
    if (source->item != 0)
    {
        const std::vector<Bytes> singles = inputs;
        for (const std::size_t most : {1U, 2U, 8U, 32U, 128U, 400U})
            inputs.push_back(joined(singles, source->item, most));
        inputs.emplace_back();
    }
    return inputs;
}

double ns_per_gas(const vm::Precompile& precompile, const Bytes& input)
{
    using clock = std::chrono::steady_clock;
    double least = std::numeric_limits<double>::max();
    for (int i = 0; i < 3; ++i)
    {
        const auto begin = clock::now();
        (void)precompile.run(input);
        least =
            std::min(least, std::chrono::duration<double, std::nano>(clock::now() - begin).count());
    }
    return least / static_cast<double>(precompile.gas(input) + call_overhead);
}
}  // namespace

std::vector<Attack> precompile_attacks()
{
    std::vector<Attack> all;
    for (const address& addr : vm::precompile_addresses(latest_revision))
    {
        const vm::Precompile& precompile = *vm::find_precompile(addr, latest_revision);
        const std::string name{precompile.name};
        double worst = -1;
        Bytes worst_input;
        for (const Bytes& input : candidates(name))
        {
            if (precompile.gas(input) > static_cast<std::uint64_t>(transaction_gas / 4))
                continue;
            if (const double found = ns_per_gas(precompile, input); found > worst)
            {
                worst = found;
                worst_input = input;
            }
        }
        if (worst < 0)
            continue;
        const Bytecode load = push(worst_input.size()) + push(0) + push(0) + OP_CALLDATACOPY;
        const CallCode call{
            .op = OP_STATICCALL, .target = push(addr), .input_size = worst_input.size()};
        all.push_back({"precompile_" + name, forever(load, Bytecode{call} + OP_POP), worst_input});
    }
    return all;
}
}  // namespace byline::bench

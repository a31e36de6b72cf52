#include "bench/peer/contender.hpp"
#include "bench/peer/peer_api.h"
#include "bench/peer/rows.hpp"
#include "tests/support/fixtures.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/modulus_cache.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace byline::bench
{
namespace
{
/// Work that is one function of the number of times, and gives bytes or is refused.
class Repeated final : public Contender
{
public:
    using Work = std::function<std::optional<Bytes>(std::uint64_t times)>;

    explicit Repeated(Work work) : work_{std::move(work)} {}

    void run(std::uint64_t times) override { result_ = work_(times); }

    [[nodiscard]] Outcome outcome() const override
    {
        return {result_ ? Ending::success : Ending::failure, 0, 0, result_.value_or(Bytes{})};
    }

private:
    Work work_;
    std::optional<Bytes> result_;
};

std::unique_ptr<Contender> repeated(Repeated::Work work)
{
    return std::make_unique<Repeated>(std::move(work));
}

/// The compiler takes it that all of memory is read.
void look_at(const void* what)
{
    asm volatile("" : : "r"(what) : "memory");
}

PeerBytes to_peer(const Bytes& data)
{
    return {data.data(), data.size()};
}

Bytes to_bytes(const bytes32& word)
{
    return {word.bytes.begin(), word.bytes.end()};
}

Bytes to_bytes(BytesView bytes)
{
    return {bytes.begin(), bytes.end()};
}

Row hash_row(std::size_t size)
{
    const Bytes data(size, 0x5a);
    const auto ours = [=](std::uint64_t times) {
        bytes32 hash;
        for (std::uint64_t i = 0; i < times; ++i)
        {
            hash = keccak256(data);
            look_at(&hash);
        }
        return to_bytes(hash);
    };
    const auto peer = [=](const PeerApi& api) {
        return repeated([=, &api](std::uint64_t times) {
            Bytes hash(32);
            api.keccak256(to_peer(data), times, hash.data());
            return hash;
        });
    };
    return {"keccak256", std::to_string(size) + " bytes", 1, [=] { return repeated(ours); }, peer};
}

/// The identity gives its input and copies nothing, where the peer's copies: its rows say what the
/// machine is spared, not who copies faster.
std::unique_ptr<Contender> our_precompile(unsigned number, const Bytes& input)
{
    const vm::Precompile* const precompile =
        vm::find_precompile(to_address(number), latest_revision);
    return repeated([=](std::uint64_t times) {
        Bytes room;
        vm::PrecompileOutput output = std::nullopt;
        for (std::uint64_t i = 0; i < times; ++i)
        {
            output = precompile->run_within(input, room);
            look_at(&output);
        }
        return output ? std::optional{to_bytes(*output)} : std::nullopt;
    });
}

std::unique_ptr<Contender> peer_precompile(const PeerApi& api, unsigned number, const Bytes& input)
{
    return repeated([=, &api](std::uint64_t times) -> std::optional<Bytes> {
        Bytes output(std::max<std::size_t>(1024, input.size()));
        const std::int64_t size = api.precompile(number, to_peer(input), times, output.data());
        if (size < 0)
            return std::nullopt;
        output.resize(static_cast<std::size_t>(size));
        return output;
    });
}

Row precompile_row(const std::string& name, unsigned number, const Bytes& input)
{
    return {"precompiles", name, 1, [=] { return our_precompile(number, input); },
        [=](const PeerApi& api) { return peer_precompile(api, number, input); }};
}

/// An input of the public vectors.
struct Vector
{
    const char* name;
    unsigned number;
    const char* file;
    std::size_t index;
};

constexpr Vector vectors[] = {{"ecrecover", 0x01, "ecRecover", 1},
    {"modexp, nagydani 1 square", 0x05, "modexp_eip2565", 2},
    {"modexp, nagydani 1 pow 0x10001", 0x05, "modexp_eip2565", 4},
    {"modexp, nagydani 3 pow 0x10001", 0x05, "modexp_eip2565", 9},
    {"modexp, nagydani 5 pow 0x10001", 0x05, "modexp_eip2565", 14},
    {"modexp, guido 3 even", 0x05, "modexp_eip2565", 17},
    {"modexp, 32 bytes to 32", 0x05, "modexp_eip2565", 28},
    {"modexp, pawel 3 exponent heavy", 0x05, "modexp_eip2565", 36},
    {"bn254 add", 0x06, "bn256Add", 0}, {"bn254 multiply", 0x07, "bn256ScalarMul", 0},
    {"bn254 pairing, 2", 0x08, "bn256Pairing", 0}, {"bn254 pairing, 3", 0x08, "bn256Pairing", 3},
    {"bn254 pairing, 10", 0x08, "bn256Pairing", 9}, {"blake2f, 12 rounds", 0x09, "blake2F", 0},
    {"bls12-381 G1 add", 0x0b, "blsG1Add", 1}, {"bls12-381 G1 multiply", 0x0c, "blsG1Mul", 0},
    {"bls12-381 G1 sum of 16", 0x0c, "blsG1MultiExp", 2}, {"bls12-381 G2 add", 0x0d, "blsG2Add", 0},
    {"bls12-381 G2 multiply", 0x0e, "blsG2Mul", 0},
    {"bls12-381 G2 sum of 16", 0x0e, "blsG2MultiExp", 2},
    {"bls12-381 pairing, 1", 0x0f, "blsPairing", 4},
    {"bls12-381 pairing, 2", 0x0f, "blsPairing", 0},
    {"bls12-381 pairing, 10", 0x0f, "blsPairing", 2}, {"bls12-381 map to G1", 0x10, "blsMapG1", 0},
    {"bls12-381 map to G2", 0x11, "blsMapG2", 0}, {"P-256 verify", 0x100, "p256Verify", 0}};

void append_precompile_rows(std::vector<Row>& rows)
{
    for (const unsigned number : {0x02U, 0x03U, 0x04U})
    {
        for (const std::size_t size : {64U, 1024U})
        {
            const std::string name{vm::find_precompile(to_address(number), latest_revision)->name};
            rows.push_back(precompile_row(
                name + ", " + std::to_string(size) + " bytes", number, Bytes(size, 0x5a)));
        }
    }
    for (const auto& [name, number, file, index] : vectors)
    {
        const auto document =
            testing::read_fixture(std::string{"dev-core/precompile/geth/"} + file + ".json");
        if (!document)
            continue;
        const auto& input = document->as_array().at(index).at("Input").as_string();
        rows.push_back(precompile_row(name, number, from_hex("0x" + std::string{input}).value()));
    }
}

/// A blob's proof: versioned hash, place, value, commitment, proof (EIP-4844).
Row point_evaluation_row()
{
    return precompile_row("KZG point evaluation", 0x0a,
        from_hex("0x01e798154708fe7789429634053cbf9f99b619f9f084048927333fce637f549b"
                 "564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306"
                 "24d25032e67a7e6a4910df5834b8fe70e6bcfeeac0352434196bdf4b2485d5a1"
                 "8f59a8d2a1a625a17f3fea0fe5eb8c896db3764f3185481bc22f91b4aaffcca2"
                 "5f26936857bc3a7c2539ea8ec3a952b7873033e038326e87ed3e1276fd140253"
                 "fa08e9fc25fb2d9a98527fc22a2c9612fbeafdad446cbc7bcdbdcd780af2c16a")
            .value());
}

/// One or four pairs of generators: the product is not one, and costs the same.
Row pairing_row(unsigned pairs)
{
    Bytes input;
    for (unsigned i = 0; i < pairs; ++i)
    {
        for (const uint256& word : {uint256{1}, uint256{2},
                 uint256{0x198e9393920d483a, 0x7260bfb731fb5d25, 0xf1aa493335a9e712,
                     0x97e485b7aef312c2},
                 uint256{0x1800deef121f1e76, 0x426a00665e5c4479, 0x674322d4f75edadd,
                     0x46debd5cd992f6ed},
                 uint256{0x090689d0585ff075, 0xec9e99ad690c3395, 0xbc4b313370b38ef3,
                     0x55acdadcd122975b},
                 uint256{0x12c85ea5db8c6deb, 0x4aab71808dcb408f, 0xe3d1e7690c43d37b,
                     0x4ce6cc0166fa7daa}})
        {
            const Bytes bytes = to_bytes(to_bytes32(word));
            input.insert(input.end(), bytes.begin(), bytes.end());
        }
    }
    return precompile_row("bn254 pairing of generators, " + std::to_string(pairs), 0x08, input);
}

/// A sender's recovery as a node does it, beside libsecp256k1 with nothing around it but the hash
/// that makes an address of the key.
Row recovery_row()
{
    const bytes32 hash = keccak256("a transaction");
    const vm::Signature signature = *vm::sign(hash, to_bytes32(1));
    const auto ours = [=](std::uint64_t times) {
        std::optional<address> sender;
        for (std::uint64_t i = 0; i < times; ++i)
            sender = vm::recover(hash, signature);
        return Bytes{sender->bytes.begin(), sender->bytes.end()};
    };
    const auto reference = [=](std::uint64_t times) {
        std::array<std::uint8_t, 64> compact{};
        std::ranges::copy(to_bytes32(signature.r).bytes, compact.begin());
        std::ranges::copy(to_bytes32(signature.s).bytes, compact.begin() + 32);
        const secp256k1_context* const context = secp256k1_context_static;
        bytes32 hashed;
        for (std::uint64_t i = 0; i < times; ++i)
        {
            secp256k1_ecdsa_recoverable_signature parsed;
            secp256k1_pubkey key;
            std::array<std::uint8_t, 65> out{};
            std::size_t size = out.size();
            if (secp256k1_ecdsa_recoverable_signature_parse_compact(
                    context, &parsed, compact.data(), signature.y_parity) == 0 ||
                secp256k1_ecdsa_recover(context, &key, &parsed, hash.bytes.data()) == 0)
                return Bytes{};
            secp256k1_ec_pubkey_serialize(
                context, out.data(), &size, &key, SECP256K1_EC_UNCOMPRESSED);
            hashed = keccak256(BytesView{out}.subspan(1));
        }
        return Bytes{hashed.bytes.begin() + 12, hashed.bytes.end()};
    };
    return {"sender recovery, beside bare libsecp256k1", "recover", 1,
        [=] { return repeated(ours); }, {}, "libsecp256k1", [=] { return repeated(reference); }};
}

constexpr std::size_t operand_count = 256;

/// Random words with that many limbs.
uint256 random_word(std::mt19937_64& random, std::size_t limbs)
{
    uint256 value;
    for (std::size_t i = 0; i < limbs; ++i)
        value.words[i] = random();
    if (limbs != 0)
        value.words[limbs - 1] |= 1;
    return value;
}

struct OperandKinds
{
    std::size_t a = 4;
    std::size_t b = 4;
    std::size_t c = 4;
    bool same_c = false;
};

std::vector<PeerOperands> make_operands(const OperandKinds& kinds)
{
    std::mt19937_64 random{kinds.a * 100 + kinds.b * 10 + kinds.c};
    std::vector<PeerOperands> all;
    const uint256 modulus = random_word(random, kinds.c);
    for (std::size_t i = 0; i < operand_count; ++i)
    {
        PeerOperands& made = all.emplace_back();
        std::ranges::copy(random_word(random, kinds.a).words, made.a);
        std::ranges::copy(random_word(random, kinds.b).words, made.b);
        const uint256 c = kinds.same_c ? modulus : random_word(random, kinds.c);
        std::ranges::copy(c.words, made.c);
    }
    return all;
}

uint256 word_of(const std::uint64_t (&limbs)[4])
{
    return {limbs[3], limbs[2], limbs[1], limbs[0]};
}

/// `operation` takes three words; the exclusive or of all results is compared.
template <typename Operation>
Row arithmetic_row(
    const std::string& name, PeerArithmetic which, const OperandKinds& kinds, Operation operation)
{
    const auto operands = make_operands(kinds);
    const auto ours = [=](std::uint64_t times) mutable {
        uint256 sum;
        for (std::uint64_t i = 0; i < times; ++i)
        {
            sum = 0;
            for (const PeerOperands& each : operands)
                sum = sum ^ operation(word_of(each.a), word_of(each.b), word_of(each.c));
            look_at(&sum);
        }
        return to_bytes(to_bytes32(sum));
    };
    const auto peer = [=](const PeerApi& api) {
        return repeated([=, &api](std::uint64_t times) {
            std::uint64_t sum[4] = {};
            api.arithmetic(which, operands.data(), operands.size(), times, sum);
            return to_bytes(to_bytes32(word_of(sum)));
        });
    };
    return {"256-bit arithmetic", name, operand_count, [=] { return repeated(ours); }, peer};
}

void append_arithmetic_rows(std::vector<Row>& rows)
{
    using W = const uint256&;
    const auto divide = [](W a, W b, W) { return a / b; };
    const auto multiply = [](W a, W b, W) { return a * b; };
    const auto add_modulo = [](W a, W b, W m) { return add_mod(a, b, m); };
    const auto multiply_modulo = [](W a, W b, W m) { return mul_mod(a, b, m); };
    const auto cached = [cache = ModulusCache{}](
                            W a, W b, W m) mutable { return cache.mul_mod(a, b, m); };
    const auto raise = [](W a, W b, W) { return power(a, b); };
    rows.push_back(arithmetic_row("multiply", peer_mul, {}, multiply));
    for (const auto& [a, b] :
        {std::pair{1U, 1U}, {2U, 1U}, {4U, 1U}, {2U, 2U}, {4U, 2U}, {4U, 3U}, {4U, 4U}, {2U, 4U}})
    {
        rows.push_back(arithmetic_row(
            "divide, " + std::to_string(a) + " by " + std::to_string(b), peer_div, {a, b}, divide));
    }
    for (const unsigned limbs : {1U, 2U, 3U, 4U})
    {
        const std::string by = ", modulus of " + std::to_string(limbs);
        rows.push_back(arithmetic_row("add modulo" + by, peer_addmod, {4, 4, limbs}, add_modulo));
        rows.push_back(
            arithmetic_row("multiply modulo" + by, peer_mulmod, {4, 4, limbs}, multiply_modulo));
        rows.push_back(arithmetic_row(
            "multiply modulo" + by + ", cache in vain", peer_mulmod, {4, 4, limbs}, cached));
        rows.push_back(arithmetic_row("multiply modulo" + by + ", repeated, cached", peer_mulmod,
            {4, 4, limbs, true}, cached));
    }
    for (const unsigned limbs : {1U, 4U})
    {
        rows.push_back(arithmetic_row(
            "power, exponent of " + std::to_string(limbs), peer_exp, {4, limbs}, raise));
    }
}
}  // namespace

std::vector<Row> crypto_rows()
{
    std::vector<Row> rows;
    for (const std::size_t size : {0U, 32U, 64U, 135U, 136U, 256U, 1024U, 16'384U})
        rows.push_back(hash_row(size));
    rows.push_back(recovery_row());
    append_precompile_rows(rows);
    rows.push_back(point_evaluation_row());
    rows.push_back(pairing_row(1));
    rows.push_back(pairing_row(4));
    append_arithmetic_rows(rows);
    return rows;
}
}  // namespace byline::bench

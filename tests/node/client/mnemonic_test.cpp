#include "node/client/mnemonic.hpp"

#include "node/client/wallet.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace byline::node
{
namespace
{
std::string hex(BytesView bytes)
{
    return to_hex(bytes).substr(2);
}

ExtendedKey walk(std::string_view seed, std::initializer_list<std::uint32_t> path)
{
    auto key = master_key(*from_hex(seed)).value();
    for (const std::uint32_t step : path)
        key = child_key(key, step).value();
    return key;
}

struct SeedVector
{
    std::string_view words;
    std::string_view seed;
};

// https://github.com/trezor/python-mnemonic/blob/master/vectors.json (passphrase "TREZOR")
TEST(mnemonic_seed, agrees_with_the_vectors_of_bip39)
{
    constexpr std::array vectors{
        SeedVector{"abandon abandon abandon abandon abandon abandon abandon abandon abandon "
                   "abandon abandon about",
            "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1"
            "c92f2cf141630c7a3c4ab7c81b2f001698e7463b04"},
        SeedVector{"legal winner thank year wave sausage worth useful legal winner thank yellow",
            "2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6fa457fe1296106559a3c80"
            "937a1c1069be3a3a5bd381ee6260e8d9739fce1f607"},
        SeedVector{"zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
            "ac27495480225222079d7be181583751e86f571027b0497b5b5d11218e0a8a13332572917f0f8e5a589620"
            "c6f15b11c61dee327651a14c34e18231052e48c069"},
    };
    for (const auto& vector : vectors)
        EXPECT_EQ(hex(mnemonic_seed(vector.words, "TREZOR")), vector.seed) << vector.words;
}

// BIP-32, test vector 1. The private keys are the payloads of the xprv strings given there.
TEST(child_key, agrees_with_test_vector_1_of_bip32)
{
    constexpr std::string_view seed = "000102030405060708090a0b0c0d0e0f";
    const auto master = walk(seed, {});
    EXPECT_EQ(
        hex(master.key.bytes), "e8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35");
    EXPECT_EQ(hex(master.chain_code.bytes),
        "873dff81c02f525623fd1fe5167eac3a55a049de3d314bb42ee227ffed37d508");
    EXPECT_EQ(hex(walk(seed, {hardened}).key.bytes),
        "edb2e14f9ee77d26dd93b4ecede8d16ed408ce149b6cd80b0715a2d911a0afea");
    EXPECT_EQ(hex(walk(seed, {hardened, 1}).key.bytes),
        "3c6cb8d0f6a264c91ea8b5030fadaa8e538b020f0a387421a12de9319dc93368");
    EXPECT_EQ(hex(walk(seed, {hardened, 1, 2 + hardened}).key.bytes),
        "cbce0d719ecf7431d88e6a89fa1483e02e35092af60c042b1df2ff59fa424dca");
    EXPECT_EQ(hex(walk(seed, {hardened, 1, 2 + hardened, 2}).key.bytes),
        "0f479245fb19a38a1954c5c7c0ebab2f9bdfd96a17563ef28a6a4b1a2a764ef4");
    EXPECT_EQ(hex(walk(seed, {hardened, 1, 2 + hardened, 2, 1'000'000'000}).key.bytes),
        "471b76e389e528d6de6d816857e012c5455051cad6660850e58372a6c3e6e7c8");
}

// BIP-32, test vector 4: a key with leading zeros keeps them.
TEST(child_key, keeps_leading_zeros)
{
    constexpr std::string_view seed =
        "3ddd5602285899a946114506157c7997e5444528f3003f6134712147db19b678";
    EXPECT_EQ(hex(walk(seed, {}).key.bytes),
        "12c0d59c7aa3a10973dbd3f478b65f2516627e3fe61e00c345be9a477ad2e215");
    EXPECT_EQ(hex(walk(seed, {hardened}).key.bytes),
        "00d948e9261e41362a688b916f297121ba6bfb2274a3575ac0e456551dfd7f7e");
    EXPECT_EQ(hex(walk(seed, {hardened, 1 + hardened}).key.bytes),
        "3a2086edd7d9df86c3487a5905a1712a9aa664bce8cc268141e07549eaa8661d");
}

TEST(derive_key, gives_the_first_development_key)
{
    EXPECT_EQ(to_hex(derive_key(development_mnemonic, 0)),
        "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
}

TEST(derive_key, gives_the_ten_development_accounts)
{
    constexpr std::array<std::string_view, 10> accounts{
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
        "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65", "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc",
        "0x976EA74026E726554dB657fA54763abd0C3a0aa9", "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955",
        "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f", "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720"};
    for (std::uint32_t i = 0; i < accounts.size(); ++i)
        EXPECT_EQ(to_checksum_hex(Wallet::development(i).account()), accounts[i]) << i;
}
}  // namespace
}  // namespace byline::node

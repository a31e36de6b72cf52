#include "tests/support/fixtures.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

using namespace byline;

namespace
{
enum class Price : std::uint8_t
{
    compared,
    of_a_draft,  ///< the file holds the price of an EIP's earlier text
};

/// One file of public vectors, and whose answers they are.
struct Suite
{
    std::string file;
    std::uint16_t number;
    Revision revision = latest_revision;
    Price price = Price::compared;
};

void PrintTo(const Suite& suite, std::ostream* out)
{
    *out << suite.file;
}

class PrecompileVectors : public ::testing::TestWithParam<Suite>
{};

class PrecompilePrices : public ::testing::TestWithParam<Suite>
{};
}  // namespace

TEST_P(PrecompileVectors, answers_and_prices)
{
    const Suite& suite = GetParam();
    BYLINE_FIXTURE_OR_SKIP(vectors, "dev-core/precompile/" + suite.file + ".json");
    const auto* const precompile = vm::find_precompile(to_address(suite.number), suite.revision);
    ASSERT_NE(precompile, nullptr);
    for (const auto& vector : vectors.as_array())
    {
        const auto& name = vector.at("Name").as_string();
        const Bytes input = *from_hex(vector.at("Input").as_string());
        const auto output = precompile->run(input);
        if (vector.as_object().contains("ExpectedError"))
        {
            EXPECT_EQ(output, std::nullopt) << name;
            continue;
        }
        ASSERT_TRUE(output) << name;
        EXPECT_EQ(to_hex(*output), to_hex(*from_hex(vector.at("Expected").as_string()))) << name;
        if (suite.price == Price::compared)
        {
            EXPECT_EQ(precompile->gas(input), vector.at("Gas").to_number<std::uint64_t>()) << name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(geth, PrecompileVectors,
    ::testing::Values(Suite{"geth/ecRecover", 0x01},
        // The first file has the prices of EIP-198, which end before Cancun.
        Suite{"geth/modexp", 0x05, Revision::prague, Price::of_a_draft},
        Suite{"geth/modexp_eip2565", 0x05, Revision::prague}, Suite{"geth/modexp_eip7883", 0x05},
        Suite{"geth/bn256Add", 0x06}, Suite{"geth/bn256ScalarMul", 0x07},
        Suite{"geth/bn256Pairing", 0x08}, Suite{"geth/blake2F", 0x09},
        Suite{"geth/fail-blake2f", 0x09}, Suite{"geth/p256Verify", 0x100},
        Suite{"eips/eip-7951_test-vectors", 0x100, Revision::osaka, Price::of_a_draft}));

TEST_P(PrecompilePrices, stand_without_an_answer)
{
    const Suite& suite = GetParam();
    BYLINE_FIXTURE_OR_SKIP(vectors, "dev-core/precompile/" + suite.file + ".json");
    const auto* const precompile = vm::find_precompile(to_address(suite.number), suite.revision);
    ASSERT_NE(precompile, nullptr);
    for (const auto& vector : vectors.as_array())
    {
        const Bytes input = *from_hex(vector.at("Input").as_string());
        EXPECT_EQ(precompile->gas(input), vector.at("Gas").to_number<std::uint64_t>())
            << vector.at("Name").as_string();
    }
}

INSTANTIATE_TEST_SUITE_P(bls12_381, PrecompilePrices,
    ::testing::Values(Suite{"geth/blsG1Add", 0x0b}, Suite{"geth/blsG1Mul", 0x0c},
        Suite{"geth/blsG1MultiExp", 0x0c}, Suite{"geth/blsG2Add", 0x0d},
        Suite{"geth/blsG2Mul", 0x0e}, Suite{"geth/blsG2MultiExp", 0x0e},
        Suite{"geth/blsPairing", 0x0f}, Suite{"geth/blsMapG1", 0x10},
        Suite{"geth/blsMapG2", 0x11}));

#include "tests/support/fixtures.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

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

const std::filesystem::path folder{"dev-core/precompile"};

std::vector<Suite> suites()
{
    return {
        {"geth/ecRecover", 0x01},
        // The first file has the prices of EIP-198, which end before Cancun.
        {"geth/modexp", 0x05, Revision::prague, Price::of_a_draft},
        {"geth/modexp_eip2565", 0x05, Revision::prague},
        {"geth/modexp_eip7883", 0x05},
        {"geth/bn256Add", 0x06},
        {"geth/bn256ScalarMul", 0x07},
        {"geth/bn256Pairing", 0x08},
        {"geth/blake2F", 0x09},
        {"geth/fail-blake2f", 0x09},
        {"geth/blsG1Add", 0x0b},
        {"geth/fail-blsG1Add", 0x0b},
        {"eips/eip-2537_add_G1_bls", 0x0b},
        {"eips/eip-2537_fail-add_G1_bls", 0x0b},
        {"geth/blsG1Mul", 0x0c},
        {"geth/blsG1MultiExp", 0x0c},
        {"geth/fail-blsG1Mul", 0x0c},
        {"geth/fail-blsG1MultiExp", 0x0c},
        {"eips/eip-2537_mul_G1_bls", 0x0c},
        {"eips/eip-2537_msm_G1_bls", 0x0c},
        {"eips/eip-2537_fail-mul_G1_bls", 0x0c},
        {"eips/eip-2537_fail-msm_G1_bls", 0x0c},
        {"geth/blsG2Add", 0x0d},
        {"geth/fail-blsG2Add", 0x0d},
        {"eips/eip-2537_add_G2_bls", 0x0d},
        {"eips/eip-2537_fail-add_G2_bls", 0x0d},
        {"geth/blsG2Mul", 0x0e},
        {"geth/blsG2MultiExp", 0x0e},
        {"geth/fail-blsG2Mul", 0x0e},
        {"geth/fail-blsG2MultiExp", 0x0e},
        {"eips/eip-2537_mul_G2_bls", 0x0e},
        {"eips/eip-2537_fail-mul_G2_bls", 0x0e},
        {"eips/eip-2537_fail-msm_G2_bls", 0x0e},
        {"geth/blsPairing", 0x0f},
        {"geth/fail-blsPairing", 0x0f},
        {"eips/eip-2537_pairing_check_bls", 0x0f},
        {"eips/eip-2537_fail-pairing_check_bls", 0x0f},
        {"geth/blsMapG1", 0x10},
        {"geth/fail-blsMapG1", 0x10},
        {"eips/eip-2537_map_fp_to_G1_bls", 0x10},
        {"eips/eip-2537_fail-map_fp_to_G1_bls", 0x10},
        {"geth/blsMapG2", 0x11},
        {"geth/fail-blsMapG2", 0x11},
        {"eips/eip-2537_map_fp2_to_G2_bls", 0x11},
        {"eips/eip-2537_fail-map_fp2_to_G2_bls", 0x11},
        {"geth/p256Verify", 0x100},
        {"eips/eip-7951_test-vectors", 0x100, Revision::osaka, Price::of_a_draft},
    };
}
}  // namespace

TEST_P(PrecompileVectors, answers_and_prices)
{
    const Suite& suite = GetParam();
    BYLINE_FIXTURE_OR_SKIP(vectors, folder / (suite.file + ".json"));
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

INSTANTIATE_TEST_SUITE_P(public_files, PrecompileVectors, ::testing::ValuesIn(suites()));

TEST(precompile_vectors, every_file_is_run)
{
    const auto root = byline::testing::fixture_folder() / folder;
    if (!std::filesystem::is_directory(root))
        GTEST_SKIP() << root << " is not there: unpack the public test data or set BYLINE_FIXTURES";
    std::vector<std::string> there;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root})
    {
        if (entry.is_regular_file())
            there.push_back(
                std::filesystem::relative(entry.path(), root).replace_extension().generic_string());
    }
    std::vector<std::string> run;
    for (const Suite& suite : suites())
        run.push_back(suite.file);
    EXPECT_THAT(run, ::testing::UnorderedElementsAreArray(there));
}

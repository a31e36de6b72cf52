#include "vm/precompiles/precompiles.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace byline;

namespace
{
const vm::Precompile* find(std::uint64_t number, Revision revision = latest_revision)
{
    return vm::find_precompile(to_address(number), revision);
}

/// Three lengths and what follows, as modexp takes them.
Bytes modexp_input(const uint256& base, const uint256& exponent, const uint256& modulus,
    const std::string& rest = "")
{
    return *from_hex(to_hex(to_bytes32(base)) + to_hex(to_bytes32(exponent)).substr(2) +
                     to_hex(to_bytes32(modulus)).substr(2) + rest);
}
}  // namespace

TEST(precompiles, each_fork_has_its_addresses)
{
    EXPECT_EQ(vm::precompile_addresses(Revision::cancun).size(), 10u);
    EXPECT_EQ(vm::precompile_addresses(Revision::prague).size(), 17u);
    EXPECT_EQ(vm::precompile_addresses(Revision::osaka).size(), 18u);
    for (const Revision revision : {Revision::cancun, Revision::prague, Revision::osaka})
    {
        const auto addresses = vm::precompile_addresses(revision);
        EXPECT_TRUE(std::ranges::is_sorted(addresses));
        for (const address& addr : addresses)
        {
            const vm::Precompile* const found = vm::find_precompile(addr, revision);
            ASSERT_NE(found, nullptr) << to_hex(addr);
            EXPECT_NE(found->gas, nullptr);
            EXPECT_NE(found->run_within, nullptr);
            EXPECT_FALSE(found->name.empty());
        }
    }
}

TEST(precompiles, nothing_else_is_one)
{
    for (const std::uint64_t number : {0x00U, 0x12U, 0xffU, 0x101U, 0x0200U, 0x010001U})
        EXPECT_EQ(find(number), nullptr) << number;
    EXPECT_EQ(find(0x0b, Revision::cancun), nullptr);
    EXPECT_EQ(find(0x100, Revision::prague), nullptr);
    address far{};
    far.bytes[0] = 1;
    far.bytes[19] = 1;
    EXPECT_EQ(vm::find_precompile(far, latest_revision), nullptr);
}

TEST(precompiles, words_begun_are_paid)
{
    EXPECT_EQ(find(2)->gas({}), 60u);
    EXPECT_EQ(find(2)->gas(Bytes(1)), 72u);
    EXPECT_EQ(find(3)->gas(Bytes(32)), 720u);
    EXPECT_EQ(find(4)->gas(Bytes(33)), 21u);
}

TEST(precompiles, hashes_and_identity)
{
    const Bytes abc{'a', 'b', 'c'};
    EXPECT_EQ(to_hex(*find(2)->run(abc)),
        "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(*find(3)->run(abc)),
        "0x0000000000000000000000008eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
    EXPECT_EQ(find(4)->run(abc), abc);
    EXPECT_EQ(find(4)->run({}), Bytes{});
}

TEST(precompiles, what_the_room_held_is_not_in_the_output)
{
    Bytes room(5000, 0xee);
    for (const auto& [number, input] :
        {std::pair{2U, Bytes(7)}, {3U, Bytes(7)}, {4U, Bytes(7)}, {5U, modexp_input(1, 2, 3, "03")},
            {5U, modexp_input(1, 1, 2, "030207")}, {6U, Bytes(128)}, {8U, Bytes{}},
            {9U, Bytes(213)}, {0x0bU, Bytes(256)}, {0x0fU, Bytes(384)}, {0x100U, Bytes(160)}})
    {
        for (const std::size_t size : {5000U, 1U, 0U})
        {
            room.assign(size, 0xee);
            const vm::PrecompileOutput output = find(number)->run_within(input, room);
            ASSERT_TRUE(output) << number;
            EXPECT_EQ(to_hex(*output), to_hex(*find(number)->run(input))) << number;
        }
    }
}

TEST(precompiles, ecrecover_answers_bad_input_with_no_bytes)
{
    EXPECT_EQ(find(1)->gas({}), 3000u);
    EXPECT_EQ(find(1)->run({}), Bytes{});
    Bytes input(128);
    input[63] = 29;
    EXPECT_EQ(find(1)->run(input), Bytes{});
    input[63] = 27;
    input[32] = 1;
    EXPECT_EQ(find(1)->run(input), Bytes{});
}

TEST(precompiles, modexp_prices_of_eip_2565)
{
    const auto* const modexp = find(5, Revision::prague);
    EXPECT_EQ(modexp->gas({}), 200u);
    EXPECT_EQ(modexp->gas(modexp_input(1, 32, 32, "03" + std::string(64, 'f'))), 1360u);
    EXPECT_EQ(modexp->gas(modexp_input(0, max_uint256, 0)), 200u);
    constexpr auto unpayable = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(modexp->gas(modexp_input(max_uint256, 1, 1)), unpayable);
    EXPECT_EQ(modexp->gas(modexp_input(1, max_uint256, 1)), unpayable);
    EXPECT_EQ(modexp->gas(modexp_input(0, 0, max_uint256)), unpayable);
}

TEST(precompiles, modexp_prices_of_eip_7883)
{
    const auto* const modexp = find(5, Revision::osaka);
    EXPECT_EQ(modexp->gas({}), 500u);
    EXPECT_EQ(modexp->gas(modexp_input(1, 32, 32, "03" + std::string(64, 'f'))), 16 * 255u);
    EXPECT_EQ(modexp->gas(modexp_input(64, 1, 64, std::string(128, '1') + "03")), 500u);
    EXPECT_EQ(
        modexp->gas(modexp_input(64, 33, 64, std::string(128, '1') + "80")), 128u * (255 + 16));
}

TEST(precompiles, modexp_without_a_modulus_gives_no_bytes)
{
    for (const Revision revision : {Revision::cancun, Revision::prague, Revision::osaka})
    {
        EXPECT_EQ(find(5, revision)->run({}), Bytes{});
        EXPECT_EQ(find(5, revision)->run(modexp_input(1, 1, 0, "0203")), Bytes{});
    }
    EXPECT_EQ(find(5, Revision::prague)->run(modexp_input(0, max_uint256, 0)), Bytes{});
}

TEST(precompiles, modexp_reads_missing_bytes_as_zero)
{
    EXPECT_EQ(to_hex(*find(5)->run(modexp_input(1, 2, 3, "03"))), "0x000000");
    EXPECT_EQ(to_hex(*find(5)->run(modexp_input(1, 1, 2, "030207"))), "0x0009");
}

TEST(precompiles, modexp_lengths_end_at_1024_in_osaka)
{
    const Bytes longest = modexp_input(1024, 1024, 1024);
    EXPECT_EQ(find(5, Revision::osaka)->run(longest), Bytes(1024));
    for (const Bytes& input : {modexp_input(1025, 0, 0), modexp_input(0, 1025, 0),
             modexp_input(0, 0, 1025), modexp_input(0, max_uint256, 0)})
        EXPECT_EQ(find(5, Revision::osaka)->run(input), std::nullopt);
    EXPECT_EQ(find(5, Revision::prague)->run(modexp_input(0, 0, 1025)), Bytes(1025));
}

TEST(precompiles, blake2f_refuses_bad_input_at_no_price)
{
    const auto* const blake2f = find(9);
    for (const std::size_t size : {0U, 212U, 214U})
    {
        EXPECT_EQ(blake2f->gas(Bytes(size)), 0u);
        EXPECT_EQ(blake2f->run(Bytes(size)), std::nullopt);
    }
    Bytes input(213);
    input[0] = 0x01;
    input[3] = 0x02;
    EXPECT_EQ(blake2f->gas(input), 0x0100'0002u);
    input[0] = 0;
    input[212] = 2;
    EXPECT_EQ(blake2f->run(input), std::nullopt);
}

TEST(precompiles, prices_of_eip_2537)
{
    EXPECT_EQ(find(0x0b)->gas({}), 375u);
    EXPECT_EQ(find(0x0c)->gas({}), 0u);
    EXPECT_EQ(find(0x0c)->gas(Bytes(160)), 12'000u);
    EXPECT_EQ(find(0x0c)->gas(Bytes(2 * 160 + 159)), 2 * 12'000 * 949 / 1000u);
    EXPECT_EQ(find(0x0c)->gas(Bytes(500 * 160)), 500 * 12'000u / 1000 * 519);
    EXPECT_EQ(find(0x0d)->gas({}), 600u);
    EXPECT_EQ(find(0x0e)->gas(Bytes(288)), 22'500u);
    EXPECT_EQ(find(0x0e)->gas(Bytes(128 * 288)), 128 * 22'500u / 1000 * 524);
    EXPECT_EQ(find(0x0f)->gas(Bytes(2 * 384)), 37'700u + 2 * 32'600u);
    EXPECT_EQ(find(0x10)->gas({}), 5'500u);
    EXPECT_EQ(find(0x11)->gas({}), 23'800u);
}

TEST(precompiles, eip_2537_refuses_other_lengths)
{
    struct Lengths
    {
        std::uint64_t number;
        std::vector<std::size_t> taken;
    };

    // All zeros: points at infinity, and an element that any map takes.
    for (const auto& [number, taken] : {Lengths{0x0b, {256}}, Lengths{0x0c, {160, 320}},
             Lengths{0x0d, {512}}, Lengths{0x0e, {288, 576}}, Lengths{0x0f, {384, 768}},
             Lengths{0x10, {64}}, Lengths{0x11, {128}}})
    {
        for (const std::size_t size : taken)
        {
            EXPECT_TRUE(find(number)->run(Bytes(size))) << number << ' ' << size;
            EXPECT_EQ(find(number)->run(Bytes(size - 1)), std::nullopt) << number << ' ' << size;
            EXPECT_EQ(find(number)->run(Bytes(size + 1)), std::nullopt) << number << ' ' << size;
        }
        EXPECT_EQ(find(number)->run({}), std::nullopt) << number;
    }
}

TEST(precompiles, eip_2537_refuses_padding_that_is_not_zero)
{
    struct Elements
    {
        std::uint64_t number;
        std::size_t size;
        std::vector<std::size_t> at;
    };

    for (const auto& [number, size, at] :
        {Elements{0x0b, 256, {0, 64, 128, 192}}, Elements{0x0c, 320, {0, 64, 160, 224}},
            Elements{0x0d, 512, {0, 64, 128, 192, 256, 320, 384, 448}},
            Elements{0x0e, 288, {0, 64, 128, 192}},
            Elements{0x0f, 384, {0, 64, 128, 192, 256, 320}}, Elements{0x10, 64, {0}},
            Elements{0x11, 128, {0, 64}}})
    {
        for (const std::size_t element : at)
        {
            for (const std::size_t byte : {element, element + 15})
            {
                Bytes input(size);
                input[byte] = 1;
                EXPECT_EQ(find(number)->run(input), std::nullopt) << number << ' ' << byte;
            }
        }
    }
}

TEST(precompiles, point_evaluation)
{
    const auto* const point_evaluation = find(0x0a);
    EXPECT_EQ(point_evaluation->gas({}), 50'000u);
    // Case correct_proof_26b753dec0560daa of the consensus specifications' verify_kzg_proof.
    const Bytes input = *from_hex(
        "0x01ad7666ef9d8f53b5adf54f029b13b6f171b1d0bd346a2ede315d3e243484ef"
        "0000000000000000000000000000000000000000000000000000000000000000"
        "73e66878b46ae3705eb6a46a89213de7d3686828bfce5c19400fffff00100001"
        "93efc82d2017e9c57834a1246463e64774e56183bb247c8fc9dd98c56817e878"
        "d97b05f5c8d900acf1fbbbca6f146556"
        "b82ded761997f2c6f1bb3db1e1dada2ef06d936551667c82f659b75f99d2da20"
        "68b81340823ee4e829a93c9fbed7810d");
    EXPECT_EQ(to_hex(*point_evaluation->run(input)),
        "0x0000000000000000000000000000000000000000000000000000000000001000"
        "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");
    // The version, the hash, z, y, the commitment, the proof.
    for (const std::size_t changed : {0U, 31U, 63U, 95U, 143U, 191U})
    {
        Bytes other = input;
        other[changed] ^= 1;
        EXPECT_EQ(point_evaluation->run(other), std::nullopt) << changed;
    }
    Bytes longer = input;
    longer.push_back(0);
    EXPECT_EQ(point_evaluation->run(longer), std::nullopt);
    EXPECT_EQ(point_evaluation->run(BytesView{input}.first(191)), std::nullopt);
    EXPECT_EQ(point_evaluation->run({}), std::nullopt);
}

TEST(precompiles, prices_of_eip_1108)
{
    EXPECT_EQ(find(6)->gas({}), 150u);
    EXPECT_EQ(find(7)->gas({}), 6'000u);
    EXPECT_EQ(find(8)->gas({}), 45'000u);
    EXPECT_EQ(find(8)->gas(Bytes(192 * 3)), 45'000u + 3 * 34'000u);
}

TEST(precompiles, p256verify_answers_bad_input_with_no_bytes)
{
    EXPECT_EQ(find(0x100)->gas({}), 6'900u);
    EXPECT_EQ(find(0x100)->run({}), Bytes{});
    EXPECT_EQ(find(0x100)->run(Bytes(160)), Bytes{});
    EXPECT_EQ(find(0x100)->run(Bytes(161)), Bytes{});
}

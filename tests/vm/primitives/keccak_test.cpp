#include "vm/primitives/keccak.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak/permutation.hpp"
#include "vm/primitives/keccak/sponge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace byline;

namespace
{
/// Bytes 3, 10, 17 … modulo 256.
Bytes pattern(std::size_t size)
{
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(7 * i + 3);
    return bytes;
}

/// The round of "The Keccak reference" 3.0, step by step, a function of (x, y) each.
void plain_round(std::array<std::array<std::uint64_t, 5>, 5>& a, std::uint64_t constant)
{
    std::array<std::uint64_t, 5> c{};
    for (std::size_t x = 0; x < 5; ++x)
        c[x] = a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4];
    for (std::size_t x = 0; x < 5; ++x)
    {
        for (std::uint64_t& lane : a[x])
            lane ^= c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
    }
    auto b = a;
    std::size_t x = 1;
    std::size_t y = 0;
    for (int t = 0; t < 24; ++t)
    {
        const std::size_t next = (2 * x + 3 * y) % 5;
        b[y][next] = std::rotl(a[x][y], (t + 1) * (t + 2) / 2 % 64);
        x = y;
        y = next;
    }
    for (x = 0; x < 5; ++x)
    {
        for (y = 0; y < 5; ++y)
            a[x][y] = b[x][y] ^ (~b[(x + 1) % 5][y] & b[(x + 2) % 5][y]);
    }
    a[0][0] ^= constant;
}

/// The round constants come from the reference's shift register.
void plain_permutation(std::array<std::array<std::uint64_t, 5>, 5>& a)
{
    unsigned shift_register = 1;
    for (int round = 0; round < 24; ++round)
    {
        std::uint64_t constant = 0;
        for (unsigned j = 0; j <= 6; ++j)
        {
            constant |= std::uint64_t{shift_register & 1} << ((1U << j) - 1);
            shift_register = (shift_register << 1) ^ ((shift_register >> 7) * 0x171U);
        }
        plain_round(a, constant);
    }
}

/// Byte by byte after the definition of the sponge.
bytes32 plain_keccak256(BytesView input)
{
    constexpr std::size_t rate = 136;
    Bytes padded{input.begin(), input.end()};
    padded.push_back(0x01);
    padded.resize((padded.size() + rate - 1) / rate * rate);
    padded.back() |= 0x80;

    std::array<std::array<std::uint64_t, 5>, 5> a{};
    for (std::size_t i = 0; i < padded.size(); ++i)
    {
        const std::size_t lane = i % rate / 8;
        a[lane % 5][lane / 5] ^= std::uint64_t{padded[i]} << (i % 8 * 8);
        if (i % rate == rate - 1)
            plain_permutation(a);
    }
    bytes32 hash;
    for (std::size_t i = 0; i < hash.bytes.size(); ++i)
        hash.bytes[i] = static_cast<std::uint8_t>(a[i / 8][0] >> (i % 8 * 8));
    return hash;
}

std::vector<bytes32> plain_each(std::span<const BytesView> inputs)
{
    std::vector<bytes32> hashes;
    for (const BytesView input : inputs)
        hashes.push_back(plain_keccak256(input));
    return hashes;
}

/// By every kind of permutations that this CPU has.
void expect_each(std::span<const BytesView> inputs)
{
    const std::vector<bytes32> expected = plain_each(inputs);
    for (const detail::KeccakPermutations& permutations : detail::keccak_permutations())
    {
        std::vector<bytes32> hashes(inputs.size());
        detail::hash_each(permutations, inputs, hashes);
        EXPECT_EQ(hashes, expected) << permutations.name << ", " << inputs.size() << " inputs";
    }
    std::vector<bytes32> hashes(inputs.size());
    keccak256_each(inputs, hashes);
    EXPECT_EQ(hashes, expected);
}

struct Answer
{
    std::size_t size;
    std::string_view hash;
};
}  // namespace

TEST(keccak, known_texts)
{
    EXPECT_EQ(keccak256(""), empty_code_hash);
    EXPECT_EQ(to_hex(keccak256("abc")),
        "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    EXPECT_EQ(to_hex(keccak256("Transfer(address,address,uint256)")),
        "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
    EXPECT_EQ(keccak256(Bytes{0x80}), empty_trie_root);
}

// The answers come from a direct transcription of the Keccak reference, itself checked against
// SHA3-256 of another library by changing the padding.
TEST(keccak, lengths_around_words_and_blocks)
{
    constexpr Answer answers[] = {
        {0, "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"},
        {1, "0x69c322e3248a5dfc29d73c5b0553b0185a35cd5bb6386747517ef7e53b15e287"},
        {7, "0xaf2dd82887bb5be2eaa8117023b0b486d9dbd438e9f92e89dc2ada088af681ad"},
        {8, "0xad894215c2106b9dfa2c04022025509974a5eb20b9f4cd27ca716967542ecf6e"},
        {31, "0x8522dc30be01c01348c0591309ac2948c9ae4ce02facbb745f85a5297286d3dd"},
        {32, "0x04d1b47ed3b04c5ff6a0280293cb2ab55bd297c9c2e0c3449831b419285d7df2"},
        {64, "0x0251cf13aa5b18f1cbda7cddbe85f3dc536fc93df590c2d20ca9b28af1ed2c39"},
        {135, "0x00ef96af9cf4b24c7f269d922294444a197d0a33638c2e56634c57e892103a8f"},
        {136, "0x742061bcad767ed4c4f5883b1dcb1aad11afdcc140dc469d953759b127b9f9ed"},
        {137, "0xe3371f61e770abf254c34239c3b0099ad90594507415bc81dd0a10b9692bbf2a"},
        {271, "0x4401c4afbe16ff911bdbf2d38e556e5b861f3fdf0f9d4306b1c46f6ae4f73584"},
        {272, "0xac141fd7b0a0ffcd2e967254d508da3ec616596493c36fa304425647d90e6de5"},
        {273, "0x16192ea86793083e47731cb3c970600f04768414d92bc0540e54ce8607a0fce0"},
        {1024, "0x659d180a9c2d3536b18946e40dc0bac856f2c03d8cd7b4be2d0af097d854a29b"},
        {100'000, "0x42350b8598669d17e07ef0f32083916166e0310d9faf2859dde1377b1d50826c"}};
    for (const Answer& answer : answers)
        EXPECT_EQ(to_hex(keccak256(pattern(answer.size))), answer.hash) << answer.size;
}

TEST(keccak, does_not_depend_on_alignment)
{
    const Bytes bytes = pattern(300);
    const BytesView view{bytes};
    for (std::size_t offset = 1; offset < 9; ++offset)
    {
        const Bytes moved{bytes.begin() + static_cast<std::ptrdiff_t>(offset), bytes.end()};
        EXPECT_EQ(keccak256(view.subspan(offset)), keccak256(moved)) << offset;
    }
}

TEST(keccak, every_length_by_every_permutation)
{
    const Bytes bytes = pattern(600);
    for (std::size_t size = 0; size <= bytes.size(); ++size)
    {
        const BytesView input = BytesView{bytes}.first(size);
        const bytes32 expected = plain_keccak256(input);
        for (const detail::KeccakPermutations& permutations : detail::keccak_permutations())
            EXPECT_EQ(detail::hash_one(permutations, input), expected)
                << permutations.name << ", " << size << " bytes";
    }
}

TEST(keccak_each, no_inputs)
{
    expect_each({});
}

TEST(keccak_each, every_length_beside_others)
{
    const Bytes bytes = pattern(600);
    std::vector<BytesView> inputs;
    for (std::size_t size = 0; size <= bytes.size(); ++size)
        inputs.push_back(BytesView{bytes}.first(size));
    expect_each(inputs);
    std::ranges::reverse(inputs);
    expect_each(inputs);
}

TEST(keccak_each, any_number_of_mixed_lengths_at_any_alignment)
{
    const Bytes bytes = pattern(1000);
    std::mt19937 random{1};
    for (std::size_t count = 1; count <= 17; ++count)
    {
        for (int round = 0; round < 5; ++round)
        {
            std::vector<BytesView> inputs;
            for (std::size_t i = 0; i < count; ++i)
                inputs.push_back(BytesView{bytes}.subspan(random() % 64, random() % 600));
            expect_each(inputs);
        }
    }
}

// The last inputs move from eight states to four, and from four to one.
TEST(keccak_each, one_long_input_at_any_place)
{
    const Bytes bytes = pattern(3000);
    for (std::size_t place = 0; place < 9; ++place)
    {
        std::vector<BytesView> inputs(9, BytesView{bytes}.first(40));
        inputs[place] = bytes;
        expect_each(inputs);
        inputs[(place + 3) % 9] = BytesView{bytes}.first(1500);
        expect_each(inputs);
    }
}

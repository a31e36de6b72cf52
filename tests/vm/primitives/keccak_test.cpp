#include "vm/primitives/keccak.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

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

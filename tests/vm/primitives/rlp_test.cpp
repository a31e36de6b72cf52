#include "vm/primitives/rlp.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace byline;

namespace
{
Bytes bytes_of(std::string_view hex)
{
    return *from_hex(hex);
}

template <typename T>
std::string encoded(const T& value)
{
    Bytes out;
    rlp::append(out, value);
    return to_hex(out);
}

rlp::Error item_error(std::string_view hex)
{
    const Bytes input = bytes_of(hex);
    return rlp::Decoder{input}.item().error();
}
}  // namespace

TEST(rlp_encode, strings)
{
    EXPECT_EQ(encoded(BytesView{}), "0x80");
    EXPECT_EQ(encoded(BytesView{bytes_of("00")}), "0x00");
    EXPECT_EQ(encoded(BytesView{bytes_of("7f")}), "0x7f");
    EXPECT_EQ(encoded(BytesView{bytes_of("80")}), "0x8180");
    EXPECT_EQ(encoded(BytesView{Bytes(55)}).substr(0, 4), "0xb7");
    EXPECT_EQ(encoded(BytesView{Bytes(56)}).substr(0, 6), "0xb838");
    EXPECT_EQ(encoded(BytesView{Bytes(256)}).substr(0, 8), "0xb90100");
}

TEST(rlp_encode, integers_have_no_leading_zeros)
{
    EXPECT_EQ(encoded(std::uint64_t{0}), "0x80");
    EXPECT_EQ(encoded(std::uint64_t{127}), "0x7f");
    EXPECT_EQ(encoded(std::uint64_t{128}), "0x8180");
    EXPECT_EQ(encoded(~std::uint64_t{0}), "0x88ffffffffffffffff");
    EXPECT_EQ(encoded(uint256{}), "0x80");
    EXPECT_EQ(encoded(uint256{0x7f}), "0x7f");
    EXPECT_EQ(encoded(uint256{1} << 64), "0x89010000000000000000");
    EXPECT_EQ(encoded(max_uint256), "0xa0" + std::string(64, 'f'));
}

TEST(rlp_encode, hashes_and_addresses_keep_their_zeros)
{
    EXPECT_EQ(encoded(address{}), "0x94" + std::string(40, '0'));
    EXPECT_EQ(encoded(bytes32{}), "0xa0" + std::string(64, '0'));
}

TEST(rlp_encode, lists)
{
    EXPECT_EQ(to_hex(rlp::list({})), "0xc0");
    EXPECT_EQ(to_hex(rlp::list_of(std::uint64_t{1}, uint256{2})), "0xc20102");
    EXPECT_EQ(to_hex(rlp::list(Bytes(56))).substr(0, 6), "0xf838");
}

TEST(rlp_decode, reads_fields_in_order)
{
    const Bytes input = rlp::list_of(
        std::uint64_t{300}, max_uint256, address{{1}}, bytes32{{2}}, BytesView{bytes_of("abcd")});
    auto fields = rlp::whole_list(input);
    ASSERT_TRUE(fields);
    EXPECT_EQ(fields->uint64(), 300u);
    EXPECT_EQ(fields->number(), max_uint256);
    EXPECT_EQ(fields->account(), (address{{1}}));
    EXPECT_EQ(fields->hash(), (bytes32{{2}}));
    EXPECT_EQ(fields->fixed<2>(), (std::array<std::uint8_t, 2>{0xab, 0xcd}));
    EXPECT_TRUE(fields->finish());
    EXPECT_TRUE(fields->empty());
    EXPECT_EQ(fields->item().error(), rlp::Error::missing_item);
}

TEST(rlp_decode, peek_does_not_consume)
{
    const Bytes input = bytes_of("c20102");
    rlp::Decoder decoder{input};
    EXPECT_EQ(decoder.peek()->kind, rlp::Kind::list);
    EXPECT_EQ(decoder.position(), 0u);
    EXPECT_EQ(decoder.item()->whole.size(), 3u);
    EXPECT_EQ(decoder.position(), 3u);
}

TEST(rlp_decode, rejects_what_ends_too_early)
{
    for (const std::string_view hex : {"81", "83aabb", "b8", "b838", "b90100", "c1", "f8", "f838",
             "bfffffffffffffffff", "ffffffffffffffffff"})
        EXPECT_EQ(item_error(hex), rlp::Error::input_too_short) << hex;
    EXPECT_EQ(item_error(""), rlp::Error::missing_item);
}

TEST(rlp_decode, rejects_longer_forms_than_needed)
{
    EXPECT_EQ(item_error("8100"), rlp::Error::non_canonical_byte);
    EXPECT_EQ(item_error("817f"), rlp::Error::non_canonical_byte);
    EXPECT_EQ(item_error("b800"), rlp::Error::non_canonical_size);
    EXPECT_EQ(item_error("b837" + std::string(110, '1')), rlp::Error::non_canonical_size);
    EXPECT_EQ(item_error("b90038" + std::string(112, '1')), rlp::Error::non_canonical_size);
    EXPECT_EQ(item_error("f80101"), rlp::Error::non_canonical_size);
}

TEST(rlp_decode, rejects_integers_with_leading_zeros)
{
    for (const std::string_view hex : {"00", "820001"})
    {
        const Bytes input = bytes_of(hex);
        EXPECT_EQ(rlp::Decoder{input}.uint64().error(), rlp::Error::leading_zero) << hex;
        EXPECT_EQ(rlp::Decoder{input}.number().error(), rlp::Error::leading_zero) << hex;
    }
}

TEST(rlp_decode, rejects_integers_too_wide)
{
    const Bytes nine = bytes_of("89010000000000000000");
    EXPECT_EQ(rlp::Decoder{nine}.uint64().error(), rlp::Error::overflow);
    EXPECT_EQ(rlp::Decoder{nine}.number(), uint256{1} << 64);
    const Bytes thirty_three = bytes_of("a1" + std::string(66, '1'));
    EXPECT_EQ(rlp::Decoder{thirty_three}.number().error(), rlp::Error::overflow);
}

TEST(rlp_decode, rejects_the_other_kind_and_the_other_length)
{
    const Bytes string = bytes_of("820102");
    const Bytes list = bytes_of("c20102");
    EXPECT_EQ(rlp::Decoder{list}.string().error(), rlp::Error::unexpected_list);
    EXPECT_EQ(rlp::Decoder{list}.uint64().error(), rlp::Error::unexpected_list);
    EXPECT_EQ(rlp::Decoder{string}.list().error(), rlp::Error::unexpected_string);
    EXPECT_EQ(rlp::Decoder{string}.hash().error(), rlp::Error::wrong_length);
    EXPECT_EQ(rlp::Decoder{string}.account().error(), rlp::Error::wrong_length);
}

TEST(rlp_decode, rejects_leftover_bytes)
{
    EXPECT_EQ(rlp::whole_list(bytes_of("c000")).error(), rlp::Error::leftover);
    const Bytes input = bytes_of("0102");
    rlp::Decoder decoder{input};
    EXPECT_TRUE(decoder.item());
    EXPECT_EQ(decoder.finish().error(), rlp::Error::leftover);
}

TEST(rlp_decode, every_error_has_words)
{
    for (unsigned i = 0; i <= static_cast<unsigned>(rlp::Error::missing_item); ++i)
        EXPECT_NE(rlp::to_string(static_cast<rlp::Error>(i)), "unknown RLP error") << i;
}

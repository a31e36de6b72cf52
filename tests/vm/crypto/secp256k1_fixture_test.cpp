#include "tests/support/fixtures.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <vector>

using namespace byline;

namespace
{
/// The items of a list, with their headers.
std::vector<rlp::Item> items_of(const Bytes& list)
{
    std::vector<rlp::Item> items;
    auto decoder = rlp::whole_list(list);
    while (decoder && !decoder->empty())
        items.push_back(*decoder->item());
    return items;
}

uint256 number(const rlp::Item& item)
{
    return *rlp::Decoder{item.whole}.number();
}
}  // namespace

// The file's "sig_of_emptystring" is left out: it fits the address under no stated hash.
TEST(secp256k1_fixtures, keys_and_addresses)
{
    BYLINE_FIXTURE_OR_SKIP(suite, "dev-core/basic/keyaddrtest.json");
    for (const auto& test : suite.as_array())
    {
        const bytes32 key = *bytes32_from_hex(test.at("key").as_string());
        const address expected = *address_from_hex(test.at("addr").as_string());
        EXPECT_EQ(keccak256(test.at("seed").as_string()), key);
        EXPECT_EQ(vm::address_of_key(key), expected);
    }
}

// Before EIP-155 what is signed is the list without v, r and s.
TEST(secp256k1_fixtures, senders_of_signed_transactions)
{
    BYLINE_FIXTURE_OR_SKIP(suite, "dev-core/basic/txtest.json");
    for (const auto& test : suite.as_array())
    {
        const Bytes signed_list = *from_hex(test.at("signed").as_string());
        const auto items = items_of(signed_list);
        ASSERT_EQ(items.size(), 9u);
        Bytes payload;
        for (std::size_t i = 0; i < 6; ++i)
            rlp::append_raw(payload, items[i].whole);
        const vm::Signature signature{.r = number(items[7]),
            .s = number(items[8]),
            .y_parity = static_cast<std::uint8_t>(number(items[6]).words[0] - 27)};
        EXPECT_EQ(vm::recover(keccak256(rlp::list(payload)), signature),
            vm::address_of_key(*bytes32_from_hex(test.at("key").as_string())));
    }
}

#include "vm/crypto/hash.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

using namespace byline;

namespace
{
BytesView bytes_of(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
}  // namespace

TEST(sha256, vectors_of_fips_180)
{
    EXPECT_EQ(to_hex(vm::sha256({})),
        "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(vm::sha256(bytes_of("abc"))),
        "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(vm::sha256(bytes_of(std::string(1'000'000, 'a')))),
        "0xcdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(ripemd160, vectors_of_its_authors)
{
    EXPECT_EQ(to_hex(BytesView{vm::ripemd160({})}), "0x9c1185a5c5e9fc54612808977ee8f548b2258d31");
    EXPECT_EQ(to_hex(BytesView{vm::ripemd160(bytes_of("abc"))}),
        "0x8eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
    EXPECT_EQ(to_hex(BytesView{vm::ripemd160(bytes_of("message digest"))}),
        "0x5d0689ef49d2fae572b881b123a85ffa21595f36");
}

TEST(hmac_sha512, vectors_of_rfc_4231)
{
    EXPECT_EQ(to_hex(BytesView{vm::hmac_sha512(Bytes(20, 0x0b), bytes_of("Hi There"))}),
        "0x87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
        "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
    EXPECT_EQ(to_hex(BytesView{
                  vm::hmac_sha512(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))}),
        "0x164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

TEST(hmac_sha512, takes_an_empty_key)
{
    EXPECT_EQ(to_hex(BytesView{vm::hmac_sha512({}, {})}),
        "0xb936cee86c9f87aa5d3c6f2e84cb5a4239a5fe50480a6ec66b70ab5b1f4ac673"
        "0c6c515421b327ec1d69402e53dfb49ad7381eb067b338fd7b0cb22247225d47");
}

// The first of the vectors that BIP-39 names.
TEST(pbkdf2_sha512, seed_of_a_mnemonic)
{
    EXPECT_EQ(
        to_hex(BytesView{vm::pbkdf2_sha512(
            bytes_of("abandon abandon abandon abandon abandon abandon abandon abandon abandon "
                     "abandon abandon about"),
            bytes_of("mnemonicTREZOR"), 2048)}),
        "0xc55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e5349553"
        "1f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04");
}

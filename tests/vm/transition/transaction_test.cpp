#include "vm/transition/transaction.hpp"

#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/rlp.hpp"

#include <gtest/gtest.h>

#include <expected>
#include <optional>
#include <string_view>
#include <vector>

using namespace byline;
using namespace byline::vm;

namespace
{
using Reason = TxDecodeError::Reason;

constexpr bytes32 key =
    hex_bytes32("4646464646464646464646464646464646464646464646464646464646464646");
constexpr address signer = hex_address("9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
constexpr std::string_view eip155_example =
    "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef"
    "61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800cc"
    "f555c9f3dc64214b297fb1966a3b6d83";
/// A transaction of the public tests: test_pointer_to_static.
constexpr std::string_view set_code_example =
    "04f8c101808007832dc6c0948ad5c1bd95f0b2147ec55508372980dcd9a5c37b8080c0f85cf85a8094096fec08774b"
    "c2a36c61daa00d11da4a0395f4bb8080a01e47e961cc521742f840e5c2417f9bfcb344b27757e8e5b320a65545e8d7"
    "316ba073e70d604ad26877ca9f5feab050ff10dab63bb1174850f09fbdb6e42e78a42180a0dba2948f942a994b7c19"
    "1da91eb5bc8600f4f25cfa21bb590bea66e6a0f8137ea01b503e0f77310bb446d23e54a2eb37b62833b478f4ab255a"
    "8061e270498a1252";

Transaction transaction(TxType type)
{
    Transaction tx;
    tx.type = type;
    tx.chain_id = 31337;
    tx.nonce = 3;
    tx.max_fee_per_gas = 100;
    tx.max_priority_fee_per_gas = type >= TxType::fee_market ? 2 : 100;
    tx.gas_limit = 90'000;
    tx.to = hex_address("c0de000000000000000000000000000000000000");
    tx.value = max_uint256;
    tx.data = {0x00, 0x01, 0xff};
    if (type >= TxType::access_list)
        tx.access_list = {{*tx.to, {key, bytes32{}}}, {address{}, {}}};
    if (type == TxType::blob)
    {
        tx.max_fee_per_blob_gas = 5;
        tx.blob_hashes = {key};
    }
    if (type == TxType::set_code)
        tx.authorizations = {
            {.chain_id = 0, .addr = *tx.to, .nonce = 1, .y_parity = 1, .r = 2, .s = 3}};
    sign(tx, key);
    return tx;
}

/// The list of those items as a transaction of that type.
template <typename... Items>
Bytes typed(std::uint8_t type, const Items&... items)
{
    Bytes bytes{type};
    rlp::append_raw(bytes, rlp::list_of(items...));
    return bytes;
}

std::optional<TxDecodeError> error_of(BytesView bytes)
{
    const auto tx = decode_transaction(bytes);
    return tx ? std::nullopt : std::optional{tx.error()};
}

TxDecodeError rlp_error(rlp::Error error, std::size_t position)
{
    return {Reason::rlp, error, position};
}

TEST(transaction, signs_as_the_example_of_eip_155)
{
    Transaction tx;
    tx.chain_id = 1;
    tx.nonce = 9;
    tx.max_fee_per_gas = tx.max_priority_fee_per_gas = 20'000'000'000;
    tx.gas_limit = 21'000;
    tx.to = hex_address("3535353535353535353535353535353535353535");
    tx.value = 1'000'000'000'000'000'000;
    EXPECT_EQ(signing_hash(tx),
        hex_bytes32("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53"));
    sign(tx, key);
    EXPECT_EQ(encode(tx), *from_hex(eip155_example));
    EXPECT_EQ(recover_sender(tx), signer);
}

TEST(transaction, decodes_what_others_signed)
{
    const Bytes bytes = *from_hex(set_code_example);
    const auto tx = decode_transaction(bytes);
    ASSERT_TRUE(tx);
    EXPECT_EQ(tx->type, TxType::set_code);
    EXPECT_EQ(encode(*tx), bytes);
    EXPECT_EQ(recover_sender(*tx), hex_address("dc2617addc43dd285f9fe635a0b2cbb8af508381"));
    ASSERT_EQ(tx->authorizations.size(), 1U);
    EXPECT_EQ(recover_authority(tx->authorizations[0]),
        hex_address("8ad5c1bd95f0b2147ec55508372980dcd9a5c37b"));
}

TEST(transaction, comes_back_from_its_encoding_in_every_type)
{
    for (const TxType type :
        {TxType::legacy, TxType::access_list, TxType::fee_market, TxType::blob, TxType::set_code})
    {
        SCOPED_TRACE(static_cast<int>(type));
        const Transaction tx = transaction(type);
        const auto decoded = decode_transaction(encode(tx));
        ASSERT_TRUE(decoded);
        EXPECT_EQ(*decoded, tx);
        EXPECT_EQ(hash(*decoded), hash(tx));
        EXPECT_EQ(recover_sender(tx), signer);
    }
}

TEST(transaction, may_be_without_a_chain_id_if_legacy)
{
    Transaction tx = transaction(TxType::legacy);
    tx.chain_id.reset();
    sign(tx, key);
    const auto decoded = decode_transaction(encode(tx));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->chain_id, std::nullopt);
    EXPECT_EQ(recover_sender(*decoded), signer);
}

TEST(transaction, has_no_sender_with_a_bad_signature)
{
    const Transaction good = transaction(TxType::fee_market);
    Transaction high_s = good;
    high_s.s = secp256k1_order - good.s;
    high_s.y_parity = static_cast<std::uint8_t>(1 - good.y_parity);
    EXPECT_EQ(recover_sender(high_s), std::nullopt);
    Transaction zero_r = good;
    zero_r.r = 0;
    EXPECT_EQ(recover_sender(zero_r), std::nullopt);
    Transaction great_r = good;
    great_r.r = secp256k1_order;
    EXPECT_EQ(recover_sender(great_r), std::nullopt);
}

TEST(authorization, has_no_authority_with_a_bad_signature)
{
    const auto tx = decode_transaction(*from_hex(set_code_example));
    Authorization authorization = tx->authorizations[0];
    authorization.y_parity = 2;
    EXPECT_EQ(recover_authority(authorization), std::nullopt);
    authorization = tx->authorizations[0];
    authorization.s = secp256k1_order - authorization.s;
    authorization.y_parity = 1;
    EXPECT_EQ(recover_authority(authorization), std::nullopt);
}

TEST(decode_transaction, refuses_what_is_no_transaction_at_all)
{
    EXPECT_EQ(error_of({})->reason, Reason::empty);
    for (const std::uint8_t first : Bytes{0x00, 0x05, 0x7f, 0x80, 0xbf})
        EXPECT_EQ(error_of(Bytes{first, 0xc0})->reason, Reason::type_unknown);
    EXPECT_EQ(error_of(Bytes{0xc0}), rlp_error(rlp::Error::missing_item, 1));
    EXPECT_EQ(error_of(Bytes{0x02, 0x80}), rlp_error(rlp::Error::unexpected_string, 1));
}

TEST(decode_transaction, tells_where_a_field_is_wrong)
{
    const Bytes none;
    const BytesView empty{none};
    const std::uint64_t n = 1;
    const Bytes zero_first{0x00, 0x01};
    // The nonce of a legacy transaction is its first field, the gas limit its third.
    EXPECT_EQ(error_of(rlp::list_of(BytesView{zero_first}, n, n)),
        rlp_error(rlp::Error::leading_zero, 1));
    EXPECT_EQ(error_of(rlp::list_of(n, n, max_uint256)), rlp_error(rlp::Error::overflow, 3));
    const Bytes short_address(19, 0x11);
    EXPECT_EQ(error_of(rlp::list_of(n, n, n, BytesView{short_address})),
        rlp_error(rlp::Error::wrong_length, 4));
    // v is the seventh.
    for (const std::uint64_t v : {0U, 1U, 26U, 29U, 34U})
        EXPECT_EQ(error_of(rlp::list_of(n, n, n, empty, n, empty, v, n, n)),
            (TxDecodeError{Reason::bad_v, {}, 7}));
    EXPECT_EQ(error_of(rlp::list_of(n, n, n, empty, n, empty, max_uint256, n, n)),
        (TxDecodeError{Reason::bad_v, {}, 7}));
}

TEST(decode_transaction, refuses_more_or_less_than_one_transaction)
{
    for (const TxType type : {TxType::legacy, TxType::blob})
    {
        Bytes bytes = encode(transaction(type));
        bytes.push_back(0x00);
        EXPECT_EQ(error_of(bytes)->rlp, rlp::Error::leftover);
        bytes.resize(bytes.size() - 2);
        EXPECT_EQ(error_of(bytes)->rlp, rlp::Error::input_too_short);
    }
}

TEST(decode_transaction, refuses_a_wrong_y_parity_and_wrong_lists)
{
    const Bytes none;
    const BytesView empty{none};
    const std::uint64_t n = 1;
    // Where the access list stands, an empty string.
    EXPECT_EQ(error_of(typed(0x01, n, n, n, n, empty, n, empty, empty, n, n, n))->rlp,
        rlp::Error::unexpected_string);
    Transaction tx = transaction(TxType::fee_market);
    tx.y_parity = 2;
    EXPECT_EQ(error_of(encode(tx))->reason, Reason::bad_v);
    tx = transaction(TxType::set_code);
    tx.authorizations[0].y_parity = 256;
    EXPECT_EQ(error_of(encode(tx))->reason, Reason::bad_v);
}

TEST(decode_transaction, has_words_for_every_error)
{
    EXPECT_EQ(to_string(TxDecodeError{Reason::empty, {}, 0}), "there are no bytes");
    EXPECT_EQ(to_string(rlp_error(rlp::Error::leading_zero, 1)), "an integer has leading zeros");
}
}  // namespace

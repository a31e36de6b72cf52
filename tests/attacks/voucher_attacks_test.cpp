#include "tests/attacks/attack_world.hpp"
#include "vm/crypto/secp256k1.hpp"

namespace byline::testing
{
namespace
{
constexpr std::string_view usage = "Usage(address licensee,uint64 upTo)";
constexpr std::string_view redeem = "redeem(((address,uint64),bytes)[])";
constexpr std::uint64_t price = 20'000'000'000;  // wei a call

class voucher_attacks : public attack_test
{
protected:
    void SetUp() override { sign_licence(example_source("g_metered"), {provider, owner}); }

    /// The example, whose loop passes over what is not signed.
    void skip_unsigned()
    {
        std::string source = example_source("g_metered");
        const std::string by = "signed by v.licensee";
        source.insert(source.find(by) + by.size(), " else skip");
        sign_licence(source, {provider, owner});
    }

    void fund(const address& who, std::uint64_t calls)
    {
        expect_success(call(who, "fund()", {}, uint256{price} * calls));
    }

    [[nodiscard]] bytes32 hash(const address& who, std::uint64_t up_to) const
    {
        return typed_hash("Metered", contract, usage, {to_uint256(who), up_to});
    }

    [[nodiscard]] SignedMessage voucher(const Signer& who, std::uint64_t up_to) const
    {
        return {{to_uint256(who.account), up_to}, sign(who, hash(who.account, up_to))};
    }

    /// Of a wallet whose code judges the signature.
    [[nodiscard]] static SignedMessage voucher_of(const address& wallet, std::uint64_t up_to)
    {
        return {{to_uint256(wallet), up_to}, Bytes(65, 1)};
    }

    vm::TxOutcome send(const std::vector<SignedMessage>& batch)
    {
        return world.send(provider, contract, batch_call(redeem, batch));
    }

    const address provider = account(0);
    const address owner = account(1);
    const Signer alice = signer(1);
    const Signer bob = signer(2);
    const address wallet = account(30);
    const Bytes bad_first = encode("BadSignature(uint256)", {0});
};

// Row 9: no signer, and garbage from which nothing can be recovered.
TEST_F(voucher_attacks, garbage_is_not_signed_by_nobody)
{
    fund(address{}, 100);
    Bytes no_v = sign(alice, hash(address{}, 50));
    for (const unsigned v : {0U, 1U, 26U, 29U, 255U})
    {
        no_v[64] = static_cast<std::uint8_t>(v);
        expect_revert(send({{{0, 50}, no_v}}), bad_first);
    }
    expect_revert(send({{{0, 50}, Bytes(65)}}), bad_first);
    Bytes zeros(65);
    zeros[64] = 27;
    expect_revert(send({{{0, 50}, zeros}}), bad_first);
    expect_revert(send({{{0, 50}, {}}}), bad_first);
    EXPECT_EQ(received(), 0);
}

// Row 10.
TEST_F(voucher_attacks, a_signer_that_burns_gas_spoils_its_own_entry)
{
    for (const Bytecode& code : {burns_gas(), reverts(), returns_much(), Bytecode{OP_STOP}})
    {
        put_code(wallet, {});
        skip_unsigned();
        fund(alice.account, 10);
        fund(wallet, 10);
        put_code(wallet, code);
        const vm::TxOutcome outcome =
            send({voucher_of(wallet, 5), voucher(alice, 5), voucher_of(wallet, 6)});
        expect_success(outcome);
        EXPECT_LT(outcome.gas_used, 450'000);
        EXPECT_EQ(received(), uint256{price} * 5);
    }
    sign_licence(example_source("g_metered"), {provider, owner});
    fund(alice.account, 10);
    expect_revert(
        send({voucher(alice, 5), voucher_of(wallet, 5)}), encode("BadSignature(uint256)", {1}));
    EXPECT_EQ(received(), 0);
}

// Row 10: what a wallet's code must answer, to the byte (EIP-1271).
TEST_F(voucher_attacks, a_wallet_answers_with_the_whole_magic_value)
{
    const uint256 magic = uint256{0x1626ba7e} << 224;
    fund(wallet, 10);
    put_code(wallet, mstore(0, push(magic)) + give_back(0, 4));
    expect_revert(send({voucher_of(wallet, 1)}), bad_first);
    put_code(wallet, mstore(0, push(magic)) + give_back(0, 31));
    expect_revert(send({voucher_of(wallet, 1)}), bad_first);
    put_code(wallet, push(magic + 1) + return_top());
    expect_revert(send({voucher_of(wallet, 1)}), bad_first);
    put_code(wallet, mstore(0, push(magic)) + give_back(0, 32, OP_REVERT));
    expect_revert(send({voucher_of(wallet, 1)}), bad_first);
    // It may not write: the call is static.
    put_code(wallet, sstore(push(0), push(1)) + push(magic) + return_top());
    expect_revert(send({voucher_of(wallet, 1)}), bad_first);
    put_code(wallet, push(magic) + return_top());
    expect_success(send({voucher_of(wallet, 1)}));
    EXPECT_EQ(received(), price);
}

// Row 28: an account whose code is delegated signs with its key.
TEST_F(voucher_attacks, a_delegated_account_signs_with_its_key)
{
    put_code(account(40), burns_gas());
    Bytes delegation{0xef, 0x01, 0x00};
    for (const std::uint8_t byte : account(40).bytes)
        delegation.push_back(byte);
    fund(alice.account, 10);
    put_code(alice.account, Bytecode{delegation});
    const vm::TxOutcome outcome = send({voucher(alice, 3)});
    expect_success(outcome);
    EXPECT_LT(outcome.gas_used, 200'000);
    EXPECT_EQ(received(), uint256{price} * 3);
}

// Row 11.
TEST_F(voucher_attacks, a_signature_is_for_one_chain_one_licence_one_type)
{
    fund(alice.account, 10);
    const std::vector<uint256> fields{to_uint256(alice.account), 5};
    const auto with = [&](const bytes32& hash) { return send({{fields, sign(alice, hash)}}); };
    expect_revert(with(typed_hash("Metered", contract, usage, fields, 2)), bad_first);
    expect_revert(with(typed_hash("Metered", account(77), usage, fields)), bad_first);
    expect_revert(with(typed_hash("metered", contract, usage, fields)), bad_first);
    expect_revert(
        with(typed_hash("Metered", contract, "Usage(address licensee,uint256 upTo)", fields)),
        bad_first);
    const Bytes before = batch_call(redeem, {voucher(alice, 5)});
    world.split_chain(2);
    expect_revert(world.send(provider, contract, before), bad_first);
    expect_success(with(typed_hash("Metered", contract, usage, fields, 2)));
    EXPECT_EQ(received(), uint256{price} * 5);
}

// Row 33.
TEST_F(voucher_attacks, a_signature_has_one_form)
{
    fund(alice.account, 10);
    const SignedMessage good = voucher(alice, 5);
    const bytes32 digest = hash(alice.account, 5);
    const vm::Signature parts = *vm::sign(digest, alice.key);
    SignedMessage other = good;
    other.signature = bench::encode_words({parts.r, vm::secp256k1_order - parts.s});
    other.signature.push_back(static_cast<std::uint8_t>(28 - parts.y_parity));
    expect_revert(send({other}), bad_first);
    // EIP-2098.
    other.signature = bench::encode_words({parts.r, parts.s | (uint256{parts.y_parity} << 255)});
    expect_revert(send({other}), bad_first);
    other = good;
    other.signature.push_back(0);
    expect_revert(send({other}), bad_first);
    expect_success(send({good}));
}

TEST_F(voucher_attacks, a_voucher_counts_once)
{
    fund(alice.account, 100);
    expect_success(send({voucher(alice, 5), voucher(alice, 5), voucher(alice, 3)}));
    EXPECT_EQ(received(), uint256{price} * 5);
    expect_success(send({voucher(alice, 9), voucher(alice, 9)}));
    EXPECT_EQ(received(), uint256{price} * 9);
    expect_revert(world.send(stranger, contract, batch_call(redeem, {voucher(alice, 20)})),
        encode("NotAllowed(address)", {to_uint256(stranger)}));
    // A voucher for more than the tab covers is passed over, and nothing of it is counted.
    expect_success(send({voucher(alice, 101), voucher(alice, 10)}));
    EXPECT_EQ(received(), uint256{price} * 10);
    expect_success(send({voucher(alice, ~std::uint64_t{0})}));
    EXPECT_EQ(received(), uint256{price} * 10);
    EXPECT_EQ(held_by_contract(), uint256{price} * 100);
}

TEST_F(voucher_attacks, sixty_four_vouchers_fit_and_no_more)
{
    std::vector<SignedMessage> batch;
    for (std::uint8_t i = 0; i < 64; ++i)
    {
        fund(signer(i + 1).account, 2);
        batch.push_back(voucher(signer(i + 1), 1));
    }
    const vm::TxOutcome outcome = send(batch);
    expect_success(outcome);
    EXPECT_LT(outcome.gas_used, 5'000'000);
    EXPECT_EQ(received(), uint256{price} * 64);
    batch.push_back(voucher(alice, 2));
    expect_revert(send(batch), {});
    expect_success(send({}));
}

// Offsets that point before, past and into each other.
TEST_F(voucher_attacks, hostile_offsets_read_nothing_that_is_not_signed)
{
    fund(alice.account, 100);
    const Bytes good = batch_call(redeem, {voucher(alice, 5), voucher(bob, 1)});
    const auto with = [&](std::size_t word, const uint256& value) {
        Bytes bytes = good;
        const bytes32 encoded = to_bytes32(value);
        std::ranges::copy(
            encoded.bytes, bytes.begin() + static_cast<std::ptrdiff_t>(4 + 32 * word));
        return world.run(provider, contract, bytes);
    };
    const uint256 far = uint256{1} << 255;
    for (const std::size_t place : {0U, 1U, 2U, 3U, 6U, 7U})
    {
        for (const uint256& value : {max_uint256, far, uint256{1} << 64, max_uint256 - 31,
                 uint256{good.size()}, uint256{good.size() - 4}})
        {
            const vm::TxOutcome outcome = with(place, value);
            EXPECT_EQ(outcome.status, vm::Status::revert) << place;
        }
    }
    // Dirty bits of the licensee and of the count.
    expect_revert(with(4, to_uint256(alice.account) | (uint256{1} << 160)), {});
    expect_revert(with(5, (uint256{1} << 64) + 5), {});
    // Both entries are the first: it counts once.
    const vm::TxOutcome overlapping = with(3, 64);
    expect_success(overlapping);
    // Cut short anywhere, it is refused or the padding alone is gone.
    for (std::size_t size = 4; size + 31 < good.size(); size += 16)
    {
        const Bytes cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(world.run(provider, contract, cut).status, vm::Status::revert) << size;
    }
    EXPECT_EQ(received(), 0);
}
}  // namespace
}  // namespace byline::testing

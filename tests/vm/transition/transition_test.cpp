#include "tests/vm/transition/transition_fixture.hpp"
#include "vm/evm/create_address.hpp"
#include "vm/primitives/keccak.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace byline::vm::testing
{
namespace
{
/// Burns what it is given.
const Bytecode burner{OP_INVALID};

/// 0xef0100 and an address (EIP-7702).
Bytes delegation_to(const address& target)
{
    Bytes code(23);
    code[0] = 0xef;
    code[1] = 0x01;
    std::ranges::copy(target.bytes, code.begin() + 3);
    return code;
}

TEST_F(transition_test, moves_value_and_pays_base_fee_and_tip)
{
    run();
    EXPECT_EQ(outcome.status, Status::success);
    EXPECT_EQ(outcome.gas_used, 21'000U);
    EXPECT_EQ(balance(recipient), uint256{1});
    EXPECT_EQ(balance(coinbase), uint256{21'000 * 2});
    EXPECT_EQ(spent(), uint256{1 + 21'000 * 9}) << "the base fee is burned";
    EXPECT_EQ(post.account(sender)->nonce, 1U);
}

TEST_F(transition_test, caps_the_tip_by_the_fee_cap)
{
    tx.max_fee_per_gas = 8;
    run();
    EXPECT_EQ(balance(coinbase), uint256{21'000});
    EXPECT_EQ(spent(), uint256{1 + 21'000 * 8});
}

TEST_F(transition_test, charges_calldata_and_access_lists)
{
    tx.data = {0x00, 0x00, 0x01};
    tx.access_list = {{contract, {bytes32{}, bytes32{}}}};
    EXPECT_EQ(intrinsic_gas(tx, Revision::osaka).intrinsic, 21'000U + 4 + 4 + 16 + 2400 + 2 * 1900);
    run();
    EXPECT_EQ(outcome.gas_used, 21'000U + 4 + 4 + 16 + 2400 + 2 * 1900);
}

TEST_F(transition_test, charges_at_least_the_floor_from_prague_on)
{
    tx.data = Bytes(100, 0x01);
    run();
    EXPECT_EQ(outcome.gas_used, 21'000U + 100 * 4 * 10);
    block.revision = Revision::cancun;
    run();
    EXPECT_EQ(outcome.gas_used, 21'000U + 100 * 16);
}

TEST_F(transition_test, creates_a_contract)
{
    const Bytecode runtime = push(1) + OP_POP;
    const Bytecode initcode = deployer(runtime);
    tx.to.reset();
    tx.data = initcode.bytes;
    run();
    ASSERT_EQ(outcome.status, Status::success);
    ASSERT_EQ(outcome.created, create_address(sender, 0));
    const auto account = post.account(*outcome.created);
    ASSERT_TRUE(account);
    EXPECT_EQ(account->nonce, 1U);
    EXPECT_EQ(account->balance, uint256{1});
    EXPECT_EQ(post.code(account->code_hash), runtime.bytes);
}

TEST_F(transition_test, names_the_address_of_a_creation_that_failed)
{
    tx.to.reset();
    tx.data = burner.bytes;
    run();
    EXPECT_EQ(outcome.status, Status::invalid_instruction);
    EXPECT_EQ(outcome.created, create_address(sender, 0));
    EXPECT_EQ(post.account(*outcome.created), std::nullopt);
    EXPECT_EQ(post.account(sender)->nonce, 1U);
}

TEST_F(transition_test, takes_all_gas_of_a_failure_and_undoes_it)
{
    pre.set_code(contract, (sstore(push(1), push(1)) + burner).bytes);
    tx.to = contract;
    run();
    EXPECT_EQ(outcome.status, Status::invalid_instruction);
    EXPECT_EQ(outcome.gas_used, tx.gas_limit);
    EXPECT_TRUE(post.storage(contract, 1).is_zero());
    EXPECT_EQ(balance(contract), uint256{});
    EXPECT_EQ(spent(), uint256{tx.gas_limit} * uint256{9});
}

TEST_F(transition_test, gives_back_at_most_a_fifth)
{
    Bytecode clear;
    for (std::uint64_t key = 0; key < 20; ++key)
    {
        pre.set_storage(contract, key, 1);
        clear += sstore(push(key), push(0));
    }
    pre.set_code(contract, clear.bytes);
    tx.to = contract;
    run();
    const std::uint64_t before_refund = 21'000 + 20 * 5000 + 2 * 20 * 3 - 1 - 20;
    EXPECT_EQ(outcome.gas_used, before_refund - before_refund / 5);
}

TEST_F(transition_test, finds_sender_coinbase_recipient_and_precompiles_warm)
{
    const address cold = hex_address("c01d000000000000000000000000000000000000");
    const auto cost_of_balance = [this](const address& of) {
        pre.set_code(contract, (push(of) + OP_BALANCE).bytes);
        tx.to = contract;
        run();
        return outcome.gas_used - 21'000 - 3;
    };
    EXPECT_EQ(cost_of_balance(sender), 100U);
    EXPECT_EQ(cost_of_balance(coinbase), 100U);
    EXPECT_EQ(cost_of_balance(contract), 100U);
    EXPECT_EQ(cost_of_balance(hex_address("0000000000000000000000000000000000000001")), 100U);
    EXPECT_EQ(cost_of_balance(cold), 2600U);
}

TEST_F(transition_test, gives_logs_and_output)
{
    pre.set_code(
        contract, (mstore(0, push(5)) + push(32) + push(0) + OP_LOG0 + give_back(0, 32)).bytes);
    tx.to = contract;
    run();
    ASSERT_EQ(outcome.logs.size(), 1U);
    EXPECT_EQ(outcome.logs[0].addr, contract);
    EXPECT_EQ(outcome.output, outcome.logs[0].data);
}

TEST_F(transition_test, refuses_a_wrong_nonce)
{
    tx.nonce = 1;
    expect_refused(TxError::nonce_too_high);
    pre.set_nonce(sender, 2);
    expect_refused(TxError::nonce_too_low);
    tx.nonce = std::numeric_limits<std::uint64_t>::max();
    expect_refused(TxError::nonce_max);
}

TEST_F(transition_test, refuses_who_cannot_pay_the_greatest_cost)
{
    pre.set_balance(sender, uint256{tx.gas_limit} * tx.max_fee_per_gas);
    expect_refused(TxError::insufficient_funds);
    tx.value = 0;
    run();
    tx.max_fee_per_gas = max_uint256;
    expect_refused(TxError::insufficient_funds);
}

TEST_F(transition_test, refuses_too_little_gas)
{
    tx.gas_limit = 20'999;
    expect_refused(TxError::intrinsic_gas_too_low);
    tx.data = Bytes(100, 0x01);
    tx.gas_limit = 21'000 + 100 * 16;
    expect_refused(TxError::below_floor_gas);
}

TEST_F(transition_test, refuses_more_gas_than_block_or_cap_allow)
{
    tx.gas_limit = (1 << 24) + 1;
    expect_refused(TxError::gas_limit_above_cap);
    block.revision = Revision::prague;
    run();
    block.gas_limit = tx.gas_limit - 1;
    expect_refused(TxError::block_gas_exceeded);
}

TEST_F(transition_test, refuses_fees_that_do_not_fit)
{
    tx.max_fee_per_gas = 6;
    expect_refused(TxError::fee_below_base_fee);
    tx.max_priority_fee_per_gas = 7;
    expect_refused(TxError::tip_above_fee_cap);
}

TEST_F(transition_test, refuses_another_chain)
{
    tx.chain_id = 2;
    expect_refused(TxError::wrong_chain_id);
}

TEST_F(transition_test, refuses_initcode_above_the_limit)
{
    tx.to.reset();
    tx.gas_limit = 10'000'000;
    tx.data = Bytes(49'153, 0x00);
    expect_refused(TxError::initcode_too_large);
}

TEST_F(transition_test, refuses_a_sender_with_code_unless_it_delegates)
{
    pre.set_code(sender, burner.bytes);
    expect_refused(TxError::sender_not_eoa);
    pre.set_code(sender, delegation_to(contract));
    run();
    block.revision = Revision::cancun;
    expect_refused(TxError::sender_not_eoa);
}

class blob_transaction : public transition_test
{
protected:
    blob_transaction()
    {
        tx.type = TxType::blob;
        tx.max_fee_per_blob_gas = 4;
        tx.blob_hashes = {hash_of_version(1), hash_of_version(1)};
    }

    static bytes32 hash_of_version(std::uint8_t version)
    {
        bytes32 hash = keccak256("blob");
        hash.bytes[0] = version;
        return hash;
    }
};

TEST_F(blob_transaction, burns_the_blob_fee)
{
    run();
    EXPECT_EQ(spent(), uint256{1 + 21'000 * 9 + 2 * gas_per_blob * 3});
}

TEST_F(blob_transaction, must_be_able_to_pay_the_greatest_blob_fee)
{
    pre.set_balance(sender, tx.value + uint256{tx.gas_limit * 10 + 2 * gas_per_blob * 4});
    run();
    pre.set_balance(sender, tx.value + uint256{tx.gas_limit * 10 + 2 * gas_per_blob * 4 - 1});
    expect_refused(TxError::insufficient_funds);
}

TEST_F(blob_transaction, is_refused_with_wrong_blobs)
{
    tx.max_fee_per_blob_gas = 2;
    expect_refused(TxError::blob_fee_too_low);
    tx.blob_hashes = {hash_of_version(2)};
    expect_refused(TxError::bad_blob_hash);
    tx.blob_hashes.clear();
    expect_refused(TxError::no_blobs);
    tx.blob_hashes.assign(7, hash_of_version(1));
    expect_refused(TxError::blob_count_exceeded);
    tx.blob_hashes.assign(10, hash_of_version(1));
    expect_refused(TxError::blob_gas_exceeded);
    tx.blob_hashes.resize(1);
    tx.to.reset();
    expect_refused(TxError::blob_creates_contract);
}

class set_code_transaction : public transition_test
{
protected:
    set_code_transaction()
    {
        tx.type = TxType::set_code;
        tx.to = authority;
        authorize(1, contract);
    }

    void authorize(std::uint64_t chain_id, const address& target, std::uint64_t nonce = 0)
    {
        Authorization authorization;
        authorization.chain_id = chain_id;
        authorization.addr = target;
        authorization.nonce = nonce;
        Bytes message{0x05};
        rlp::append_raw(
            message, rlp::list_of(authorization.chain_id, authorization.addr, authorization.nonce));
        const auto signature = *byline::vm::sign(keccak256(message), authority_key);
        authorization.y_parity = signature.y_parity;
        authorization.r = signature.r;
        authorization.s = signature.s;
        tx.authorizations = {authorization};
    }

    [[nodiscard]] Bytes code_of(const address& addr) const
    {
        const auto account = post.account(addr);
        return account ? post.code(account->code_hash) : Bytes{};
    }

    const bytes32 authority_key = keccak256("authority");
    const address authority = *address_of_key(authority_key);
};

TEST_F(set_code_transaction, delegates_and_runs_the_code_at_once)
{
    pre.set_code(contract, sstore(push(1), OP_CALLVALUE).bytes);
    run();
    EXPECT_EQ(code_of(authority), delegation_to(contract));
    EXPECT_EQ(post.account(authority)->nonce, 1U);
    EXPECT_EQ(post.storage(authority, 1), uint256{1});
}

TEST_F(set_code_transaction, costs_less_for_an_account_that_exists)
{
    run();
    EXPECT_EQ(outcome.gas_used, 21'000U + 25'000);
    pre.set_balance(authority, 1);
    run();
    EXPECT_EQ(outcome.gas_used, 46'000U - 46'000 / 5) << "12,500, but at most a fifth";
}

TEST_F(set_code_transaction, clears_a_delegation_with_the_zero_address)
{
    pre.set_code(authority, delegation_to(contract));
    authorize(0, address{});
    run();
    EXPECT_EQ(code_of(authority), Bytes{});
    EXPECT_EQ(post.account(authority)->nonce, 1U);
}

TEST_F(set_code_transaction, keeps_the_delegation_if_its_call_fails)
{
    pre.set_code(contract, burner.bytes);
    run();
    EXPECT_EQ(outcome.status, Status::invalid_instruction);
    EXPECT_EQ(code_of(authority), delegation_to(contract));
}

TEST_F(set_code_transaction, skips_tuples_that_do_not_hold)
{
    const auto expect_skipped = [this](std::uint64_t chain_id, std::uint64_t nonce) {
        authorize(chain_id, contract, nonce);
        run();
        EXPECT_EQ(code_of(authority), Bytes{});
    };
    expect_skipped(2, 0);
    expect_skipped(1, 1);
    expect_skipped(1, std::numeric_limits<std::uint64_t>::max());
    authorize(1, contract);
    tx.authorizations[0].r = 0;
    run();
    EXPECT_EQ(code_of(authority), Bytes{});
    authorize(1, contract);
    pre.set_code(authority, {OP_STOP});
    run();
    EXPECT_EQ(code_of(authority), Bytes{OP_STOP});
}

TEST_F(set_code_transaction, is_refused_in_wrong_forms)
{
    tx.to.reset();
    expect_refused(TxError::set_code_creates_contract);
    tx.to = authority;
    tx.authorizations.clear();
    expect_refused(TxError::no_authorizations);
    block.revision = Revision::cancun;
    expect_refused(TxError::type_4_before_fork);
}

class call_only : public transition_test
{};

TEST_F(call_only, needs_neither_nonce_nor_money_for_gas)
{
    pre.set_balance(sender, 1);
    pre.set_nonce(sender, 9);
    pre.set_code(sender, burner.bytes);
    tx.max_fee_per_gas = tx.max_priority_fee_per_gas = 0;
    tx.gas_limit = 500'000'000;
    run(Checks::call_only);
    EXPECT_EQ(outcome.gas_used, 21'000U);
    EXPECT_EQ(balance(recipient), uint256{1});
    EXPECT_EQ(balance(sender), uint256{});
    EXPECT_EQ(balance(coinbase), uint256{});
}

TEST_F(call_only, still_needs_the_value_and_the_intrinsic_gas)
{
    tx.value = funds + uint256{1};
    expect_refused(TxError::insufficient_funds, Checks::call_only);
    tx.gas_limit = 20'999;
    expect_refused(TxError::intrinsic_gas_too_low, Checks::call_only);
}

TEST(tx_error, has_the_name_that_fixtures_use)
{
    EXPECT_EQ(fixture_name(TxError::nonce_too_low), "NONCE_MISMATCH_TOO_LOW");
    EXPECT_EQ(to_string(TxError::nonce_too_low), "nonce too low");
}
}  // namespace
}  // namespace byline::vm::testing

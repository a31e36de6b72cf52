#include "tests/stdlib-contracts/licence_world.hpp"
#include "tests/support/bytecode.hpp"

namespace byline::testing
{
namespace
{
using vm::Status;
using vm::TxOutcome;

/// Payees that are contracts: alice's account gets the code that a test puts there.
class payee_attacks : public licence_test
{
protected:
    void SetUp() override
    {
        deploy(read_source("stdlib-contracts/licences/street-scenes.byl"));
        call(payer, "record(uint64)", {10}, milliether * 10);
    }

    void alice_is(const Bytecode& code) { world.state().set_code(alice, code.bytes); }

    TxOutcome push_to_alice() { return call(stranger, "claimFor(address)", {to_uint256(alice)}); }

    /// Code that calls the licence with a message and goes on whatever comes back.
    static Bytecode call_licence(const Bytes& message)
    {
        Bytecode code = store_bytes(message);
        code += apply(
            OP_CALL, {OP_GAS, OP_CALLER, push(0), push(0), push(message.size()), push(0), push(0)});
        return code + OP_POP + OP_STOP;
    }

    const address alice = account(0);
    const address bob = account(1);
    const address carol = account(2);
};

TEST_F(payee_attacks, claiming_again_while_being_paid_gains_nothing)
{
    alice_is(call_licence(encode("claim()")));
    expect_success(push_to_alice());
    EXPECT_EQ(world.balance(alice), milliether * 5);
    EXPECT_EQ(world.balance(contract), milliether * 5);
    EXPECT_EQ(claimable(alice), 0);
    EXPECT_EQ(claimable(bob), milliether * 3);
    EXPECT_EQ(received(), milliether * 10);
}

TEST_F(payee_attacks, sending_elsewhere_while_being_paid_gains_nothing)
{
    alice_is(call_licence(encode("claimTo(address)", {to_uint256(stranger)})));
    expect_success(push_to_alice());
    EXPECT_EQ(world.balance(alice), milliether * 5);
    EXPECT_EQ(world.balance(stranger), 0);
}

TEST_F(payee_attacks, others_can_be_paid_in_the_middle)
{
    alice_is(call_licence(encode("claimFor(address)", {to_uint256(bob)})));
    expect_success(push_to_alice());
    EXPECT_EQ(world.balance(alice), milliether * 5);
    EXPECT_EQ(world.balance(bob), milliether * 3);
    EXPECT_EQ(world.balance(contract), milliether * 2);
    expect_success(call(carol, "claim()"));
    EXPECT_EQ(world.balance(contract), 0);
}

TEST_F(payee_attacks, receipts_do_not_change_in_the_middle)
{
    // While being paid, alice stores what received() says.
    Bytecode code = store_bytes(encode("received()"));
    code += apply(OP_STATICCALL, {OP_GAS, OP_CALLER, push(0), push(4), push(0), push(32)}) + OP_POP;
    code += sstore(push(0), apply(OP_MLOAD, {push(0)})) + OP_STOP;
    alice_is(code);
    expect_success(push_to_alice());
    EXPECT_EQ(world.state().storage(alice, 0), milliether * 10);
}

TEST_F(payee_attacks, a_payee_that_reverts_blocks_only_itself)
{
    alice_is(give_back(0, 0, OP_REVERT));
    expect_revert(push_to_alice(), encode("TransferFailed()"));
    EXPECT_EQ(claimable(alice), milliether * 5);
    expect_success(call(bob, "claim()"));
    expect_success(call(carol, "claim()"));
    EXPECT_EQ(world.balance(contract), milliether * 5);
    EXPECT_EQ(received(), milliether * 10);
}

TEST_F(payee_attacks, a_payee_that_burns_gas_blocks_only_itself)
{
    alice_is(OP_INVALID);
    expect_revert(push_to_alice(), encode("TransferFailed()"));
    expect_success(call(bob, "claim()"));
    EXPECT_EQ(claimable(alice), milliether * 5);
}

TEST_F(payee_attacks, long_return_data_is_not_copied)
{
    alice_is(give_back(0, 100'000));
    const TxOutcome returned = push_to_alice();
    expect_success(returned);
    EXPECT_TRUE(returned.output.empty());
    EXPECT_EQ(world.balance(alice), milliether * 5);
    call(payer, "record(uint64)", {1}, milliether);
    alice_is(give_back(0, 100'000, OP_REVERT));
    expect_revert(push_to_alice(), encode("TransferFailed()"));
}

TEST_F(payee_attacks, a_contract_that_cannot_call_is_paid_by_others)
{
    alice_is(OP_STOP);
    expect_success(push_to_alice());
    EXPECT_EQ(world.balance(alice), milliether * 5);
}
}  // namespace
}  // namespace byline::testing

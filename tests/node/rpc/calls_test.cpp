#include "tests/node/rpc/rpc_chain.hpp"

namespace byline::testing
{
namespace
{
class rpc_calls : public RpcChain
{
protected:
    /// Calls that code, put at an address by a state override.
    std::string run(const Bytecode& code, const std::string& fields = {})
    {
        return text("eth_call", with_code(code, fields));
    }

    static std::string with_code(const Bytecode& code, const std::string& fields = {})
    {
        const std::string at = to_hex(stranger);
        return R"([{"to":)" + in_quotes(at) + fields + R"(},"latest",{)" + in_quotes(at) +
               R"(:{"code":)" + in_quotes(to_hex(code.bytes)) + "}}]";
    }

    static std::string word(const uint256& value) { return to_hex(to_bytes32(value)); }
};

Bytecode reverting(const std::string& data)
{
    const Bytes bytes = *from_hex(data);
    return store_bytes(bytes) + give_back(0, bytes.size(), OP_REVERT);
}

/// The ABI encoding of Error("not yours").
const std::string error_data =
    "0x08c379a0"
    "0000000000000000000000000000000000000000000000000000000000000020"
    "0000000000000000000000000000000000000000000000000000000000000009"
    "6e6f7420796f7572730000000000000000000000000000000000000000000000";

TEST_F(rpc_calls, give_what_the_contract_returns)
{
    EXPECT_EQ(run(push(42) + return_top()), word(42));
    EXPECT_EQ(run(OP_STOP), "0x");
    EXPECT_EQ(text("eth_call", "[{}]"), "0x");  // creation with empty code
}

TEST_F(rpc_calls, take_data_and_input)
{
    const Bytecode echo = push(0) + OP_CALLDATALOAD + return_top();
    const std::string argument = in_quotes(word(7));
    EXPECT_EQ(run(echo, R"(,"data":)" + argument), word(7));
    EXPECT_EQ(run(echo, R"(,"input":)" + argument), word(7));
    EXPECT_EQ(run(echo, R"(,"data":)" + argument + R"(,"input":)" + argument), word(7));
}

TEST_F(rpc_calls, see_the_block_they_are_made_on)
{
    send(signed_by(0, transfer(0)));
    const Bytecode number = Bytecode{OP_NUMBER} + return_top();
    EXPECT_EQ(run(number), word(1));
    const std::string at = to_hex(stranger);
    const std::string overrides =
        "{" + in_quotes(at) + R"(:{"code":)" + in_quotes(to_hex(number.bytes)) + "}}]";
    EXPECT_EQ(
        text("eth_call", R"([{"to":)" + in_quotes(at) + R"(},"pending",)" + overrides), word(2));
    EXPECT_EQ(text("eth_call", R"([{"to":)" + in_quotes(at) + R"(},"0x0",)" + overrides), word(0));
}

TEST_F(rpc_calls, see_sender_value_and_price)
{
    EXPECT_EQ(run(Bytecode{OP_CALLER} + return_top(), R"(,"from":)" + in_quotes(account(1))),
        word(to_uint256(development_accounts[1])));
    EXPECT_EQ(run(Bytecode{OP_CALLVALUE} + return_top(),
                  R"(,"value":"0x5","from":)" + in_quotes(account(1))),
        word(5));
    EXPECT_EQ(run(Bytecode{OP_BASEFEE} + return_top()), word(0));
    EXPECT_EQ(run(Bytecode{OP_BASEFEE} + return_top(), R"(,"maxFeePerGas":"0x77359400")"),
        word(1'000'000'000));
    EXPECT_EQ(run(Bytecode{OP_GASPRICE} + return_top(), R"(,"gasPrice":"0x77359400")"),
        word(2'000'000'000));
}

TEST_F(rpc_calls, read_an_overridden_state)
{
    const std::string a = to_hex(stranger);
    const auto with = [&](const std::string& fields, const Bytecode& code) {
        return text("eth_call", R"([{"to":)" + in_quotes(a) + R"(},"latest",{)" + in_quotes(a) +
                                    R"(:{"code":)" + in_quotes(to_hex(code.bytes)) + "," + fields +
                                    "}}]");
    };
    const Bytecode slot_one = push(1) + OP_SLOAD + return_top();
    EXPECT_EQ(with(R"("balance":"0x9")", Bytecode{OP_SELFBALANCE} + return_top()), word(9));
    EXPECT_EQ(with(R"("stateDiff":{"0x1":"0x5"})", slot_one), word(5));
    EXPECT_EQ(with(R"("state":{"0x1":)" + in_quotes(word(6)) + "}", slot_one), word(6));
    EXPECT_EQ(with(R"("state":{})", slot_one), word(0));
    EXPECT_EQ(with(R"("nonce":"0x3")", slot_one), word(0));
    EXPECT_EQ(text("eth_getCode", "[" + in_quotes(a) + "]"), "0x");  // nothing is kept
}

TEST_F(rpc_calls, that_revert_give_code_3_and_the_data)
{
    const RpcFailure bare = failure("eth_call", with_code(give_back(0, 0, OP_REVERT)));
    EXPECT_EQ(bare.code, 3);
    EXPECT_EQ(bare.message, "execution reverted");
    EXPECT_EQ(bare.data, "0x");

    const RpcFailure reason = failure("eth_call", with_code(reverting(error_data)));
    EXPECT_EQ(reason.code, 3);
    EXPECT_EQ(reason.message, "execution reverted: not yours");
    EXPECT_EQ(reason.data, error_data);

    const std::string panic = "0x4e487b71" + std::string(62, '0') + "11";
    EXPECT_EQ(failure("eth_call", with_code(reverting(panic))).message,
        "execution reverted: arithmetic underflow or overflow");
    const std::string custom = "0x12345678" + std::string(64, 'a');
    EXPECT_EQ(failure("eth_call", with_code(reverting(custom))).message, "execution reverted");
}

TEST_F(rpc_calls, that_revert_with_broken_data_give_no_reason)
{
    for (const std::string& data :
        {std::string{"0x08c379a0"}, error_data.substr(0, 40), "0x08c379a0" + std::string(64, 'f'),
            "0x08c379a0" + std::string(62, '0') + "20" + std::string(64, 'f')})
    {
        const RpcFailure error = failure("eth_call", with_code(reverting(data)));
        EXPECT_EQ(error.code, 3);
        EXPECT_EQ(error.message, "execution reverted") << data;
        EXPECT_EQ(error.data, data);
    }
}

TEST_F(rpc_calls, with_gas_at_a_price_must_be_paid_for)
{
    const std::string call =
        R"([{"gas":"0x5208","gasPrice":"0x77359400","value":"0x1","to":)" + in_quotes(account(1));
    const RpcFailure error =
        failure("eth_call", call + R"(,"from":)" + in_quotes(to_hex(stranger)) + "}]");
    EXPECT_EQ(error.code, -32000);
    EXPECT_EQ(error.message, "insufficient funds for gas * price + value: address " +
                                 to_checksum_hex(stranger) + " have 0 want 42000000000001");
    EXPECT_EQ(text("eth_call", call + R"(,"from":)" + in_quotes(account(0)) + "}]"), "0x");
}

TEST_F(rpc_calls, that_fail_otherwise_say_how)
{
    const RpcFailure invalid = failure("eth_call", with_code(OP_INVALID));
    EXPECT_EQ(invalid.code, -32000);
    EXPECT_TRUE(invalid.data.empty());
    const Bytecode forever = Bytecode{OP_JUMPDEST} + push(0) + OP_JUMP;
    EXPECT_EQ(failure("eth_call", with_code(forever, R"(,"gas":"0x186a0")")).message,
        "out of gas: gas limit 100000");
    EXPECT_EQ(
        failure("eth_call", R"([{"gas":"0x1"}])").message.find("intrinsic gas too low: gas 1, "),
        0U);
    const RpcFailure poor =
        failure("eth_call", R"([{"from":)" + in_quotes(to_hex(stranger)) + R"(,"to":)" +
                                in_quotes(account(0)) + R"(,"value":"0x1"}])");
    EXPECT_EQ(poor.code, -32000);
    EXPECT_EQ(poor.message.find("insufficient funds for gas * price + value: address 0x"), 0U);
    EXPECT_NE(poor.message.find("have 0 want 1"), std::string::npos);
    const RpcFailure cheap = failure("eth_call", R"([{"maxFeePerGas":"0x1"}])");
    EXPECT_EQ(cheap.message.find("max fee per gas less than block base fee"), 0U);
    const RpcFailure tip = failure(
        "eth_call", R"([{"maxFeePerGas":"0x77359400","maxPriorityFeePerGas":"0x77359401"}])");
    EXPECT_EQ(tip.message, "max priority fee per gas higher than max fee per gas");
    EXPECT_EQ(failure("eth_call", R"([{"chainId":"0x1"}])").message,
        "invalid chain id for signer: have 1 want 31337");
}

class rpc_estimates : public rpc_calls
{
protected:
    std::uint64_t estimate(const std::string& params)
    {
        return quantity_from_hex(text("eth_estimateGas", params))->words[0];
    }

    /// Whether a call with that much gas succeeds.
    bool succeeds(const std::string& fields, std::uint64_t gas)
    {
        const json::value reply = answer_to(
            "eth_call", "[{" + fields + R"(,"gas":)" + in_quotes(to_quantity(gas)) + "}]");
        return reply.as_object().contains("result");
    }
};

TEST_F(rpc_estimates, are_exact_for_transfers)
{
    EXPECT_EQ(estimate(R"([{"to":)" + in_quotes(account(1)) + "}]"), 21'000U);
    EXPECT_EQ(estimate(R"([{"to":)" + in_quotes(account(1)) + R"(,"gas":"0x5208"}])"), 21'000U);
}

TEST_F(rpc_estimates, include_the_floor_of_the_calldata)
{
    // EIP-7623: 100 bytes other than zero are 400 tokens at 10 gas, more than the 4 a token that
    // execution takes.
    const std::string data(200, 'f');
    EXPECT_EQ(
        estimate(R"([{"to":)" + in_quotes(account(1)) + R"(,"data":"0x)" + data + "\"}]"), 25'000U);
}

TEST_F(rpc_estimates, leave_enough_for_the_63rd_that_inner_calls_do_not_get)
{
    // The outer contract fails unless the inner one, which needs its gas at hand, succeeds.
    const Bytecode burner = repeat(20, sstore(Bytecode{OP_GAS}, push(1)));
    const std::string inner = deploy(0, burner);
    const Bytecode checked = Bytecode{CallCode{.target = push(*address_from_hex(inner))}} +
                             push(0x40) + OP_JUMPI + give_back(0, 0, OP_REVERT);
    Bytecode outer = checked;
    outer += repeat(0x40 - outer.size(), OP_INVALID) + OP_JUMPDEST;
    const std::string fields =
        R"("from":)" + in_quotes(account(0)) + R"(,"to":)" + in_quotes(deploy(1, outer));
    const std::uint64_t gas = estimate("[{" + fields + "}]");
    EXPECT_TRUE(succeeds(fields, gas));
    EXPECT_FALSE(succeeds(fields, gas - gas / 50));
}

TEST_F(rpc_estimates, of_a_creation_are_what_it_takes)
{
    const std::string fields = R"("from":)" + in_quotes(account(0)) + R"(,"data":)" +
                               in_quotes(to_hex(counter_creation_code()));
    const std::uint64_t gas = estimate("[{" + fields + "}]");
    EXPECT_TRUE(succeeds(fields, gas));
    EXPECT_FALSE(succeeds(fields, gas - 1));
}

TEST_F(rpc_estimates, say_why_there_is_none)
{
    const RpcFailure reverted = failure("eth_estimateGas", with_code(reverting(error_data)));
    EXPECT_EQ(reverted.code, 3);
    EXPECT_EQ(reverted.message, "execution reverted: not yours");
    const Bytecode forever = Bytecode{OP_JUMPDEST} + push(0) + OP_JUMP;
    EXPECT_EQ(failure("eth_estimateGas", with_code(forever)).message,
        "gas required exceeds allowance (16777216)");
    EXPECT_EQ(failure("eth_estimateGas", with_code(forever, R"(,"gas":"0x186a0")")).message,
        "gas required exceeds allowance (100000)");
    // One who could pay for less gas than is needed.
    EXPECT_EQ(failure("eth_estimateGas", R"([{"to":)" + in_quotes(account(0)) + R"(,"from":)" +
                                             in_quotes(to_hex(stranger)) +
                                             R"(,"maxFeePerGas":"0x77359400"}])")
                  .message,
        "gas required exceeds allowance (0)");
}
}  // namespace
}  // namespace byline::testing

#include "tests/vm/evm/evm_fixture.hpp"
#include "vm/crypto/hash.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace byline::vm::testing
{
namespace
{
constexpr address nobody{{0xdd}};
constexpr address delegate{{0xde, 0x1e}};

Bytes delegation_to(const address& target)
{
    Bytes code{0xef, 0x01, 0x00};
    for (const std::uint8_t byte : target.bytes)
        code.push_back(byte);
    return code;
}

class calls : public evm_test
{
protected:
    /// The cost of one call, without the pushes and the POP around it.
    std::int64_t call_cost(CallCode c)
    {
        c.gas = push(0);
        const Bytecode pushes = c;
        const std::int64_t total = cost_of(pushes + OP_POP) - 2;
        std::int64_t operands = 0;
        for (std::size_t i = 0; i + 1 < pushes.size(); ++i)
        {
            operands += opcode_table[pushes.bytes[i]].gas;
            i += opcode_table[pushes.bytes[i]].immediates;
        }
        return total - operands;
    }
};

TEST_F(calls, cost_by_warmth_value_and_target)
{
    pre.set_balance(other, 1);
    EXPECT_EQ(call_cost({.target = push(other)}), 2600);
    EXPECT_EQ(call_cost({.target = OP_ADDRESS, .value = 0}), 100);
    EXPECT_EQ(call_cost({.target = push(1)}), 2600);  // not warmed by this test
    // The stipend comes back unused.
    EXPECT_EQ(call_cost({.target = push(other), .value = 1}), 2600 + 9000 - 2300);
    EXPECT_EQ(call_cost({.target = push(nobody)}), 2600);
    EXPECT_EQ(call_cost({.target = push(nobody), .value = 1}), 2600 + 9000 + 25000 - 2300);
    EXPECT_EQ(
        call_cost({.op = OP_CALLCODE, .target = push(nobody), .value = 1}), 2600 + 9000 - 2300);
    EXPECT_EQ(call_cost({.op = OP_DELEGATECALL, .target = push(nobody)}), 2600);
    EXPECT_EQ(call_cost({.op = OP_STATICCALL, .target = push(nobody)}), 2600);
    EXPECT_EQ(call_cost({.target = push(other), .input_size = 32, .output_size = 64}), 2600 + 6);
    EXPECT_EQ(call_cost({.target = push(other), .value = 10'000}), 2600 + 9000 - 2300);
}

TEST_F(calls, at_most_all_but_one_64th_is_passed_on)
{
    pre.set_code(other, (OP_GAS + return_top()).bytes);
    const Bytecode code =
        Bytecode{CallCode{.target = push(other), .gas = push(max_uint256), .output_size = 32}} +
        give_back(0, 32);
    run(code, 100'000);
    // Five pushes of 2 (one of 3), target 3, gas 3, the call with one word of memory.
    const std::int64_t left = 100'000 - (3 + 2 * 4 + 3 + 3) - 2600 - 3;
    EXPECT_EQ(output_word(), uint256{static_cast<std::uint64_t>(left - left / 64 - 2)});
    run(Bytecode{CallCode{.target = push(other), .gas = push(5000), .output_size = 32}} +
            give_back(0, 32),
        100'000);
    EXPECT_EQ(output_word(), uint256{4998});
}

TEST_F(calls, value_moves_and_brings_a_stipend)
{
    pre.set_code(other, (OP_GAS + return_top()).bytes);
    run(Bytecode{CallCode{.target = push(other), .gas = push(0), .value = 7, .output_size = 32}} +
        give_back(0, 32));
    EXPECT_EQ(output_word(), uint256{2298});
    EXPECT_EQ(journal->balance(other), uint256{7});
    EXPECT_EQ(journal->balance(contract), uint256{993});
}

TEST_F(calls, without_the_balance_the_call_fails_and_the_gas_comes_back)
{
    pre.set_code(other, Bytecode{OP_INVALID}.bytes);
    EXPECT_EQ(top_of(CallCode{.target = push(other), .value = 1001}), uint256{0});
    EXPECT_LT(gas_used(), 20'000);
    EXPECT_EQ(journal->balance(other), uint256{0});
}

TEST_F(calls, a_failed_child_loses_its_gas_and_its_effects_only)
{
    pre.set_code(other, (sstore(push(0), push(1)) + OP_INVALID).bytes);
    EXPECT_EQ(top_of(sstore(push(0), push(3)) +
                     CallCode{.target = push(other), .gas = push(50'000), .value = 7}),
        uint256{0});
    EXPECT_GT(gas_used(), 50'000);
    EXPECT_EQ(stored(contract, 0), uint256{3});
    EXPECT_EQ(stored(other, 0), uint256{0});
    EXPECT_EQ(journal->balance(other), uint256{0});
}

TEST_F(calls, tell_callees_who_calls_and_whose_storage_it_is)
{
    pre.set_code(other,
        (sstore(push(0), OP_CALLER) + sstore(push(1), OP_ADDRESS) + sstore(push(2), OP_CALLVALUE))
            .bytes);
    value = 9;
    const auto expect_stored = [&](const address& at, const address& caller, const address& self,
                                   std::uint64_t wei) {
        EXPECT_EQ(result.status, Status::success);
        EXPECT_EQ(stored(at, 0), to_uint256(caller));
        EXPECT_EQ(stored(at, 1), to_uint256(self));
        EXPECT_EQ(stored(at, 2), uint256{wei});
    };
    run(CallCode{.target = push(other), .value = 3});
    expect_stored(other, contract, other, 3);
    run(CallCode{.op = OP_CALLCODE, .target = push(other), .value = 3});
    expect_stored(contract, contract, contract, 3);
    EXPECT_EQ(journal->balance(contract), uint256{1009});
    run(CallCode{.op = OP_DELEGATECALL, .target = push(other)});
    expect_stored(contract, origin_address, contract, 9);
}

TEST_F(calls, static_frames_may_not_write)
{
    const std::vector<Bytecode> writes{sstore(push(0), push(1)),
        apply(OP_TSTORE, {push(0), push(1)}), apply(OP_LOG0, {push(0), push(0)}),
        apply(OP_LOG4, {push(0), push(0), push(1), push(2), push(3), push(4)}),
        apply(OP_CREATE, {push(0), push(0), push(0)}),
        apply(OP_CREATE2, {push(0), push(0), push(0), push(0)}), push(0) + OP_SELFDESTRUCT,
        CallCode{.target = push(nobody), .value = 1}};
    for (const Bytecode& write : writes)
    {
        pre.set_code(other, write.bytes);
        EXPECT_EQ(top_of(CallCode{.op = OP_STATICCALL, .target = push(other), .gas = push(90'000)}),
            uint256{0});
        EXPECT_GT(gas_used(), 90'000);
    }
    pre.set_code(other, Bytecode{CallCode{.target = push(nobody)}}.bytes);
    EXPECT_EQ(top_of(CallCode{.op = OP_STATICCALL, .target = push(other)}), uint256{1});
    // Inside, further calls stay static.
    pre.set_code(nobody, sstore(push(0), push(1)).bytes);
    pre.set_code(
        other, (Bytecode{CallCode{.target = push(nobody), .output_size = 0}} + return_top()).bytes);
    run(Bytecode{CallCode{.op = OP_STATICCALL, .target = push(other), .output_size = 32}} +
        give_back(0, 32));
    EXPECT_EQ(output_word(), uint256{0});
}

TEST_F(calls, return_data_is_that_of_the_last_call)
{
    pre.set_code(other, (mstore(0, push(0xaabb)) + give_back(30, 2)).bytes);
    EXPECT_EQ(top_of(OP_RETURNDATASIZE), uint256{0});
    const Bytecode first = CallCode{.target = push(other)};
    EXPECT_EQ(top_of(first + OP_RETURNDATASIZE), uint256{2});
    EXPECT_EQ(top_of(first + CallCode{.target = push(nobody)} + OP_RETURNDATASIZE), uint256{0});
    run(first + apply(OP_RETURNDATACOPY, {push(0), push(1), push(1)}) + give_back(0, 1));
    EXPECT_EQ(result.output, (Bytes{0xbb}));
    pre.set_code(nobody, (mstore(0, push(0xcc)) + give_back(31, 1, OP_REVERT)).bytes);
    EXPECT_EQ(top_of(CallCode{.target = push(nobody)} + Bytecode{OP_RETURNDATASIZE}), uint256{1});
}

TEST_F(calls, returndatacopy_beyond_the_buffer_ends_the_frame)
{
    pre.set_code(other, give_back(0, 2).bytes);
    const auto status = [&](const uint256& offset, const uint256& size) {
        return run(CallCode{.target = push(other), .gas = push(1000)} +
                   apply(OP_RETURNDATACOPY, {push(0), push(offset), push(size)}))
            .status;
    };
    EXPECT_EQ(status(0, 2), Status::success);
    EXPECT_EQ(status(2, 0), Status::success);
    EXPECT_EQ(status(3, 0), Status::return_data_out_of_bounds);
    EXPECT_EQ(status(1, 2), Status::return_data_out_of_bounds);
    EXPECT_EQ(status(max_uint256, 2), Status::return_data_out_of_bounds);
    EXPECT_EQ(status(2, max_uint256), Status::return_data_out_of_bounds);
}

TEST_F(calls, output_fills_only_what_the_child_gave)
{
    pre.set_code(other, (mstore(0, push(max_uint256)) + give_back(0, 2)).bytes);
    run(Bytecode{CallCode{.target = push(other), .output_offset = 1, .output_size = 4}} +
        give_back(0, 6));
    EXPECT_EQ(result.output, (Bytes{0, 0xff, 0xff, 0, 0, 0}));
    run(Bytecode{CallCode{.target = push(other), .output_offset = 0, .output_size = 1}} +
        give_back(0, 2));
    EXPECT_EQ(result.output, (Bytes{0xff, 0}));
}

TEST_F(calls, precompiles_run_in_place)
{
    const Bytecode code = mstore(0, push(0xabcd)) +
                          CallCode{.target = push(4),
                              .gas = push(100),
                              .input_size = 32,
                              .output_offset = 32,
                              .output_size = 32} +
                          push(32) + OP_MLOAD;
    EXPECT_EQ(top_of(code), uint256{0xabcd});
    // The identity costs 15 + 3 a word; with less it fails and takes what it got.
    EXPECT_EQ(top_of(CallCode{.target = push(4), .gas = push(17), .input_size = 32}), uint256{0});
    EXPECT_EQ(top_of(CallCode{.target = push(4), .gas = push(18), .input_size = 32}), uint256{1});
}

TEST_F(calls, a_precompile_may_write_over_its_input)
{
    Bytes input(96);
    std::iota(input.begin(), input.end(), std::uint8_t{1});
    // The identity, from 32 on, to a place that begins or ends inside.
    for (const unsigned to : {0U, 7U, 31U, 32U, 33U, 64U})
    {
        Bytes expected(160);
        std::ranges::copy(input, expected.begin() + 32);
        std::ranges::copy(input, expected.begin() + to);
        const CallCode call{.target = push(4),
            .input_offset = 32,
            .input_size = 96,
            .output_offset = to,
            .output_size = 96};
        run(apply(OP_CALLDATACOPY, {push(32), push(0), push(96)}) + call + give_back(0, 160),
            1'000'000, input);
        EXPECT_EQ(to_hex(result.output), to_hex(expected)) << to;
        // The return data is what was there before the output.
        run(apply(OP_CALLDATACOPY, {push(32), push(0), push(96)}) + call +
                apply(OP_RETURNDATACOPY, {push(0), push(0), push(96)}) + give_back(0, 96),
            1'000'000, input);
        EXPECT_EQ(to_hex(result.output), to_hex(input)) << to;
    }
}

TEST_F(calls, a_precompile_may_take_the_return_data_of_another)
{
    const CallCode hash{.target = push(2), .input_size = 64};
    const Bytecode again = apply(OP_RETURNDATACOPY, {push(0), push(0), push(32)}) + hash;
    run(Bytecode{hash} + again + again + apply(OP_RETURNDATACOPY, {push(0), push(0), push(32)}) +
        give_back(0, 32));
    Bytes expected(64);
    for (int i = 0; i < 3; ++i)
        std::ranges::copy(sha256(expected).bytes, expected.begin());
    expected.resize(32);
    EXPECT_EQ(to_hex(result.output), to_hex(expected));
}

TEST_F(calls, go_1024_deep)
{
    // Counts its frames in slot 0, then calls itself with all it may pass on.
    const Bytecode code = sstore(push(0), push(0) + OP_SLOAD + push(1) + OP_ADD) +
                          CallCode{.target = OP_ADDRESS} + OP_POP;
    run(code, std::numeric_limits<std::int64_t>::max() / 2);
    EXPECT_EQ(result.status, Status::success);
    EXPECT_EQ(stored(contract, 0), uint256{1025});
}

TEST_F(calls, a_delegated_account_runs_the_code_of_its_delegate)
{
    pre.set_code(delegate, (OP_ADDRESS + return_top()).bytes);
    pre.set_code(other, delegation_to(delegate));
    const Bytecode code =
        Bytecode{CallCode{.target = push(other), .output_size = 32}} + give_back(0, 32);
    run(code);
    EXPECT_EQ(output_word(), to_uint256(other));
    // The account itself shows the designator.
    EXPECT_EQ(top_of(push(other) + OP_EXTCODESIZE), uint256{23});
    // One step only: a delegation to a delegation runs the designator, which is no instruction.
    pre.set_code(nobody, delegation_to(other));
    EXPECT_EQ(top_of(CallCode{.target = push(nobody), .gas = push(1000)}), uint256{0});
}

TEST_F(calls, a_delegate_is_accessed_and_paid_for)
{
    pre.set_code(other, delegation_to(nobody));
    EXPECT_EQ(call_cost({.target = push(other)}), 2600 + 2600);
    EXPECT_EQ(call_cost({.op = OP_STATICCALL, .target = push(other)}), 2600 + 2600);
    pre.set_code(other, delegation_to(other));
    EXPECT_EQ(
        cost_of(CallCode{.target = push(other), .gas = push(0)}), 2 * 5 + 3 + 2 + 2600 + 100 + 0);
    block.revision = Revision::cancun;
    pre.set_code(other, delegation_to(nobody));
    EXPECT_EQ(call_cost({.target = push(other)}), 2600);
}
}  // namespace
}  // namespace byline::vm::testing

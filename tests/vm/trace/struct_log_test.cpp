#include "vm/trace/struct_log.hpp"

#include "tests/vm/evm/evm_fixture.hpp"

#include <algorithm>

namespace byline::vm::testing
{
namespace
{
class struct_log : public evm_test
{
protected:
    const std::vector<StructLog>& trace(
        const Bytecode& code, std::int64_t gas = 1'000'000, StructLogOptions options = {})
    {
        tracer = std::make_unique<StructLogTracer>(options);
        observer = tracer.get();
        run(code, gas);
        return tracer->logs();
    }

    std::unique_ptr<StructLogTracer> tracer;
};

TEST_F(struct_log, tells_each_step_before_it_runs)
{
    const auto& logs = trace(apply(OP_ADD, {push(1), push(2)}));
    ASSERT_EQ(logs.size(), 4U);
    EXPECT_EQ(logs[0].pc, 0U);
    EXPECT_EQ(logs[0].opcode, OP_PUSH1);
    EXPECT_EQ(logs[0].gas, 1'000'000);
    EXPECT_EQ(logs[0].gas_cost, 3);
    EXPECT_EQ(logs[0].depth, 1);
    EXPECT_TRUE(logs[0].stack.empty());
    EXPECT_EQ(logs[2].pc, 4U);
    EXPECT_EQ(logs[2].stack, (std::vector<uint256>{2, 1}));
    EXPECT_EQ(logs[3].opcode, OP_STOP);  // implied by the end of code
    EXPECT_EQ(logs[3].gas_cost, 0);
    EXPECT_FALSE(logs[3].error.has_value());
}

TEST_F(struct_log, the_cost_of_a_call_includes_the_gas_passed_on)
{
    pre.set_code(other, (push(1) + OP_POP).bytes);
    const auto& logs = trace(CallCode{.target = push(other), .gas = push(5000)});
    ASSERT_EQ(logs.size(), 12U);
    EXPECT_EQ(logs[7].opcode, OP_CALL);
    EXPECT_EQ(logs[7].gas_cost, 2600 + 5000);
    EXPECT_EQ(logs[8].depth, 2);
    EXPECT_EQ(logs[8].gas, 5000);
    EXPECT_EQ(logs[10].depth, 2);
    EXPECT_EQ(logs[11].depth, 1);
    EXPECT_EQ(logs[11].gas, logs[7].gas - 2600 - 5);
}

TEST_F(struct_log, the_cost_of_a_return_from_a_creation_has_no_code_deposit)
{
    const auto& logs =
        trace(store_bytes(give_back(0, 33)) + apply(OP_CREATE, {push(0), push(0), push(5)}));
    const auto returning = std::ranges::find(logs, std::uint8_t{OP_RETURN}, &StructLog::opcode);
    ASSERT_NE(returning, logs.end());
    EXPECT_EQ(returning->gas_cost, 6);
}

TEST_F(struct_log, a_failing_step_has_its_error_and_full_cost)
{
    const auto& logs = trace(push(1) + OP_SLOAD, 1000);
    ASSERT_EQ(logs.size(), 2U);
    EXPECT_EQ(logs[1].gas_cost, 2100);
    EXPECT_EQ(logs[1].gas, 997);
    EXPECT_EQ(logs[1].error, Status::out_of_gas);
    EXPECT_FALSE(logs[0].error.has_value());
    EXPECT_EQ(trace(push(1) + OP_JUMP)[1].error, Status::bad_jump_destination);
    EXPECT_FALSE(trace(give_back(0, 0, OP_REVERT)).back().error.has_value());
}

TEST_F(struct_log, the_error_of_an_inner_frame_is_on_its_own_step)
{
    pre.set_code(other, Bytecode{OP_INVALID}.bytes);
    const auto& logs = trace(CallCode{.target = push(other), .gas = push(100)});
    EXPECT_EQ(logs[8].opcode, OP_INVALID);
    EXPECT_EQ(logs[8].error, Status::invalid_instruction);
    EXPECT_FALSE(logs[7].error.has_value());
    EXPECT_FALSE(logs[9].error.has_value());
}

TEST_F(struct_log, storage_shows_the_slots_seen_so_far)
{
    pre.set_storage(contract, 1, 11);
    const auto& logs = trace(push(1) + OP_SLOAD + sstore(push(2), push(22)) + push(3) + OP_SLOAD);
    using Slots = std::map<uint256, uint256>;
    EXPECT_FALSE(logs[0].storage.has_value());
    EXPECT_EQ(logs[1].storage, (Slots{{1, 11}}));
    EXPECT_EQ(logs[4].storage, (Slots{{1, 11}, {2, 22}}));
    EXPECT_EQ(logs[6].storage, (Slots{{1, 11}, {2, 22}, {3, 0}}));
}

TEST_F(struct_log, options_leave_parts_out_or_bring_them_in)
{
    StructLogOptions options;
    options.stack = false;
    options.storage = false;
    options.memory = true;
    options.return_data = true;
    pre.set_code(other, (mstore(0, push(1)) + give_back(30, 2)).bytes);
    const auto& logs = trace(sstore(push(0), push(1)) + mstore(0, push(7)) +
                                 CallCode{.target = push(other)} + OP_JUMPDEST,
        1'000'000, options);
    EXPECT_TRUE(logs[2].stack.empty());
    EXPECT_FALSE(logs[2].storage.has_value());
    EXPECT_EQ(logs.back().memory.size(), 32U);
    EXPECT_EQ(logs.back().return_data, (Bytes{0, 1}));
}

TEST_F(struct_log, keeps_at_most_the_limit)
{
    StructLogOptions options;
    options.limit = 3;
    const auto& logs = trace(repeat(10, OP_JUMPDEST), 1'000'000, options);
    EXPECT_EQ(logs.size(), 3U);
    EXPECT_EQ(logs.back().gas_cost, 1);
    EXPECT_EQ(tracer->dropped(), 8U);
}

TEST_F(struct_log, observing_changes_nothing)
{
    const Bytecode code = sstore(push(0), push(1)) + CallCode{.target = push(other), .value = 1} +
                          mstore(0, OP_GAS) + give_back(0, 32);
    trace(code);
    const Result traced = result;
    observer = nullptr;
    run(code);
    EXPECT_EQ(result.gas_left, traced.gas_left);
    EXPECT_EQ(result.output, traced.output);
}
}  // namespace
}  // namespace byline::vm::testing

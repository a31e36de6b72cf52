#include "tests/vm/evm/evm_fixture.hpp"

namespace byline::vm::testing
{
namespace
{
class storage : public evm_test
{
protected:
    void run_hex(std::string_view hex) { run(Bytecode{from_hex(hex).value()}); }
};

TEST_F(storage, a_cold_load_costs_2100_a_warm_one_100)
{
    pre.set_storage(contract, 1, 77);
    EXPECT_EQ(top_of(push(1) + OP_SLOAD), uint256{77});
    expect_cost(push(1) + OP_SLOAD, 3 + 2100);
    expect_cost(push(1) + OP_SLOAD + push(1) + OP_SLOAD, 3 + 2100 + 3 + 100);
}

/// The test cases of EIP-3529; there the slot is warm, here the first access is cold.
TEST_F(storage, stores_cost_and_refund_as_the_table_of_eip_3529_says)
{
    struct Case
    {
        std::string_view code;
        std::int64_t gas;
        std::int64_t refund;
        std::uint64_t original;
    };

    const std::vector<Case> cases{
        {"60006000556000600055", 212, 0, 0},
        {"60006000556001600055", 20112, 0, 0},
        {"60016000556000600055", 20112, 19900, 0},
        {"60016000556002600055", 20112, 0, 0},
        {"60016000556001600055", 20112, 0, 0},
        {"60006000556000600055", 3012, 4800, 1},
        {"60006000556001600055", 3012, 2800, 1},
        {"60006000556002600055", 3012, 0, 1},
        {"60026000556000600055", 3012, 4800, 1},
        {"60026000556003600055", 3012, 0, 1},
        {"60026000556001600055", 3012, 2800, 1},
        {"60026000556002600055", 3012, 0, 1},
        {"60016000556000600055", 3012, 4800, 1},
        {"60016000556002600055", 3012, 0, 1},
        {"60016000556001600055", 212, 0, 1},
        {"600160005560006000556001600055", 40118, 19900, 0},
        {"600060005560016000556000600055", 5918, 7600, 1},
    };
    for (const Case& c : cases)
    {
        SCOPED_TRACE(c.code);
        pre.set_storage(contract, 0, c.original);
        run_hex(c.code);
        EXPECT_EQ(result.status, Status::success);
        EXPECT_EQ(gas_used(), c.gas + 2100);
        EXPECT_EQ(journal->refund(), c.refund);
    }
}

TEST_F(storage, a_store_needs_more_than_2300_gas)
{
    run(sstore(push(1), push(0)), 5 + 2300);
    EXPECT_EQ(result.status, Status::out_of_gas);
    run(sstore(push(1), push(0)), 5 + 2301);
    EXPECT_EQ(result.status, Status::success);
}

TEST_F(storage, a_failed_frame_gives_its_refund_back)
{
    pre.set_storage(contract, 0, 1);
    run(sstore(push(0), push(0)) + OP_INVALID);
    EXPECT_EQ(journal->refund(), 0);
    EXPECT_EQ(stored(contract, 0), uint256{1});
}

TEST_F(storage, transient_storage_is_apart_and_costs_100)
{
    const Bytecode set = apply(OP_TSTORE, {push(1), push(9)});
    EXPECT_EQ(top_of(set + push(1) + OP_TLOAD), uint256{9});
    EXPECT_EQ(top_of(set + push(1) + OP_SLOAD), uint256{0});
    EXPECT_EQ(top_of(push(1) + OP_TLOAD), uint256{0});
    expect_cost(set + push(1) + OP_TLOAD, 6 + 100 + 3 + 100);
}

TEST_F(storage, transient_storage_of_a_reverted_frame_is_undone)
{
    // The contract calls itself; the inner frame sets the slot and reverts.
    const Bytecode inner = apply(OP_TSTORE, {push(1), push(5)}) + give_back(0, 0, OP_REVERT);
    const Bytecode is_inner = apply(OP_EQ, {OP_CALLER, push(contract)});
    const Bytecode outer =
        apply(OP_TSTORE, {push(1), push(4)}) + CallCode{.target = OP_ADDRESS} + push(1) + OP_TLOAD;
    const Bytecode main = outer + return_top();
    const auto jump_to = is_inner.size() + 3 + main.size();
    EXPECT_EQ(run(is_inner + push(jump_to) + OP_JUMPI + main + OP_JUMPDEST + inner).status,
        Status::success);
    EXPECT_EQ(output_word(), uint256{4});
}
}  // namespace
}  // namespace byline::vm::testing

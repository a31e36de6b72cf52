#include "tests/vm/evm/evm_fixture.hpp"
#include "vm/evm/create_address.hpp"
#include "vm/primitives/keccak.hpp"

namespace byline::vm::testing
{
namespace
{
class create : public evm_test
{
protected:
    /// Code that creates from `initcode` and leaves the address.
    static Bytecode creating(const Bytecode& initcode, const uint256& wei = 0)
    {
        return store_bytes(initcode) +
               apply(OP_CREATE, {push(wei), push(0), push(initcode.size())});
    }

    static Bytecode creating2(const Bytecode& initcode, const uint256& salt)
    {
        return store_bytes(initcode) +
               apply(OP_CREATE2, {push(0), push(0), push(initcode.size()), push(salt)});
    }
};

TEST_F(create, addresses_follow_sender_nonce_and_salt)
{
    const auto addr = [](const char* hex) { return address_from_hex(hex).value(); };
    // Yellow Paper §7: the first contract of a well-known account, and the vectors of EIP-1014.
    EXPECT_EQ(create_address(addr("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0"), 0),
        addr("0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d"));
    EXPECT_EQ(create_address(addr("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0"), 1),
        addr("0x343c43a37d37dff08ae8c4a11544c718abb4fcf8"));
    EXPECT_EQ(create2_address({}, {}, keccak256(Bytes{0})),
        addr("0x4d1a2e2bb4f88f0250f26ffff098b0b30b26bf38"));
    EXPECT_EQ(create2_address(
                  addr("0xdeadbeef00000000000000000000000000000000"), {}, keccak256(Bytes{0})),
        addr("0xb928f69bb1d91cd65274e3c79d8986362984fda3"));
    EXPECT_EQ(create2_address({}, {}, keccak256(BytesView{})),
        addr("0xe33c0c7f7df4809055c3eba6c09cfe4baf1bd9e0"));
}

TEST_F(create, deploys_what_the_initialisation_code_returns)
{
    const Bytecode runtime = push(42) + return_top();
    pre.set_nonce(contract, 5);
    const address created = create_address(contract, 5);
    EXPECT_EQ(top_of(creating(deployer(runtime), 17)), to_uint256(created));
    EXPECT_EQ(Bytes(journal->code(created).begin(), journal->code(created).end()), runtime.bytes);
    EXPECT_EQ(journal->nonce(created), 1U);
    EXPECT_EQ(journal->nonce(contract), 6U);
    EXPECT_EQ(journal->balance(created), uint256{17});
    EXPECT_TRUE(journal->created_in_this_transaction(created));
    EXPECT_EQ(top_of(creating2(deployer(runtime), 99)),
        to_uint256(create2_address(contract, to_bytes32(99), keccak256(deployer(runtime)))));
}

TEST_F(create, costs_32000_2_a_word_and_200_a_byte)
{
    const Bytecode initcode = give_back(0, 33);  // five bytes
    const std::int64_t store = cost_of(store_bytes(initcode));
    const std::int64_t initcode_cost = 3 + 2 + 6;
    EXPECT_EQ(
        cost_of(creating(initcode)), store + 3 + 2 + 2 + 32000 + 2 + initcode_cost + 33 * 200);
    EXPECT_EQ(cost_of(creating2(initcode, 1)),
        store + 3 + 3 + 2 + 2 + 32000 + 2 + 6 + initcode_cost + 33 * 200);
}

TEST_F(create, call_data_of_initialisation_code_is_empty)
{
    const Bytecode initcode =
        OP_CALLDATASIZE + push(0) + OP_SSTORE + OP_CODESIZE + push(1) + OP_SSTORE;
    run(creating(initcode));
    const address created = create_address(contract, 0);
    EXPECT_EQ(stored(created, 0), uint256{0});
    EXPECT_EQ(stored(created, 1), uint256{initcode.size()});
}

TEST_F(create, an_occupied_address_fails_and_takes_the_gas)
{
    const address created = create_address(contract, 0);
    const auto expect_collision = [&] {
        EXPECT_EQ(top_of(creating(give_back(0, 0))), uint256{0});
        EXPECT_GT(gas_used(), 900'000);
        EXPECT_EQ(journal->nonce(contract), 1U);
        EXPECT_TRUE(journal->is_warm(created));
    };
    pre.set_nonce(created, 1);
    expect_collision();
    pre.set_nonce(created, 0);
    pre.set_storage(created, 1, 1);
    expect_collision();
    pre.wipe_storage(created);
    pre.set_balance(created, 5);
    EXPECT_EQ(top_of(creating(give_back(0, 0), 3)), to_uint256(created));
    EXPECT_EQ(journal->balance(created), uint256{8});
    pre.set_code(created, {OP_STOP});
    expect_collision();
}

TEST_F(create, refuses_code_that_is_too_long_or_begins_with_ef)
{
    EXPECT_EQ(top_of(creating(give_back(0, 0x6001))), uint256{0});
    run(creating(give_back(0, 0x6000)) + return_top(), 10'000'000);
    EXPECT_NE(output_word(), uint256{0});
    run(creating(give_back(0, 0x6001)) + return_top(), 10'000'000);
    EXPECT_EQ(output_word(), uint256{0});
    EXPECT_GT(gas_used(), 9'000'000);
    const Bytecode ef = apply(OP_MSTORE8, {push(0), push(0xef)}) + give_back(0, 1);
    EXPECT_EQ(top_of(creating(ef)), uint256{0});
    EXPECT_GT(gas_used(), 900'000);
}

TEST_F(create, initialisation_code_over_its_limit_ends_the_creator)
{
    run(apply(OP_CREATE, {push(0), push(0), push(0xc001)}));
    EXPECT_EQ(result.status, Status::initcode_size_exceeded);
    run(apply(OP_CREATE, {push(0), push(0), push(0xc000)}));
    EXPECT_EQ(result.status, Status::success);
}

TEST_F(create, a_reverting_creation_gives_data_and_gas_back)
{
    EXPECT_EQ(top_of(creating(mstore(0, push(7)) + give_back(0, 32, OP_REVERT)) + OP_POP +
                     OP_RETURNDATASIZE),
        uint256{32});
    EXPECT_LT(gas_used(), 40'000);
    EXPECT_EQ(journal->nonce(contract), 1U);
    EXPECT_FALSE(journal->exists(create_address(contract, 0)));
    EXPECT_EQ(top_of(creating(give_back(0, 5)) + OP_POP + OP_RETURNDATASIZE), uint256{0});
}

TEST_F(create, without_balance_or_nonce_nothing_starts)
{
    EXPECT_EQ(top_of(creating(give_back(0, 0), 1001)), uint256{0});
    EXPECT_EQ(journal->nonce(contract), 0U);
    EXPECT_LT(gas_used(), 40'000);
    pre.set_nonce(contract, ~std::uint64_t{0});
    EXPECT_EQ(top_of(creating(give_back(0, 0))), uint256{0});
    EXPECT_EQ(journal->nonce(contract), ~std::uint64_t{0});
}

TEST_F(create, from_outside_runs_the_input_as_code)
{
    const Bytecode runtime = push(1) + return_top();
    const Bytecode initcode = deployer(runtime);
    Message message;
    message.kind = CallKind::create;
    message.gas = 100'000;
    message.sender = origin_address;
    message.recipient = create_address(origin_address, 0);
    message.value = 11;
    message.input = initcode;
    start(message);
    EXPECT_EQ(result.status, Status::success);
    EXPECT_EQ(result.output, Bytes{});
    EXPECT_EQ(journal->code(message.recipient).size(), runtime.size());
    EXPECT_EQ(journal->balance(message.recipient), uint256{11});
    EXPECT_EQ(journal->nonce(origin_address), 0U);  // raised by the transaction, not here
}

TEST_F(create, selfdestruct_only_moves_the_balance_of_an_old_contract)
{
    run(push(other) + OP_SELFDESTRUCT);
    EXPECT_EQ(result.status, Status::success);
    EXPECT_EQ(gas_used(), 3 + 5000 + 2600 + 25000);
    EXPECT_EQ(journal->balance(other), uint256{1000});
    EXPECT_EQ(journal->balance(contract), uint256{0});
    const StateDiff diff = journal->finish();
    for (const AccountChange& change : diff.accounts)
        EXPECT_TRUE(change.after.has_value());
    run(OP_ADDRESS + Bytecode{OP_SELFDESTRUCT});
    EXPECT_EQ(journal->balance(contract), uint256{1000});
    EXPECT_EQ(gas_used(), 2 + 5000);
    pre.set_balance(other, 1);
    expect_cost(push(other) + OP_SELFDESTRUCT, 3 + 5000 + 2600);
}

TEST_F(create, selfdestruct_deletes_a_contract_of_this_transaction)
{
    run(creating(sstore(push(0), push(1)) + push(other) + OP_SELFDESTRUCT, 30));
    const address created = create_address(contract, 0);
    EXPECT_EQ(journal->balance(other), uint256{30});
    EXPECT_EQ(journal->nonce(created), 1U);  // until the end of the transaction
    for (const AccountChange& change : journal->finish().accounts)
        EXPECT_NE(change.addr, created);
    // Given to itself, the balance is burnt.
    run(creating(OP_ADDRESS + Bytecode{OP_SELFDESTRUCT}, 30));
    EXPECT_EQ(journal->balance(created), uint256{0});
    EXPECT_EQ(journal->balance(contract), uint256{970});
}
}  // namespace
}  // namespace byline::vm::testing

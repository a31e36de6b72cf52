#include "vm/evm/evm.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/overlay.hpp"

#include <gtest/gtest.h>

namespace byline::vm
{
namespace
{
/// The example of docs/embedding.md, with a contract that stores the first word of its input.
TEST(embedding, works_as_its_document_says)
{
    const address contract{{0xc0}};
    const address caller{{0xca}};
    const Bytes code{0x5f, 0x35, 0x5f, 0x55};  // PUSH0 CALLDATALOAD PUSH0 SSTORE
    Bytes call_data(32);
    call_data.back() = 7;

    vm::Overlay state;
    state.set_code(contract, code);

    vm::Machine machine;
    vm::Journal journal{state};
    journal.access_address(contract);

    const vm::BlockContext block;
    const vm::TxContext tx{.origin = caller, .gas_price = {}, .blob_hashes = {}};
    vm::Message message;
    message.gas = 1'000'000;
    message.sender = caller;
    message.recipient = contract;
    message.input = call_data;

    const vm::Result result = machine.execute(journal, block, tx, message);
    ASSERT_EQ(result.status, vm::Status::success);
    state.apply(journal.finish());
    EXPECT_EQ(state.storage(contract, 0), uint256{7});
}
}  // namespace
}  // namespace byline::vm

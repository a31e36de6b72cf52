#include "vm/evm/evm.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/log.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/trace/struct_log.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace
{
using namespace byline;

constexpr address sender{{1}};
constexpr address contract{{2}};
constexpr std::int64_t gas = 300'000;

/// What an execution came to, as far as anybody can see.
struct Outcome
{
    vm::Result result;
    std::int64_t refund = 0;
    std::vector<vm::Log> logs;
    vm::StateDiff diff;
};

Outcome run(const vm::Overlay& world, Revision revision, BytesView input, vm::Tuning tuning,
    vm::Observer* observer)
{
    vm::Journal journal{world};
    vm::BlockContext block;
    block.revision = revision;
    block.number = 300;
    vm::TxContext tx;
    tx.origin = sender;
    vm::Message message;
    message.gas = gas;
    message.sender = sender;
    message.recipient = contract;
    message.value = 1;
    message.input = input;
    Outcome outcome;
    outcome.result = vm::Machine{tuning}.execute(journal, block, tx, message, observer);
    outcome.refund = journal.refund();
    outcome.logs = journal.take_logs();
    outcome.diff = journal.finish();
    return outcome;
}

void expect_equal(const Outcome& a, const Outcome& b)
{
    BYLINE_ASSERT(a.result.status == b.result.status);
    BYLINE_ASSERT(a.result.gas_left == b.result.gas_left);
    BYLINE_ASSERT(a.result.output == b.result.output);
    BYLINE_ASSERT(a.refund == b.refund && a.logs == b.logs);
    BYLINE_ASSERT(a.diff == b.diff);
}
}  // namespace

/// The first byte chooses the revision, the rest is code; it is also the call data, so that CREATE
/// has something to run. Whatever the code is, gas is bounded, a traced run and one of tuned code
/// are the same run, and wei do not grow.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 1)
        return 0;
    const auto revision = static_cast<Revision>(data[0] % revision_count);
    const BytesView code{data + 1, size - 1};
    vm::Overlay world;
    world.set_balance(sender, 1000);
    world.set_balance(contract, 1000);
    world.set_code(contract, Bytes(code.begin(), code.end()));
    world.set_storage(contract, 0, 1);

    const Outcome plain = run(world, revision, code, vm::Tuning::when_hot, nullptr);
    BYLINE_ASSERT(plain.result.gas_left >= 0 && plain.result.gas_left <= gas);
    vm::StructLogTracer tracer;
    expect_equal(run(world, revision, code, vm::Tuning::when_hot, &tracer), plain);
    expect_equal(run(world, revision, code, vm::Tuning::at_once, nullptr), plain);
    uint256 before;
    uint256 after;
    for (const vm::AccountChange& change : plain.diff.accounts)
    {
        before += change.before ? change.before->balance : uint256{};
        after += change.after ? change.after->balance : uint256{};
    }
    BYLINE_ASSERT(after <= before);
    return 0;
}

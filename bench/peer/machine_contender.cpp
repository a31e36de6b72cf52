#include "bench/peer/machine_contender.hpp"

#include "bench/peer/contender.hpp"
#include "bench/peer/world.hpp"
#include "vm/evm/evm.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/state/journal.hpp"
#include "vm/state/overlay.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace byline::bench
{
namespace
{
constexpr Revision revision = Revision::cancun;

vm::BlockContext the_block()
{
    vm::BlockContext block;
    block.revision = revision;
    block.number = 1;
    block.timestamp = 1;
    block.gas_limit = 30'000'000;
    return block;
}

Outcome to_outcome(const vm::Result& result, std::int64_t refund)
{
    const bool success = result.status == vm::Status::success;
    const bool revert = result.status == vm::Status::revert;
    return {success  ? Ending::success
            : revert ? Ending::revert
                     : Ending::failure,
        result.gas_left, refund, result.output};
}

void add_account(vm::Overlay& state, const WorldAccount& account, const address& addr)
{
    state.set_balance(addr, account.balance);
    state.set_nonce(addr, account.nonce);
    state.set_code(addr, account.code);
    for (std::uint64_t i = 0; i < account.slots; ++i)
        state.set_storage(addr, i, 1);
}

/// A journal as a transaction to that contract has it when its message begins.
void begin_transaction(vm::Journal& journal, const World& world, const address& contract)
{
    journal.access_address(world.sender);
    journal.access_address(contract);
    journal.access_address(the_block().coinbase);
    for (const address& precompile : vm::precompile_addresses(revision))
        journal.access_address(precompile);
}

vm::Message message_to(const World& world, const address& contract)
{
    vm::Message message;
    message.gas = world.gas;
    message.sender = world.sender;
    message.recipient = contract;
    message.input = world.input;
    return message;
}

class WarmMachine final : public Contender
{
public:
    WarmMachine(const World& world, Before before) : world_{world}
    {
        for (const WorldAccount& account : world_.accounts)
            add_account(state_, account, account.addr);
        const address contract = world_.accounts.front().addr;
        begin_transaction(journal_, world_, contract);
        message_ = message_to(world_, contract);
        tx_.origin = world_.sender;
        if (before == Before::one_execution)
            result_ = machine_.execute(journal_, block_, tx_, message_);
    }

    void run(std::uint64_t times) override
    {
        for (std::uint64_t i = 0; i < times; ++i)
        {
            const std::int64_t refund = journal_.refund();
            const vm::Checkpoint checkpoint = journal_.checkpoint();
            result_ = machine_.execute(journal_, block_, tx_, message_);
            refund_ = journal_.refund() - refund;
            journal_.revert(checkpoint);
        }
    }

    [[nodiscard]] Outcome outcome() const override { return to_outcome(result_, refund_); }

private:
    World world_;
    vm::Overlay state_;
    vm::Journal journal_{state_};
    vm::Machine machine_;
    vm::BlockContext block_ = the_block();
    vm::TxContext tx_;
    vm::Message message_;
    vm::Result result_;
    std::int64_t refund_ = 0;
};

/// Each sample has a new machine, which has run one variant of the code, and goes through the
/// others.
class ColdMachine final : public Contender
{
public:
    explicit ColdMachine(const World& world) : world_{world}
    {
        constexpr std::size_t most_code_bytes = std::size_t{8} << 20;
        const std::size_t size = world_.accounts.front().code.size() + 1;
        const std::size_t count = std::clamp<std::size_t>(most_code_bytes / size, 2, 256);
        for (std::size_t i = 0; i < count; ++i)
        {
            const World variant = with_unreached_tail(world_, static_cast<std::uint32_t>(i));
            const address addr{
                {0xc0, static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8)}};
            add_account(state_, variant.accounts.front(), addr);
            messages_.push_back(message_to(world_, addr));
        }
        for (std::size_t i = 1; i < world_.accounts.size(); ++i)
            add_account(state_, world_.accounts[i], world_.accounts[i].addr);
        tx_.origin = world_.sender;
    }

    void prepare() override
    {
        machine_ = vm::Machine{};
        journal_ = std::make_unique<vm::Journal>(state_);
        for (const vm::Message& message : messages_)
        {
            begin_transaction(*journal_, world_, message.recipient);
            // What a view costs to read is not the machine's.
            static_cast<void>(journal_->code(message.recipient));
        }
        execute(messages_.front());
    }

    void run(std::uint64_t times) override
    {
        for (std::uint64_t i = 1; i <= times; ++i)
            execute(messages_[i]);
    }

    [[nodiscard]] Outcome outcome() const override { return to_outcome(result_, refund_); }

    [[nodiscard]] std::uint64_t limit() const override { return messages_.size() - 1; }

private:
    void execute(const vm::Message& message)
    {
        const vm::Checkpoint checkpoint = journal_->checkpoint();
        result_ = machine_.execute(*journal_, block_, tx_, message);
        refund_ = journal_->refund();
        journal_->revert(checkpoint);
    }

    World world_;
    vm::Overlay state_;
    std::vector<vm::Message> messages_;
    vm::Machine machine_;
    std::unique_ptr<vm::Journal> journal_;
    vm::BlockContext block_ = the_block();
    vm::TxContext tx_;
    vm::Result result_;
    std::int64_t refund_ = 0;
};
}  // namespace

std::unique_ptr<Contender> warm_machine(const World& world, Before before)
{
    return std::make_unique<WarmMachine>(world, before);
}

std::unique_ptr<Contender> cold_machine(const World& world)
{
    return std::make_unique<ColdMachine>(world);
}
}  // namespace byline::bench

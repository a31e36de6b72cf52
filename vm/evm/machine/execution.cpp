#include "vm/evm/machine/execution.hpp"

#include "vm/evm/evm.hpp"
#include "vm/evm/machine/code.hpp"
#include "vm/evm/machine/engines.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/evm/machine/interpreter.hpp"
#include "vm/evm/machine/rules.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/journal.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

namespace byline::vm
{
namespace
{
/// Calls deeper than this do not start (Yellow Paper §8).
constexpr int depth_limit = 1024;

Result to_result(Status status, std::int64_t gas_left, BytesView output)
{
    return {status, gas_left, Bytes(output.begin(), output.end())};
}

/// Whether the call may start at all; if not, the gas given to it goes back.
Status admit(Journal& journal, const Invocation& call)
{
    if (call.depth > depth_limit)
        return Status::call_depth_exceeded;
    if (call.kind != CallKind::delegatecall && !call.value.is_zero() &&
        journal.balance(call.sender) < call.value)
        return Status::insufficient_balance;
    if (is_creation(call.kind) && call.depth > 0 &&
        journal.nonce(call.sender) == std::numeric_limits<std::uint64_t>::max())
        return Status::nonce_overflow;
    return Status::success;
}
}  // namespace

void Execution::tell_exit(int depth, const Ending& ending)
{
    if (observer_ != nullptr)
        observer_->on_exit(depth, to_result(ending.status, ending.gas_left, ending.output));
}

/// DELEGATECALL moves nothing, CALLCODE gives to itself.
void Execution::move_value(const Invocation& call)
{
    if (call.kind == CallKind::delegatecall || call.kind == CallKind::callcode)
        return;
    if (!call.value.is_zero())
        environment_->journal.subtract_balance(call.sender, call.value);
    environment_->journal.add_balance(call.recipient, call.value);
}

Frame& Execution::push_frame(const Invocation& call, Checkpoint checkpoint)
{
    if (height_ == frames_.size())
        frames_.push_back(std::make_unique<Frame>());
    Frame& frame = *frames_[height_++];
    frame.environment = environment_;
    frame.call = call;
    frame.call_data = is_creation(call.kind) ? BytesView{} : call.input;
    frame.pc = 0;
    frame.gas = call.gas;
    frame.height = 0;
    frame.memory.clear();
    frame.return_data.clear();
    frame.checkpoint = checkpoint;
    frame.status = Status::success;
    frame.output = {};
    return frame;
}

void Execution::set_code(Frame& frame, Code& code)
{
    frame.code = &code;
    if (has_threaded_engine && (code.count_use() || tuning_ == Tuning::at_once))
        code.tune(environment_->rules.revision);
}

std::optional<Execution::Ending> Execution::begin(const Invocation& call)
{
    if (observer_ != nullptr)
        observer_->on_enter({call.kind, call.depth, call.gas, call.sender, call.recipient,
            call.code_address, call.value, call.input});
    std::optional<Ending> ending;
    if (const Status status = admit(environment_->journal, call); status != Status::success)
        ending = Ending{status, call.gas, {}};
    else
        ending = is_creation(call.kind) ? begin_creation(call) : begin_call(call);
    if (ending)
        tell_exit(call.depth, *ending);
    return ending;
}

std::optional<Execution::Ending> Execution::run_precompile(
    const Invocation& call, Checkpoint checkpoint)
{
    const Precompile* const precompile =
        find_precompile(call.code_address, environment_->rules.revision);
    if (precompile == nullptr)
        return std::nullopt;
    const std::uint64_t cost = precompile->gas(call.input);
    Ending ending{Status::out_of_gas, 0, {}};
    if (cost <= static_cast<std::uint64_t>(call.gas))
    {
        ending.status = Status::precompile_failure;
        // The input lies in the caller's memory or outside the machine, never in this room.
        if (const auto output = precompile->run_within(call.input, precompile_room_))
            return Ending{Status::success, call.gas - static_cast<std::int64_t>(cost), *output};
    }
    environment_->journal.revert(checkpoint);
    return ending;
}

std::optional<Execution::Ending> Execution::begin_call(const Invocation& call)
{
    Journal& journal = environment_->journal;
    const Checkpoint checkpoint = journal.checkpoint();
    move_value(call);
    if (auto ending = run_precompile(call, checkpoint))
        return ending;
    address from = call.code_address;
    if (environment_->rules.delegations)
        from = journal.delegation(from).value_or(from);  // one step only (EIP-7702)
    const BytesView code = journal.code(from);
    if (code.empty())
        return Ending{Status::success, call.gas, {}};
    Frame& frame = push_frame(call, checkpoint);
    set_code(frame, codes_.get(journal.code_hash(from), code, frame.own_code));
    return std::nullopt;
}

std::optional<Execution::Ending> Execution::begin_creation(const Invocation& call)
{
    Journal& journal = environment_->journal;
    if (call.depth > 0)
    {
        // Both stay if the creation fails (EIP-161, EIP-2929).
        journal.set_nonce(call.sender, journal.nonce(call.sender) + 1);
        journal.access_address(call.recipient);
    }
    if (journal.collides(call.recipient))
        return Ending{Status::address_collision, 0, {}};
    const Checkpoint checkpoint = journal.checkpoint();
    journal.create_contract(call.recipient);
    move_value(call);
    Frame& frame = push_frame(call, checkpoint);
    frame.own_code.assign(call.input);
    set_code(frame, frame.own_code);
    return std::nullopt;
}

void Execution::deposit_code(Frame& frame, Ending& ending)
{
    const BytesView code = ending.output;
    const auto cost = static_cast<std::int64_t>(code.size()) * gas::code_deposit_byte;
    if (code.size() > environment_->rules.max_code_size)
        ending.status = Status::code_size_exceeded;
    else if (!code.empty() && code.front() == 0xef)
        ending.status = Status::code_starts_with_ef;
    else if (!gas::charge(ending.gas_left, cost))
        ending.status = Status::out_of_gas;
    else
        environment_->journal.set_code(frame.call.recipient, Bytes(code.begin(), code.end()));
    ending.output = {};
}

Execution::Ending Execution::end_top_frame()
{
    Frame& frame = *frames_[--height_];
    Ending ending{frame.status, frame.gas, frame.output};
    if (ending.status == Status::success && is_creation(frame.call.kind))
        deposit_code(frame, ending);
    if (ending.status != Status::success)
        environment_->journal.revert(frame.checkpoint);
    if (ending.status != Status::success && ending.status != Status::revert)
    {
        ending.gas_left = 0;
        ending.output = {};
    }
    tell_exit(frame.call.depth, ending);
    return ending;
}

void Execution::resume(Frame& frame, const Ending& ending)
{
    const bool succeeded = ending.status == Status::success;
    uint256& outcome = frame.stack()[frame.height - 1];
    if (is_creation(frame.child.kind))
        outcome = succeeded ? to_uint256(frame.child.recipient) : uint256{};
    else
        outcome = succeeded ? 1 : 0;
    frame.gas += ending.gas_left;
    frame.return_data.assign(ending.output.begin(), ending.output.end());
    // From there: the output may be the input of a precompile, in the same memory.
    const auto count = std::min<std::size_t>(
        ending.output.size(), static_cast<std::size_t>(frame.child_output_size.words[0]));
    if (count > 0)
        std::copy_n(frame.return_data.begin(), count,
            frame.memory.data() + frame.child_output_offset.words[0]);
}

Result Execution::run(Journal& journal, const BlockContext& block, const TxContext& tx,
    const Message& message, Observer* observer)
{
    Environment environment{journal, block, tx, rules_of(block.revision), moduli_};
    environment_ = &environment;
    observer_ = observer;
    codes_.make_room();
    height_ = 0;  // a damaged store may have ended the last run by an exception
    BYLINE_ASSERT(message.kind == CallKind::call || message.kind == CallKind::create);
    Invocation call;
    call.kind = message.kind;
    call.gas = message.gas;
    call.sender = message.sender;
    call.recipient = call.code_address = message.recipient;
    call.value = message.value;
    call.input = message.input;
    std::optional<Ending> ending = begin(call);
    while (height_ > 0)
    {
        Frame& frame = *frames_[height_ - 1];
        if (interpret(frame, observer_) == Flow::child)
            ending = begin(frame.child);
        else
            ending = end_top_frame();
        if (ending && height_ > 0)
            resume(*frames_[height_ - 1], *ending);
    }
    return to_result(ending->status, ending->gas_left, ending->output);
}
}  // namespace byline::vm

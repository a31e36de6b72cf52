#include "tests/support/model/frame.hpp"
#include "tests/support/model/model.hpp"
#include "tests/support/model/word.hpp"
#include "tests/support/model/world.hpp"
#include "vm/evm/evm.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/revision.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

/// Message calls and creations: Yellow Paper §7, §8; EIP-150, 161, 170, 684, 1014, 2681, 2929,
/// 3541, 3860, 7610, 7702.
namespace byline::testing::model
{
namespace
{
using vm::CallKind;
using vm::Status;

constexpr int greatest_depth = 1024;

/// Where the code is a delegation designator 0xef0100‖address, that address (EIP-7702).
std::optional<address> delegate_of(const Execution& execution, const address& addr)
{
    const Bytes code = execution.world.account(addr).code;
    if (execution.block.revision < Revision::prague || code.size() != 23 || code[0] != 0xef ||
        code[1] != 0x01 || code[2] != 0x00)
        return std::nullopt;
    address target;
    std::copy(code.begin() + 3, code.end(), target.bytes.begin());
    return target;
}

/// CALL and STATICCALL move the value (for the latter nothing) and touch; CALLCODE gives to itself.
void transfer(World& world, const Call& call)
{
    if (call.kind == CallKind::delegatecall || call.kind == CallKind::callcode)
        return;
    if (call.value != 0)
        world.add_balance(call.sender, -call.value);
    world.add_balance(call.recipient, call.value);
}

/// What keeps a call or creation from starting, after which the gas goes back (Yellow Paper
/// §9.4.2).
std::optional<Status> obstacle(const Execution& execution, const Call& call)
{
    const Account sender = execution.world.account(call.sender);
    const bool creation = call.kind == CallKind::create || call.kind == CallKind::create2;
    if (call.depth > greatest_depth)
        return Status::call_depth_exceeded;
    if (call.kind != CallKind::delegatecall && sender.balance < call.value)
        return Status::insufficient_balance;
    if (creation && call.depth > 0 && sender.nonce == std::numeric_limits<std::uint64_t>::max())
        return Status::nonce_overflow;
    return std::nullopt;
}

Ending run_precompile(const vm::Precompile& precompile, const Call& call)
{
    const std::uint64_t cost = precompile.gas(call.input);
    if (cost > static_cast<std::uint64_t>(call.gas))
        return {Status::out_of_gas, 0, {}};
    const std::optional<Bytes> output = precompile.run(call.input);
    if (!output)
        return {Status::precompile_failure, 0, {}};
    return {Status::success, call.gas - static_cast<std::int64_t>(cost), *output};
}

/// Runs code in a new frame, which lies on the heap: depth 1024 must fit the native stack.
Ending run_code(Execution& execution, const Call& call, const Bytes& code)
{
    const auto frame = std::make_unique<Frame>(Frame{.execution = execution,
        .call = call,
        .code = code,
        .jump_destinations = {},
        .pc = 0,
        .gas = call.gas,
        .stack = {},
        .memory = {},
        .return_data = {},
        .ending = {}});
    return run_frame(*frame);
}

Ending deposit(Execution& execution, const Call& call, Ending ending)
{
    const Bytes code = std::move(ending.output);
    const auto cost = static_cast<std::int64_t>(200 * code.size());
    if (code.size() > 0x6000)  // EIP-170
        return {Status::code_size_exceeded, 0, {}};
    if (!code.empty() && code[0] == 0xef)  // EIP-3541
        return {Status::code_starts_with_ef, 0, {}};
    if (ending.gas_left < cost)
        return {Status::out_of_gas, 0, {}};
    execution.world.accounts.at(call.recipient).code = code;
    return {Status::success, ending.gas_left - cost, {}};
}

Bytes rlp_of_number(std::uint64_t number)
{
    if (number == 0)
        return {0x80};
    if (number < 0x80)
        return {static_cast<std::uint8_t>(number)};
    Bytes digits;
    for (; number != 0; number >>= 8)
        digits.insert(digits.begin(), static_cast<std::uint8_t>(number));
    digits.insert(digits.begin(), static_cast<std::uint8_t>(0x80 + digits.size()));
    return digits;
}

/// keccak256(rlp([creator, nonce])), low 160 bits (Yellow Paper §7).
address address_of_create(const address& creator, std::uint64_t nonce)
{
    Bytes items{0x80 + 20};
    items.insert(items.end(), creator.bytes.begin(), creator.bytes.end());
    const Bytes encoded_nonce = rlp_of_number(nonce);
    items.insert(items.end(), encoded_nonce.begin(), encoded_nonce.end());
    items.insert(items.begin(), static_cast<std::uint8_t>(0xc0 + items.size()));
    return to_address(from_bytes(keccak256(items).bytes));
}

/// keccak256(0xff ‖ creator ‖ salt ‖ keccak256(initcode)), low 160 bits (EIP-1014).
address address_of_create2(const address& creator, const Integer& salt, const Bytes& initcode)
{
    Bytes preimage{0xff};
    preimage.insert(preimage.end(), creator.bytes.begin(), creator.bytes.end());
    const bytes32 salt_bytes = to_bytes32(salt);
    preimage.insert(preimage.end(), salt_bytes.bytes.begin(), salt_bytes.bytes.end());
    const bytes32 hash = keccak256(initcode);
    preimage.insert(preimage.end(), hash.bytes.begin(), hash.bytes.end());
    return to_address(from_bytes(keccak256(preimage).bytes));
}

Integer all_but_one_64th(std::int64_t gas)
{
    return gas - gas / 64;
}

/// Pays for the access to the target and to what it delegates to.
void charge_target(Frame& f, const address& target)
{
    if (f.world().warm_up(target))
        f.charge(2600 - 100);
    if (const auto delegate = delegate_of(f.execution, target))
        f.charge(f.world().warm_up(*delegate) ? 2600 : 100);
}

void charge_value(Frame& f, const Call& call)
{
    if (call.value == 0 || call.kind == CallKind::delegatecall)
        return;
    f.charge(9000);
    if (call.kind == CallKind::call && f.world().account(call.code_address).is_empty())
        f.charge(25'000);
}

/// Who calls whom with what.
Call inner_call(const Frame& f, CallKind kind, const address& target)
{
    Call call;
    call.kind = kind;
    call.read_only = f.call.read_only || kind == CallKind::staticcall;
    call.depth = f.call.depth + 1;
    call.sender = kind == CallKind::delegatecall ? f.call.sender : f.self();
    call.recipient =
        kind == CallKind::callcode || kind == CallKind::delegatecall ? f.self() : target;
    call.code_address = target;
    return call;
}

/// Takes the child's gas from the frame (EIP-150), and adds the stipend.
void pass_gas(Frame& f, Call& call, const Integer& asked)
{
    const Integer given = std::min(asked, all_but_one_64th(f.gas));
    f.charge(given);
    call.gas = static_cast<std::int64_t>(given);
    if (call.value != 0 && call.kind != CallKind::delegatecall)
        call.gas += 2300;
}

void take_back(Frame& f, const Ending& ending)
{
    f.gas += ending.gas_left;
    f.return_data = ending.output;
}

template <CallKind Kind>
void call_instruction(Frame& f)
{
    const Integer asked = f.pop();
    Call call = inner_call(f, Kind, f.pop_address());
    if constexpr (Kind == CallKind::call || Kind == CallKind::callcode)
        call.value = f.pop();
    if constexpr (Kind == CallKind::delegatecall)
        call.value = f.call.value;
    const Integer input_offset = f.pop();
    const Integer input_size = f.pop();
    const Integer output_offset = f.pop();
    const Integer output_size = f.pop();
    if (Kind == CallKind::call && call.value != 0)
        f.forbid_in_static_call();
    f.expand_memory(input_offset, input_size);
    f.expand_memory(output_offset, output_size);
    charge_target(f, call.code_address);
    charge_value(f, call);
    pass_gas(f, call, asked);
    call.input = f.read_memory(input_offset, input_size);

    const Ending ending = run_call(f.execution, call);
    take_back(f, ending);
    Bytes output = ending.output;
    if (output_size < output.size())
        output.resize(static_cast<std::size_t>(output_size));
    f.write_memory(output_offset, output);
    f.push(ending.status == Status::success ? 1 : 0);
}

template <CallKind Kind>
void create_instruction(Frame& f)
{
    f.forbid_in_static_call();
    const Integer value = f.pop();
    const Integer offset = f.pop();
    const Integer size = f.pop();
    const Integer salt = Kind == CallKind::create2 ? f.pop() : Integer{0};
    f.expand_memory(offset, size);
    if (size > 0xc000)  // EIP-3860
        throw ExceptionalHalt{Status::initcode_size_exceeded};
    f.charge(2 * words(size));
    if (Kind == CallKind::create2)
        f.charge(6 * words(size));

    const Bytes initcode = f.read_memory(offset, size);
    const address created = Kind == CallKind::create2
                                ? address_of_create2(f.self(), salt, initcode)
                                : address_of_create(f.self(), f.world().account(f.self()).nonce);
    Call call = inner_call(f, Kind, created);
    call.value = value;
    call.input = initcode;
    call.gas = static_cast<std::int64_t>(all_but_one_64th(f.gas));
    f.charge(call.gas);
    const Ending ending = run_creation(f.execution, call);
    take_back(f, ending);
    f.push(ending.status == Status::success ? from_bytes(created.bytes) : Integer{0});
}
}  // namespace

Ending run_call(Execution& execution, const Call& call)
{
    if (const auto status = obstacle(execution, call))
        return {*status, call.gas, {}};
    const auto snapshot = std::make_unique<World>(execution.world);
    transfer(execution.world, call);
    Ending ending{Status::success, call.gas, {}};
    if (const auto* precompile = vm::find_precompile(call.code_address, execution.block.revision))
        ending = run_precompile(*precompile, call);
    else
    {
        const address from = delegate_of(execution, call.code_address).value_or(call.code_address);
        if (const Bytes code = execution.world.account(from).code; !code.empty())
            ending = run_code(execution, call, code);
    }
    if (ending.status != Status::success)
        execution.world = *snapshot;
    return ending;
}

Ending run_creation(Execution& execution, const Call& call)
{
    if (const auto status = obstacle(execution, call))
        return {*status, call.gas, {}};
    World& world = execution.world;
    if (call.depth > 0)
    {
        // Before the snapshot: both stay if the creation fails (EIP-161, EIP-2929).
        ++world.accounts.at(call.sender).nonce;
        world.touched.insert(call.sender);
        world.warm_up(call.recipient);
    }
    const Account there = world.account(call.recipient);
    const bool has_storage =
        execution.before.account(call.recipient).value_or(vm::Account{}).has_storage;
    if (there.nonce != 0 || !there.code.empty() || has_storage)
        return {Status::address_collision, 0, {}};
    const auto snapshot = std::make_unique<World>(world);
    world.accounts[call.recipient].nonce = 1;
    world.touched.insert(call.recipient);
    world.created.insert(call.recipient);
    transfer(world, call);
    Ending ending = run_code(execution, call, call.input);
    if (ending.status == Status::success)
        ending = deposit(execution, call, std::move(ending));
    if (ending.status != Status::success)
        world = *snapshot;
    return ending;
}

void add_calls(InstructionSet& set)
{
    set[0xf0] = {"CREATE", 3, 1, 32'000, create_instruction<CallKind::create>};
    set[0xf1] = {"CALL", 7, 1, 100, call_instruction<CallKind::call>};
    set[0xf2] = {"CALLCODE", 7, 1, 100, call_instruction<CallKind::callcode>};
    set[0xf4] = {"DELEGATECALL", 6, 1, 100, call_instruction<CallKind::delegatecall>};
    set[0xf5] = {"CREATE2", 4, 1, 32'000, create_instruction<CallKind::create2>};
    set[0xfa] = {"STATICCALL", 6, 1, 100, call_instruction<CallKind::staticcall>};
}

Outcome execute(const vm::Overlay& before, const vm::BlockContext& block, const vm::TxContext& tx,
    const vm::Message& message, const std::vector<address>& warm, Steps steps)
{
    Execution execution{before, block, tx, read_world(before), steps == Steps::wanted, {}};
    execution.world.warm_addresses.insert(warm.begin(), warm.end());
    Call call;
    call.kind = message.kind;
    call.gas = message.gas;
    call.sender = message.sender;
    call.recipient = call.code_address = message.recipient;
    call.value = from(message.value);
    call.input.assign(message.input.begin(), message.input.end());
    const Ending ending = message.kind == CallKind::create ? run_creation(execution, call)
                                                           : run_call(execution, call);
    return {{ending.status, ending.gas_left, ending.output}, execution.world.logs,
        execution.world.refund, finish(execution.world, before), std::move(execution.steps)};
}
}  // namespace byline::testing::model

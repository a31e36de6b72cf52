// The benchmarks' table of functions over evmone. It is compiled with the compiler and flags of the
// build of evmone that it is linked with, so that what is inlined from its headers is as that build
// has it.
#include "bench/peer/peer_api.h"

#include <evmc/mocked_host.hpp>
#include <evmone/baseline.hpp>
#include <evmone/evmone.h>
#include <evmone/vm.hpp>
#include <evmone_precompiles/keccak.hpp>
#include <intx/intx.hpp>
#include <test/state/host.hpp>
#include <test/state/precompiles_internal.hpp>
#include <test/state/state.hpp>

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_map>

namespace
{
using evmc::address;
using evmc::bytes;
using evmc::bytes32;
using evmc::bytes_view;

constexpr auto revision = EVMC_CANCUN;

address to_address(const uint8_t (&raw)[20])
{
    address result;
    std::copy_n(raw, sizeof(raw), result.bytes);
    return result;
}

bytes32 to_word(uint64_t value)
{
    return intx::be::store<bytes32>(intx::uint256{value});
}

bytes_view view(const PeerBytes& data)
{
    return {data.data, data.size};
}

/// The accounts as they stand before any execution.
class InitialState final : public evmone::state::StateView, public evmone::state::BlockHashes
{
public:
    struct Entry
    {
        Account account;
        bytes code;
        uint64_t slots = 0;
    };

    std::unordered_map<address, Entry> entries;

    std::optional<Account> get_account(const address& addr) const noexcept override
    {
        const auto it = entries.find(addr);
        return it != entries.end() ? std::optional{it->second.account} : std::nullopt;
    }

    bytes get_account_code(const address& addr) const noexcept override
    {
        const auto it = entries.find(addr);
        return it != entries.end() ? it->second.code : bytes{};
    }

    bytes32 get_storage(const address& addr, const bytes32& key) const noexcept override
    {
        const auto it = entries.find(addr);
        const auto slots = it != entries.end() ? it->second.slots : 0;
        return intx::be::load<intx::uint256>(key) < slots ? to_word(1) : bytes32{};
    }

    bytes32 get_block_hash(int64_t /*number*/) const noexcept override { return {}; }
};

evmone::state::BlockInfo the_block()
{
    evmone::state::BlockInfo block;
    block.number = 1;
    block.timestamp = 1;
    block.gas_limit = 30'000'000;
    return block;
}
}  // namespace

struct PeerWorld
{
    InitialState initial;
    evmc::MockedHost mocked;
    evmc::VM vm{evmc_create_evmone()};
    evmone::state::State state{initial};
    evmone::state::BlockInfo block = the_block();
    evmone::state::Transaction transaction;
    evmone::state::Host host{revision, vm, state, block, initial, transaction};
    PeerMode mode = peer_analysed;
    bytes input;
    bytes code;
    evmc_message message{};
    std::optional<evmone::baseline::CodeAnalysis> analysis;
    evmc::Result last;
};

namespace
{
void add_account(PeerWorld& world, const PeerAccount& given)
{
    const auto addr = to_address(given.address);
    auto& entry = world.initial.entries[addr];
    entry.code = view(given.code);
    entry.slots = given.slots;
    entry.account.balance = given.balance;
    entry.account.nonce = given.nonce;
    entry.account.has_storage = given.slots != 0;
    const auto hash = ethash::keccak256(given.code.data, given.code.size);
    std::memcpy(entry.account.code_hash.bytes, hash.bytes, sizeof(hash.bytes));
    auto& mocked = world.mocked.accounts[addr];
    mocked.code = entry.code;
    mocked.codehash = entry.account.code_hash;
    mocked.set_balance(given.balance);
    for (uint64_t i = 0; i < given.slots; ++i)
        mocked.storage[to_word(i)] = {to_word(1), to_word(1)};
}

PeerWorld* create(
    const PeerAccount* accounts, size_t count, const PeerMessage* message, PeerMode mode)
{
    auto* const world = new PeerWorld;
    world->mode = mode;
    for (size_t i = 0; i < count; ++i)
        add_account(*world, accounts[i]);
    world->input = view(message->input);
    auto& made = world->message;
    made.kind = EVMC_CALL;
    made.gas = message->gas;
    made.sender = to_address(message->sender);
    made.recipient = to_address(message->recipient);
    made.code_address = made.recipient;
    made.input_data = world->input.data();
    made.input_size = world->input.size();
    world->transaction.sender = made.sender;
    world->transaction.to = made.recipient;
    auto& context = world->mocked.tx_context;
    context.tx_origin = made.sender;
    context.block_number = world->block.number;
    context.block_timestamp = world->block.timestamp;
    context.block_gas_limit = world->block.gas_limit;
    context.chain_id = to_word(1);
    world->code = world->initial.get_account_code(made.recipient);
    world->analysis.emplace(evmone::baseline::analyze(world->code));
    if (mode == peer_state)
    {
        world->host.access_account(made.sender);
        world->host.access_account(made.recipient);
        world->host.access_account(world->block.coinbase);
    }
    return world;
}

void destroy(PeerWorld* world)
{
    delete world;
}

evmc::Result run_once(PeerWorld& world)
{
    auto& host = world.mocked;
    switch (world.mode)
    {
        case peer_analysed:
            return evmc::Result{evmone::baseline::execute(
                *static_cast<evmone::VM*>(world.vm.get_raw_pointer()), host.get_interface(),
                host.to_context(), revision, world.message, *world.analysis)};
        case peer_total:
            return world.vm.execute(
                host, revision, world.message, world.code.data(), world.code.size());
        case peer_state:
            break;
    }
    const auto checkpoint = world.state.checkpoint();
    auto result = world.host.call(world.message);
    world.state.rollback(checkpoint);
    // The host keeps the logs of messages that succeed.
    const auto logs = world.host.take_logs();
    return result;
}

PeerOutcome run(PeerWorld* world, uint64_t times)
{
    for (uint64_t i = 0; i < times; ++i)
        world->last = run_once(*world);
    const auto& last = world->last;
    const auto status = last.status_code == EVMC_SUCCESS  ? peer_success
                        : last.status_code == EVMC_REVERT ? peer_revert
                                                          : peer_failure;
    return {status, last.gas_left, last.gas_refund, {last.output_data, last.output_size}};
}

void keccak256(PeerBytes data, uint64_t times, uint8_t out[32])
{
    for (uint64_t i = 0; i < times; ++i)
    {
        const auto hash = ethash::keccak256(data.data, data.size);
        std::memcpy(out, hash.bytes, sizeof(hash.bytes));
        // Each hash is looked at.
        asm volatile("" : : "r"(out) : "memory");
    }
}

using Precompile = evmone::state::ExecutionResult (*)(
    const uint8_t*, size_t, uint8_t*, size_t) noexcept;

Precompile precompile_of(unsigned number)
{
    using namespace evmone::state;
    switch (number)
    {
        case 0x01:
            return ecrecover_execute;
        case 0x02:
            return sha256_execute;
        case 0x03:
            return ripemd160_execute;
        case 0x04:
            return identity_execute;
        case 0x05:
            return expmod_execute;
        case 0x06:
            return ecadd_execute;
        case 0x07:
            return ecmul_execute;
        case 0x08:
            return ecpairing_execute;
        case 0x09:
            return blake2bf_execute;
        case 0x0a:
            return point_evaluation_execute;
        case 0x0b:
            return bls12_g1add_execute;
        case 0x0c:
            return bls12_g1msm_execute;
        case 0x0d:
            return bls12_g2add_execute;
        case 0x0e:
            return bls12_g2msm_execute;
        case 0x0f:
            return bls12_pairing_check_execute;
        case 0x10:
            return bls12_map_fp_to_g1_execute;
        case 0x11:
            return bls12_map_fp2_to_g2_execute;
        case 0x100:
            return p256verify_execute;
        default:
            return nullptr;
    }
}

/// How much room a precompile is given: modular exponentiation fills all of it.
size_t output_room(unsigned number, const PeerBytes& input)
{
    if (number == 0x05)
        return evmone::state::expmod_analyze(view(input), EVMC_PRAGUE).max_output_size;
    return number == 0x04 ? input.size : 1024;
}

int64_t precompile(unsigned number, PeerBytes input, uint64_t times, uint8_t* out)
{
    const auto function = precompile_of(number);
    if (function == nullptr)
        return -1;
    const auto room = output_room(number, input);
    evmone::state::ExecutionResult result{};
    for (uint64_t i = 0; i < times; ++i)
        result = function(input.data, input.size, out, room);
    return result.status_code == EVMC_SUCCESS ? static_cast<int64_t>(result.output_size) : -1;
}

intx::uint256 to_intx(const uint64_t (&limbs)[4])
{
    return {limbs[0], limbs[1], limbs[2], limbs[3]};
}

template <typename Operation>
void repeat(const PeerOperands* operands, size_t count, uint64_t times, uint64_t out[4],
    Operation operation)
{
    intx::uint256 sum;
    for (uint64_t i = 0; i < times; ++i)
    {
        sum = 0;
        for (size_t k = 0; k < count; ++k)
        {
            sum ^=
                operation(to_intx(operands[k].a), to_intx(operands[k].b), to_intx(operands[k].c));
        }
        asm volatile("" : : "r"(&sum) : "memory");
    }
    for (size_t i = 0; i < 4; ++i)
        out[i] = sum[i];
}

void arithmetic(PeerArithmetic operation, const PeerOperands* operands, size_t count,
    uint64_t times, uint64_t out[4])
{
    using intx::uint256;
    const auto each = [&](auto function) { repeat(operands, count, times, out, function); };
    switch (operation)
    {
        case peer_div:
            return each([](const uint256& a, const uint256& b, const uint256&) { return a / b; });
        case peer_mul:
            return each([](const uint256& a, const uint256& b, const uint256&) { return a * b; });
        case peer_addmod:
            return each([](const uint256& a, const uint256& b, const uint256& c) {
                return intx::addmod(a, b, c);
            });
        case peer_mulmod:
            return each([](const uint256& a, const uint256& b, const uint256& c) {
                return intx::mulmod(a, b, c);
            });
        case peer_exp:
            return each(
                [](const uint256& a, const uint256& b, const uint256&) { return intx::exp(a, b); });
    }
}

constexpr PeerApi api{PEER_API_VERSION, create, destroy, run, keccak256, precompile, arithmetic};
}  // namespace

extern "C" __attribute__((visibility("default"))) const PeerApi* byline_peer()
{
    return &api;
}

#include "tools/byline-evm/t8n_input.hpp"

#include "tools/byline-evm/fixture_parts.hpp"
#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/t8n_error.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::tools
{
namespace
{
constexpr std::uint64_t max_gas_limit = std::numeric_limits<std::int64_t>::max();
/// Far above any blob gas that a block can hold; keeps sums and products within 64 bits.
constexpr std::uint64_t max_blob_gas = std::uint64_t{1} << 40;

std::unexpected<T8nError> refuse(T8nFault fault, std::string text)
{
    return std::unexpected{T8nError{fault, std::move(text)}};
}

std::unexpected<T8nError> unreadable(std::string_view what, const std::string& why)
{
    return refuse(T8nFault::json, "failed unmarshalling " + std::string{what} + ": " + why);
}

std::optional<uint256> hex_or_decimal(std::string_view text)
{
    return text.starts_with("0x") ? fixture_number(text) : from_decimal(text);
}

uint256 number(const JsonReader& reader, std::string_view key)
{
    const boost::json::value* member = reader.all().if_contains(key);
    if (member == nullptr || !member->is_string())
        return reader.number(key);
    const auto value = hex_or_decimal(member->get_string());
    if (!value)
        reader.fail(std::string{key} + " is not a number of at most 256 bits");
    return value.value_or(uint256{});
}

uint256 number_or_zero(const JsonReader& reader, std::string_view key)
{
    return reader.has(key) ? number(reader, key) : uint256{};
}

std::uint64_t uint64(const JsonReader& reader, std::string_view key)
{
    const uint256 value = number(reader, key);
    if (!value.fits_uint64())
        reader.fail(std::string{key} + " is above 64 bits");
    return value.words[0];
}

std::uint64_t uint64_or_zero(const JsonReader& reader, std::string_view key)
{
    return reader.has(key) ? uint64(reader, key) : 0;
}

void read_storage(vm::Overlay& state, const address& addr, const JsonReader& account)
{
    for (const auto& [key, value] : account.object("storage"))
    {
        const auto slot = fixture_number(key);
        const auto word = fixture_number(account.text_of(value, "a value of storage"));
        if (!slot || !word)
            return account.fail("storage is not a map of numbers of at most 256 bits");
        if (!word->is_zero())
            state.set_storage(addr, *slot, *word);
    }
}

void read_account(vm::Overlay& state, const address& addr, const JsonReader& account)
{
    state.set_balance(addr, number_or_zero(account, "balance"));
    state.set_nonce(addr, uint64_or_zero(account, "nonce"));
    if (account.has("code"))
        state.set_code(addr, account.bytes("code"));
    if (account.has("storage"))
        read_storage(state, addr, account);
}

void read_block_hashes(T8nEnvironment& environment, const JsonReader& env)
{
    if (!env.has("blockHashes"))
        return;
    for (const auto& [key, value] : env.object("blockHashes"))
    {
        const auto block = hex_or_decimal(key);
        const auto hash = bytes32_from_hex(env.text_of(value, "a hash of blockHashes"));
        if (!block || !block->fits_uint64() || !hash)
            return env.fail("blockHashes is not a map from block numbers to hashes");
        environment.block_hashes.insert_or_assign(block->words[0], *hash);
    }
}

void read_withdrawals(T8nEnvironment& environment, const JsonReader& env)
{
    for (const boost::json::value& element : env.array("withdrawals"))
    {
        const JsonReader withdrawal = env.element(element);
        environment.withdrawals.push_back({.index = uint64(withdrawal, "index"),
            .validator_index = uint64(withdrawal, "validatorIndex"),
            .recipient = withdrawal.account("address"),
            .amount = uint64(withdrawal, "amount")});
    }
}

/// What of the parent the next block's fees depend on.
vm::BlockHeader read_parent(const JsonReader& env)
{
    vm::BlockHeader parent;
    if (env.has("parentBaseFee"))
        parent.base_fee_per_gas = number(env, "parentBaseFee");
    parent.gas_used = uint64_or_zero(env, "parentGasUsed");
    parent.gas_limit = uint64_or_zero(env, "parentGasLimit");
    parent.excess_blob_gas = uint64_or_zero(env, "parentExcessBlobGas");
    parent.blob_gas_used = uint64_or_zero(env, "parentBlobGasUsed");
    return parent;
}

/// What is there has the right form; now, is there what the fork needs?
std::string_view missing_field(const JsonReader& env)
{
    for (const std::string_view key : {"currentRandom", "parentBeaconBlockRoot", "withdrawals"})
    {
        if (!env.has(key))
            return key;
    }
    if (!env.has("currentBaseFee") && !env.has("parentBaseFee"))
        return "currentBaseFee (or parentBaseFee)";
    return {};
}

void read_header(vm::BlockHeader& header, const JsonReader& env)
{
    header.coinbase = env.account("currentCoinbase");
    header.gas_limit = uint64(env, "currentGasLimit");
    header.number = uint64(env, "currentNumber");
    header.timestamp = uint64(env, "currentTimestamp");
    header.prev_randao = to_bytes32(number(env, "currentRandom"));
    header.parent_beacon_block_root = to_bytes32(number(env, "parentBeaconBlockRoot"));
    if (header.gas_limit > max_gas_limit)
        env.fail("currentGasLimit is above 63 bits");
}

/// EIP-2935 tells the state of the parent's hash.
bytes32 read_parent_hash(const T8nEnvironment& environment, const JsonReader& env)
{
    const auto found = environment.block_hashes.find(environment.header.number - 1);
    if (found != environment.block_hashes.end())
        return found->second;
    return env.has("parentHash") ? env.hash("parentHash") : bytes32{};
}

/// Fills in base fee and excess blob gas; nothing, or what it needs and has not got.
std::optional<std::string> set_fees(
    vm::BlockHeader& header, const JsonReader& env, const vm::ForkActivation& fork)
{
    const vm::BlockHeader parent = read_parent(env);
    header.base_fee_per_gas =
        env.has("currentBaseFee") ? number(env, "currentBaseFee") : vm::next_base_fee(parent);
    if (env.has("currentExcessBlobGas"))
    {
        header.excess_blob_gas = uint64(env, "currentExcessBlobGas");
        return std::nullopt;
    }
    if (*parent.blob_gas_used > max_blob_gas || *parent.excess_blob_gas > max_gas_limit)
        env.fail("parentBlobGasUsed or parentExcessBlobGas is above any that a block can have");
    if (env.failed())
        return std::nullopt;
    const std::uint64_t sum = *parent.excess_blob_gas + *parent.blob_gas_used;
    if (fork.revision >= Revision::osaka && sum > 0 && !parent.base_fee_per_gas)
        return "EIP-7918 config but missing 'parentBaseFee' in env section";
    header.excess_blob_gas = vm::next_excess_blob_gas(parent, fork);
    return std::nullopt;
}
}  // namespace

std::expected<vm::ChainConfig, T8nError> t8n_rules(const std::string& fork, std::uint64_t chain_id)
{
    const boost::json::object no_fixture;
    JsonReader::ErrorSlot error;
    auto config = read_chain_config(fork, {no_fixture, error});
    if (!config)
        return refuse(T8nFault::configuration,
            "failed constructing chain configuration: unsupported fork \"" + fork + "\"");
    config->chain_id = chain_id;
    return *std::move(config);
}

std::expected<void, T8nError> set_blob_parameters(
    vm::ChainConfig& config, const boost::json::value& document)
{
    if (!document.is_object())
        return unreadable("blobParams", "it is not an object");
    JsonReader::ErrorSlot error;
    const JsonReader reader{document.get_object(), error};
    const vm::BlobParameters blobs{
        uint64(reader, "target"), uint64(reader, "max"), uint64(reader, "baseFeeUpdateFraction")};
    check_blob_parameters(blobs, reader);
    if (error)
        return unreadable("blobParams", *error);
    for (vm::ForkActivation& fork : config.forks)
        fork.blobs = blobs;
    return {};
}

std::expected<vm::Overlay, T8nError> read_alloc(const boost::json::value& document)
{
    if (!document.is_object())
        return unreadable("alloc", "it is not an object");
    vm::Overlay state;
    for (const auto& [key, value] : document.get_object())
    {
        const auto addr = address_from_hex(key);
        if (!addr || !value.is_object())
            return unreadable("alloc", "'" + std::string{key} + "' is no address of an account");
        JsonReader::ErrorSlot error;
        read_account(state, *addr, JsonReader{value.get_object(), error});
        if (error)
            return unreadable("alloc", std::string{key} + ": " + *error);
    }
    return state;
}

std::expected<T8nEnvironment, T8nError> read_environment(
    const boost::json::value& document, const vm::ChainConfig& config)
{
    if (!document.is_object())
        return unreadable("env", "it is not an object");
    JsonReader::ErrorSlot error;
    const JsonReader env{document.get_object(), error};
    if (const std::string_view missing = missing_field(env); !missing.empty())
        return refuse(T8nFault::configuration,
            "env lacks " + std::string{missing} + ", which every fork since Cancun needs");

    T8nEnvironment environment;
    read_header(environment.header, env);
    read_block_hashes(environment, env);
    read_withdrawals(environment, env);
    environment.header.parent_hash = read_parent_hash(environment, env);
    const auto lacking = set_fees(environment.header, env, config.at(environment.header.timestamp));
    const bool has_difficulty = !number_or_zero(env, "currentDifficulty").is_zero();
    if (error)
        return unreadable("env", *error);
    if (lacking)
        return refuse(T8nFault::configuration, *lacking);
    if (has_difficulty)
        return refuse(
            T8nFault::configuration, "post-merge difficulty must be zero (or omitted) in env");
    return environment;
}
}  // namespace byline::tools

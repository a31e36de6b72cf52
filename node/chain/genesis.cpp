#include "node/chain/genesis.hpp"

#include "node/chain/document/alloc.hpp"
#include "node/chain/document/rules.hpp"
#include "node/chain/document/section.hpp"
#include "node/db/state_root.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace byline::node
{
namespace
{
/// sha256 of nothing: the requests hash of a block without requests (EIP-7685).
constexpr bytes32 no_requests_hash =
    hex_bytes32("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

constexpr std::uint64_t initial_base_fee = 1'000'000'000;  // wei a gas (EIP-1559)
constexpr std::uint64_t least_gas_limit = 5'000;           // Yellow Paper §4.4.4

std::expected<std::array<std::uint8_t, 8>, GenesisError> read_nonce(const Section& document)
{
    BYLINE_TRY(nonce, document.uint64("nonce"));
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(nonce.value_or(0) >> (56 - 8 * i));
    return bytes;
}

/// The fields that every header has.
std::expected<vm::BlockHeader, GenesisError> read_header(const Section& document)
{
    vm::BlockHeader header;
    BYLINE_TRY(number, document.uint64("number"));
    if (number.value_or(0) != 0)
        return refuse("number", "must be 0 or absent");
    BYLINE_TRY(gas_limit, document.uint64("gasLimit"));
    if (!gas_limit)
        return refuse("gasLimit", "is missing");
    if (*gas_limit < least_gas_limit || *gas_limit > (std::uint64_t{1} << 63) - 1)
        return refuse("gasLimit", "must lie between 5,000 and 2^63 - 1");
    header.gas_limit = *gas_limit;
    BYLINE_TRY(gas_used, document.uint64("gasUsed"));
    header.gas_used = gas_used.value_or(0);
    BYLINE_TRY(timestamp, document.uint64("timestamp"));
    header.timestamp = timestamp.value_or(0);
    BYLINE_TRY(difficulty, document.number("difficulty"));
    header.difficulty = difficulty.value_or(uint256{});
    BYLINE_TRY(nonce, read_nonce(document));
    header.nonce = nonce;
    BYLINE_TRY(extra_data, document.bytes("extraData"));
    header.extra_data = std::move(extra_data).value_or(Bytes{});
    if (header.extra_data.size() > 32)
        return refuse("extraData", "is longer than 32 bytes");
    BYLINE_TRY(coinbase, document.account("coinbase"));
    header.coinbase = coinbase.value_or(address{});
    BYLINE_TRY(mix_hash, document.hash("mixHash"));
    header.prev_randao = mix_hash.value_or(bytes32{});
    BYLINE_TRY(parent_hash, document.hash("parentHash"));
    header.parent_hash = parent_hash.value_or(bytes32{});
    return header;
}

/// The fields that forks added, as far as they are active at genesis.
std::expected<void, GenesisError> read_fork_fields(
    const Section& document, const vm::ChainConfig& config, vm::BlockHeader& header)
{
    BYLINE_TRY(base_fee, document.number("baseFeePerGas"));
    header.base_fee_per_gas = base_fee.value_or(initial_base_fee);
    header.withdrawals_root = empty_trie_root;
    BYLINE_TRY(blob_gas_used, document.uint64("blobGasUsed"));
    header.blob_gas_used = blob_gas_used.value_or(0);
    BYLINE_TRY(excess_blob_gas, document.uint64("excessBlobGas"));
    header.excess_blob_gas = excess_blob_gas.value_or(0);
    BYLINE_TRY(beacon_root, document.hash("parentBeaconBlockRoot"));
    header.parent_beacon_block_root = beacon_root.value_or(bytes32{});
    if (config.at(header.timestamp).revision >= Revision::prague)
        header.requests_hash = no_requests_hash;
    return {};
}

/// From Prague on a block needs what EIP-7002 and EIP-7251 deployed: without them none could
/// follow.
std::expected<void, GenesisError> check_system_contracts(const Genesis& genesis)
{
    constexpr address withdrawal_requests = hex_address("00000961ef480eb55e80d19ad83579a64c007002");
    constexpr address consolidation_requests =
        hex_address("0000bbddc7ce488642fb579f8b00f3a590007251");
    if (genesis.config.at(genesis.block.header.timestamp).revision < Revision::prague)
        return {};
    for (const address& contract : {withdrawal_requests, consolidation_requests})
    {
        const auto account = genesis.state.account(contract);
        if (!account || account->code_hash == empty_code_hash)
            return refuse("alloc." + to_hex(contract),
                "is missing or has no code: a chain that starts at Prague or later needs this "
                "system contract");
    }
    return {};
}

std::expected<Section, GenesisError> required_section(
    const Section& document, std::string_view name)
{
    BYLINE_TRY(section, document.section(name));
    if (!section)
        return refuse(std::string{name}, "is missing");
    return *section;
}
}  // namespace

std::expected<Genesis, GenesisError> read_genesis(std::string_view document)
{
    BYLINE_TRY(value, parse_object(document));
    const Section top{value.get_object(), ""};
    Genesis genesis;
    BYLINE_TRY(header, read_header(top));
    genesis.block.header = std::move(header);
    BYLINE_TRY(config, required_section(top, "config"));
    BYLINE_TRY(rules, read_rules(config, genesis.block.header.timestamp));
    genesis.config = std::move(rules);
    BYLINE_TRY_VOID(read_fork_fields(top, genesis.config, genesis.block.header));
    BYLINE_TRY(alloc, required_section(top, "alloc"));
    BYLINE_TRY(state, read_alloc(alloc));
    genesis.state = std::move(state);
    BYLINE_TRY_VOID(check_system_contracts(genesis));
    genesis.block.header.state_root = state_root(genesis.state);
    genesis.document = document;
    return genesis;
}
}  // namespace byline::node

#include "tools/byline-evm/fixture_parts.hpp"

#include "tools/byline-evm/json_reading.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::tools
{
namespace
{
constexpr std::uint64_t transition_time = 15'000;  ///< "AtTime15k"
/// Far above what a block can hold; keeps sums and products of blob gas within 64 bits.
constexpr std::uint64_t max_blobs = std::uint64_t{1} << 20;

/// Forks that change nothing but the blob parameters (EIP-7892), with mainnet's.
struct BlobFork
{
    std::string_view name;
    vm::BlobParameters blobs;
};

constexpr std::array<BlobFork, 2> blob_forks{
    {{"BPO1", {10, 15, 8'346'193}}, {"BPO2", {14, 21, 11'684'671}}}};

void read_storage(vm::Overlay& state, const address& addr, const JsonReader& account)
{
    for (const auto& [key, value] : account.object("storage"))
    {
        const auto slot = fixture_number(key);
        const auto word = fixture_number(account.text_of(value, key));
        if (!slot || !word)
            return account.fail("storage of an account is not a map of numbers");
        if (!word->is_zero())
            state.set_storage(addr, *slot, *word);
    }
}

std::optional<vm::ForkActivation> read_fork(std::string_view name, const JsonReader& fixture)
{
    vm::ForkActivation fork;
    if (const auto revision = revision_from_string(name))
    {
        fork.revision = *revision;
        fork.blobs = vm::mainnet_blobs(*revision);
    }
    else
    {
        const auto* found = std::ranges::find(blob_forks, name, &BlobFork::name);
        if (found == blob_forks.end())
            return std::nullopt;
        fork.revision = Revision::osaka;
        fork.blobs = found->blobs;
    }
    if (!fixture.has("config") || !fixture.reader("config").has("blobSchedule"))
        return fork;
    const JsonReader schedule = fixture.reader("config").reader("blobSchedule");
    if (schedule.has(name))
    {
        const JsonReader blobs = schedule.reader(name);
        fork.blobs = {
            blobs.uint64("target"), blobs.uint64("max"), blobs.uint64("baseFeeUpdateFraction")};
        check_blob_parameters(fork.blobs, blobs);
    }
    return fork;
}
}  // namespace

void check_blob_parameters(const vm::BlobParameters& blobs, const JsonReader& reader)
{
    if (blobs.max == 0 || blobs.max > max_blobs || blobs.target > blobs.max)
        reader.fail("max is not between 1 and " + std::to_string(max_blobs) + " or below target");
    if (blobs.base_fee_update_fraction == 0)
        reader.fail("baseFeeUpdateFraction is zero");
}

vm::Overlay read_state(const boost::json::object& accounts, const JsonReader& fixture)
{
    vm::Overlay state;
    for (const auto& [key, value] : accounts)
    {
        const auto addr = address_from_hex(key);
        if (!addr)
        {
            fixture.fail("a key of a state is not an address");
            break;
        }
        const JsonReader account = fixture.element(value);
        state.set_balance(*addr, account.number("balance"));
        state.set_nonce(*addr, account.uint64("nonce"));
        state.set_code(*addr, account.bytes("code"));
        read_storage(state, *addr, account);
    }
    return state;
}

std::optional<vm::ChainConfig> read_chain_config(
    std::string_view network, const JsonReader& fixture)
{
    vm::ChainConfig config;
    if (fixture.has("config") && fixture.reader("config").has("chainid"))
        config.chain_id = fixture.reader("config").uint64("chainid");
    config.forks.clear();

    constexpr std::string_view at_time = "AtTime15k";
    const std::size_t to = network.find("To");
    if (!network.ends_with(at_time) || to == std::string_view::npos)
    {
        const auto fork = read_fork(network, fixture);
        if (!fork)
            return std::nullopt;
        config.forks.push_back(*fork);
        return config;
    }
    const auto before = read_fork(network.substr(0, to), fixture);
    auto after =
        read_fork(network.substr(to + 2, network.size() - at_time.size() - to - 2), fixture);
    if (!before || !after)
        return std::nullopt;
    after->timestamp = transition_time;
    config.forks = {*before, *after};
    return config;
}

vm::BlockContext read_block(
    const JsonReader& env, const vm::ForkActivation& fork, std::uint64_t chain_id)
{
    vm::BlockContext block;
    block.revision = fork.revision;
    block.chain_id = chain_id;
    block.number = env.uint64("currentNumber");
    block.timestamp = env.uint64("currentTimestamp");
    block.gas_limit = env.uint64("currentGasLimit");
    block.coinbase = env.account("currentCoinbase");
    if (env.has("currentRandom"))
        block.prev_randao = to_bytes32(env.number("currentRandom"));
    if (env.has("currentBaseFee"))
        block.base_fee = env.number("currentBaseFee");
    const std::uint64_t excess =
        env.has("currentExcessBlobGas") ? env.uint64("currentExcessBlobGas") : 0;
    block.blob_base_fee = vm::blob_base_fee(excess, fork.blobs);
    return block;
}

std::string skip_reason(std::string_view network)
{
    return std::string{network} + ": rules before " + std::string{to_string(Revision::cancun)} +
           " or after " + std::string{to_string(latest_revision)} + " are not here";
}

bool lists_exception(std::string_view expected, std::string_view name)
{
    while (!expected.empty())
    {
        const std::size_t end = std::min(expected.find('|'), expected.size());
        const std::string_view one = expected.substr(0, end);
        if (one.substr(std::min(one.find('.') + 1, one.size())) == name)
            return true;
        expected.remove_prefix(std::min(end + 1, expected.size()));
    }
    return false;
}
}  // namespace byline::tools

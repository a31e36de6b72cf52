#include "node/chain/document/rules.hpp"

#include "node/chain/document/section.hpp"
#include "node/chain/genesis.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
/// A fork as the document names it. Blob-parameter-only forks keep the rules of the one before
/// (EIP-7892).
struct ForkName
{
    std::string_view time;      ///< key in `config`
    std::string_view schedule;  ///< key in `config.blobSchedule`
    std::optional<Revision> revision;
};

constexpr std::array fork_names{
    ForkName{"cancunTime", "cancun", Revision::cancun},
    ForkName{"pragueTime", "prague", Revision::prague},
    ForkName{"osakaTime", "osaka", Revision::osaka},
    ForkName{"bpo1Time", "bpo1", std::nullopt},
    ForkName{"bpo2Time", "bpo2", std::nullopt},
    ForkName{"bpo3Time", "bpo3", std::nullopt},
    ForkName{"bpo4Time", "bpo4", std::nullopt},
    ForkName{"bpo5Time", "bpo5", std::nullopt},
};

/// Forks before Cancun that a document gives a block or a time; all are active from the start here.
constexpr std::array<std::string_view, 15> old_fork_names{"homesteadBlock", "eip150Block",
    "eip155Block", "eip158Block", "byzantiumBlock", "constantinopleBlock", "petersburgBlock",
    "istanbulBlock", "muirGlacierBlock", "berlinBlock", "londonBlock", "arrowGlacierBlock",
    "grayGlacierBlock", "mergeNetsplitBlock", "daoForkBlock"};

std::expected<void, GenesisError> check_old_forks(
    const Section& config, std::uint64_t genesis_timestamp)
{
    for (const std::string_view name : old_fork_names)
    {
        BYLINE_TRY(block, config.number(name));
        if (block && !block->is_zero())
            return refuse(config.place_of(name),
                "must be 0 or absent: chains begin at Cancun or a later fork");
    }
    BYLINE_TRY(shanghai, config.uint64("shanghaiTime"));
    if (shanghai && *shanghai > genesis_timestamp)
        return refuse(config.place_of("shanghaiTime"),
            "is later than the genesis timestamp: chains begin at Cancun or a later fork");
    return {};
}

/// A fork time that is not known here must not be passed over: the chain would split from its own
/// rules.
std::expected<void, GenesisError> check_no_unknown_fork(const Section& config)
{
    for (const auto& field : config.object())
    {
        const std::string_view name = field.key();
        if (!name.ends_with("Time") || field.value().is_null() || name == "shanghaiTime")
            continue;
        const bool known = std::ranges::any_of(
            fork_names, [name](const ForkName& fork) { return fork.time == name; });
        if (!known)
            return refuse(config.place_of(name), "the rules of this fork are not known here");
    }
    return {};
}

std::expected<std::uint64_t, GenesisError> required(const Section& section, std::string_view name)
{
    BYLINE_TRY(value, section.uint64(name));
    if (!value)
        return refuse(section.place_of(name), "is missing");
    return *value;
}

std::expected<std::optional<vm::BlobParameters>, GenesisError> read_blobs(
    const std::optional<Section>& schedule, std::string_view fork)
{
    if (!schedule)
        return std::nullopt;
    BYLINE_TRY(entry, schedule->section(fork));
    if (!entry)
        return std::nullopt;
    BYLINE_TRY(target, required(*entry, "target"));
    BYLINE_TRY(max, required(*entry, "max"));
    BYLINE_TRY(fraction, required(*entry, "baseFeeUpdateFraction"));
    constexpr std::uint64_t greatest = 1'000'000;  // blobs a block: keeps blob gas far below 2^64
    if (max > greatest || target > max)
        return refuse(entry->place_of("target"), "target, max and 1,000,000 must be in this order");
    if (fraction == 0)
        return refuse(entry->place_of("baseFeeUpdateFraction"), "must not be 0");
    return vm::BlobParameters{.target = target, .max = max, .base_fee_update_fraction = fraction};
}

/// Appends one fork, or replaces those before it that never rule because it starts with genesis.
void activate(std::vector<vm::ForkActivation>& forks, vm::ForkActivation fork,
    std::uint64_t genesis_timestamp)
{
    if (fork.timestamp <= genesis_timestamp)
    {
        fork.timestamp = 0;
        forks.clear();
    }
    forks.push_back(fork);
}

std::expected<std::vector<vm::ForkActivation>, GenesisError> read_forks(
    const Section& config, std::uint64_t genesis_timestamp)
{
    BYLINE_TRY(schedule, config.section("blobSchedule"));
    std::vector<vm::ForkActivation> forks;
    const ForkName* absent = nullptr;
    std::uint64_t last_time = 0;
    vm::ForkActivation current{.timestamp = 0, .revision = Revision::cancun, .blobs = {}};
    for (const ForkName& name : fork_names)
    {
        BYLINE_TRY(time, config.uint64(name.time));
        if (!time)
        {
            absent = absent == nullptr ? &name : absent;
            continue;
        }
        const std::string place = config.place_of(name.time);
        if (absent != nullptr && (absent->revision || !name.revision))
            return refuse(
                place, "is set, but the earlier " + std::string{absent->time} + " is not");
        if (*time < last_time)
            return refuse(place, "is earlier than the fork before it");
        BYLINE_TRY(blobs, read_blobs(schedule, name.schedule));
        if (!blobs && !name.revision)
            return refuse(config.place_of("blobSchedule") + "." + std::string{name.schedule},
                "is missing, but " + std::string{name.time} + " is set");
        current.timestamp = last_time = *time;
        current.revision = name.revision.value_or(current.revision);
        current.blobs = blobs ? *blobs : vm::mainnet_blobs(current.revision);
        activate(forks, current, genesis_timestamp);
    }
    if (forks.empty() || forks.front().timestamp != 0)
        return refuse(config.place_of("cancunTime"),
            "is missing or later than the genesis timestamp: chains begin at Cancun or a later "
            "fork");
    return forks;
}
}  // namespace

std::expected<vm::ChainConfig, GenesisError> read_rules(
    const Section& config, std::uint64_t genesis_timestamp)
{
    vm::ChainConfig rules;
    BYLINE_TRY(chain_id, required(config, "chainId"));
    if (chain_id == 0)
        return refuse(config.place_of("chainId"), "must not be 0");
    rules.chain_id = chain_id;
    BYLINE_TRY_VOID(check_old_forks(config, genesis_timestamp));
    BYLINE_TRY_VOID(check_no_unknown_fork(config));
    BYLINE_TRY(forks, read_forks(config, genesis_timestamp));
    rules.forks = std::move(forks);
    BYLINE_TRY(deposit_contract, config.account("depositContractAddress"));
    if (deposit_contract)
        rules.deposit_contract = *deposit_contract;
    return rules;
}
}  // namespace byline::node

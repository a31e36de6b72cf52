#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/transition/block_execution.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <vector>

using namespace byline;
using namespace byline::vm;

namespace
{
constexpr std::uint64_t blob = gas_per_blob;

ForkActivation rules(Revision revision)
{
    return {.timestamp = 0, .revision = revision, .blobs = mainnet_blobs(revision)};
}

class header_rules : public ::testing::Test
{
protected:
    header_rules()
    {
        config.forks = {rules(Revision::osaka)};
        parent.gas_limit = 30'000'000;
        parent.gas_used = 15'000'000;
        parent.number = 9;
        parent.timestamp = 100;
        parent.base_fee_per_gas = 1'000'000'000;
        parent.blob_gas_used = 0;
        parent.excess_blob_gas = 0;
        header = parent;
        header.parent_hash = parent_hash;
        header.number = 10;
        header.timestamp = 101;
        header.withdrawals_root = empty_trie_root;
        header.parent_beacon_block_root = bytes32{};
        header.requests_hash = bytes32{};
    }

    void expect_refused(BlockError error, const std::function<void(BlockHeader&)>& change)
    {
        BlockHeader changed = header;
        change(changed);
        const auto checked = check_header(changed, parent, parent_hash, config);
        ASSERT_FALSE(checked) << to_string(error);
        EXPECT_EQ(checked.error(), error) << to_string(checked.error());
    }

    const bytes32 parent_hash = keccak256("parent");
    ChainConfig config;
    BlockHeader parent;
    BlockHeader header;
};

TEST(next_base_fee, follows_the_examples_of_other_clients)
{
    const auto after = [](std::uint64_t gas_used) {
        BlockHeader parent;
        parent.base_fee_per_gas = 1'000'000'000;
        parent.gas_limit = 20'000'000;
        parent.gas_used = gas_used;
        return next_base_fee(parent);
    };
    EXPECT_EQ(after(10'000'000), uint256{1'000'000'000});
    EXPECT_EQ(after(9'000'000), uint256{987'500'000});
    EXPECT_EQ(after(11'000'000), uint256{1'012'500'000});
    EXPECT_EQ(after(0), uint256{875'000'000});
}

TEST(next_base_fee, rises_by_at_least_one_wei)
{
    BlockHeader parent;
    parent.base_fee_per_gas = 1;
    parent.gas_limit = 30'000'000;
    parent.gas_used = 15'000'001;
    EXPECT_EQ(next_base_fee(parent), uint256{2});
}

TEST(blob_base_fee, follows_the_examples_of_other_clients)
{
    const BlobParameters cancun = mainnet_blobs(Revision::cancun);
    EXPECT_EQ(blob_base_fee(0, cancun), uint256{1});
    EXPECT_EQ(blob_base_fee(2'314'057, cancun), uint256{1});
    EXPECT_EQ(blob_base_fee(2'314'058, cancun), uint256{2});
    EXPECT_EQ(blob_base_fee(10 * 1024 * 1024, cancun), uint256{23});
}

TEST(blob_base_fee, ends_at_the_greatest_word)
{
    EXPECT_EQ(blob_base_fee(~std::uint64_t{0}, mainnet_blobs(Revision::cancun)), max_uint256);
}

TEST(next_excess_blob_gas, is_what_exceeds_the_target)
{
    BlockHeader parent;
    const ForkActivation cancun = rules(Revision::cancun);
    EXPECT_EQ(next_excess_blob_gas(parent, cancun), 0U) << "no blob fields before Cancun";
    parent.excess_blob_gas = 0;
    parent.blob_gas_used = 2 * blob;
    EXPECT_EQ(next_excess_blob_gas(parent, cancun), 0U);
    parent.blob_gas_used = 4 * blob;
    EXPECT_EQ(next_excess_blob_gas(parent, cancun), blob);
    parent.excess_blob_gas = 5 * blob;
    parent.blob_gas_used = 0;
    EXPECT_EQ(next_excess_blob_gas(parent, cancun), 2 * blob);
}

TEST(next_excess_blob_gas, does_not_fall_below_the_cost_of_execution)
{
    BlockHeader parent;
    parent.base_fee_per_gas = 1'000'000'000;
    parent.excess_blob_gas = 20 * blob;
    parent.blob_gas_used = 3 * blob;
    EXPECT_EQ(next_excess_blob_gas(parent, rules(Revision::prague)), 17 * blob);
    // EIP-7918: a third of the blobs used is added, as (max - target) / max = 1/3.
    EXPECT_EQ(next_excess_blob_gas(parent, rules(Revision::osaka)), 21 * blob);
    parent.base_fee_per_gas = 1;
    EXPECT_EQ(next_excess_blob_gas(parent, rules(Revision::osaka)), 17 * blob);
}

TEST_F(header_rules, accept_a_good_header)
{
    EXPECT_TRUE(check_header(header, parent, parent_hash, config));
}

TEST_F(header_rules, tie_a_block_to_its_parent)
{
    expect_refused(BlockError::unknown_parent, [](auto& h) { h.parent_hash = bytes32{}; });
    expect_refused(BlockError::wrong_number, [](auto& h) { h.number = 11; });
    expect_refused(BlockError::timestamp_not_after_parent, [](auto& h) { h.timestamp = 100; });
}

TEST_F(header_rules, bound_gas)
{
    expect_refused(BlockError::wrong_gas_limit, [](auto& h) { h.gas_limit += h.gas_limit / 1024; });
    expect_refused(BlockError::wrong_gas_limit, [](auto& h) { h.gas_limit -= h.gas_limit / 1024; });
    expect_refused(BlockError::gas_used_above_limit, [](auto& h) { h.gas_used = h.gas_limit + 1; });
    expect_refused(BlockError::wrong_base_fee, [](auto& h) { h.base_fee_per_gas = 1; });
    parent.gas_limit = 5000;
    expect_refused(BlockError::wrong_gas_limit, [](auto& h) { h.gas_limit = 4999; });
}

TEST_F(header_rules, keep_the_fields_that_paris_froze)
{
    expect_refused(BlockError::wrong_difficulty, [](auto& h) { h.difficulty = 1; });
    expect_refused(BlockError::wrong_difficulty, [](auto& h) { h.nonce[7] = 1; });
    expect_refused(BlockError::ommers_not_empty, [](auto& h) { h.ommers_hash = bytes32{}; });
    expect_refused(BlockError::extra_data_too_long, [](auto& h) { h.extra_data.resize(33); });
}

TEST_F(header_rules, want_exactly_the_fields_of_the_fork)
{
    expect_refused(BlockError::wrong_format, [](auto& h) { h.requests_hash.reset(); });
    expect_refused(BlockError::wrong_format, [](auto& h) { h.blob_gas_used.reset(); });
    expect_refused(BlockError::wrong_format, [](auto& h) { h.withdrawals_root.reset(); });
    config.forks = {rules(Revision::cancun)};
    expect_refused(BlockError::wrong_format, [](auto&) {});
}

TEST_F(header_rules, bound_blob_gas)
{
    expect_refused(BlockError::blob_gas_above_limit, [](auto& h) { h.blob_gas_used = 10 * blob; });
    expect_refused(BlockError::wrong_blob_gas_used, [](auto& h) { h.blob_gas_used = 1; });
    expect_refused(BlockError::wrong_excess_blob_gas, [](auto& h) { h.excess_blob_gas = blob; });
}

TEST_F(header_rules, change_at_the_timestamp_of_a_fork)
{
    config.forks = {rules(Revision::cancun), rules(Revision::prague)};
    config.forks[1].timestamp = 101;
    EXPECT_EQ(config.at(100).revision, Revision::cancun);
    EXPECT_EQ(config.at(101).revision, Revision::prague);
    EXPECT_TRUE(check_header(header, parent, parent_hash, config));
    config.forks[1].timestamp = 102;
    expect_refused(BlockError::wrong_format, [](auto&) {});
}

TEST_F(header_rules, bound_the_size_of_a_block_from_osaka_on)
{
    EXPECT_TRUE(check_block_size(max_block_size, rules(Revision::osaka)));
    EXPECT_EQ(check_block_size(max_block_size + 1, rules(Revision::osaka)).error(),
        BlockError::block_too_large);
    EXPECT_TRUE(check_block_size(max_block_size + 1, rules(Revision::prague)));
}

TEST(block_error, has_the_name_that_fixtures_use)
{
    EXPECT_EQ(fixture_name(BlockError::unknown_parent), "UNKNOWN_PARENT");
    EXPECT_EQ(to_string(BlockError::unknown_parent), "parent block is not known");
}
}  // namespace

#include "tests/stdlib-contracts/licence_world.hpp"

namespace byline::testing
{
namespace
{
using vm::TxOutcome;

class licence_constructor : public ::testing::Test
{
protected:
    licence_constructor()
        : artifact{compile_source(read_source("stdlib-contracts/licences/street-scenes.byl"))}
    {}

    void expect_bad_party(const std::vector<uint256>& arguments, const uint256& party)
    {
        expect_revert(world.deploy(artifact, arguments), encode("BadParty(address)", {party}));
    }

    compiler::Artifact artifact;
    LicenceWorld world;
    const uint256 alice = to_uint256(account(0));
    const uint256 bob = to_uint256(account(1));
    const uint256 carol = to_uint256(account(2));
};

TEST_F(licence_constructor, refuses_the_same_address_twice)
{
    expect_bad_party({alice, alice, carol}, alice);
    expect_bad_party({alice, bob, alice}, alice);
    expect_bad_party({alice, bob, bob}, bob);
    expect_bad_party({carol, carol, carol}, carol);
}

TEST_F(licence_constructor, refuses_the_zero_address)
{
    expect_bad_party({0, bob, carol}, 0);
    expect_bad_party({alice, 0, carol}, 0);
    expect_bad_party({alice, bob, 0}, 0);
}

TEST_F(licence_constructor, refuses_missing_arguments)
{
    expect_revert(world.deploy(artifact, {}), {});
    expect_revert(world.deploy(artifact, {alice, bob}), {});
}

TEST_F(licence_constructor, refuses_arguments_cut_short)
{
    // What is cut off would read as zeros: carol's money would go to an address of nobody.
    Bytes whole = artifact.creation_code;
    for (const uint256& party : {alice, bob, carol})
        append(whole, party);
    for (const std::size_t missing : {1U, 2U, 31U, 33U, 95U})
    {
        const Bytes cut(whole.begin(), whole.end() - static_cast<std::ptrdiff_t>(missing));
        expect_revert(world.send(account(900), std::nullopt, cut), {});
    }
    whole.push_back(0xff);
    expect_success(world.send(account(900), std::nullopt, whole));
}

TEST_F(licence_constructor, refuses_its_own_address)
{
    // The address of the next contract is known before it is made.
    LicenceWorld other;
    const TxOutcome outcome = other.deploy(artifact, {alice, bob, carol});
    ASSERT_TRUE(outcome.created);
    const uint256 self = to_uint256(*outcome.created);
    expect_bad_party({alice, self, carol}, self);
}

TEST_F(licence_constructor, refuses_dirty_addresses)
{
    expect_revert(world.deploy(artifact, {alice, bob + (uint256{1} << 160), carol}), {});
    expect_revert(world.deploy(artifact, {alice, bob, carol + (uint256{1} << 255)}), {});
}

TEST_F(licence_constructor, takes_no_money)
{
    expect_revert(world.deploy(artifact, {alice, bob, carol}, 1), {});
}

TEST_F(licence_constructor, counts_money_that_was_there_before)
{
    // A contract's address can be paid before the contract is there.
    LicenceWorld other;
    const TxOutcome first = other.deploy(artifact, {alice, bob, carol});
    ASSERT_TRUE(first.created);
    world.state().set_balance(*first.created, 1'000);
    const TxOutcome outcome = world.deploy(artifact, {alice, bob, carol});
    expect_success(outcome);
    EXPECT_EQ(outcome.created, first.created);
    EXPECT_EQ(world.view(*outcome.created, "received()"), 1'000);
    EXPECT_EQ(world.view(*outcome.created, "claimable(address)", {alice}), 500);
}

TEST_F(licence_constructor, deploys_the_same_bytes_every_time)
{
    const auto again = compile_source(read_source("stdlib-contracts/licences/street-scenes.byl"));
    EXPECT_EQ(artifact.creation_code, again.creation_code);
    EXPECT_EQ(artifact.runtime_code, again.runtime_code);
    EXPECT_EQ(artifact.terms_hash, again.terms_hash);
}
}  // namespace
}  // namespace byline::testing

// What each example answers to, derived by hand from money.md, section 2.
#include "compiler/sema/interface.hpp"

#include "tests/compiler/sema/analysed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

namespace byline::compiler
{
namespace
{
using Signatures = std::vector<std::string>;

template <typename List>
Signatures signatures_of(const List& list)
{
    Signatures result;
    for (const auto& item : list)
        result.push_back(signature_of(item));
    std::ranges::sort(result);
    return result;
}

Signatures joined(std::initializer_list<Signatures> lists)
{
    Signatures result;
    for (const Signatures& list : lists)
        result.insert(result.end(), list.begin(), list.end());
    std::ranges::sort(result);
    return result;
}

const Signatures every_function{"claim()", "claimFor(address)", "claimTo(address)",
    "claimable(address)", "received()", "surplus()", "supportsInterface(bytes4)", "termsHash()"};
const Signatures every_event{"Claimed(address,uint256)"};
const Signatures every_error{"BadParty(address)", "NotAllowed(address)", "NothingToClaim()",
    "Overflow()", "TransferFailed()", "WrongPayment(uint256,uint256)"};
const std::string eip712_domain = "eip712Domain()";

TEST(interface, of_a_split)
{
    const Interface a = interface_of(example("a_street_scenes"));
    EXPECT_EQ(signatures_of(a.functions),
        joined({every_function, {"record(uint64)", "alice()", "bob()", "carol()"}}));
    EXPECT_EQ(signatures_of(a.events), joined({every_event, {"Record(address,uint64,uint256)"}}));
    EXPECT_EQ(signatures_of(a.errors), every_error);
    EXPECT_FALSE(a.receives);
}

TEST(interface, of_tables_and_keeps)
{
    const Interface b = interface_of(example("b_vision_model"));
    EXPECT_EQ(signatures_of(b.functions),
        joined({every_function, {"subscribe(uint8,bytes32)", "meter(address,uint64)", "lab()",
                                    "source()", "seat(address)"}}));
    EXPECT_EQ(signatures_of(b.events),
        joined({every_event,
            {"Subscribe(address,uint8,bytes32,uint256)", "Meter(address,address,uint64)"}}));
    EXPECT_EQ(signatures_of(b.errors),
        joined({every_error, {"WrongTerms()", "StillRunning(uint64)", "Expired(uint64)",
                                 "QuotaExceeded(uint64,uint64)"}}));
    const auto seat =
        std::ranges::find(b.functions, FunctionKind::keep_getter, &ExternalFunction::kind);
    ASSERT_NE(seat, b.functions.end());
    ASSERT_EQ(seat->outputs.size(), 2U);
    EXPECT_EQ(seat->outputs[0].name, "left");
    EXPECT_EQ(seat->outputs[1].type, "uint64");
    EXPECT_TRUE(seat->is_view);
    const ExternalFunction& subscribe = b.functions[0];
    EXPECT_TRUE(subscribe.is_payable);
    EXPECT_EQ(subscribe.inputs[0].internal_type, "enum VisionModel.Tier");
    EXPECT_FALSE(b.functions[1].is_payable);
}

TEST(interface, of_a_default_split)
{
    const Interface c = interface_of(example("c_tuned_model"));
    EXPECT_EQ(signatures_of(c.functions),
        joined({every_function,
            {"record(uint64)", "parent()", "grandparent()", "tuner()", "host()"}}));
    EXPECT_EQ(signatures_of(c.events), joined({every_event, {"Record(address,uint64,uint256)"}}));
    EXPECT_EQ(signatures_of(c.errors), every_error);
    EXPECT_TRUE(c.receives);
}

TEST(interface, of_epochs)
{
    const Interface d = interface_of(example("d_epoch_model"));
    EXPECT_EQ(signatures_of(d.functions),
        joined({every_function,
            {"record(uint64)", "attributor()", "treasury()",
                "report((uint64,bytes32,uint64),bytes)",
                "claimEpoch(uint64,address,uint64,uint256,bytes32,uint64,uint256,uint64,uint256[])",
                "sweepEpoch(uint64,bytes32,uint64,uint256,uint64)", "closeSilent()",
                eip712_domain}}));
    EXPECT_EQ(signatures_of(d.events),
        joined({every_event,
            {"Record(address,uint64,uint256)", "Reported(uint64,bytes32,uint64,uint256,uint64)",
                "EpochClaimed(uint64,address,uint256)", "Silent(uint64,uint64)"}}));
    EXPECT_EQ(signatures_of(d.errors),
        joined(
            {every_error, {"WrongEpoch(uint64,uint64)", "EmptyEpoch()", "BadProof()",
                              "AlreadyClaimed()", "BadSignature(uint256)", "TooEarly(uint64)"}}));
}

TEST(interface, of_a_waterfall)
{
    const Interface e = interface_of(example("e_album"));
    EXPECT_EQ(signatures_of(e.functions),
        joined({every_function,
            {"license(uint64)", "publisher()", "artist()", "producer()", "paidTo(address)"}}));
    EXPECT_EQ(signatures_of(e.events), joined({every_event, {"License(address,uint64,uint256)"}}));
    EXPECT_EQ(signatures_of(e.errors), every_error);
    EXPECT_TRUE(e.receives);
}

TEST(interface, of_a_royalty)
{
    const Interface f = interface_of(example("f_prints"));
    EXPECT_EQ(signatures_of(f.functions),
        joined({every_function, {"artist()", "model()", "royaltyInfo(uint256,uint256)"}}));
    EXPECT_EQ(signatures_of(f.events), every_event);
    EXPECT_EQ(signatures_of(f.errors), every_error);
}

TEST(interface, of_a_tab_and_signed_messages)
{
    const Interface g = interface_of(example("g_metered"));
    EXPECT_EQ(signatures_of(g.functions),
        joined({every_function,
            {"redeem(((address,uint64),bytes)[])", "provider()", "owner()", "used(address)",
                "fund()", "leave()", "withdraw()", "deposit(address)", eip712_domain}}));
    EXPECT_EQ(signatures_of(g.events),
        joined({every_event, {"Redeem(address)", "Funded(address,uint256)",
                                 "Leaving(address,uint64)", "Withdrawn(address,uint256)"}}));
    EXPECT_EQ(signatures_of(g.errors),
        joined({every_error, {"BadSignature(uint256)", "TooEarly(uint64)"}}));
    const auto fund = std::ranges::find(g.functions, std::string{"fund"}, &ExternalFunction::name);
    EXPECT_TRUE(fund->is_payable);
    const auto batch = g.functions[0].inputs[0];
    EXPECT_EQ(batch.type, "tuple[]");
    EXPECT_EQ(batch.internal_type, "struct Metered.SignedUsage[]");
    EXPECT_EQ(batch.components[0].internal_type, "struct Metered.Usage");
}

TEST(interface, of_a_token_a_pool_and_an_upgrade)
{
    const Interface h = interface_of(example("h_seats"));
    EXPECT_EQ(signatures_of(h.functions),
        joined({every_function,
            {"subscribe(uint64)", "subscribeWithPermit(uint64,uint256,uint8,bytes32,bytes32)",
                "reward(address,uint64)", "active(address)", "revenueClaimable(address)",
                "revenueReceived()", "bonusClaimable(address)", "bonusReceived()", "vendor()",
                "author()", "desk()", "seats(address)", "bonusShares(address)", "bonusTotal()",
                "announce(address)", "successor()"}}));
    EXPECT_EQ(signatures_of(h.events),
        joined({every_event, {"Subscribe(address,uint64,uint256)", "Reward(address,address,uint64)",
                                 "BonusShares(address,uint64)", "Successor(address,uint64)"}}));
    EXPECT_EQ(signatures_of(h.errors), joined({every_error, {"Locked()", "Paused(uint64)"}}));
    EXPECT_FALSE(h.functions[0].is_payable);
    EXPECT_FALSE(h.receives);
}

TEST(interface, of_a_pot_a_pause_and_places_that_go_over)
{
    const Interface pot = interface_of(
        analysed("licence L { party a, b assignable  role judge = b  let fee = 2 ether "
                 "split s { a 100% }  pot reserve exits to b after 1 year  keep paid: count "
                 "act fill() { by judge takes any into reserve } "
                 "act refund(who: account) { by a or judge when who != caller "
                 "pays 1 ether from reserve to who } pause by judge max 7 days }"));
    EXPECT_EQ(signatures_of(pot.functions),
        joined({every_function,
            {"fill()", "refund(address)", "a()", "b()", "judge()", "fee()", "paid()", "exit()",
                "reserve()", "pause()", "resume()", "assign(address)", "accept()"}}));
    EXPECT_EQ(signatures_of(pot.events),
        joined({every_event,
            {"Fill(address,uint256)", "Refund(address,address)", "Exited(address,uint256)",
                "PausedUntil(uint64)", "Offered(address,address)", "Assigned(address,address)"}}));
    EXPECT_EQ(signatures_of(pot.errors),
        joined({every_error, {"ConditionFailed(uint256)", "NotEnough(uint256,uint256)",
                                 "Paused(uint64)", "TooEarly(uint64)"}}));
}

TEST(interface, has_parameters_by_their_types)
{
    const Interface types = interface_of(analysed(
        "licence L { party a unit call split s { a 100% } act x(k: calls, b: 3..9, c: account, "
        "d: hash, e: flag, f: money, g: time, h: list of account max 4) { "
        "takes k * 1 wei per call into s } }"));
    EXPECT_EQ(signature_of(types.functions[0]),
        "x(uint64,uint64,address,bytes32,bool,uint256,uint64,address[])");
    EXPECT_EQ(signature_of(types.events[0]),
        "X(address,uint64,uint64,address,bytes32,bool,uint256,uint64,uint256)");
    const std::vector<AbiEvent::Field>& fields = types.events[0].fields;
    EXPECT_TRUE(fields[0].is_indexed);
    EXPECT_TRUE(
        std::ranges::none_of(fields.begin() + 1, fields.end(), &AbiEvent::Field::is_indexed));
}

TEST(interface, absorbs_tokens_where_there_is_a_default)
{
    const Interface interface = interface_of(analysed(
        "licence L { currency usdc = token 0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48 with 6 "
        "decimals party a split s default { a 100% } tab t notice 1 day }"));
    EXPECT_FALSE(interface.receives);
    EXPECT_EQ(signatures_of(interface.functions),
        joined({every_function,
            {"a()", "absorb()", "fund(uint256)", "leave()", "withdraw()", "t(address)"}}));
}
}  // namespace
}  // namespace byline::compiler

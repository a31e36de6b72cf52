// A pool whose members' shares change: who holds some when money comes has a part of it.
#include "bench/contracts/call_data.hpp"
#include "bench/contracts/subject.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::bench
{
namespace
{
/// How a version is called.
struct Interface
{
    std::string_view pay;      ///< takes the number of calls
    std::string_view reshare;  ///< takes the member and shares
    address manager;
    bool adds = false;  ///< shares are added to what the member has, not set anew
};

class Script
{
public:
    explicit Script(const Interface& calls) : calls_{calls} {}

    void pay(std::string function = "")
    {
        steps_.push_back({.function = std::move(function),
            .from = person("licensee"),
            .data = call_data(calls_.pay, {word(1)}),
            .value = milliether,
            .pays = {}});
    }

    /// Brings a member from `before` shares to `after`.
    void reshare(
        std::string function, std::string_view who, std::uint64_t before, std::uint64_t after)
    {
        const std::uint64_t shares = calls_.adds ? after - before : after;
        steps_.push_back({.function = std::move(function),
            .from = calls_.manager,
            .data = call_data(calls_.reshare, {word(person(who)), word(shares)}),
            .pays = {}});
    }

    void claim(std::string function, std::string_view who, std::uint64_t wei)
    {
        const address payee = person(who);
        steps_.push_back({.function = std::move(function),
            .from = payee,
            .data = call_data("claim()"),
            .pays = Step::Payout{payee, wei}});
    }

    [[nodiscard]] std::vector<Step> steps() && { return std::move(steps_); }

private:
    const Interface& calls_;
    std::vector<Step> steps_;
};

/// Totals at each payment are powers of two, so that a version which rounds at each payment pays
/// the same.
Story story(const Interface& calls)
{
    return [calls](const address& /*contract*/) {
        Script script{calls};
        script.reshare("", "first", 0, 24);
        script.reshare("join", "second", 0, 8);  // of 32
        script.pay("pay first");
        script.pay("pay");
        script.reshare("reshare first", "first", 24, 48);
        script.reshare("reshare", "second", 8, 80);  // of 128
        script.pay();
        script.claim("claim first", "first", 2 * milliether * 3 / 4 + milliether * 3 / 8);
        script.pay();
        script.claim("claim", "first", milliether * 3 / 8);
        script.pay();
        script.reshare("reshare of a paid member", "first", 48, 176);  // of 256
        script.pay();
        script.claim("", "first", milliether * 3 / 8 + milliether * 11 / 16);
        return std::move(script).steps();
    };
}

Version version(std::string contract, std::string_view reshare)
{
    return {std::move(contract), {Bytes{}}, story({"record(uint256)", reshare, deployer()})};
}
}  // namespace

Subject shared_pool()
{
    const Bytes parties = encode_words({to_uint256(person("desk")), to_uint256(person("author"))});
    const Interface calls{"pay(uint64)", "reshare(address,uint64)", person("desk"), true};
    return {.name = "Pool shared by points",
        .licence = "bench/contracts/licences/dividends.byl",
        .ours = {"Dividends", {parties}, story(calls)},
        .others = {{"PLicence", {parties}, story(calls), true},
            version("PoolIdiomatic", "setShares(address,uint256)"),
            version("PoolPacked", "setShares(address,uint96)"),
            version("PTarget", "setShares(address,uint64)")},
        .targets = {{"pay", 23'130}, {"reshare", 58'000}, {"reshare of a paid member", 44'500},
            {"claim", 44'500}},
        .most_bytes = {}};
}
}  // namespace byline::bench

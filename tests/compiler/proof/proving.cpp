#include "tests/compiler/proof/proving.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace byline::compiler::proof
{
Rational share(std::uint64_t numerator, std::uint64_t denominator)
{
    return *Rational::make(numerator, denominator);
}

uint256 ether(std::uint64_t amount)
{
    return power_of_ten(18) * amount;
}

ShareGroup alone(ShareFunction function)
{
    std::string name = function.bucket;
    return {std::move(name), {{share(1, 1), std::move(function)}}, true};
}

ShareFunction street_scenes()
{
    return {"revenue", {"alice", "bob", "carol"},
        {{{share(50, 100), share(30, 100), share(20, 100)}, {}, {}}}, 85};
}

ShareFunction album()
{
    return {"income", {"publisher", "artist", "producer"},
        {{{share(1, 1), share(0, 1), share(0, 1)}, ether(40), {}},
            {{share(1, 2), share(1, 2), share(0, 1)}, ether(100), {}},
            {{share(0, 1), share(85, 100), share(15, 100)}, {}, {}}},
        85};
}

ShareFunction recoupment()
{
    return {"rest", {"funder", "team"},
        {{{share(4, 5), share(1, 5)}, 7'500'000, PayeeTarget{0, 6'000'000}},
            {{share(1, 10), share(9, 10)}, {}, {}}},
        128};
}

ShareFunction large_split(std::size_t payees)
{
    ShareFunction result{"big", {}, {{}}, 128};
    for (std::size_t i = 1; i <= payees; ++i)
    {
        result.payees.push_back("p" + std::to_string(i));
        result.tiers[0].shares.push_back(share(i, payees * (payees + 1) / 2));
    }
    return result;
}

std::map<std::string, Verdict> verdicts_of(const std::vector<Obligation>& obligations)
{
    std::map<std::string, Verdict> verdicts;
    for (const Obligation& obligation : obligations)
        EXPECT_TRUE(verdicts.emplace(obligation.id, solve(obligation)).second) << obligation.id;
    return verdicts;
}

std::vector<std::string> failures_of(const std::vector<Obligation>& obligations)
{
    std::vector<std::string> failures;
    for (const auto& [id, verdict] : verdicts_of(obligations))
        if (verdict.outcome != Outcome::proved)
            failures.push_back(id + ": " + verdict.reason);
    return failures;
}
}  // namespace byline::compiler::proof

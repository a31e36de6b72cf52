#include "tools/byline-evm/tally.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <ostream>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>

namespace byline::tools
{
namespace
{
Counts& counts_of(std::map<std::string, Counts, std::less<>>& by_fork, std::string_view fork)
{
    const auto found = by_fork.find(fork);
    return found != by_fork.end() ? found->second : by_fork[std::string{fork}];
}

void add_to(Counts& sum, const Counts& part)
{
    sum.passed += part.passed;
    sum.failed += part.failed;
    sum.skipped += part.skipped;
}

std::ostream& operator<<(std::ostream& out, const Counts& counts)
{
    return out << counts.passed << " passed, " << counts.failed << " failed, " << counts.skipped
               << " skipped";
}

boost::json::object to_json(const Counts& counts)
{
    return {{"passed", counts.passed}, {"failed", counts.failed}, {"skipped", counts.skipped}};
}
}  // namespace

void Tally::pass(std::string_view fork)
{
    ++counts_of(by_fork_, fork).passed;
}

void Tally::fail(Failure failure)
{
    ++counts_of(by_fork_, failure.fork).failed;
    failures_.push_back(std::move(failure));
}

void Tally::skip(std::string_view fork, const std::string& reason, std::size_t cases)
{
    counts_of(by_fork_, fork).skipped += cases;
    skips_[reason] += cases;
}

void Tally::add(Tally&& other)
{
    for (const auto& [fork, counts] : other.by_fork_)
        add_to(by_fork_[fork], counts);
    for (const auto& [reason, cases] : other.skips_)
        skips_[reason] += cases;
    std::ranges::move(other.failures_, std::back_inserter(failures_));
}

Counts Tally::total() const
{
    Counts sum;
    for (const auto& [fork, counts] : by_fork_)
        add_to(sum, counts);
    return sum;
}

void Tally::print_text(std::size_t limit) const
{
    for (const Failure& failure : failures_ | std::views::take(limit))
        std::cout << "FAILED " << failure.file << " " << failure.test << " " << failure.fork << " "
                  << failure.index << ": " << failure.difference << "\n";
    if (failures_.size() > limit)
        std::cout << "and " << failures_.size() - limit << " more (--verbose lists all)\n";
    for (const auto& [reason, cases] : skips_)
        std::cout << "skipped " << cases << ": " << reason << "\n";
    for (const auto& [fork, counts] : by_fork_)
        std::cout << fork << ": " << counts << "\n";
    std::cout << total() << "\n";
}

void Tally::print_json() const
{
    boost::json::object document = to_json(total());
    boost::json::object forks;
    for (const auto& [fork, counts] : by_fork_)
        forks[fork] = to_json(counts);
    document["forks"] = std::move(forks);
    boost::json::object skips;
    for (const auto& [reason, cases] : skips_)
        skips[reason] = cases;
    document["skips"] = std::move(skips);
    boost::json::array failures;
    for (const Failure& failure : failures_)
        failures.push_back({{"file", failure.file}, {"test", failure.test}, {"fork", failure.fork},
            {"index", failure.index}, {"difference", failure.difference}});
    document["failures"] = std::move(failures);
    std::cout << document << "\n";
}
}  // namespace byline::tools

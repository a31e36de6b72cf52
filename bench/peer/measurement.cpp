#include "bench/peer/measurement.hpp"

#include "bench/peer/contender.hpp"
#include "bench/peer/peer_contender.hpp"
#include "bench/peer/rows.hpp"
#include "vm/primitives/hex.hpp"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace byline::bench
{
namespace
{
/// The processor's time that this thread has had: others' work on the machine does not count.
std::chrono::nanoseconds processor_time()
{
    timespec now{};
    // NOLINTNEXTLINE(misc-include-cleaner): glibc defines the name in a header of its own.
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

struct Lane
{
    std::string name;
    std::unique_ptr<Contender> contender;
    std::uint64_t times = 1;           ///< executions in one sample
    std::vector<double> samples = {};  ///< nanoseconds for one execution
};

std::chrono::nanoseconds time_once(Contender& contender, std::uint64_t times)
{
    contender.prepare();
    const auto start = processor_time();
    contender.run(times);
    return processor_time() - start;
}

/// So many executions that a sample is not shorter than wanted.
std::uint64_t calibrate(Contender& contender, std::chrono::nanoseconds wanted)
{
    std::uint64_t times = 1;
    time_once(contender, times);
    while (times < contender.limit())
    {
        const auto took = time_once(contender, times);
        if (took >= wanted)
            break;
        const auto missing = wanted / std::max(took, std::chrono::nanoseconds{1});
        times = std::min(contender.limit(),
            times * std::clamp<std::uint64_t>(static_cast<std::uint64_t>(missing) + 1, 2, 16));
    }
    return times;
}

std::string describe(const Outcome& outcome)
{
    const char* const endings[] = {"success", "revert", "failure"};
    const std::size_t shown = std::min<std::size_t>(outcome.output.size(), 32);
    return std::string{endings[static_cast<std::size_t>(outcome.ending)]} + ", gas left " +
           std::to_string(outcome.gas_left) + ", refund " + std::to_string(outcome.refund) + ", " +
           std::to_string(outcome.output.size()) + " bytes " +
           to_hex(BytesView{outcome.output}.first(shown));
}

/// How the outcomes differ; empty if they do not.
std::string compare(const std::vector<Lane>& lanes)
{
    const Outcome ours = lanes.front().contender->outcome();
    for (const Lane& lane : lanes)
    {
        const Outcome theirs = lane.contender->outcome();
        if (theirs != ours)
            return lanes.front().name + ": " + describe(ours) + "; " + lane.name + ": " +
                   describe(theirs);
    }
    return {};
}

Times summarise(const Lane& lane)
{
    std::vector<double> sorted = lane.samples;
    std::ranges::sort(sorted);
    return {lane.name, sorted.front(), sorted[sorted.size() / 2]};
}
}  // namespace

Measured measure(const Row& row, const std::vector<Peer>& peers, const Effort& effort)
{
    std::vector<Lane> lanes;
    lanes.push_back({"byline", row.ours()});
    if (row.peer)
    {
        for (const Peer& peer : peers)
            lanes.push_back({peer.name, row.peer(*peer.api)});
    }
    if (row.reference)
        lanes.push_back({row.reference_name, row.reference()});
    for (Lane& lane : lanes)
        lane.times = calibrate(*lane.contender, effort.sample);
    for (unsigned round = 0; round < effort.rounds; ++round)
    {
        for (Lane& lane : lanes)
        {
            const auto took = time_once(*lane.contender, lane.times);
            lane.samples.push_back(
                static_cast<double>(took.count()) / static_cast<double>(lane.times));
        }
    }
    Measured result;
    result.error = compare(lanes);
    double best_min = 0;
    double best_median = 0;
    for (const Lane& lane : lanes)
    {
        const Times times = summarise(lane);
        result.times.push_back(times);
        if (&lane == lanes.data())
            continue;
        best_min = best_min == 0 ? times.min : std::min(best_min, times.min);
        best_median = best_median == 0 ? times.median : std::min(best_median, times.median);
    }
    result.ratio = result.times.front().min / best_min;
    result.median_ratio = result.times.front().median / best_median;
    return result;
}
}  // namespace byline::bench

#pragma once

#include "bench/peer/peer_contender.hpp"
#include "bench/peer/rows.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace byline::bench
{
struct Effort
{
    unsigned rounds = 9;
    /// The least that is timed at once.
    std::chrono::nanoseconds sample = std::chrono::microseconds{500};
};

/// Nanoseconds for one execution.
struct Times
{
    std::string name;
    double min = 0;
    double median = 0;
};

struct Measured
{
    std::vector<Times> times;  ///< ours, then the builds of the peer, then a reference if any
    double ratio = 0;          ///< minimum of ours to the least minimum of the peer's builds
    double median_ratio = 0;   ///< the same of medians
    std::string error;         ///< not empty: outcomes differ, and how
};

/// Runs ours and all the others by turns, and compares what they come to.
Measured measure(const Row& row, const std::vector<Peer>& peers, const Effort& effort);
}  // namespace byline::bench

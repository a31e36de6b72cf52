#pragma once

#include "bench/peer/contender.hpp"
#include "bench/peer/peer_api.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace byline::bench
{
/// A piece of work that both sides do.
struct Row
{
    std::string section;
    std::string name;
    std::uint64_t operations = 1;  ///< what the time of one execution is divided by in reports
    std::function<std::unique_ptr<Contender>()> ours;
    std::function<std::unique_ptr<Contender>(const PeerApi&)> peer;
    /// Beside the builds of the peer, where there is a third way.
    std::string reference_name = {};
    std::function<std::unique_ptr<Contender>()> reference = {};
};

/// The public inputs ipsilon/evm-benchmarks; none if they are not unpacked.
std::vector<Row> fixture_rows();

/// Loops over single instructions.
std::vector<Row> loop_rows();

/// Calls, creations, logs and storage, on the state and host of each side.
std::vector<Row> state_rows();

/// Hashes, curves and wide arithmetic, outside of the machine.
std::vector<Row> crypto_rows();
}  // namespace byline::bench

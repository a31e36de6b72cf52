#pragma once

#include "bench/peer/contender.hpp"
#include "bench/peer/world.hpp"

#include <cstdint>
#include <memory>

namespace byline::bench
{
/// What an execution finds of the one before it.
enum class Before : std::uint8_t
{
    nothing,        ///< all that the message does is undone
    one_execution,  ///< the effects of one execution, none of later ones: values set, slots warm
};

/// Ours, as the node calls it: a journal over a state in memory, a machine that has run the code
/// before.
std::unique_ptr<Contender> warm_machine(const World& world, Before before);

/// The same with code that the machine has never met, in every execution.
std::unique_ptr<Contender> cold_machine(const World& world);
}  // namespace byline::bench

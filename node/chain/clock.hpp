#pragma once

#include <cstdint>
#include <functional>

namespace byline::node
{
/// Gives the time in seconds since 1970. Sealing reads the time through this alone, so that a test
/// can set it.
using Clock = std::function<std::uint64_t()>;

/// The machine's clock.
Clock system_clock();
}  // namespace byline::node

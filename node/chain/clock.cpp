#include "node/chain/clock.hpp"

#include <chrono>
#include <cstdint>

namespace byline::node
{
Clock system_clock()
{
    return [] {
        const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
        return static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::seconds>(since_1970).count());
    };
}
}  // namespace byline::node

#include "node/chain/clock.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <expected>
#include <mutex>
#include <string>

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

namespace
{
/// No block is of a later time, so that no sum of times below overflows.
constexpr std::uint64_t last_time = std::uint64_t{1} << 62;
}  // namespace

std::uint64_t MovableClock::running() const
{
    return clock_() + static_cast<std::uint64_t>(ahead_);
}

std::uint64_t MovableClock::now() const
{
    const std::lock_guard lock{mutex_};
    return standing_at_ ? *standing_at_ : running();
}

std::expected<std::int64_t, std::string> MovableClock::advance(
    std::uint64_t seconds, std::uint64_t latest)
{
    const std::lock_guard lock{mutex_};
    const std::uint64_t from = std::max(running(), latest);
    if (seconds > last_time || from + seconds > last_time)
        return std::unexpected{std::to_string(seconds) + " seconds are more than there is time"};
    ahead_ = static_cast<std::int64_t>(from + seconds) - static_cast<std::int64_t>(clock_());
    return ahead_;
}

std::expected<void, std::string> MovableClock::stand_at(std::uint64_t time, std::uint64_t latest)
{
    const std::lock_guard lock{mutex_};
    if (time <= latest)
        return std::unexpected{"timestamp " + std::to_string(time) +
                               " is not after the latest block's, " + std::to_string(latest)};
    if (time > last_time)
        return std::unexpected{
            "timestamp " + std::to_string(time) + " is later than there is time"};
    standing_at_ = time;
    return {};
}

void MovableClock::go_on()
{
    const std::lock_guard lock{mutex_};
    if (!standing_at_)
        return;
    ahead_ = static_cast<std::int64_t>(*standing_at_) - static_cast<std::int64_t>(clock_());
    standing_at_.reset();
}
}  // namespace byline::node

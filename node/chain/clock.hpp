#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace byline::node
{
/// Gives the time in seconds since 1970. Sealing reads the time through this alone, so that a test
/// can set it.
using Clock = std::function<std::uint64_t()>;

/// The machine's clock.
Clock system_clock();

/// A clock that can be put forward, for chains whose users try out what becomes of a licence in
/// months. All calls are thread-safe. The error says why the time cannot be had.
class MovableClock
{
public:
    explicit MovableClock(Clock clock) : clock_{std::move(clock)} {}

    /// The time of the next block, if none came before it.
    [[nodiscard]] std::uint64_t now() const;

    /// Goes forward by so many seconds from now, or from `latest` where that is later: a chain
    /// whose blocks come quickly runs ahead. Gives by how many it is ahead in all.
    std::expected<std::int64_t, std::string> advance(std::uint64_t seconds, std::uint64_t latest);

    /// Stands at `time`, which must come after `latest`, until the next block, and goes on from
    /// there.
    std::expected<void, std::string> stand_at(std::uint64_t time, std::uint64_t latest);

    /// A block of the time `now` is there: a clock that stood goes on.
    void go_on();

private:
    [[nodiscard]] std::uint64_t running() const;

    const Clock clock_;
    mutable std::mutex mutex_;
    std::int64_t ahead_ = 0;  ///< seconds, less than nothing after a standing at an earlier time
    std::optional<std::uint64_t> standing_at_;
};
}  // namespace byline::node

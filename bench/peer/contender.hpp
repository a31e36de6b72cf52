#pragma once

#include "vm/primitives/bytes.hpp"

#include <cstdint>
#include <limits>

namespace byline::bench
{
enum class Ending : std::uint8_t
{
    success,
    revert,
    failure,
};

/// What a piece of work came to, in terms that all who do it share.
struct Outcome
{
    Ending ending = Ending::success;
    std::int64_t gas_left = 0;
    std::int64_t refund = 0;  ///< gas
    Bytes output;

    bool operator==(const Outcome&) const = default;
};

/// One way of doing a piece of work.
class Contender
{
public:
    Contender() = default;
    Contender(const Contender&) = delete;
    Contender& operator=(const Contender&) = delete;
    virtual ~Contender() = default;

    /// Before each `run`, outside of what is timed.
    virtual void prepare() {}

    /// Does the work that many times.
    virtual void run(std::uint64_t times) = 0;

    /// Of the last time.
    [[nodiscard]] virtual Outcome outcome() const = 0;

    /// The most times that one `run` can take.
    [[nodiscard]] virtual std::uint64_t limit() const
    {
        return std::numeric_limits<std::uint64_t>::max();
    }
};
}  // namespace byline::bench

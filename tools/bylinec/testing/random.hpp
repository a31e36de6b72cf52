#pragma once

#include "compiler/sema/dimension.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace byline::tools::testing
{
/// The same numbers from the same seed on every machine.
class Random
{
public:
    explicit Random(std::uint64_t seed) : engine_{seed} {}

    /// 0..count-1; count is not 0.
    std::uint64_t below(std::uint64_t count) { return engine_() % count; }

    /// Once in so many times.
    bool once_in(std::uint64_t times) { return below(times) == 0; }

    template <typename T>
    const T& of(const std::vector<T>& list)
    {
        return list[below(list.size())];
    }

    /// A number of the range: an end of it, a small one, or one of any size.
    uint256 within(const compiler::Interval& range);

private:
    std::mt19937_64 engine_;
};
}  // namespace byline::tools::testing

#include "tools/bylinec/testing/random.hpp"

#include "compiler/sema/dimension.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstdint>

namespace byline::tools::testing
{
uint256 Random::within(const compiler::Interval& range)
{
    const uint256 high = range.high.value_or(max_uint256);
    const uint256 size = high - range.low;
    if (size.is_zero() || once_in(16))
        return range.low;
    if (once_in(64))
        return high;
    constexpr std::uint64_t small = 10;
    uint256 offset = below(small) + 1;
    if (once_in(2))
    {
        const uint256 any{engine_(), engine_(), engine_(), engine_()};
        offset = any >> (255 - below(size.bit_width()));
    }
    return range.low + std::min(offset, size);
}
}  // namespace byline::tools::testing

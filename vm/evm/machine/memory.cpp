#include "vm/evm/machine/memory.hpp"

#include "vm/evm/machine/gas.hpp"

#include <cstddef>
#include <cstdint>

namespace byline::vm
{
namespace
{
constexpr std::int64_t cost_of(std::int64_t words) noexcept
{
    return words * gas::memory_word + words * words / gas::memory_quadratic;
}
}  // namespace

std::int64_t Memory::grow(std::int64_t left, std::uint64_t end)
{
    const std::int64_t words = gas::words(end);
    left -= cost_of(words) - cost_of(gas::words(size()));
    if (left >= 0)
        bytes_.resize(static_cast<std::size_t>(words) * 32);
    return left;
}
}  // namespace byline::vm

#include "vm/evm/machine/memory.hpp"

#include "vm/evm/machine/gas.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace byline::vm
{
namespace
{
constexpr std::size_t least_capacity = 4096;

constexpr std::int64_t cost_of(std::int64_t words) noexcept
{
    return words * gas::memory_word + words * words / gas::memory_quadratic;
}
}  // namespace

void Memory::reserve(std::size_t size)
{
    const std::size_t wanted = std::max({size, 2 * capacity_, least_capacity});
    void* const larger = std::realloc(bytes_.get(), wanted);
    if (larger == nullptr)
        throw std::bad_alloc{};
    (void)bytes_.release();
    bytes_.reset(static_cast<std::uint8_t*>(larger));
    capacity_ = wanted;
}

std::int64_t Memory::grow(std::int64_t left, std::uint64_t end)
{
    const std::int64_t words = gas::words(end);
    left -= cost_of(words) - cost_of(gas::words(size_));
    if (left < 0)
        return left;
    const auto size = static_cast<std::size_t>(words) * 32;
    if (size > capacity_)
        reserve(size);
    std::memset(bytes_.get() + size_, 0, size - size_);
    size_ = size;
    return left;
}
}  // namespace byline::vm

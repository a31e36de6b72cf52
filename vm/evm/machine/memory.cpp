#include "vm/evm/machine/memory.hpp"

#include "vm/evm/machine/gas.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace byline::vm
{
namespace
{
constexpr std::size_t least_capacity = 4096;

constexpr std::int64_t cost_of(std::int64_t words) noexcept
{
    return words * gas::memory_word + words * words / gas::memory_quadratic;
}

/// Asks for large pages in a block of which there are many: the first touch of each page costs more
/// than filling it.
void use_large_pages(
    [[maybe_unused]] std::uint8_t* block, [[maybe_unused]] std::size_t size) noexcept
{
#ifdef __linux__
    constexpr std::uintptr_t large_page = std::uintptr_t{2} << 20;
    if (size < 2 * large_page)
        return;
    const auto begin = reinterpret_cast<std::uintptr_t>(block);
    const std::uintptr_t first = (begin + large_page - 1) / large_page * large_page;
    const std::uintptr_t end = (begin + size) / large_page * large_page;
    (void)::madvise(block + (first - begin), end - first, MADV_HUGEPAGE);
#endif
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
    use_large_pages(bytes_.get(), wanted);
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

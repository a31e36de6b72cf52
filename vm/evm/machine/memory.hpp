#pragma once

#include "vm/evm/machine/slow_path.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace byline::vm
{
/// The memory of a frame: zero-filled, grows by words, never shrinks while the frame lives
/// (Yellow Paper §9.1).
class Memory
{
public:
    /// Offsets and sizes from here on are out of gas: 2^32 bytes cost more than 3e13.
    static constexpr std::uint64_t limit = std::uint64_t{1} << 32;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] const std::uint8_t* data() const noexcept { return bytes_.get(); }

    [[nodiscard]] std::uint8_t* data() noexcept { return bytes_.get(); }

    [[nodiscard]] BytesView bytes() const noexcept { return {bytes_.get(), size_}; }

    /// A part that `expand` has made sure of.
    [[nodiscard]] BytesView view(const uint256& offset, const uint256& size) const noexcept
    {
        return size.is_zero() ? BytesView{}
                              : BytesView{bytes_.get() + offset.words[0], size.words[0]};
    }

    /// Empties it for the next frame; keeps the buffer.
    void clear() noexcept { size_ = 0; }

    /// The gas left after growing to hold `end` bytes, which are more than now; negative, and
    /// nothing grown, if `left` is too little.
    BYLINE_SLOW_PATH [[nodiscard]] std::int64_t grow(std::int64_t left, std::uint64_t end);

private:
    struct Free
    {
        void operator()(std::uint8_t* bytes) const noexcept { std::free(bytes); }
    };

    void reserve(std::size_t size);

    // From malloc: growing a large block with realloc moves pages, not bytes.
    std::unique_ptr<std::uint8_t[], Free> bytes_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// Pays for memory up to offset + size and makes sure of it; false, and `left` negative, if out of
/// gas. Nothing is needed for a size of zero, wherever it lies.
[[nodiscard]] inline bool expand(
    std::int64_t& left, Memory& memory, const uint256& offset, std::uint64_t size)
{
    if (!offset.fits_uint64() || offset.words[0] >= Memory::limit) [[unlikely]]
    {
        left = -1;
        return false;
    }
    if (offset.words[0] + size > memory.size()) [[unlikely]]
    {
        left = memory.grow(left, offset.words[0] + size);
        return left >= 0;
    }
    return true;
}

[[nodiscard]] inline bool expand(
    std::int64_t& left, Memory& memory, const uint256& offset, const uint256& size)
{
    if (size.is_zero())
        return true;
    if (!size.fits_uint64() || size.words[0] >= Memory::limit)
    {
        left = -1;
        return false;
    }
    return expand(left, memory, offset, size.words[0]);
}
}  // namespace byline::vm

#pragma once

#include "vm/evm/instructions/stack.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/evm/machine/memory.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace byline::vm::instructions
{
inline uint256 mload(const uint256& offset, std::int64_t& left, Frame& frame)
{
    if (!expand(left, frame.memory, offset, std::uint64_t{32}))
        return {};
    return load_word(frame.memory.data() + offset.words[0]);
}

inline void mstore(const uint256& offset, const uint256& value, std::int64_t& left, Frame& frame)
{
    if (expand(left, frame.memory, offset, std::uint64_t{32}))
        store_word(frame.memory.data() + offset.words[0], value);
}

inline void mstore8(const uint256& offset, const uint256& value, std::int64_t& left, Frame& frame)
{
    if (expand(left, frame.memory, offset, std::uint64_t{1}))
        frame.memory.data()[offset.words[0]] = static_cast<std::uint8_t>(value.words[0]);
}

inline uint256 msize(Frame& frame) noexcept
{
    return frame.memory.size();
}

/// Grows memory and pays for copying; the size has been found to be payable then.
inline bool charge_copy(
    std::int64_t& left, Memory& memory, const uint256& offset, const uint256& size)
{
    return expand(left, memory, offset, size) &&
           gas::charge(left, gas::copy_word * gas::words(size.words[0]));
}

/// EIP-5656. The two areas may overlap; memory grows to hold both.
inline void mcopy(
    const uint256& to, const uint256& from, const uint256& size, std::int64_t& left, Frame& frame)
{
    if (charge_copy(left, frame.memory, to < from ? from : to, size) && !size.is_zero())
        std::memmove(
            frame.memory.data() + to.words[0], frame.memory.data() + from.words[0], size.words[0]);
}

/// The common part of CALLDATACOPY, CODECOPY, EXTCODECOPY and RETURNDATACOPY: pays per word, grows
/// memory, copies `source` from an offset on and fills with zeros beyond its end.
inline void copy_to_memory(const uint256& to, const uint256& from, const uint256& size,
    std::int64_t& left, Frame& frame, BytesView source)
{
    if (!charge_copy(left, frame.memory, to, size) || size.is_zero())
        return;
    const std::size_t wanted = size.words[0];
    const std::size_t begin =
        from.fits_uint64() ? std::min(from.words[0], source.size()) : source.size();
    const std::size_t count = std::min(source.size() - begin, wanted);
    std::uint8_t* const bytes = frame.memory.data() + to.words[0];
    if (count > 0)
        std::memcpy(bytes, source.data() + begin, count);
    if (count < wanted)
        std::memset(bytes + count, 0, wanted - count);
}
}  // namespace byline::vm::instructions

#pragma once

#include "vm/evm/instructions/stack.hpp"
#include "vm/evm/machine/frame.hpp"

#include <cstdint>

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

/// EIP-5656. The two areas may overlap; memory grows to hold both.
void mcopy(uint256* top, std::int64_t& left, Frame& frame);

/// The common part of CALLDATACOPY, CODECOPY and EXTCODECOPY: pays per word, grows memory, copies
/// `source` from an offset on and fills with zeros beyond its end.
/// `area`: the memory offset at area[0], the source offset at area[-1], the size at area[-2].
void copy_to_memory(const uint256* area, std::int64_t& left, Frame& frame, BytesView source);
}  // namespace byline::vm::instructions

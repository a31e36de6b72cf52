#pragma once

#include "vm/evm/instructions/stack.hpp"
#include "vm/evm/machine/frame.hpp"

#include <cstring>

namespace byline::vm::instructions
{
inline Flow mload(uint256* top, std::int64_t& left, Frame& frame)
{
    if (!expand(left, frame.memory, top[0], std::uint64_t{32}))
        return frame.halt(Status::out_of_gas);
    top[0] = load_word(frame.memory.data() + top[0].words[0]);
    return Flow::next;
}

inline Flow mstore(uint256* top, std::int64_t& left, Frame& frame)
{
    if (!expand(left, frame.memory, top[0], std::uint64_t{32}))
        return frame.halt(Status::out_of_gas);
    store_word(frame.memory.data() + top[0].words[0], top[-1]);
    return Flow::next;
}

inline Flow mstore8(uint256* top, std::int64_t& left, Frame& frame)
{
    if (!expand(left, frame.memory, top[0], std::uint64_t{1}))
        return frame.halt(Status::out_of_gas);
    frame.memory.data()[top[0].words[0]] = static_cast<std::uint8_t>(top[-1].words[0]);
    return Flow::next;
}

inline void msize(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.memory.size();
}

/// EIP-5656. The two areas may overlap; memory grows to hold both.
Flow mcopy(uint256* top, std::int64_t& left, Frame& frame);

/// The common part of CALLDATACOPY, CODECOPY and EXTCODECOPY: pays per word, grows memory, copies
/// `source` from an offset on and fills with zeros beyond its end.
/// `area`: the memory offset at area[0], the source offset at area[-1], the size at area[-2].
Flow copy_to_memory(const uint256* area, std::int64_t& left, Frame& frame, BytesView source);
}  // namespace byline::vm::instructions

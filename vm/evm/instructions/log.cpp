#include "vm/evm/instructions/log.hpp"

#include "vm/evm/evm.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/evm/machine/memory.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/log.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace byline::vm::instructions
{
Flow log(uint256* top, std::int64_t& left, Frame& frame, std::size_t topics)
{
    if (frame.is_read_only())
        return frame.halt(Status::static_mode_violation);
    if (!expand(left, frame.memory, top[0], top[-1]) ||
        !gas::charge(left, gas::log_byte * static_cast<std::int64_t>(top[-1].words[0])))
        return frame.halt(Status::out_of_gas);
    Log entry;
    entry.addr = frame.call.recipient;
    const BytesView data = frame.memory.view(top[0], top[-1]);
    entry.data.assign(data.begin(), data.end());
    entry.topics.reserve(topics);
    for (std::size_t i = 0; i < topics; ++i)
        entry.topics.push_back(to_bytes32(top[-2 - static_cast<std::ptrdiff_t>(i)]));
    frame.environment->journal.add_log(std::move(entry));
    return Flow::next;
}
}  // namespace byline::vm::instructions

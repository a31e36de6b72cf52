#include "vm/evm/instructions/memory.hpp"

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
namespace
{
/// Grows memory and pays for copying; the size has been found to be payable then.
bool charge_copy(std::int64_t& left, Memory& memory, const uint256& offset, const uint256& size)
{
    return expand(left, memory, offset, size) &&
           gas::charge(left, gas::copy_word * gas::words(size.words[0]));
}
}  // namespace

void mcopy(uint256* top, std::int64_t& left, Frame& frame)
{
    const uint256& to = top[0];
    const uint256& from = top[-1];
    const uint256& size = top[-2];
    if (charge_copy(left, frame.memory, to < from ? from : to, size) && !size.is_zero())
        std::memmove(
            frame.memory.data() + to.words[0], frame.memory.data() + from.words[0], size.words[0]);
}

void copy_to_memory(const uint256* area, std::int64_t& left, Frame& frame, BytesView source)
{
    const uint256& offset = area[-1];
    const uint256& size = area[-2];
    if (!charge_copy(left, frame.memory, area[0], size) || size.is_zero())
        return;
    const std::size_t wanted = size.words[0];
    const std::size_t from =
        offset.fits_uint64() ? std::min(offset.words[0], source.size()) : source.size();
    const std::size_t count = std::min(source.size() - from, wanted);
    std::uint8_t* const to = frame.memory.data() + area[0].words[0];
    if (count > 0)
        std::memcpy(to, source.data() + from, count);
    if (count < wanted)
        std::memset(to + count, 0, wanted - count);
}
}  // namespace byline::vm::instructions

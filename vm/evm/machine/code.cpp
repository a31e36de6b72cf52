#include "vm/evm/machine/code.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/opcodes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace byline::vm
{
Code::Code(BytesView bytes)
    : padded_(bytes.size() + padding), size_{bytes.size()}, destinations_((bytes.size() + 63) / 64)
{
    std::ranges::copy(bytes, padded_.begin());
    for (std::size_t i = 0; i < size_; ++i)
    {
        const std::uint8_t opcode = padded_[i];
        if (opcode == OP_JUMPDEST)
            destinations_[i / 64] |= std::uint64_t{1} << (i % 64);
        else if (opcode >= OP_PUSH1 && opcode <= OP_PUSH32)
            i += static_cast<std::size_t>(opcode - OP_PUSH0);
    }
}

const Code& CodeCache::get(const bytes32& hash, BytesView bytes, Code& spare)
{
    if (const auto found = codes_.find(hash); found != codes_.end())
        return *found->second;
    if (used_ + bytes.size() > capacity)
        return spare = Code{bytes};
    used_ += bytes.size();
    return *codes_.emplace(hash, std::make_unique<const Code>(bytes)).first->second;
}
}  // namespace byline::vm

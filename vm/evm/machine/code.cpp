#include "vm/evm/machine/code.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace byline::vm
{
namespace
{
/// Tuning takes about as long as a few short runs of a code: it pays for codes that come
/// again and again.
constexpr unsigned uses_until_tuned = 2;
}  // namespace

void Code::assign(BytesView bytes)
{
    size_ = bytes.size();
    padded_.assign(bytes.begin(), bytes.end());
    padded_.resize(size_ + padding);
    destinations_.assign((size_ + 63) / 64, 0);
    tuned_.reset();
    for (std::size_t i = 0; i < size_; ++i)
    {
        const std::uint8_t opcode = padded_[i];
        if (opcode == OP_JUMPDEST)
            destinations_[i / 64] |= std::uint64_t{1} << (i % 64);
        else if (opcode >= OP_PUSH1 && opcode <= OP_PUSH32)
            i += static_cast<std::size_t>(opcode - OP_PUSH0);
    }
}

void Code::tune(Revision revision)
{
    tuned_ = std::make_unique<const TunedCode>(padded_, size_, revision);
}

CodeCache::Entry* CodeCache::find(const bytes32& hash)
{
    if (const auto found = young_.find(hash); found != young_.end())
        return found->second.get();
    const auto found = old_.find(hash);
    if (found == old_.end())
        return nullptr;
    auto node = old_.extract(found);
    old_size_ -= node.mapped()->code.size();
    young_size_ += node.mapped()->code.size();
    return young_.insert(std::move(node)).position->second.get();
}

const Code& CodeCache::get(const bytes32& hash, BytesView bytes, Revision revision, Code& spare)
{
    Entry* entry = find(hash);
    if (entry == nullptr)
    {
        if (young_size_ + old_size_ + bytes.size() > capacity)
        {
            spare.assign(bytes);
            return spare;
        }
        entry = young_.emplace(hash, std::make_unique<Entry>()).first->second.get();
        entry->code.assign(bytes);
        young_size_ += bytes.size();
    }
    if (entry->uses < uses_until_tuned)
        ++entry->uses;
    else if (entry->code.tuned() == nullptr || entry->tuned_for != revision)
    {
        entry->code.tune(revision);
        entry->tuned_for = revision;
    }
    return entry->code;
}

void CodeCache::make_room()
{
    if (young_size_ < capacity / 2)
        return;
    old_ = std::exchange(young_, {});
    old_size_ = std::exchange(young_size_, 0);
}
}  // namespace byline::vm

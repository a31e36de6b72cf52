#include "vm/evm/machine/code.hpp"

#include "vm/evm/machine/jump_destinations.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace byline::vm
{
namespace
{
/// Tuning takes some nanoseconds a byte and wins about as many a jump.
constexpr std::size_t bytes_a_jump = 2;
constexpr std::size_t least_jumps = 64;

/// Drawing the map of a code takes as long as a search for each twenty of its bytes. It is drawn
/// long before there were so many: where a code jumps a hundred times, it will jump on.
constexpr std::size_t least_searches = 96;
constexpr std::size_t bytes_a_search = 512;

/// Beyond which a search would cost more than it could save.
constexpr int most_effort = 32;
}  // namespace

void Code::assign(BytesView bytes)
{
    size_ = bytes.size();
    buffer_.resize(margin + size_ + padding);
    std::ranges::copy(bytes, buffer_.begin() + margin);
    std::fill_n(buffer_.end() - padding, padding, std::uint8_t{0});
    jumpdests_.clear();
    searches_left_ = static_cast<std::int32_t>(least_searches + size_ / bytes_a_search);
    hot_after_ = jumps_until_hot_ = static_cast<std::int32_t>(least_jumps + size_ / bytes_a_jump);
    tuned_.reset();
}

/// A byte is data if one of the PUSHs that reach it is an instruction, which is the same question,
/// some bytes before. `effort` is what may be spent; nothing is known when it is used up.
std::optional<bool> Code::search_near(std::size_t offset, int& effort) const noexcept
{
    if (!may_be_push_data(offset))
        return true;
    if (--effort < 0)
        return std::nullopt;
    for (std::size_t distance = 1; distance <= std::min(offset, margin); ++distance)
    {
        const std::uint8_t opcode = data()[offset - distance];
        if (opcode < OP_PUSH0 + distance || opcode > OP_PUSH32)
            continue;
        const auto is_push = search_near(offset - distance, effort);
        if (!is_push)
            return std::nullopt;
        if (*is_push)
            return false;
    }
    return true;
}

bool Code::find_out(std::size_t offset)
{
    if (jumpdests_.empty() && searches_left_ > 0)
    {
        int effort = most_effort;
        const auto known = search_near(offset, effort);
        searches_left_ -= 1 + most_effort - effort;
        if (known)
            return *known;
    }
    if (jumpdests_.empty())
        find_jump_destinations(data(), size_, jumpdests_);
    return ((jumpdests_[offset / 64] >> (offset % 64)) & 1) != 0;
}

void Code::tune(Revision revision)
{
    if (tuned(revision) == nullptr)
        tuned_ =
            std::make_unique<const TunedCode>(BytesView{data(), size_ + padding}, size_, revision);
}

Code* CodeCache::find(const bytes32& hash)
{
    if (const auto found = young_.find(hash); found != young_.end())
        return found->second.get();
    const auto found = old_.find(hash);
    if (found == old_.end())
        return nullptr;
    auto node = old_.extract(found);
    old_size_ -= node.mapped()->size();
    young_size_ += node.mapped()->size();
    return young_.insert(std::move(node)).position->second.get();
}

Code& CodeCache::get(const bytes32& hash, BytesView bytes, Code& spare)
{
    if (last_ != nullptr && last_hash_ == hash)
        return *last_;
    if (Code* const known = find(hash))
        return remember(hash, *known);
    if (young_size_ + old_size_ + bytes.size() > capacity)
    {
        spare.assign(bytes);
        return spare;
    }
    Code& code = *young_.emplace(hash, std::make_unique<Code>()).first->second;
    code.assign(bytes);
    young_size_ += bytes.size();
    return remember(hash, code);
}

Code& CodeCache::remember(const bytes32& hash, Code& code) noexcept
{
    last_hash_ = hash;
    last_ = &code;
    return code;
}

void CodeCache::make_room()
{
    if (young_size_ < capacity / 2)
        return;
    last_ = nullptr;
    old_ = std::exchange(young_, {});
    old_size_ = std::exchange(young_size_, 0);
}
}  // namespace byline::vm

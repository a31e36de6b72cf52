#include "node/rpc/methods/block_cache.hpp"

#include "node/db/database.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace byline::node::rpc
{
std::shared_ptr<const StoredBlock> BlockCache::get(const Database& database, std::uint64_t number)
{
    {
        const std::scoped_lock lock{mutex_};
        for (const auto& block : blocks_)
        {
            if (block && block->block.header.number == number)
                return block;
        }
    }
    auto read = database.block(number);
    if (!read)
        return nullptr;
    auto block = std::make_shared<const StoredBlock>(*std::move(read));
    const std::scoped_lock lock{mutex_};
    blocks_[next_] = block;
    next_ = (next_ + 1) % blocks_.size();
    return block;
}
}  // namespace byline::node::rpc

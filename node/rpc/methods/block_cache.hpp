#pragma once

#include "node/db/database.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

namespace byline::node::rpc
{
/// The last few blocks that clients asked for, decoded: they ask for a block's receipts one by one.
/// Blocks never change once they are stored.
class BlockCache
{
public:
    /// Null if there is no such block.
    std::shared_ptr<const StoredBlock> get(const Database& database, std::uint64_t number);

private:
    std::mutex mutex_;
    // Shared: a reader may still hold a block that has left the cache.
    std::array<std::shared_ptr<const StoredBlock>, 8> blocks_;
    std::size_t next_ = 0;
};
}  // namespace byline::node::rpc

#include "node/db/state/record_cache.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace byline::node
{
namespace
{
constexpr std::size_t entry_overhead = 128;  ///< bytes: table node, two strings, allocation
}

const std::string* RecordCache::find(std::string_view key)
{
    if (const auto found = young_.find(key); found != young_.end())
        return &found->second;
    const auto found = old_.find(key);
    if (found == old_.end())
        return nullptr;
    const std::string record = std::move(found->second);
    old_.erase(found);
    put(key, record);
    return &young_.find(key)->second;
}

void RecordCache::put(std::string_view key, std::string_view record)
{
    if (young_bytes_ >= generation_size_)
    {
        old_ = std::move(young_);
        young_ = {};
        young_bytes_ = 0;
    }
    if (const auto found = young_.find(key); found != young_.end())
    {
        found->second = record;
        return;
    }
    if (const auto found = old_.find(key); found != old_.end())
        old_.erase(found);
    young_.emplace(key, record);
    young_bytes_ += key.size() + record.size() + entry_overhead;
}

void RecordCache::erase(std::string_view key)
{
    if (const auto found = young_.find(key); found != young_.end())
        young_.erase(found);
    if (const auto found = old_.find(key); found != old_.end())
        old_.erase(found);
}
}  // namespace byline::node

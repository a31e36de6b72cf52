#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace byline::node
{
/// Trie records by key, as they are after the newest commit. Two generations: what is used stays in
/// the young one; when that is full, it becomes the old one, and the rest is forgotten. It belongs
/// to the writer: not thread-safe.
class RecordCache
{
public:
    /// `budget`: about how many bytes it may take.
    explicit RecordCache(std::size_t budget) noexcept : generation_size_{budget / 2} {}

    /// The record, valid until the next call; null if it is not here.
    const std::string* find(std::string_view key);
    void put(std::string_view key, std::string_view record);
    void erase(std::string_view key);

private:
    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view key) const noexcept
        {
            return std::hash<std::string_view>{}(key);
        }
    };

    using Generation = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

    std::size_t generation_size_;
    std::size_t young_bytes_ = 0;
    Generation young_;
    Generation old_;
};
}  // namespace byline::node

#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace byline::vm
{
/// Folds the 128-bit product of two words: every bit of the input reaches every bit of the result.
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept
{
    const uint128 product = uint128{a} * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// A hash of all 20 bytes: addresses are chosen by whoever calls.
inline std::uint64_t hash_of(const address& addr) noexcept
{
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    std::uint32_t c = 0;
    std::memcpy(&a, addr.bytes.data(), sizeof(a));
    std::memcpy(&b, addr.bytes.data() + 8, sizeof(b));
    std::memcpy(&c, addr.bytes.data() + 16, sizeof(c));
    return mix(mix(a ^ 0x9e3779b97f4a7c15, b ^ 0xbf58476d1ce4e5b9) ^ c, 0x94d049bb133111eb);
}

/// A hash of a storage slot: the number of its account, and its key.
constexpr std::uint64_t hash_of(std::uint32_t account, const uint256& key) noexcept
{
    const std::uint64_t low =
        mix(key.words[0] ^ 0x9e3779b97f4a7c15, key.words[1] ^ 0xbf58476d1ce4e5b9);
    const std::uint64_t high =
        mix(key.words[2] ^ 0x94d049bb133111eb, key.words[3] ^ 0xd6e8feb86659fd93);
    return mix(low ^ account, high ^ 0xa0761d6478bd642f);
}

/// From a hash to the index of an entry that its owner keeps in a vector. Entries are only added,
/// never removed, and nothing iterates over the table. Open addressing, at most 3/4 full.
class IndexTable
{
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// The index of the entry with that hash for which `equal(index)` holds, or `none`.
    template <typename Equal>
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, const Equal& equal) const noexcept
    {
        if (cells_.empty())
            return none;
        const std::size_t mask = cells_.size() - 1;
        const auto tag = static_cast<std::uint32_t>(hash);
        for (std::size_t at = tag & mask;; at = (at + 1) & mask)
        {
            const Cell& cell = cells_[at];
            if (cell.index == none || (cell.tag == tag && equal(cell.index)))
                return cell.index;
        }
    }

    /// Adds an entry that is not in the table.
    void insert(std::uint64_t hash, std::uint32_t index)
    {
        if ((count_ + 1) * 4 > cells_.size() * 3)
            grow();
        ++count_;
        place({static_cast<std::uint32_t>(hash), index});
    }

private:
    struct Cell
    {
        std::uint32_t tag = 0;
        std::uint32_t index = none;
    };

    void place(Cell cell) noexcept
    {
        const std::size_t mask = cells_.size() - 1;
        std::size_t at = cell.tag & mask;
        while (cells_[at].index != none)
            at = (at + 1) & mask;
        cells_[at] = cell;
    }

    void grow()
    {
        std::vector<Cell> old(cells_.empty() ? 64 : cells_.size() * 2);
        old.swap(cells_);
        for (const Cell& cell : old)
        {
            if (cell.index != none)
                place(cell);
        }
    }

    std::vector<Cell> cells_;
    std::size_t count_ = 0;
};
}  // namespace byline::vm

#pragma once

#include "node/trie/branch_record.hpp"
#include "node/trie/root.hpp"
#include "node/trie/update.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace byline::node::test
{
/// A trie whose leaves and records stand in maps, as a database would have them.
class MemoryTrie final : public TrieSource
{
public:
    /// One key of a block: its new value, empty to delete it.
    using Changes = std::map<bytes32, std::string>;

    /// Updates, writes records and leaves, and gives the root.
    bytes32 apply(const Changes& changes);

    std::optional<BranchRecord> root_record() override;
    BranchRecord record(Nibbles path) override;
    Leaf leaf(Nibbles path) override;

    [[nodiscard]] const Changes& leaves() const noexcept { return leaves_; }

    /// From path to stored record, both as bytes.
    using Records = std::map<std::string, std::string>;

    [[nodiscard]] const Records& records() const noexcept { return records_; }

    /// What the last update read and wrote.
    struct Work
    {
        std::size_t records_read = 0;
        std::size_t leaves_read = 0;
        std::size_t puts = 0;
        std::size_t deletes = 0;
    };

    [[nodiscard]] const Work& work() const noexcept { return work_; }

private:
    bytes32 root_ = empty_root();
    Changes leaves_;
    Records records_;
    Work work_;

    static bytes32 empty_root();
};

/// Root and records of a bulk build over these leaves.
struct Built
{
    bytes32 root;
    MemoryTrie::Records records;
};

Built build(const MemoryTrie::Changes& leaves);
}  // namespace byline::node::test

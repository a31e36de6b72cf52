#include "tests/node/trie/memory_trie.hpp"

#include "node/trie/branch_record.hpp"
#include "node/trie/build.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/root.hpp"
#include "node/trie/update.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace byline::node::test
{
namespace
{
std::string to_text(BytesView bytes)
{
    return {bytes.begin(), bytes.end()};
}

Bytes to_bytes(const std::string& text)
{
    return {text.begin(), text.end()};
}
}  // namespace

bytes32 MemoryTrie::empty_root()
{
    return empty_trie_root;
}

bytes32 MemoryTrie::apply(const Changes& changes)
{
    std::vector<TrieChange> list;
    for (const auto& [key, value] : changes)
        list.push_back({{key, to_bytes(value)},
            leaves_.contains(key) ? TrieChange::Before::present : TrieChange::Before::absent});
    work_ = {};
    const TrieUpdate update = update_trie(*this, root_, list);
    work_.puts = update.puts.size();
    work_.deletes = update.deletes.size();

    for (const TriePath& path : update.deletes)
    {
        if (records_.erase(to_text(path.view())) == 0)
            throw std::logic_error{"an update deletes a record that is not there"};
    }
    for (const TriePut& put : update.puts)
        records_.insert_or_assign(to_text(put.path.view()), to_text(put.record));
    for (const auto& [key, value] : changes)
    {
        if (value.empty())
            leaves_.erase(key);
        else
            leaves_.insert_or_assign(key, value);
    }
    root_ = update.root;
    return root_;
}

std::optional<BranchRecord> MemoryTrie::root_record()
{
    return records_.contains("") ? std::optional{record({})} : std::nullopt;
}

BranchRecord MemoryTrie::record(Nibbles path)
{
    ++work_.records_read;
    return decode_record(to_bytes(records_.at(to_text(path)))).value();
}

Leaf MemoryTrie::leaf(Nibbles path)
{
    ++work_.leaves_read;
    std::optional<Leaf> found;
    for (const auto& [key, value] : leaves_)
    {
        bool below = true;
        for (std::size_t i = 0; i < path.size(); ++i)
            below = below && nibble_at(key.bytes, i) == path[i];
        if (!below)
            continue;
        if (found)
            throw std::logic_error{"two leaves below the path of one"};
        found = Leaf{key, to_bytes(value)};
    }
    return found.value();
}

Built build(const MemoryTrie::Changes& leaves)
{
    Built built;
    TrieBuilder builder{[&](const TriePath& path, const BranchRecord& record) {
        Bytes stored;
        append_record(stored, record);
        built.records[to_text(path.view())] = to_text(stored);
    }};
    for (const auto& [key, value] : leaves)
        builder.add(key, to_bytes(value));
    built.root = builder.finish();
    return built;
}
}  // namespace byline::node::test

#include "node/trie/tree/restructure.hpp"

#include "node/trie/branch_record.hpp"
#include "node/trie/rlp_node.hpp"
#include "node/trie/root.hpp"
#include "node/trie/tree/tree.hpp"
#include "node/trie/update.hpp"
#include "vm/primitives/bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::node
{
namespace
{
using Kind = TreeSlot::Kind;

bool is_delete(const TrieChange& change) noexcept
{
    return change.leaf.value.empty();
}

TreeSlot new_leaf(const Leaf& leaf) noexcept
{
    TreeSlot slot;
    slot.kind = Kind::leaf;
    slot.stale = true;
    slot.leaf = &leaf;
    return slot;
}

TreeSlot changed_branch(TreeNode& node) noexcept
{
    TreeSlot slot;
    slot.kind = Kind::branch;
    slot.stale = true;
    slot.node = &node;
    return slot;
}

/// How many nibbles of `path` the key has from `depth` on.
std::size_t match(BytesView key, std::size_t depth, Nibbles path) noexcept
{
    std::size_t i = 0;
    while (i < path.size() && nibble_at(key, depth + i) == path[i])
        ++i;
    return i;
}

/// Lengthens the path for the life of this object.
class PathScope
{
public:
    PathScope(TriePath& path, Nibbles more) noexcept : path_{&path}, size_{path.size}
    {
        path.push(more);
    }

    PathScope(const PathScope&) = delete;
    PathScope& operator=(const PathScope&) = delete;

    ~PathScope() { path_->size = size_; }

private:
    TriePath* path_;
    std::uint8_t size_;
};
}  // namespace

TreeSlot Restructure::apply(TreeSlot slot, Changes changes)
{
    if (slot.kind == Kind::branch)
        return apply_to_branch(slot, changes);
    if (slot.kind == Kind::leaf)
        return apply_to_leaf(slot, changes);

    std::vector<const Leaf*> leaves;
    leaves.reserve(changes.size());
    for (const TrieChange& change : changes)
    {
        if (!is_delete(change))
            leaves.push_back(&change.leaf);
    }
    return build(leaves, path_.size);
}

/// The one key that was there is the one of the slot's leaf, which then needs no reading.
TreeSlot Restructure::apply_to_leaf(const TreeSlot& slot, Changes changes)
{
    std::vector<const Leaf*> leaves;
    leaves.reserve(changes.size() + 1);
    bool replaced = false;
    for (const TrieChange& change : changes)
    {
        replaced = replaced || change.before == TrieChange::Before::present;
        if (!is_delete(change))
            leaves.push_back(&change.leaf);
    }
    if (replaced)
        return build(leaves, path_.size);
    if (leaves.empty())
        return slot;

    const Leaf& old = slot.leaf != nullptr ? *slot.leaf : load_leaf();
    const auto place =
        std::ranges::partition_point(leaves, [&](const Leaf* leaf) { return leaf->key < old.key; });
    if (place == leaves.end() || (*place)->key != old.key)
        leaves.insert(place, &old);
    return build(leaves, path_.size);
}

/// A subtree of leaves that agree up to `depth`, sorted.
TreeSlot Restructure::build(Leaves leaves, std::size_t depth)
{
    if (leaves.empty())
        return {};
    const Leaf& first = *leaves.front();
    if (leaves.size() == 1)
        return new_leaf(first);

    TreeNode& node = tree_->nodes.emplace_back();
    const std::size_t fork = common_nibbles(first.key.bytes, leaves.back()->key.bytes, depth);
    TriePath extension;
    for (std::size_t i = depth; i < fork; ++i)
        extension.push(nibble_at(first.key.bytes, i));
    node.record.set_extension(extension.view());

    while (!leaves.empty())
    {
        const std::uint8_t nibble = nibble_at(leaves.front()->key.bytes, fork);
        const auto end = std::ranges::partition_point(
            leaves, [&](const Leaf* leaf) { return nibble_at(leaf->key.bytes, fork) == nibble; });
        const auto count = static_cast<std::size_t>(end - leaves.begin());
        node.set_child(nibble, build(leaves.first(count), fork + 1));
        leaves = leaves.subspan(count);
    }
    return changed_branch(node);
}

TreeSlot Restructure::apply_to_branch(TreeSlot slot, Changes changes)
{
    TreeNode* node = &load(slot);
    std::size_t fork = node->record.extension_size;
    for (const TrieChange& change : changes)
    {
        // A delete off the extension is one of an absent key.
        if (!is_delete(change))
            fork =
                std::min(fork, match(change.leaf.key.bytes, path_.size, node->record.extension()));
    }
    if (fork < node->record.extension_size)
    {
        node = &split(*node, fork);
        slot = changed_branch(*node);
    }
    if (!apply_to_children(*node, changes))
        return slot;
    return settle(changed_branch(*node));
}

/// A new branch takes over the first `at` nibbles of the extension; the node goes one slot down,
/// and so does its record.
TreeNode& Restructure::split(TreeNode& node, std::size_t at)
{
    forget_record(node);
    TreeNode& upper = tree_->nodes.emplace_back();
    const Nibbles extension = node.record.extension();
    const std::uint8_t nibble = extension[at];
    upper.record.set_extension(extension.first(at));
    node.record.set_extension(extension.subspan(at + 1));
    upper.set_child(nibble, changed_branch(node));
    return upper;
}

/// True if any child came out different.
bool Restructure::apply_to_children(TreeNode& node, Changes changes)
{
    const std::size_t depth = path_.size;
    const Nibbles extension = node.record.extension();
    const PathScope at_branch{path_, extension};
    const std::size_t fork = path_.size;
    const auto on_the_way = [&](const TrieChange& change) {
        return match(change.leaf.key.bytes, depth, extension) == extension.size();
    };

    bool changed = false;
    while (!changes.empty())
    {
        if (!on_the_way(changes.front()))
        {
            changes = changes.subspan(1);
            continue;
        }
        const std::uint8_t nibble = nibble_at(changes.front().leaf.key.bytes, fork);
        std::size_t count = 1;
        while (count < changes.size() && on_the_way(changes[count]) &&
               nibble_at(changes[count].leaf.key.bytes, fork) == nibble)
            ++count;

        const PathScope at_child{path_, Nibbles{&nibble, 1}};
        const TreeSlot before = node.child(nibble);
        const TreeSlot after = apply(before, changes.first(count));
        node.set_child(nibble, after);
        changed = changed || after.stale || after.kind != before.kind;
        changes = changes.subspan(count);
    }
    return changed;
}

/// Gives a changed branch the form that its number of children asks for.
TreeSlot Restructure::settle(TreeSlot slot)
{
    const std::uint16_t children = slot.node->children();
    if (children == 0)
    {
        forget_record(*slot.node);
        return {};
    }
    if (std::has_single_bit(children))
        return collapse(*slot.node, static_cast<std::size_t>(std::countr_zero(children)));
    return slot;
}

/// A branch with one child is none: a leaf takes its place, and a branch takes over its extension
/// and the nibble, and its record moves up.
TreeSlot Restructure::collapse(TreeNode& node, std::size_t nibble)
{
    forget_record(node);
    TreeSlot child = node.child(nibble);
    child.stale = true;
    TriePath extension;
    extension.push(node.record.extension());
    extension.push(static_cast<std::uint8_t>(nibble));

    const PathScope at_child{path_, extension.view()};
    if (child.kind == Kind::leaf)
    {
        if (child.leaf == nullptr)
            child.leaf = &load_leaf();
        return child;
    }
    TreeNode& lower = load(child);
    forget_record(lower);
    extension.push(lower.record.extension());
    lower.record.set_extension(extension.view());
    return child;
}

TreeNode& Restructure::load(TreeSlot& slot)
{
    if (slot.node != nullptr)
        return *slot.node;
    TreeNode& node = tree_->nodes.emplace_back(source_->record(path_.view()));
    slot.node = &node;
    return node;
}

const Leaf& Restructure::load_leaf()
{
    return tree_->leaves.emplace_back(source_->leaf(path_.view()));
}

void Restructure::forget_record(TreeNode& node)
{
    if (!node.stored)
        return;
    deletes_.push_back(path_);
    node.stored = false;
}
}  // namespace byline::node

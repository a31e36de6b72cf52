#include "node/db/state_root.hpp"

#include "node/db/account_record.hpp"
#include "node/trie/root.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <algorithm>
#include <vector>

namespace byline::node
{
namespace
{
bytes32 sorted_root(std::vector<Leaf>& leaves)
{
    std::ranges::sort(leaves, {}, &Leaf::key);
    return trie_root(leaves);
}

bytes32 storage_root(const vm::Overlay::Entry& entry)
{
    std::vector<Leaf> leaves;
    for (const auto& [key, slot] : entry.storage)
    {
        if (!slot.after.is_zero())
            leaves.push_back({keccak256(to_bytes32(key).bytes), slot_leaf(slot.after)});
    }
    return sorted_root(leaves);
}
}  // namespace

bytes32 state_root(const vm::Overlay& state)
{
    std::vector<Leaf> leaves;
    for (const auto& [addr, entry] : state.entries())
    {
        if (!entry.now)
            continue;
        const AccountRecord record{
            entry.now->nonce, entry.now->balance, storage_root(entry), entry.now->code_hash};
        leaves.push_back({keccak256(addr.bytes), account_leaf(record)});
    }
    return sorted_root(leaves);
}
}  // namespace byline::node

#pragma once

#include "node/db/account_record.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace byline::node
{
/// A trie in memory: its leaves by hashed key, and the branches that an update needs.
template <typename Value>
struct MemoryTrie
{
    bytes32 root = empty_trie_root;
    std::map<bytes32, Value> leaves;
    std::unordered_map<std::string, Bytes> branches;  ///< by path, a nibble a character
};

/// The world state of a replay, in memory alone and with no part of the node's own store: what it
/// comes to is a second opinion.
class ReplayState final : public vm::StateView
{
public:
    [[nodiscard]] std::optional<vm::Account> account(const address& addr) const override;
    [[nodiscard]] Bytes code(const bytes32& code_hash) const override;
    [[nodiscard]] uint256 storage(const address& addr, const uint256& key) const override;
    [[nodiscard]] bytes32 block_hash(std::uint64_t number) const override;

    /// Takes over what a block changed in this state; gives the new state root.
    bytes32 apply(const vm::StateDiff& diff);

    /// Names the hash of the next block: 0 first.
    void add_block_hash(const bytes32& hash) { block_hashes_.push_back(hash); }

    [[nodiscard]] const bytes32& root() const noexcept { return accounts_.root; }

private:
    using Storage = MemoryTrie<uint256>;

    /// Applies the slots of one account; gives its storage root.
    bytes32 apply_storage(const bytes32& account_key, const vm::AccountChange& change);

    MemoryTrie<AccountRecord> accounts_;
    std::unordered_map<bytes32, Storage> storages_;  ///< by hashed address; none is empty
    std::unordered_map<bytes32, Bytes> codes_;
    std::vector<bytes32> block_hashes_;
};
}  // namespace byline::node

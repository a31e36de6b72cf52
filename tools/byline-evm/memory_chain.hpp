#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace byline::tools
{
/// Why a block was not imported.
struct ImportError
{
    std::string_view name;  ///< the fixtures' name; empty where the bytes are no block
    std::string text;       ///< for people
};

/// A tree of blocks in memory over a genesis block, as block tests need it: any known block may be
/// the parent of the next one. The head is the block imported last (fork choice after Paris is not
/// the chain's own).
class MemoryChain
{
public:
    MemoryChain(vm::ChainConfig config, vm::Overlay genesis_state, vm::BlockHeader genesis);

    /// Checks and executes a block in its encoded form; it becomes the head.
    std::expected<void, ImportError> import_block(BytesView encoded);

    [[nodiscard]] const vm::BlockHeader& head() const { return blocks_[head_].header; }

    [[nodiscard]] const bytes32& head_hash() const { return blocks_[head_].hash; }

private:
    struct Node
    {
        vm::BlockHeader header;
        bytes32 hash;
        std::size_t parent = 0;
        vm::StateDiff diff;  ///< against the parent's state
    };

    std::expected<void, ImportError> import_block(const vm::Block& block);
    void move_to(std::size_t block);

    vm::ChainConfig config_;
    vm::Machine machine_;
    vm::Overlay genesis_state_;
    std::vector<Node> blocks_;  ///< the first is the genesis block
    std::unordered_map<bytes32, std::size_t> by_hash_;
    vm::Overlay state_;  ///< after the head
    std::size_t head_ = 0;
};
}  // namespace byline::tools

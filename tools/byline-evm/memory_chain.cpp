#include "tools/byline-evm/memory_chain.hpp"

#include "node/chain/block_import.hpp"
#include "node/db/state_root.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <cstddef>
#include <expected>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
ImportError error_of(vm::BlockError error)
{
    return {fixture_name(error), std::string{to_string(error)}};
}

ImportError error_of(const node::BlockRejection& rejection)
{
    ImportError error{{}, to_string(rejection)};
    if (rejection.tx_error)
        error.name = fixture_name(*rejection.tx_error);
    else if (rejection.block_error)
        error.name = fixture_name(*rejection.block_error);
    return error;
}

ImportError error_of(const vm::BlockDecodeError& error)
{
    if (error.part == vm::BlockDecodeError::Part::ommers)
        return error_of(vm::BlockError::ommers_not_empty);
    return {{},
        std::string{to_string(error.cause)} + " at byte " + std::to_string(error.cause.position)};
}
}  // namespace

MemoryChain::MemoryChain(vm::ChainConfig config, vm::Overlay genesis_state, vm::BlockHeader genesis)
    : config_{std::move(config)}, genesis_state_{std::move(genesis_state)}, state_{genesis_state_}
{
    const bytes32 genesis_hash = hash(genesis);
    genesis_state_.set_block_hash(genesis.number, genesis_hash);
    state_.set_block_hash(genesis.number, genesis_hash);
    blocks_.push_back({std::move(genesis), genesis_hash, 0, {}});
    by_hash_.emplace(genesis_hash, 0);
}

/// Makes the state that after another known block, by its way from the genesis block.
void MemoryChain::move_to(std::size_t block)
{
    if (head_ == block)
        return;
    std::vector<std::size_t> way;
    for (std::size_t i = block; i != 0; i = blocks_[i].parent)
        way.push_back(i);
    state_ = genesis_state_;
    for (const std::size_t i : way | std::views::reverse)
    {
        state_.apply(blocks_[i].diff);
        state_.set_block_hash(blocks_[i].header.number, blocks_[i].hash);
    }
    head_ = block;
}

std::expected<void, ImportError> MemoryChain::import_block(BytesView encoded)
{
    const auto block = vm::decode_block(encoded);
    if (!block)
        return std::unexpected{error_of(block.error())};
    const auto sized = vm::check_block_size(encoded.size(), config_.at(block->header.timestamp));
    if (!sized)
        return std::unexpected{error_of(sized.error())};
    return import_block(*block);
}

std::expected<void, ImportError> MemoryChain::import_block(const vm::Block& block)
{
    const auto parent = by_hash_.find(block.header.parent_hash);
    if (parent == by_hash_.end())
        return std::unexpected{error_of(vm::BlockError::unknown_parent)};
    const std::size_t old_head = head_;
    move_to(parent->second);

    auto executed = node::execute_and_check(
        machine_, state_, config_, blocks_[head_].header, blocks_[head_].hash, block);
    if (!executed)
    {
        move_to(old_head);
        return std::unexpected{error_of(executed.error())};
    }
    vm::Overlay post = state_;
    post.apply(executed->diff);
    if (const bytes32 root = node::state_root(post); root != block.header.state_root)
    {
        move_to(old_head);
        ImportError error = error_of(vm::BlockError::wrong_state_root);
        error.text += ": " + to_hex(root);
        return std::unexpected{std::move(error)};
    }

    const bytes32 block_hash = hash(block.header);
    post.set_block_hash(block.header.number, block_hash);
    blocks_.push_back({block.header, block_hash, head_, std::move(executed->diff)});
    head_ = blocks_.size() - 1;
    by_hash_.emplace(block_hash, head_);
    state_ = std::move(post);
    return {};
}
}  // namespace byline::tools

#include "node/audit/replay/chain_replay.hpp"

#include "node/audit/audit.hpp"
#include "node/chain/block_import.hpp"
#include "node/chain/genesis.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/transition/block.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::node
{
ReplayFailure replay_failure(
    std::optional<std::uint64_t> block, std::string_view check, std::string_view detail)
{
    std::string message;
    if (block)
        message = "block " + std::to_string(*block) + ": ";
    message.append(check).append(": ").append(detail);
    return {block, std::string{check}, std::move(message)};
}

std::string both_hashes(std::string_view source, const bytes32& said, const bytes32& found)
{
    return std::string{source} + " says " + to_hex(said) + ", replay gives " + to_hex(found);
}

std::expected<ChainReplay, ReplayFailure> ChainReplay::begin(std::string_view document)
{
    auto genesis = read_genesis(document);
    if (!genesis)
        return std::unexpected{replay_failure(0, "genesis document", genesis.error().message)};
    ChainReplay replay;
    replay.config_ = std::move(genesis->config);
    replay.head_ = std::move(genesis->block.header);
    replay.genesis_diff_ = genesis->state.diff();
    const bytes32 root = replay.state_.apply(replay.genesis_diff_);
    if (root != replay.head_.state_root)
        return std::unexpected{replay_failure(
            0, "state root", both_hashes("genesis block", replay.head_.state_root, root))};
    replay.report_.head_hash = vm::hash(replay.head_);
    replay.report_.state_root = root;
    replay.state_.add_block_hash(replay.report_.head_hash);
    return replay;
}

std::expected<ExecutedBlock, ReplayFailure> ChainReplay::add(const vm::Block& block)
{
    const std::uint64_t number = next_number();
    const auto failed = [number](const BlockRejection& rejection) {
        const std::string sentence =
            "block " + std::to_string(number) + ": " + to_string(rejection);
        return std::unexpected{ReplayFailure{number, check_name(rejection), sentence}};
    };
    auto executed = execute_and_check(machine_, state_, config_, head_, report_.head_hash, block);
    if (!executed)
        return failed(executed.error());
    const bytes32 root = state_.apply(executed->diff);
    if (const auto checked = check_state_root(block.header, root); !checked)
        return failed(checked.error());

    head_ = block.header;
    ++report_.blocks;
    report_.transactions += block.transactions.size();
    report_.gas_used += block.header.gas_used;
    report_.head_number = number;
    report_.head_hash = vm::hash(head_);
    report_.state_root = root;
    state_.add_block_hash(report_.head_hash);
    return std::move(*executed);
}
}  // namespace byline::node

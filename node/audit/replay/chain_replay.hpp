#pragma once

#include "node/audit/audit.hpp"
#include "node/audit/replay/replay_state.hpp"
#include "node/chain/block_import.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace byline::node
{
/// "block 17: state root: …"; without a number, "check: …".
ReplayFailure replay_failure(
    std::optional<std::uint64_t> block, std::string_view check, std::string_view detail);

/// "file says 0x…, replay gives 0x…"
std::string both_hashes(std::string_view source, const bytes32& said, const bytes32& found);

/// A chain that is executed again from its genesis document, block by block.
class ChainReplay
{
public:
    /// Reads the document and takes over its state.
    static std::expected<ChainReplay, ReplayFailure> begin(std::string_view document);

    /// Executes the next block and checks everything that its header commits to.
    std::expected<ExecutedBlock, ReplayFailure> add(const vm::Block& block);

    /// What has been confirmed so far.
    [[nodiscard]] const ReplayReport& report() const noexcept { return report_; }

    /// The number of the block that `add` expects.
    [[nodiscard]] std::uint64_t next_number() const noexcept { return report_.head_number + 1; }

    [[nodiscard]] const ReplayState& state() const noexcept { return state_; }

    /// What the genesis document wrote.
    [[nodiscard]] const vm::StateDiff& genesis_diff() const noexcept { return genesis_diff_; }

private:
    ChainReplay() = default;

    vm::Machine machine_;
    vm::ChainConfig config_;
    vm::BlockHeader head_;
    vm::StateDiff genesis_diff_;
    ReplayState state_;
    ReplayReport report_;
};
}  // namespace byline::node

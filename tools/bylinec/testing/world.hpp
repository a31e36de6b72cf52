#pragma once

#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/log.hpp"
#include "vm/state/overlay.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace byline::tools::testing
{
/// What a transaction came to.
struct Outcome
{
    vm::Status status = vm::Status::success;
    Bytes output;
    /// Of execution, after refunds: without what a transaction and its data cost. Where the floor
    /// for data (EIP-7623) is more, what it leaves for execution.
    std::uint64_t gas = 0;
    std::vector<vm::Log> logs;
    std::optional<address> created;

    [[nodiscard]] bool is_done() const noexcept { return status == vm::Status::success; }
};

/// A chain of one state under the rules of Osaka, on which gas is free and whoever pays has the
/// money.
class World
{
public:
    World();

    /// A world that goes on from this one without changing it; this one must outlive it.
    [[nodiscard]] World fork() const;

    /// Sends a transaction; what it does stays. `to`: nothing creates a contract.
    Outcome send(
        const address& from, std::optional<address> to, Bytes data, const uint256& value = 0);

    /// The same without a trace.
    [[nodiscard]] Outcome look(
        const address& from, std::optional<address> to, Bytes data, const uint256& value = 0) const;

    [[nodiscard]] uint256 balance(const address& who) const;
    [[nodiscard]] bool has_code(const address& who) const;

    [[nodiscard]] std::uint64_t now() const noexcept { return block_.timestamp; }

    [[nodiscard]] std::uint64_t chain_id() const noexcept { return block_.chain_id; }

    void wait(std::uint64_t seconds) noexcept { block_.timestamp += seconds; }

    vm::Overlay& state() noexcept { return state_; }

    [[nodiscard]] const vm::Overlay& state() const noexcept { return state_; }

private:
    explicit World(const World& parent, vm::Overlay state);

    struct Ran;
    Ran run(const address& from, std::optional<address> to, Bytes data, const uint256& value,
        const vm::StateView& state) const;

    vm::Overlay state_;
    vm::BlockContext block_;
    std::shared_ptr<vm::Machine> machine_;  ///< shared by forks: it holds nothing of any state
};
}  // namespace byline::tools::testing

#pragma once

#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/log.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

/// A slow, obviously right EVM to judge the real one by: written from the Yellow Paper (appendix H)
/// and the EIPs, in exact integers, one instruction after the other, with a copy of the world for
/// every call. It shares nothing with vm/evm but the types of the question and of the answer.
namespace byline::testing::model
{
/// The machine before an instruction.
struct Step
{
    std::size_t pc = 0;
    std::uint8_t opcode = 0;
    std::int64_t gas_left = 0;
    int depth = 0;
    std::size_t stack_height = 0;
    uint256 top;  ///< of the stack; zero if it is empty
    std::size_t memory_size = 0;
    std::int64_t refund = 0;

    bool operator==(const Step&) const = default;
};

/// All that can be seen of an execution.
struct Outcome
{
    vm::Result result;
    std::vector<vm::Log> logs;
    std::int64_t refund = 0;
    vm::StateDiff diff;
    std::vector<Step> steps;  ///< empty unless asked for
};

enum class Steps : std::uint8_t
{
    not_wanted,
    wanted,
};

/// Executes one message of a transaction of its own. The addresses are warm from the start.
Outcome execute(const vm::Overlay& before, const vm::BlockContext& block, const vm::TxContext& tx,
    const vm::Message& message, const std::vector<address>& warm, Steps steps = Steps::not_wanted);
}  // namespace byline::testing::model

#pragma once

#include "vm/evm/observer.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace byline::vm
{
/// One instruction, as debug_traceTransaction's struct logger tells it: the machine before it, and
/// what it cost.
struct StructLog
{
    std::size_t pc = 0;
    std::uint8_t opcode = 0;
    std::int64_t gas = 0;       ///< left before it
    std::int64_t gas_cost = 0;  ///< incl. what a call passes on; more than `gas` if it ran out
    int depth = 1;              ///< 1 for the outermost frame
    std::int64_t refund = 0;    ///< gas
    /// Why the frame ended here, unless it succeeded or reverted.
    std::optional<Status> error;
    std::vector<uint256> stack;  ///< bottom first
    Bytes memory;
    Bytes return_data;
    /// At SLOAD and SSTORE, the slots that the contract has read or written so far with the values
    /// last seen, this access included.
    std::optional<std::map<uint256, uint256>> storage;
};

struct StructLogOptions
{
    bool stack = true;
    bool storage = true;
    bool memory = false;
    bool return_data = false;
    /// Steps kept; those after them are only counted.
    std::size_t limit = 1'000'000;
};

/// Collects the steps of an execution.
class StructLogTracer final : public Observer
{
public:
    explicit StructLogTracer(const StructLogOptions& options = {}) noexcept : options_{options} {}

    void on_enter(const Entering& frame) override;
    void on_step(const Step& step) override;
    void on_pause(int depth, std::int64_t gas_left) override;
    void on_exit(int depth, const Result& result) override;

    [[nodiscard]] const std::vector<StructLog>& logs() const noexcept { return logs_; }

    /// Steps beyond the limit, which were not kept.
    [[nodiscard]] std::size_t dropped() const noexcept { return dropped_; }

private:
    void close(std::int64_t gas_left);
    void note_storage(StructLog& log, const Step& step);

    StructLogOptions options_;
    std::vector<StructLog> logs_;
    std::size_t dropped_ = 0;
    bool open_ = false;  ///< the last log waits for its cost
    /// Where each frame that runs has its last log; one past the end if that was dropped.
    std::vector<std::size_t> last_log_;
    std::map<address, std::map<uint256, uint256>> storage_;
    std::optional<uint256> loading_;  ///< the key of an SLOAD whose value the next step shows
    address loading_from_;
};
}  // namespace byline::vm

#pragma once

#include "vm/evm/evm.hpp"
#include "vm/evm/observer.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::vm
{
/// Writes one JSON object a line for each instruction, and one at the end of the outermost frame
/// (EIP-3155). The lines are those of the public tools, so that traces of two machines can be
/// compared as texts: fields in their order, `refund` a plain number, `returnData` only where there
/// is some, `output` of the last line without "0x". `gasCost` is the whole cost of the instruction,
/// incl. the gas that a call passes on; a step that ran out of gas may tell more than `gas`.
class Eip3155Tracer final : public Observer
{
public:
    using Sink = std::function<void(std::string_view line)>;

    /// `sink` gets each line without its end.
    explicit Eip3155Tracer(Sink sink) : sink_{std::move(sink)} {}

    void on_enter(const Entering& frame) override;
    void on_step(const Step& step) override;
    void on_pause(int depth, std::int64_t gas_left) override;
    void on_exit(int depth, const Result& result) override;

private:
    void write_open_step(std::int64_t gas_left);

    Sink sink_;
    std::int64_t gas_ = 0;  ///< given to the outermost frame
    /// The step whose cost is not known yet; its views are not used, what they showed is beside it.
    Step step_;
    std::vector<uint256> stack_;
    Bytes return_data_;
    std::size_t memory_size_ = 0;
    bool open_ = false;
};

/// What a transaction came to.
struct TransactionSummary
{
    std::optional<Status> status;  ///< nothing: it was refused, and nothing was executed
    std::uint64_t gas_used = 0;    ///< by the transaction, after refunds
    bytes32 state_root;            ///< after it
};

/// The line after a transaction's trace (EIP-3155, "Summary"): `pass`, `error` if it failed,
/// `gasUsed`, `stateRoot`; of a transaction that was refused, `stateRoot` alone.
std::string eip3155_summary(const TransactionSummary& summary);
}  // namespace byline::vm

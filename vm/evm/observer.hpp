#pragma once

#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace byline::vm
{
/// The machine just before an instruction runs. Everything is borrowed from the frame.
struct Step
{
    std::size_t pc = 0;
    std::uint8_t opcode = 0;
    std::int64_t gas_left = 0;
    int depth = 0;                   ///< 0 for the outermost frame
    std::span<const uint256> stack;  ///< bottom first
    BytesView memory;
    BytesView return_data;  ///< of the last inner call
    std::int64_t refund = 0;
    address executing;  ///< whose storage it is
};

/// A frame being entered.
struct Entering
{
    CallKind kind = CallKind::call;
    int depth = 0;
    std::int64_t gas = 0;
    address sender;
    address recipient;
    address code_address;
    uint256 value;
    BytesView input;
};

/// Watches an execution; costs nothing where there is none. The pointers it gets are good only
/// during the call.
class Observer
{
public:
    virtual ~Observer() = default;

    virtual void on_enter(const Entering& frame) = 0;
    virtual void on_step(const Step& step) = 0;

    /// The instruction told last in the frame at that depth has ended it or calls another frame.
    /// `gas_left` is what the instruction itself left, negative where it ran out of gas: with
    /// `Step::gas_left` it gives the cost, incl. the gas passed on.
    virtual void on_pause(int /*depth*/, std::int64_t /*gas_left*/) {}

    /// The frame at that depth has ended; precompiles and calls that could not start are told too.
    virtual void on_exit(int depth, const Result& result) = 0;
};
}  // namespace byline::vm

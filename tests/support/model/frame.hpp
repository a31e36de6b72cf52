#pragma once

#include "tests/support/model/model.hpp"
#include "tests/support/model/word.hpp"
#include "tests/support/model/world.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/revision.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace byline::testing::model
{
/// A message call or creation.
struct Call
{
    vm::CallKind kind = vm::CallKind::call;
    bool read_only = false;  ///< EIP-214
    int depth = 0;
    std::int64_t gas = 0;
    address sender;
    address recipient;
    address code_address;
    Integer value = 0;
    Bytes input;
};

/// How a call ended.
struct Ending
{
    vm::Status status = vm::Status::success;
    std::int64_t gas_left = 0;
    Bytes output;
};

/// Thrown by an instruction that ends its frame exceptionally.
struct ExceptionalHalt
{
    vm::Status status;
};

/// What all frames of a message share.
struct Execution
{
    const vm::Overlay& before;  ///< the world at the start of the transaction
    const vm::BlockContext& block;
    const vm::TxContext& tx;
    World world;
    bool record = false;
    std::vector<Step> steps;
};

/// A frame: the machine state of the Yellow Paper (§9.4.1) and what it runs on.
struct Frame
{
    Execution& execution;
    Call call;
    Bytes code;
    std::vector<bool> jump_destinations;  ///< by offset in the code
    std::size_t pc = 0;
    std::int64_t gas = 0;
    std::vector<Integer> stack;
    Bytes memory;
    Bytes return_data;
    std::optional<Ending> ending;  ///< set by the instruction that ends the frame normally

    [[nodiscard]] World& world() const { return execution.world; }

    [[nodiscard]] const address& self() const { return call.recipient; }

    Integer pop();

    address pop_address() { return to_address(pop()); }

    void push(const Integer& word) { stack.push_back(wrap(word)); }

    /// Takes gas away; ends the frame if there is not as much.
    void charge(const Integer& cost);
    /// Pays for memory up to the end of an area, and makes it.
    void expand_memory(const Integer& offset, const Integer& size);
    /// A part of memory that is there.
    [[nodiscard]] Bytes read_memory(const Integer& offset, const Integer& size) const;
    void write_memory(const Integer& offset, BytesView data);
    void forbid_in_static_call() const;
};

/// One row of the instruction set.
struct Instruction
{
    std::string_view name;  ///< empty: undefined
    std::size_t removed = 0;
    std::size_t added = 0;
    std::int64_t gas = 0;
    void (*run)(Frame& frame) = nullptr;
    Revision since = Revision::cancun;
    std::size_t immediates = 0;
};

using InstructionSet = std::array<Instruction, 256>;

/// @name The instructions by subject
/// @{
void add_arithmetic(InstructionSet& set);
void add_environment(InstructionSet& set);
void add_memory_and_flow(InstructionSet& set);
void add_storage(InstructionSet& set);
void add_calls(InstructionSet& set);
/// @}

const InstructionSet& instruction_set();

/// Executes a call or creation to its end. The world keeps what it did only if it succeeded.
Ending run_call(Execution& execution, const Call& call);
Ending run_creation(Execution& execution, const Call& call);

/// Runs the code of a frame.
Ending run_frame(Frame& frame);

/// ⌈bytes / 32⌉
inline Integer words(const Integer& bytes)
{
    return (bytes + 31) / 32;
}
}  // namespace byline::testing::model

#pragma once

#include "vm/evm/evm.hpp"
#include "vm/evm/machine/code.hpp"
#include "vm/evm/machine/memory.hpp"
#include "vm/evm/machine/rules.hpp"
#include "vm/primitives/modulus_cache.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/journal.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>

namespace byline::vm
{
/// What all frames of an execution see. Owned by it.
struct Environment
{
    Journal& journal;
    const BlockContext& block;
    const TxContext& tx;
    const Rules& rules;
    ModulusCache& moduli;
};

enum class Mutability : std::uint8_t
{
    mutating,
    read_only,  ///< inside a STATICCALL (EIP-214)
};

/// A call or creation to be started, from outside or by an instruction.
struct Invocation
{
    CallKind kind = CallKind::call;
    Mutability mutability = Mutability::mutating;
    int depth = 0;
    std::int64_t gas = 0;
    address sender;
    address recipient;  ///< whose storage and balance it runs on
    address code_address;
    uint256 value;  ///< what CALLVALUE says; moved unless the kind is delegatecall
    BytesView
        input;  ///< in the memory of the caller, which waits; initialisation code if it creates
};

constexpr bool is_creation(CallKind kind) noexcept
{
    return kind == CallKind::create || kind == CallKind::create2;
}

/// What the loop does after an instruction.
enum class Flow : std::uint8_t
{
    next,
    halt,   ///< the frame has ended; its `status` says how
    child,  ///< the frame waits for the call or creation in its `child`
};

/// One call or creation being executed: all that is needed to go on with it at `pc`, in whatever
/// tier. Frames are pooled by depth: the stack, memory and return data keep their buffers.
struct Frame
{
    static constexpr std::size_t stack_limit = 1024;  ///< words

    Environment* environment = nullptr;
    Invocation call;
    BytesView call_data;  ///< none in a creation: its input is the code
    Code* code = nullptr;
    std::size_t pc = 0;
    std::int64_t gas = 0;
    std::size_t height = 0;  ///< of the stack, in words
    Memory memory;
    Bytes return_data;  ///< of the last child
    Checkpoint checkpoint{};

    Status status = Status::success;  ///< after Flow::halt
    BytesView output;                 ///< after Flow::halt; in `memory`
    Invocation child;                 ///< after Flow::child
    uint256 child_output_offset;      ///< where in `memory` the child's output goes
    uint256 child_output_size;

    Code own_code;  ///< initialisation code, or code that the cache had no room for

    /// The bottom of the stack. The words are not cleared between uses.
    [[nodiscard]] uint256* stack() noexcept { return stack_begin_; }

    [[nodiscard]] std::span<const uint256> stack_items() const noexcept
    {
        return {stack_begin_, height};
    }

    /// Ends the frame.
    Flow halt(Status how) noexcept
    {
        status = how;
        return Flow::halt;
    }

    [[nodiscard]] bool is_read_only() const noexcept
    {
        return call.mutability == Mutability::read_only;
    }

    /// @name Of the threaded engine, while it runs the frame
    /// @{
    const std::uint8_t* code_begin = nullptr;  ///< of the code as it is being run, padded
    const CodeBlock* blocks = nullptr;         ///< of the tuned code, by offset
    /// @}

private:
    /// Raw storage: constructing 1024 zeros for a frame that uses ten would show. It begins at a
    /// multiple of 2^16, and one word before the stack, so that the top of an empty stack has an
    /// address, and the low 16 bits of the top's address are the height in bytes.
    struct StackStorage
    {
        static constexpr std::align_val_t alignment{std::size_t{1} << 16};

        struct Free
        {
            void operator()(std::byte* bytes) const noexcept
            {
                ::operator delete(bytes, alignment);
            }
        };

        static std::byte* make()
        {
            auto* const bytes = static_cast<std::byte*>(
                ::operator new((stack_limit + 1) * sizeof(uint256), alignment));
            new (bytes) uint256{};
            return bytes;
        }
    };

    std::unique_ptr<std::byte, StackStorage::Free> stack_storage_{StackStorage::make()};
    uint256* stack_begin_ = reinterpret_cast<uint256*>(stack_storage_.get()) + 1;
};
}  // namespace byline::vm

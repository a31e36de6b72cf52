#include "tests/vm/evm/evm_fixture.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/state/journal.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace
{
std::size_t allocations = 0;

void* allocate(std::size_t size, std::size_t alignment)
{
    ++allocations;
    const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
    if (void* const memory = std::aligned_alloc(alignment, rounded))
        return memory;
    throw std::bad_alloc{};
}
}  // namespace

// Of this program only: every allocation of C++ code is counted.
void* operator new(std::size_t size)
{
    return allocate(size, alignof(std::max_align_t));
}

void* operator new(std::size_t size, std::align_val_t alignment)
{
    return allocate(size, static_cast<std::size_t>(alignment));
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept
{
    std::free(memory);
}

namespace byline::vm::testing
{
namespace
{
class allocation : public evm_test
{
protected:
    /// The allocations of an execution that the machine and the journal have seen before.
    std::size_t allocations_of_a_repeated_call()
    {
        Message message;
        message.gas = 10'000'000;
        message.sender = origin_address;
        message.recipient = contract;
        Journal repeated{pre};
        repeated.access_address(contract);
        std::size_t before = 0;
        for (int i = 0; i < 20; ++i)
        {
            before = allocations;
            const Checkpoint checkpoint = repeated.checkpoint();
            result = machine.execute(repeated, block, tx, message);
            repeated.revert(checkpoint);
        }
        EXPECT_EQ(result.status, Status::success);
        return allocations - before;
    }
};

/// Counts down from 1000 in memory.
Bytecode loop()
{
    const Bytecode start = push(1000) + push(0) + OP_MSTORE;
    const std::size_t top = start.bytes.size();
    return start + OP_JUMPDEST + push(1) + push(0) + OP_MLOAD + OP_SUB + OP_DUP1 + push(0) +
           OP_MSTORE + push(top) + OP_JUMPI;
}
}  // namespace

TEST_F(allocation, a_loop_that_computes_makes_none)
{
    pre.set_code(contract, loop().bytes);
    EXPECT_EQ(allocations_of_a_repeated_call(), 0U);
}

TEST_F(allocation, a_call_that_touches_nothing_makes_none)
{
    pre.set_code(other, (push(1) + push(2) + OP_ADD + OP_POP).bytes);
    pre.set_code(contract, (push(0) + push(0) + push(0) + push(0) + push(to_uint256(other)) +
                               OP_GAS + OP_STATICCALL + OP_POP)
                               .bytes);
    EXPECT_EQ(allocations_of_a_repeated_call(), 0U);
}
}  // namespace byline::vm::testing

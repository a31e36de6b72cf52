#include "tests/vm/evm/evm_fixture.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/state/journal.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

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
    std::size_t allocations_of_a_repeated_call(BytesView input = {})
    {
        Message message;
        message.gas = 10'000'000;
        message.sender = origin_address;
        message.recipient = contract;
        message.input = input;
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

struct PrecompileCall
{
    std::uint64_t number = 0;
    std::size_t output_size = 0;
    Bytes input;
};

/// Lengths of one byte, and the numbers.
Bytes modexp_input(const std::string& numbers)
{
    const std::string one = std::string(63, '0') + "1";
    return *from_hex("0x" + one + one + one + numbers);
}

/// Not all: bn254_pairing, and the sums and pairings of BLS12-381, make lists of their points. What
/// OpenSSL allocates for p256verify, which is C code, is not counted.
std::vector<PrecompileCall> precompile_calls()
{
    const std::string zeros(63, '0');
    const std::string generator = zeros + "1" + zeros + "2";
    return {{0x01, 32,
                *from_hex("0x18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c"
                          "000000000000000000000000000000000000000000000000000000000000001c"
                          "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f"
                          "eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549")},
        {0x02, 32, Bytes(100, 1)}, {0x03, 32, Bytes(100, 1)}, {0x04, 1000, Bytes(1000, 1)},
        // A square, a longer power, and an input that is cut short.
        {0x05, 1, modexp_input("030205")}, {0x05, 1, modexp_input("03ff05")},
        {0x05, 1, modexp_input("03ff")}, {0x06, 64, *from_hex("0x" + generator + generator)},
        {0x07, 64, *from_hex("0x" + generator + zeros + "3")}, {0x09, 64, Bytes(213)},
        {0x0b, 128, Bytes(256)}, {0x0d, 256, Bytes(512)}, {0x10, 128, Bytes(64)},
        {0x11, 256, Bytes(128)}, {0x100, 0, Bytes(160)}};
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

TEST_F(allocation, calls_of_precompiles_make_none)
{
    for (const auto& [number, output_size, input] : precompile_calls())
    {
        const CallCode call{.op = OP_STATICCALL,
            .target = push(number),
            .input_size = input.size(),
            .output_offset = 2048,
            .output_size = output_size};
        // Another size of output is an error: there is no destination of jumps at 0.
        pre.set_code(contract,
            (apply(OP_CALLDATACOPY, {push(0), push(0), push(input.size())}) + call + OP_POP +
                OP_RETURNDATASIZE + push(output_size) + OP_XOR + push(0) + OP_JUMPI)
                .bytes);
        EXPECT_EQ(allocations_of_a_repeated_call(input), 0U) << number;
    }
}
}  // namespace byline::vm::testing

#include "compiler/lower/number.hpp"

#include "compiler/lower/returns.hpp"
#include "tests/compiler/lower/lowered_code.hpp"

#include <array>
#include <random>

namespace byline::testing
{
namespace
{
using compiler::Lowering;
using compiler::ir::Operation;
using compiler::ir::ValueId;

ValueId argument(Lowering& l, std::uint64_t index)
{
    return l.b.emit(Operation::calldataload, {l.b.constant(4 + 32 * index)});
}

/// Words with long runs of equal bits, and small ones: where carries and borrows are.
uint256 random_word(std::mt19937_64& random)
{
    uint256 word{random(), random(), random(), random()};
    switch (random() % 5)
    {
        case 0:
            return word;
        case 1:
            return word >> (random() % 256);
        case 2:
            return max_uint256 >> (random() % 256);
        case 3:
            return uint256{1} << (random() % 256);
        default:
            return max_uint256 - (word >> 240);
    }
}

/// a * b / c by long division, bit after bit; nothing if it does not fit.
std::optional<uint256> quotient_of(const uint256& a, const uint256& b, const uint256& c)
{
    uint256 quotient;
    uint256 rest;
    // a * b is a number of 512 bits: b is doubled and added along the bits of a.
    for (int bit = 255; bit >= 0; --bit)
    {
        const bool wraps = (rest >> 255) == 1;
        const uint256 doubled = rest << 1;
        if ((quotient >> 255) == 1)
            return std::nullopt;
        quotient = quotient << 1;
        rest = doubled;
        if (wraps || rest >= c)
        {
            rest = rest - c;
            quotient = quotient + 1;
        }
        if (((a >> static_cast<std::uint64_t>(bit)) & 1).is_zero())
            continue;
        const uint256 more = quotient + b / c;
        if (more < quotient)
            return std::nullopt;
        quotient = more;
        const uint256 part = b % c;
        const uint256 sum = rest + part;
        const bool carries = sum < rest;
        rest = sum;
        if (carries || rest >= c)
        {
            rest = rest - c;
            quotient = quotient + 1;
            if (quotient.is_zero())
                return std::nullopt;
        }
    }
    return quotient;
}

TEST(numbers, multiply_and_divide_with_512_bits)
{
    LoweredCode code{[](Lowering& l) {
        const auto result = multiply_divide(l, argument(l, 0), argument(l, 1), argument(l, 2));
        give(l, {result.value, result.wrong});
    }};
    std::mt19937_64 random{1};
    for (int i = 0; i < 3'000; ++i)
    {
        const uint256 a = random_word(random);
        const uint256 b = random_word(random);
        uint256 c = random_word(random);
        if (c.is_zero())
            c = 1;
        const vm::TxOutcome outcome = code.call({a, b, c});
        ASSERT_EQ(outcome.output.size(), 64U);
        const std::optional<uint256> expected = quotient_of(a, b, c);
        ASSERT_EQ(outcome.output.back(), expected ? 0 : 1) << i;
        if (expected)
        {
            ASSERT_EQ(to_hex(outcome.output), to_hex(words({*expected, 0}))) << i;
        }
    }
}

TEST(numbers, divide_down_and_up)
{
    LoweredCode code{[](Lowering& l) {
        give(l, {divide(l, argument(l, 0), argument(l, 1), compiler::Rounding::down),
                    divide(l, argument(l, 0), argument(l, 1), compiler::Rounding::up)});
    }};
    EXPECT_EQ(code.call({7, 2}).output, words({3, 4}));
    EXPECT_EQ(code.call({8, 2}).output, words({4, 4}));
    EXPECT_EQ(code.call({0, 2}).output, words({0, 0}));
    EXPECT_EQ(code.call({max_uint256, 1}).output, words({max_uint256, max_uint256}));
    EXPECT_EQ(code.call({1, max_uint256}).output, words({0, 1}));
}

TEST(numbers, choose_the_lesser_and_the_greater)
{
    LoweredCode code{[](Lowering& l) {
        give(l, {minimum(l, argument(l, 0), argument(l, 1)),
                    maximum(l, argument(l, 0), argument(l, 1))});
    }};
    for (const auto& [a, b] : std::vector<std::pair<uint256, uint256>>{
             {1, 2}, {2, 1}, {3, 3}, {0, max_uint256}, {max_uint256, max_uint256 - 1}})
        EXPECT_EQ(code.call({a, b}).output, words({std::min(a, b), std::max(a, b)}));
}
}  // namespace
}  // namespace byline::testing

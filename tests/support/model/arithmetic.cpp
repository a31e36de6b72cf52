#include "tests/support/model/frame.hpp"
#include "tests/support/model/word.hpp"
#include "vm/primitives/revision.hpp"

#include <cstddef>

/// Yellow Paper appendix H, 0x01 to 0x1d; EIP-145, EIP-7939.
namespace byline::testing::model
{
namespace
{
/// A word with that many low bits set.
Integer ones(std::size_t bits)
{
    return (Integer{1} << bits) - 1;
}

std::size_t bit_width(const Integer& word)
{
    return word == 0 ? 0 : msb(word) + 1;
}

Integer exponentiate(Integer base, Integer exponent)
{
    Integer result = 1;
    for (; exponent != 0; exponent >>= 1)
    {
        if (exponent % 2 == 1)
            result = wrap(result * base);
        base = wrap(base * base);
    }
    return result;
}

void exp(Frame& f)
{
    const Integer base = f.pop();
    const Integer exponent = f.pop();
    f.charge(50 * ((bit_width(exponent) + 7) / 8));  // EIP-160
    f.push(exponentiate(base, exponent));
}

void signextend(Frame& f)
{
    const Integer index = f.pop();
    const Integer word = f.pop();
    if (index >= 31)
    {
        f.push(word);
        return;
    }
    const std::size_t bits = 8 * (static_cast<std::size_t>(index) + 1);
    const Integer low = word & ones(bits);
    const bool negative = bit_test(word, static_cast<unsigned>(bits - 1));
    f.push(negative ? Integer{low - (Integer{1} << bits)} : low);
}

void byte(Frame& f)
{
    const Integer index = f.pop();
    const Integer word = f.pop();
    f.push(index < 32 ? Integer{(word >> (8 * (31 - static_cast<std::size_t>(index)))) & 0xff}
                      : Integer{0});
}

void shl(Frame& f)
{
    const Integer shift = f.pop();
    const Integer word = f.pop();
    f.push(shift < 256 ? Integer{word << static_cast<std::size_t>(shift)} : Integer{0});
}

void shr(Frame& f)
{
    const Integer shift = f.pop();
    const Integer word = f.pop();
    f.push(shift < 256 ? Integer{word >> static_cast<std::size_t>(shift)} : Integer{0});
}

/// Division by 2^shift, rounded down.
void sar(Frame& f)
{
    const Integer shift = f.pop();
    const Integer word = to_signed(f.pop());
    const std::size_t bits = shift < 256 ? static_cast<std::size_t>(shift) : 256;
    const Integer divisor = Integer{1} << bits;
    f.push(word >= 0 ? Integer{word / divisor} : Integer{-((-word + divisor - 1) / divisor)});
}

/// An instruction of two words.
template <auto Function>
void binary(Frame& f)
{
    const Integer a = f.pop();
    const Integer b = f.pop();
    f.push(Function(a, b));
}

template <auto Function>
void ternary(Frame& f)
{
    const Integer a = f.pop();
    const Integer b = f.pop();
    const Integer c = f.pop();
    f.push(Function(a, b, c));
}

using Word = const Integer&;

constexpr auto add = [](Word a, Word b) -> Integer { return a + b; };
constexpr auto mul = [](Word a, Word b) -> Integer { return a * b; };
constexpr auto sub = [](Word a, Word b) -> Integer { return a - b; };
constexpr auto div = [](Word a, Word b) -> Integer { return b == 0 ? Integer{0} : a / b; };
constexpr auto mod = [](Word a, Word b) -> Integer { return b == 0 ? Integer{0} : a % b; };
// Integers divide toward zero, and a remainder has the sign of the dividend: as SDIV and SMOD do.
constexpr auto sdiv = [](Word a, Word b) -> Integer {
    return b == 0 ? Integer{0} : to_signed(a) / to_signed(b);
};
constexpr auto smod = [](Word a, Word b) -> Integer {
    return b == 0 ? Integer{0} : to_signed(a) % to_signed(b);
};
constexpr auto addmod = [](Word a, Word b, Word m) -> Integer {
    return m == 0 ? Integer{0} : (a + b) % m;
};
constexpr auto mulmod = [](Word a, Word b, Word m) -> Integer {
    return m == 0 ? Integer{0} : (a * b) % m;
};
constexpr auto lt = [](Word a, Word b) -> Integer { return a < b ? 1 : 0; };
constexpr auto gt = [](Word a, Word b) -> Integer { return a > b ? 1 : 0; };
constexpr auto slt = [](Word a, Word b) -> Integer { return to_signed(a) < to_signed(b) ? 1 : 0; };
constexpr auto sgt = [](Word a, Word b) -> Integer { return to_signed(a) > to_signed(b) ? 1 : 0; };
constexpr auto eq = [](Word a, Word b) -> Integer { return a == b ? 1 : 0; };
constexpr auto bitwise_and = [](Word a, Word b) -> Integer { return a & b; };
constexpr auto bitwise_or = [](Word a, Word b) -> Integer { return a | b; };
constexpr auto bitwise_xor = [](Word a, Word b) -> Integer { return a ^ b; };
}  // namespace

void add_arithmetic(InstructionSet& set)
{
    set[0x01] = {"ADD", 2, 1, 3, binary<add>};
    set[0x02] = {"MUL", 2, 1, 5, binary<mul>};
    set[0x03] = {"SUB", 2, 1, 3, binary<sub>};
    set[0x04] = {"DIV", 2, 1, 5, binary<div>};
    set[0x05] = {"SDIV", 2, 1, 5, binary<sdiv>};
    set[0x06] = {"MOD", 2, 1, 5, binary<mod>};
    set[0x07] = {"SMOD", 2, 1, 5, binary<smod>};
    set[0x08] = {"ADDMOD", 3, 1, 8, ternary<addmod>};
    set[0x09] = {"MULMOD", 3, 1, 8, ternary<mulmod>};
    set[0x0a] = {"EXP", 2, 1, 10, exp};
    set[0x0b] = {"SIGNEXTEND", 2, 1, 5, signextend};
    set[0x10] = {"LT", 2, 1, 3, binary<lt>};
    set[0x11] = {"GT", 2, 1, 3, binary<gt>};
    set[0x12] = {"SLT", 2, 1, 3, binary<slt>};
    set[0x13] = {"SGT", 2, 1, 3, binary<sgt>};
    set[0x14] = {"EQ", 2, 1, 3, binary<eq>};
    set[0x15] = {"ISZERO", 1, 1, 3, [](Frame& f) { f.push(f.pop() == 0 ? 1 : 0); }};
    set[0x16] = {"AND", 2, 1, 3, binary<bitwise_and>};
    set[0x17] = {"OR", 2, 1, 3, binary<bitwise_or>};
    set[0x18] = {"XOR", 2, 1, 3, binary<bitwise_xor>};
    set[0x19] = {"NOT", 1, 1, 3, [](Frame& f) { f.push(ones(256) - f.pop()); }};
    set[0x1a] = {"BYTE", 2, 1, 3, byte};
    set[0x1b] = {"SHL", 2, 1, 3, shl};
    set[0x1c] = {"SHR", 2, 1, 3, shr};
    set[0x1d] = {"SAR", 2, 1, 3, sar};
    set[0x1e] = {
        "CLZ", 1, 1, 5, [](Frame& f) { f.push(256 - bit_width(f.pop())); }, Revision::osaka};
}
}  // namespace byline::testing::model

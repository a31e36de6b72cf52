#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>

using namespace byline;

namespace
{
using Big = boost::multiprecision::cpp_int;

constexpr int cases = 5000;

const Big modulus = Big{1} << 256;
const Big half = Big{1} << 255;

Big big(const uint256& value)
{
    Big result;
    for (std::size_t i = 4; i > 0; --i)
        result = (result << 64) | value.words[i - 1];
    return result;
}

/// Modulo 2^256, of negative numbers too.
uint256 word(const Big& value)
{
    const Big wrapped = ((value % modulus) + modulus) % modulus;
    constexpr std::uint64_t limb = ~0ULL;
    return {static_cast<std::uint64_t>((wrapped >> 192) & limb),
        static_cast<std::uint64_t>((wrapped >> 128) & limb),
        static_cast<std::uint64_t>((wrapped >> 64) & limb),
        static_cast<std::uint64_t>(wrapped & limb)};
}

/// The value in two's complement.
Big signed_big(const uint256& value)
{
    const Big unsigned_value = big(value);
    return unsigned_value >= half ? Big{unsigned_value - modulus} : unsigned_value;
}

/// Words whose limbs lie at the edges about half of the time, of every number of limbs.
class Words
{
public:
    explicit Words(std::uint64_t seed) : random_{seed} {}

    uint256 next()
    {
        uint256 value;
        const std::size_t limbs = random_() % 5;
        for (std::size_t i = 0; i < limbs; ++i)
            value.words[i] = limb();
        return value;
    }

    uint256 nonzero()
    {
        const uint256 value = next();
        return value.is_zero() ? uint256{1} : value;
    }

    /// Exactly so many significant limbs.
    uint256 of_limbs(std::size_t limbs)
    {
        uint256 value;
        for (std::size_t i = 0; i < limbs; ++i)
            value.words[i] = limb();
        value.words[limbs - 1] = std::max<std::uint64_t>(value.words[limbs - 1], 1);
        return value;
    }

    /// Limbs of 0, 1, 2^64 - 1 and 2^63 only.
    uint256 edges()
    {
        static constexpr std::array<std::uint64_t, 4> limbs{0, 1, ~0ULL, 1ULL << 63};
        uint256 value;
        for (std::uint64_t& word : value.words)
            word = limbs[below(limbs.size())];
        return value;
    }

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

private:
    std::uint64_t limb()
    {
        static constexpr std::array<std::uint64_t, 8> edges{
            0, 1, 2, 1ULL << 63, (1ULL << 63) - 1, ~0ULL, ~0ULL - 1, 1ULL << 32};
        const std::uint64_t value = random_();
        switch (value % 4)
        {
            case 0:
            case 1:
                return edges[(value >> 8) % edges.size()];
            case 2:
                return random_() >> (value >> 58);
            default:
                return random_();
        }
    }

    std::mt19937_64 random_;
};
}  // namespace

TEST(uint256_property, sums_differences_and_order)
{
    Words words{1};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 a = words.next();
        const uint256 b = words.next();
        const Big sum = big(a) + big(b);
        EXPECT_EQ(a + b, word(sum));
        EXPECT_EQ(add_with_carry(a, b).carry, sum >= modulus);
        EXPECT_EQ(a - b, word(big(a) - big(b)));
        EXPECT_EQ(sub_with_borrow(a, b).borrow, big(a) < big(b));
        EXPECT_EQ(-a, word(-big(a)));
        EXPECT_EQ(a < b, big(a) < big(b));
        EXPECT_EQ(a > b, big(a) > big(b));
        EXPECT_EQ(a <= b, big(a) <= big(b));
        EXPECT_EQ(a >= b, big(a) >= big(b));
        EXPECT_EQ(a == b, big(a) == big(b));
        EXPECT_EQ(a.is_zero(), big(a) == 0);
        EXPECT_EQ(a.fits_uint64(), big(a) <= ~0ULL);
        EXPECT_EQ(a <=> b, big(a).compare(big(b)) <=> 0);
        EXPECT_EQ(signed_less(a, b), signed_big(a) < signed_big(b));
        EXPECT_EQ(a.bit_width(), a.is_zero() ? 0 : msb(big(a)) + 1);
    }
}

TEST(uint256_property, products)
{
    Words words{2};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 a = words.next();
        const uint256 b = words.next();
        const Big product = big(a) * big(b);
        EXPECT_EQ(a * b, word(product));
        const uint512 wide = full_mul(a, b);
        EXPECT_EQ((uint256{wide[3], wide[2], wide[1], wide[0]}), word(product));
        EXPECT_EQ((uint256{wide[7], wide[6], wide[5], wide[4]}), word(product >> 256));
    }
}

TEST(uint256_property, bits)
{
    Words words{3};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 a = words.next();
        const uint256 b = words.next();
        EXPECT_EQ(a & b, word(big(a) & big(b)));
        EXPECT_EQ(a | b, word(big(a) | big(b)));
        EXPECT_EQ(a ^ b, word(big(a) ^ big(b)));
        EXPECT_EQ(~a, word(modulus - 1 - big(a)));
    }
}

TEST(uint256_property, quotients_and_remainders)
{
    Words words{4};
    for (int i = 0; i < 4 * cases; ++i)
    {
        const uint256 a = words.next();
        const uint256 b = words.nonzero();
        const DivResult result = divide(a, b);
        ASSERT_EQ(result.quotient, word(big(a) / big(b)))
            << to_quantity(a) << ' ' << to_quantity(b);
        ASSERT_EQ(result.remainder, word(big(a) % big(b)))
            << to_quantity(a) << ' ' << to_quantity(b);
        EXPECT_EQ(a / b, result.quotient);
        EXPECT_EQ(a % b, result.remainder);
    }
}

// A product and its neighbours, divided by a factor: where a trial quotient is most often wrong.
TEST(uint256_property, quotients_next_to_whole_multiples)
{
    Words words{5};
    for (int i = 0; i < 2 * cases; ++i)
    {
        const uint256 b = words.nonzero();
        const uint256 a = b * words.next() + uint256{words.below(3)} - uint256{1};
        const DivResult result = divide(a, b);
        ASSERT_EQ(result.quotient, word(big(a) / big(b)))
            << to_quantity(a) << ' ' << to_quantity(b);
        ASSERT_EQ(result.remainder, word(big(a) % big(b)))
            << to_quantity(a) << ' ' << to_quantity(b);
    }
}

// The number of limbs decides the way: each combination, with limbs at the edges.
TEST(uint256_property, quotients_of_every_size)
{
    Words words{13};
    for (std::size_t i = 0; i < 4 * 16 * cases / 10; ++i)
    {
        const uint256 a = words.of_limbs(i % 4 + 1);
        const uint256 b = words.of_limbs(i / 4 % 4 + 1);
        ASSERT_EQ(a / b, word(big(a) / big(b))) << to_quantity(a) << ' ' << to_quantity(b);
        ASSERT_EQ(a % b, word(big(a) % big(b))) << to_quantity(a) << ' ' << to_quantity(b);
        ASSERT_EQ(signed_div(a, b), word(signed_big(a) / signed_big(b)));
        ASSERT_EQ(signed_mod(a, b), word(signed_big(a) % signed_big(b)));
    }
}

// The rest has the divisor's highest limbs, so that the trial quotient does not fit into a limb;
// and quotients of limbs 0 and 2^64 - 1, where a trial is corrected.
TEST(uint256_property, quotients_whose_trials_are_wrong)
{
    Words words{14};
    for (int i = 0; i < 8 * cases; ++i)
    {
        const uint256 b = words.of_limbs(words.below(4) + 1);
        const uint256 edge = words.edges();
        const uint256 a =
            words.below(2) == 0 ? (b << words.below(256)) - edge : b * edge - words.edges();
        ASSERT_EQ(a / b, word(big(a) / big(b))) << to_quantity(a) << ' ' << to_quantity(b);
        ASSERT_EQ(a % b, word(big(a) % big(b))) << to_quantity(a) << ' ' << to_quantity(b);
        ASSERT_EQ(mul_mod(a, edge, b), word((big(a) * big(edge)) % big(b)))
            << to_quantity(a) << ' ' << to_quantity(edge) << ' ' << to_quantity(b);
    }
}

TEST(uint256_property, powers_of_two_as_divisors)
{
    Words words{15};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 a = words.next();
        const uint256 b = uint256{1} << words.below(256);
        EXPECT_EQ(a / b, word(big(a) / big(b)));
        EXPECT_EQ(a % b, word(big(a) % big(b)));
        EXPECT_EQ(signed_div(a, b), word(signed_big(a) / signed_big(b)));
        EXPECT_EQ(signed_mod(a, b), word(signed_big(a) % signed_big(b)));
    }
}

TEST(uint256_property, by_zero_gives_zero)
{
    Words words{16};
    for (int i = 0; i < 100; ++i)
    {
        const uint256 a = words.next();
        const uint256 b = words.next();
        EXPECT_EQ(a / 0, uint256{});
        EXPECT_EQ(a % 0, uint256{});
        EXPECT_EQ(signed_div(a, 0), uint256{});
        EXPECT_EQ(signed_mod(a, 0), uint256{});
        EXPECT_EQ(add_mod(a, b, 0), uint256{});
        EXPECT_EQ(mul_mod(a, b, 0), uint256{});
    }
}

TEST(uint256_property, signed_quotients_and_remainders)
{
    Words words{6};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 a = words.next();
        const uint256 b = words.nonzero();
        EXPECT_EQ(signed_div(a, b), word(signed_big(a) / signed_big(b)));
        EXPECT_EQ(signed_mod(a, b), word(signed_big(a) % signed_big(b)));
    }
}

TEST(uint256_property, modular_sums_and_products)
{
    Words words{7};
    for (int i = 0; i < 4 * cases; ++i)
    {
        const uint256 a = words.next();
        const uint256 b = words.next();
        const uint256 m = words.nonzero();
        ASSERT_EQ(add_mod(a, b, m), word((big(a) + big(b)) % big(m)))
            << to_quantity(a) << ' ' << to_quantity(b) << ' ' << to_quantity(m);
        ASSERT_EQ(mul_mod(a, b, m), word((big(a) * big(b)) % big(m)))
            << to_quantity(a) << ' ' << to_quantity(b) << ' ' << to_quantity(m);
    }
}

// Terms below the modulus, next to it, and with its highest limb: each has its way.
TEST(uint256_property, modular_sums_near_the_modulus)
{
    Words words{17};
    for (int i = 0; i < 4 * cases; ++i)
    {
        const uint256 m = words.nonzero();
        const auto near = [&] {
            const uint256 distance = words.next() >> words.below(256);
            return words.below(2) == 0 ? m - distance : m + distance;
        };
        const uint256 a = near();
        const uint256 b = words.below(2) == 0 ? near() : a % m;
        ASSERT_EQ(add_mod(a, b, m), word((big(a) + big(b)) % big(m)))
            << to_quantity(a) << ' ' << to_quantity(b) << ' ' << to_quantity(m);
    }
}

TEST(uint256_property, reciprocals)
{
    Words words{18};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 d = words.next() | (uint256{1} << 255);
        EXPECT_EQ(reciprocal(d), word((modulus * modulus - 1) / big(d) - modulus))
            << to_quantity(d);
    }
}

// 2^256 - 1 as the modulus is a way of its own.
TEST(uint256_property, products_modulo_all_ones)
{
    Words words{19};
    const Big m = modulus - 1;
    for (int i = 0; i < cases; ++i)
    {
        const uint256 a = words.next();
        const uint256 b = words.edges();
        EXPECT_EQ(mul_mod(a, b, max_uint256), word(big(a) * big(b) % m));
        EXPECT_EQ(add_mod(a, b, max_uint256), word((big(a) + big(b)) % m));
        EXPECT_EQ(a % max_uint256, word(big(a) % m));
    }
    EXPECT_EQ(mul_mod(max_uint256, 1, max_uint256), uint256{});
    EXPECT_EQ(mul_mod(max_uint256, max_uint256, max_uint256), uint256{});
}

TEST(uint256_property, remainder_of_any_512_bits)
{
    Words words{8};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 high = words.next();
        const uint256 low = words.next();
        const uint256 m = words.nonzero();
        uint512 wide;
        for (std::size_t j = 0; j < 4; ++j)
        {
            wide[j] = low.words[j];
            wide[4 + j] = high.words[j];
        }
        ASSERT_EQ(remainder(wide, m), word((big(high) * modulus + big(low)) % big(m)));
    }
}

TEST(uint256_property, shifts)
{
    Words words{9};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 a = words.next();
        const std::uint64_t shift = words.below(300);
        const auto bits = static_cast<unsigned>(shift);
        EXPECT_EQ(a << shift, word(big(a) << bits));
        EXPECT_EQ(a >> shift, word(big(a) >> bits));
        EXPECT_EQ(a << uint256{shift}, a << shift);
        EXPECT_EQ(a >> uint256{shift}, a >> shift);
        // Floored division by a power of two is the arithmetic shift.
        Big floored = signed_big(a);
        floored = floored < 0 ? Big{-((-floored - 1) >> bits) - 1} : Big{floored >> bits};
        EXPECT_EQ(arithmetic_shift_right(a, shift), word(floored));
    }
}

TEST(uint256_property, sign_extension_and_bytes)
{
    Words words{10};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 a = words.next();
        const std::uint64_t index = words.below(40);
        const unsigned bits = index < 31 ? 8 * static_cast<unsigned>(index) + 8 : 256;
        Big low = big(a) % (Big{1} << bits);
        if (bit_test(low, bits - 1))
            low -= Big{1} << bits;
        EXPECT_EQ(sign_extend(index, a), word(low));
        const Big byte =
            index < 32 ? Big{(big(a) >> static_cast<unsigned>(248 - 8 * index)) & 0xff} : Big{};
        EXPECT_EQ(byte_at(index, a), word(byte));
    }
}

TEST(uint256_property, powers)
{
    Words words{11};
    for (int i = 0; i < cases / 10; ++i)
    {
        const uint256 base = words.next();
        const uint256 exponent = words.next();
        EXPECT_EQ(power(base, exponent), word(powm(big(base), big(exponent), modulus)));
        const uint256 few{words.below(1ULL << words.below(32))};
        EXPECT_EQ(power(base, few), word(powm(big(base), big(few), modulus)));
        const uint256 middle = exponent >> words.below(256);
        EXPECT_EQ(power(base, middle), word(powm(big(base), big(middle), modulus)));
        const uint256 odd = base | uint256{1};
        EXPECT_EQ(power(odd, middle), word(powm(big(odd), big(middle), modulus)));
        const uint256 two_to = uint256{1} << words.below(256);
        EXPECT_EQ(power(two_to, few), word(powm(big(two_to), big(few), modulus)));
        EXPECT_EQ(power(two_to, exponent), word(powm(big(two_to), big(exponent), modulus)));
    }
    for (std::uint64_t exponent = 0; exponent < 100; ++exponent)
        EXPECT_EQ(power(10, exponent), word(powm(Big{10}, Big{exponent}, modulus)));
    EXPECT_EQ(power(0, 0), uint256{1});
}

TEST(uint256_property, text_and_bytes_go_both_ways)
{
    Words words{12};
    for (int i = 0; i < cases; ++i)
    {
        const uint256 a = words.next();
        EXPECT_EQ(to_decimal(a), big(a).str());
        EXPECT_EQ(from_decimal(to_decimal(a)), a);
        EXPECT_EQ(quantity_from_hex(to_quantity(a)), a);
        EXPECT_EQ(to_uint256(to_bytes32(a)), a);
        EXPECT_EQ(to_uint256(to_address(a)), a & (max_uint256 >> 96));
    }
}

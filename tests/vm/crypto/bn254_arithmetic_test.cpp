#include "vm/crypto/bn254.hpp"
#include "vm/crypto/bn254/curve.hpp"
#include "vm/crypto/bn254/digits.hpp"
#include "vm/crypto/bn254/field.hpp"
#include "vm/crypto/bn254/pairing.hpp"
#include "vm/crypto/bn254/tower.hpp"
#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <random>
#include <vector>

using namespace byline;
using namespace byline::vm::bn254;

namespace
{
const uint256 p_minus_one = field_prime - uint256{1};

/// Elements at the limits, where sums that are not reduced are greatest, and others.
std::vector<Fp> elements()
{
    std::vector<Fp> all{Fp::zero(), Fp::one(), -Fp::one(), Fp::of_form(1), Fp::of_form(p_minus_one),
        Fp::of_form(field_prime - uint256{2}), Fp::of_form(field_prime >> 1),
        Fp::of_form((field_prime >> 1) + uint256{1}), Fp::of_form(uint256{1} << 253),
        Fp::of_form((uint256{1} << 253) - uint256{1})};
    std::mt19937_64 random{254};
    for (int i = 0; i < 40; ++i)
        all.push_back(Fp::from(uint256{random(), random(), random(), random()} % field_prime));
    return all;
}

/// Elements of Fp2 whose parts walk over those above in other steps each.
std::vector<Fp2> pairs_of_elements()
{
    const std::vector<Fp> all = elements();
    std::vector<Fp2> pairs;
    for (std::size_t i = 0; i < all.size(); ++i)
        pairs.push_back({all[i], all[(7 * i + 4) % all.size()]});
    pairs.push_back({Fp::of_form(p_minus_one), Fp::of_form(p_minus_one)});
    pairs.push_back({Fp::of_form(p_minus_one), Fp::zero()});
    pairs.push_back({Fp::zero(), Fp::of_form(p_minus_one)});
    return pairs;
}

Fp12 element_of_fp12(std::size_t seed)
{
    const std::vector<Fp2> all = pairs_of_elements();
    const auto next = [&all, &seed] { return all[(seed = 5 * seed + 3) % all.size()]; };
    const Fp6 c0{next(), next(), next()};
    return {c0, {next(), next(), next()}};
}

template <typename Field>
Jacobian<Field> double_and_add(const Affine<Field>& point, const uint256& scalar)
{
    Jacobian<Field> result;
    for (unsigned i = scalar.bit_width(); i > 0; --i)
    {
        result = twice(result);
        if (((scalar >> std::uint64_t{i - 1}).words[0] & 1) != 0)
            result = result + Jacobian{point};
    }
    return result;
}

template <typename Field>
bool same(const Affine<Field>& a, const Affine<Field>& b)
{
    return a.x == b.x && a.y == b.y;
}

const Affine<Fp> generator{Fp::from(1), Fp::from(2)};

/// A point of the twist with x = 1, which is not in the group.
const Affine<Fp2> outside{Fp2::one(),
    {Fp::from({0x2869111d5381f072, 0xf8e2728fdb825a51, 0xaadd70e52c9830e9, 0xab4b871c0531f1bb}),
        Fp::from(
            {0x0d1271953ed9ea08, 0x36846e70a1934187, 0x998c7f790cb4d751, 0x1b7f8da82de048a4})}};

/// The twist has this many points for each of the group.
const uint256 cofactor = field_prime + field_prime - group_order;

Affine<Fp2> inside()
{
    return to_affine(double_and_add(outside, cofactor));
}
}  // namespace

TEST(bn254_field, products_and_sums_are_those_modulo_the_prime)
{
    const std::vector<Fp> all = elements();
    for (const Fp& a : all)
    {
        for (const Fp& b : all)
        {
            const uint256 x = a.value();
            const uint256 y = b.value();
            const uint256 product = mul_mod(x, y, field_prime);
            EXPECT_EQ((a * b).value(), product);
            EXPECT_EQ((a + b).value(), add_mod(x, y, field_prime));
            EXPECT_EQ((a - b).value(), add_mod(x, field_prime - y, field_prime));
            EXPECT_EQ(reduced(wide_product(a, b)).value(), product);
            EXPECT_EQ(byline::vm::bn254::product(loose_sum(a, a), loose_sum(b, b)).value(),
                mul_mod(product, 4, field_prime));
            EXPECT_EQ(reduced(wide_product(loose_sum(a, a), loose_sum(b, b))).value(),
                mul_mod(product, 4, field_prime));
            for (const std::uint64_t factor : {2U, 3U, 9U, 19U})
            {
                const uint256 multiple = mul_mod(x, factor, field_prime);
                EXPECT_EQ(multiple_and(factor, a, b).value(), add_mod(multiple, y, field_prime));
                EXPECT_EQ(multiple_and(factor, a, loose_sum(b, b)).value(),
                    add_mod(multiple, add_mod(y, y, field_prime), field_prime));
            }
        }
    }
}

TEST(bn254_field, sums_of_products_are_reduced_at_both_limits)
{
    const Fp most = Fp::of_form(p_minus_one);
    const Wide square_of_most = wide_product(most, most);
    const Fp expected = most * most;
    Wide sum{};
    Fp expected_sum;
    for (int i = 0; i < 5; ++i)
    {
        EXPECT_EQ(reduced(sum), expected_sum);
        EXPECT_EQ(reduced(Wide{} - sum), -expected_sum);
        EXPECT_EQ(reduced(lowered(sum)), expected_sum);
        sum = sum + square_of_most;
        expected_sum = expected_sum + expected;
    }
    EXPECT_EQ(reduced(sum), expected_sum);
    EXPECT_EQ(reduced(lowered(sum + square_of_most)), expected_sum + expected);
}

TEST(bn254_field, inverses_are_those_of_fermat)
{
    EXPECT_EQ(inverse(Fp::zero()), Fp::zero());
    std::vector<Fp> all = elements();
    for (unsigned shift = 0; shift < 254; ++shift)
        all.push_back(Fp::of_form(uint256{1} << std::uint64_t{shift}));
    for (const Fp& a : all)
        EXPECT_EQ(inverse(a), power(a, field_prime - uint256{2}));
}

TEST(bn254_tower, products_are_those_of_the_definition)
{
    const std::vector<Fp2> all = pairs_of_elements();
    for (const Fp2& a : all)
    {
        for (const Fp2& b : all)
        {
            const Fp2 expected{a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
            ASSERT_EQ(a * b, expected);
            ASSERT_EQ(times_xi_plus(a, b), times_xi(a) + b);
        }
        EXPECT_EQ(square(a), a * a);
        EXPECT_EQ(times_xi(a), (a * Fp2{Fp::from(9), Fp::one()}));
        EXPECT_EQ(times_three(a), a + a + a);
        EXPECT_EQ(a.is_zero() ? Fp2::one() : a * inverse(a), Fp2::one());
    }
}

TEST(bn254_tower, products_of_fp6_are_those_of_the_definition)
{
    const std::vector<Fp2> all = pairs_of_elements();
    const Fp2 most = all[all.size() - 3];
    std::vector<Fp6> sixes{{most, most, most}};
    for (std::size_t i = 0; i < all.size(); ++i)
        sixes.push_back({all[i], all[(3 * i + 1) % all.size()], all[(5 * i + 2) % all.size()]});
    for (const Fp6& a : sixes)
    {
        for (const Fp6& b : sixes)
        {
            const Fp6 expected{a.c0 * b.c0 + times_xi(a.c1 * b.c2 + a.c2 * b.c1),
                a.c0 * b.c1 + a.c1 * b.c0 + times_xi(a.c2 * b.c2),
                a.c0 * b.c2 + a.c1 * b.c1 + a.c2 * b.c0};
            ASSERT_EQ(a * b, expected);
        }
    }
}

TEST(bn254_tower, special_products_of_fp12_are_general_ones)
{
    for (std::size_t seed = 0; seed < 50; ++seed)
    {
        const Fp12 a = element_of_fp12(seed);
        const Fp12 b = element_of_fp12(seed + 1000);
        const Fp12 c = element_of_fp12(seed + 2000);
        EXPECT_EQ(a * (b * c), (a * b) * c);
        EXPECT_EQ(square(a), a * a);
        EXPECT_EQ(a * inverse(a), Fp12::one());
        const Line line{b.c0.c0, b.c0.c1, b.c0.c2};
        EXPECT_EQ(a * line, (a * Fp12{{line.a, {}, {}}, {line.b, line.c, {}}}));
        EXPECT_EQ(frobenius(a * b), frobenius(a) * frobenius(b));
        // In the cyclotomic subgroup.
        const Fp12 g = conjugate(a) * inverse(a);
        const Fp12 m = frobenius(frobenius(g)) * g;
        EXPECT_EQ(cyclotomic_square(m), m * m);
        EXPECT_EQ(m * conjugate(m), Fp12::one());
    }
}

TEST(bn254_digits, digits_sum_up_to_the_number)
{
    std::vector<uint128> values{0, 1, 2, 3, ~uint128{0}, ~uint128{0} - 1, uint128{1} << 127};
    std::mt19937_64 random{128};
    for (int i = 0; i < 50; ++i)
        values.push_back((uint128{random()} << 64) | random());
    for (const unsigned width : {2U, 3U, 4U, 5U})
    {
        for (const uint128 value : values)
        {
            const SignedDigits result = signed_digits(value, width);
            uint128 sum = 0;
            std::size_t last = result.size;
            for (std::size_t i = result.size; i > 0; --i)
            {
                const int digit = result.digits[i - 1];
                sum = 2 * sum + static_cast<uint128>(digit);
                if (digit == 0)
                    continue;
                EXPECT_EQ(std::abs(digit) % 2, 1);
                EXPECT_LT(std::abs(digit), 1 << (width - 1));
                EXPECT_TRUE(last == result.size || last - (i - 1) >= width);
                last = i - 1;
            }
            EXPECT_TRUE(sum == value);
        }
    }
}

TEST(bn254_curve, multiples_are_those_of_double_and_add)
{
    constexpr uint256 lambda{0, 0xb3c4d79d41a91758, 0x5bfc41088d8daaa7, 0x8b17ea66b99c90dd};
    std::vector<uint256> scalars{0, 1, 2, 3, group_order - uint256{1}, group_order,
        group_order + uint256{1}, group_order >> 1, (group_order >> 1) + uint256{1}, max_uint256,
        field_prime, uint256{1} << 127, uint256{1} << 128, lambda, lambda + uint256{1},
        lambda - uint256{1}, group_order - lambda};
    std::mt19937_64 random{196};
    for (int i = 0; i < 60; ++i)
        scalars.emplace_back(random(), random(), random(), random());
    for (std::uint64_t i = 0; i < 40; ++i)
        scalars.emplace_back(i);
    Affine<Fp> point = generator;
    for (const uint256& scalar : scalars)
    {
        const Affine<Fp> expected = to_affine(double_and_add(point, scalar));
        EXPECT_TRUE(same(multiply(point, scalar), expected));
        point = point + generator;
    }
    EXPECT_TRUE(multiply(Affine<Fp>{}, 5).is_infinity());
}

TEST(bn254_curve, all_additions_agree)
{
    std::vector<Affine<Fp>> points{{}, generator, {generator.x, -generator.y}};
    for (const std::uint64_t scalar : {2U, 3U, 5U, 8U})
        points.push_back(to_affine(double_and_add(generator, scalar)));
    for (const Affine<Fp>& a : points)
    {
        for (const Affine<Fp>& b : points)
        {
            const Affine<Fp> expected = to_affine(Jacobian{a} + Jacobian{b});
            EXPECT_TRUE(same(a + b, expected));
            if (!b.is_infinity())
            {
                EXPECT_TRUE(same(to_affine(Jacobian{a} + b), expected));
            }
        }
    }
}

// Beside points of the group and of the whole twist: points of the small prime orders, of which the
// loop meets multiples that its formulas leave out, and sums of both.
TEST(bn254_pairing, knows_the_group_as_multiplication_by_its_order_does)
{
    std::vector<Affine<Fp2>> points{
        outside, inside(), to_affine(double_and_add(outside, group_order))};
    for (const std::uint64_t order : {10069ULL, 5864401ULL, 1875725156269ULL})
    {
        ASSERT_EQ(cofactor % uint256{order}, uint256{0});
        const Affine<Fp2> small = to_affine(double_and_add(points[2], cofactor / uint256{order}));
        ASSERT_FALSE(small.is_infinity());
        ASSERT_TRUE(double_and_add(small, order).is_infinity());
        for (const std::uint64_t k : {1U, 2U, 3U, 5U, 1000U})
            points.push_back(to_affine(double_and_add(small, k)));
        points.push_back(to_affine(Jacobian{inside()} + Jacobian{small}));
    }
    for (const std::uint64_t scalar : {2U, 3U, 77U, 10068U})
    {
        points.push_back(to_affine(double_and_add(outside, scalar)));
        points.push_back(to_affine(double_and_add(inside(), scalar)));
    }
    std::size_t members = 0;
    for (const Affine<Fp2>& point : points)
    {
        const bool member = double_and_add(point, group_order).is_infinity();
        members += member ? 1 : 0;
        EXPECT_EQ(in_group(point), member);
        const std::array<MillerInput, 2> inputs{{{generator, inside()}, {generator, point}}};
        EXPECT_EQ(miller_loop(inputs).has_value(), member);
    }
    EXPECT_EQ(members, 5U);
}

TEST(bn254_pairing, is_bilinear_in_both_arguments)
{
    const auto pairing = [](const Affine<Fp>& p, const Affine<Fp2>& q) {
        const MillerInput input{p, q};
        return final_exponentiation(*miller_loop({&input, 1}));
    };
    const Affine<Fp2> q = inside();
    const Fp12 base = pairing(generator, q);
    EXPECT_NE(base, Fp12::one());
    std::mt19937_64 random{197};
    for (int i = 0; i < 5; ++i)
    {
        const uint256 a{random(), random(), random(), random()};
        const uint256 b{random(), random(), random(), random()};
        const Affine<Fp> ap = multiply(generator, a);
        const Affine<Fp2> bq = to_affine(double_and_add(q, b));
        const Fp12 expected = power(base, mul_mod(a, b, group_order));
        EXPECT_EQ(pairing(ap, bq), expected);
        EXPECT_EQ(pairing(multiply(generator, mul_mod(a, b, group_order)), q), expected);
    }
    EXPECT_EQ(power(base, group_order), Fp12::one());
}

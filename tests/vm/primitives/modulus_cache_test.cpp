#include "vm/primitives/modulus_cache.hpp"

#include "vm/primitives/hex.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <type_traits>

using namespace byline;

namespace
{
static_assert(std::is_trivially_copyable_v<ModulusCache>);

/// Words of every size whose limbs are edges in half of the cases.
class Words
{
public:
    explicit Words(std::uint64_t seed) : random_{seed} {}

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    uint256 next()
    {
        static constexpr std::array<std::uint64_t, 6> edges{
            0, 1, 1ULL << 63, (1ULL << 63) - 1, ~0ULL, ~0ULL - 1};
        uint256 value;
        const std::size_t limbs = below(5);
        for (std::size_t i = 0; i < limbs; ++i)
            value.words[i] = below(2) == 0 ? edges[below(edges.size())] : random_();
        return value;
    }

    /// A shorter or longer run of bits.
    uint256 bits() { return next() >> below(256); }

private:
    std::mt19937_64 random_;
};

void expect_plain(ModulusCache& cache, const uint256& a, const uint256& b, const uint256& m)
{
    ASSERT_EQ(cache.mul_mod(a, b, m), mul_mod(a, b, m))
        << to_quantity(a) << ' ' << to_quantity(b) << ' ' << to_quantity(m);
}
}  // namespace

TEST(modulus_cache, zero_modulus_gives_zero)
{
    ModulusCache cache;
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(cache.mul_mod(3, 4, 0), uint256{});
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(cache.mul_mod(3, 4, 5), uint256{2});
    EXPECT_EQ(cache.mul_mod(3, 4, 0), uint256{});
}

TEST(modulus_cache, repeated_moduli_give_the_plain_product)
{
    Words words{1};
    for (int i = 0; i < 4000; ++i)
    {
        ModulusCache cache;
        const uint256 m = i % 2 == 0 ? words.next() : words.bits();
        for (int j = 0; j < 6; ++j)
            expect_plain(cache, words.next(), words.next(), m);
        // Factors below the modulus, and next to it.
        for (int j = 0; j < 4 && !m.is_zero(); ++j)
            expect_plain(cache, words.next() % m, m - uint256{words.below(3)}, m);
    }
}

TEST(modulus_cache, any_sequence_of_moduli_gives_the_plain_product)
{
    Words words{2};
    ModulusCache cache;
    std::array<uint256, 3> moduli{words.next(), words.next(), words.next()};
    for (int i = 0; i < 40000; ++i)
    {
        const std::size_t which = words.below(moduli.size());
        if (words.below(16) == 0)
            moduli[which] = words.bits();
        const std::uint64_t times = words.below(4);
        for (std::uint64_t j = 0; j < times; ++j)
            expect_plain(cache, words.next(), words.next(), moduli[which]);
    }
}

TEST(modulus_cache, alternating_moduli_give_the_plain_product)
{
    Words words{3};
    for (int i = 0; i < 500; ++i)
    {
        ModulusCache cache;
        const std::array<uint256, 2> moduli{words.next(), words.next()};
        for (std::size_t j = 0; j < 12; ++j)
            expect_plain(cache, words.next(), words.next(), moduli[j % 2]);
        for (std::size_t j = 0; j < 12; ++j)
            expect_plain(cache, words.next(), words.next(), moduli[(j / 2) % 2]);
    }
}

// A multiple of the modulus and its neighbours: where the estimated quotient needs its corrections.
TEST(modulus_cache, products_next_to_multiples_of_the_modulus)
{
    Words words{4};
    for (int i = 0; i < 4000; ++i)
    {
        ModulusCache cache;
        const uint256 a = words.next();
        const uint256 b = words.bits();
        const uint256 divisor = words.below(2) == 0 ? a : a >> words.below(64);
        for (std::uint64_t j = 0; j < 3; ++j)
        {
            expect_plain(cache, a, b, divisor);
            expect_plain(cache, a, b + uint256{j}, divisor);
            expect_plain(cache, a + uint256{1}, b - uint256{j}, divisor);
        }
    }
}

TEST(modulus_cache, powers_of_two_and_their_neighbours)
{
    Words words{5};
    for (std::uint64_t bit = 0; bit < 256; ++bit)
    {
        for (const uint256 distance : {uint256{0}, uint256{1}, -uint256{1}})
        {
            ModulusCache cache;
            const uint256 m = (uint256{1} << bit) + distance;
            for (int i = 0; i < 6; ++i)
                expect_plain(cache, words.next(), words.next(), m);
            for (int i = 0; i < 4 && !m.is_zero(); ++i)
                expect_plain(cache, m - uint256{words.below(4)}, m - uint256{words.below(4)}, m);
        }
    }
}

TEST(modulus_cache, copies_are_independent)
{
    ModulusCache cache;
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(cache.mul_mod(max_uint256, max_uint256, 7), mul_mod(max_uint256, max_uint256, 7));
    ModulusCache copy = cache;
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(copy.mul_mod(5, 5, 9), uint256{7});
    EXPECT_EQ(cache.mul_mod(5, 5, 7), uint256{4});
}

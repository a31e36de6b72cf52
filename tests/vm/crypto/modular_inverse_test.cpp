#include "vm/crypto/modular_inverse.hpp"

#include "vm/crypto/bn254.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/uint256.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

using namespace byline;

// Primes of one bit and of all 256; the greatest below 2^256 leaves the sums the least room.
TEST(modular_inverse, times_the_number_is_one)
{
    const std::vector<uint256> primes{3, 5, 0xffffffffffffffc5, vm::bn254::field_prime,
        vm::bn254::group_order, vm::secp256k1_order,
        {0xffffffff00000000, 0xffffffffffffffff, 0xbce6faada7179e84, 0xf3b9cac2fc632551},
        max_uint256 - uint256{188}};
    std::mt19937_64 random{62};
    for (const uint256& prime : primes)
    {
        const vm::PrimeModulus modulus{prime};
        EXPECT_EQ(vm::inverse(0, modulus), uint256{0});
        std::vector<uint256> numbers{1, 2, prime - uint256{1}, prime - uint256{2}, prime >> 1,
            (prime >> 1) + uint256{1}, (uint256{1} << 62) % prime, (uint256{1} << 248) % prime};
        for (unsigned shift = 0; shift < 256; ++shift)
            numbers.push_back((max_uint256 >> std::uint64_t{shift}) % prime);
        for (int i = 0; i < 200; ++i)
            numbers.push_back(uint256{random(), random(), random(), random()} % prime);
        for (const uint256& number : numbers)
        {
            if (number.is_zero())
                continue;
            const uint256 inverted = vm::inverse(number, modulus);
            ASSERT_LT(inverted, prime);
            ASSERT_EQ(mul_mod(number, inverted, prime), uint256{1});
        }
    }
}

#include "vm/crypto/blake2b.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>

using namespace byline;

// RFC 7693, appendix A: BLAKE2b-512 of "abc" is one block.
TEST(blake2b, hash_of_rfc_7693)
{
    vm::Blake2bInput input{
        .state = {0x6a09e667f2bdc948, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
            0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
        .message = {0x636261},
        .offset = {3, 0},
        .final_block = true};
    const std::array<std::uint64_t, 8> expected{0x0d4d1c983fa580ba, 0xe9f6129fb697276a,
        0xb7c45a68142f214c, 0xd1a2ffdb6fbb124b, 0x2d79ab2a39c5877d, 0x95cc3345ded552c2,
        0x5a92f1dba88ad318, 0x239900d4ed8623b9};
    EXPECT_EQ(vm::blake2b_compress(input, 12), expected);
}

TEST(blake2b, rounds_beyond_ten_start_the_order_again)
{
    const vm::Blake2bInput zero{};
    EXPECT_EQ(vm::blake2b_compress(zero, 0)[0], 0x6a09e667f3bcc908);
    EXPECT_NE(vm::blake2b_compress(zero, 10), vm::blake2b_compress(zero, 11));
}

// From the plain loop of RFC 7693, 3.2.
TEST(blake2b, any_number_of_rounds)
{
    vm::Blake2bInput input{};
    for (std::size_t i = 0; i < input.message.size(); ++i)
        input.message[i] = i + 1;

    struct Case
    {
        std::uint32_t rounds;
        std::uint64_t first_word;
    };

    for (const auto& [rounds, first_word] : {Case{1, 0x33d9f70d4d6538ea},
             Case{7, 0xc68b2da0660d9cf9}, Case{9, 0x4e9352dd5ebc73e0}, Case{10, 0xbedb3419d801d833},
             Case{11, 0x278148b09863cce8}, Case{20, 0xde4bd82929a9e487},
             Case{23, 0x5247bf3d854ecc7c}, Case{35, 0x20d16960eceb7110}})
        EXPECT_EQ(vm::blake2b_compress(input, rounds)[0], first_word) << rounds;
}

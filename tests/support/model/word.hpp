#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <cstddef>
#include <cstdint>

namespace byline::testing::model
{
/// An exact integer. Where it stands for a word of the machine, it lies in [0, 2^256). (A cpp_int
/// with room for the product of two words before it allocates.)
using Integer = boost::multiprecision::number<
    boost::multiprecision::cpp_int_backend<576, 0, boost::multiprecision::signed_magnitude,
        boost::multiprecision::unchecked, std::allocator<boost::multiprecision::limb_type>>,
    boost::multiprecision::et_off>;

inline const Integer two_to_255 = Integer{1} << 255;
inline const Integer two_to_256 = Integer{1} << 256;

/// The word that is congruent to an integer modulo 2^256.
inline Integer wrap(const Integer& value)
{
    const Integer rest = value % two_to_256;
    return rest < 0 ? Integer{rest + two_to_256} : rest;
}

/// What a word means in two's complement.
inline Integer to_signed(const Integer& word)
{
    return word >= two_to_255 ? Integer{word - two_to_256} : word;
}

/// A number with these bytes, the first the most significant.
inline Integer from_bytes(BytesView bytes)
{
    Integer value = 0;
    for (const std::uint8_t byte : bytes)
        value = value * 256 + byte;
    return value;
}

inline Integer from(const uint256& value)
{
    Integer word = 0;
    for (std::size_t i = 4; i > 0; --i)
        word = (word << 64) + value.words[i - 1];
    return word;
}

inline uint256 to_uint256(const Integer& word)
{
    const Integer low_64 = (Integer{1} << 64) - 1;
    uint256 value;
    for (std::size_t i = 0; i < 4; ++i)
        value.words[i] = static_cast<std::uint64_t>(Integer{(word >> (64 * i)) & low_64});
    return value;
}

/// 32 bytes, the first the most significant.
inline bytes32 to_bytes32(const Integer& word)
{
    return byline::to_bytes32(to_uint256(word));
}

inline address to_address(const Integer& word)
{
    return byline::to_address(to_uint256(word));
}
}  // namespace byline::testing::model

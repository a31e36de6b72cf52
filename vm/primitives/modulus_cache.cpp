#include "vm/primitives/modulus_cache.hpp"

#include <bit>

namespace byline
{
namespace
{
/// (high, low) mod d, for high < d and bit 255 of d set, with v = reciprocal(d): Algorithm 4 of
/// N. Möller, T. Granlund, "Improved division by invariant integers" (IEEE Transactions on
/// Computers 60, 2011), with digits of 256 bits.
uint256 remainder_of_two(
    const uint256& high, const uint256& low, const uint256& d, const uint256& v) noexcept
{
    const uint512 product = full_mul(v, high);
    const auto [q0, carry] = add_with_carry({product[3], product[2], product[1], product[0]}, low);
    const uint256 q1 = uint256{product[7], product[6], product[5], product[4]} + high +
                       uint256{std::uint64_t{carry} + 1};
    uint256 r = low - q1 * d;
    if (r > q0)
        r += d;
    if (r >= d) [[unlikely]]
        r -= d;
    return r;
}
}  // namespace

uint256 ModulusCache::reduce(const uint512& product) const noexcept
{
    uint256 high{product[7], product[6], product[5], product[4]};
    uint256 low{product[3], product[2], product[1], product[0]};
    // The quotient by the modulus would not fit; the normalised modulus is a multiple of it.
    if (high >= modulus_)
    {
        if (high >= normalised_)
            high -= normalised_;
        low = remainder_of_two(high, low, normalised_, reciprocal_);
        high = {};
    }
    if (shift_ != 0)
    {
        high = (high << shift_) | (low >> (256 - shift_));
        low = low << shift_;
    }
    return remainder_of_two(high, low, normalised_, reciprocal_) >> shift_;
}

uint256 ModulusCache::mul_mod(const uint256& a, const uint256& b, const uint256& m) noexcept
{
    if (m.is_zero())
        return {};
    if (m != modulus_)
    {
        if (m != seen_)
        {
            seen_ = m;
            return byline::mul_mod(a, b, m);
        }
        modulus_ = m;
        shift_ = 256 - m.bit_width();
        normalised_ = m << shift_;
        reciprocal_ = reciprocal(normalised_);
    }
    return reduce(full_mul(a, b));
}
}  // namespace byline

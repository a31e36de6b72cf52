#pragma once

#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// Inverses modulo primes, as signatures and curves need them.
namespace byline::vm
{
/// A prime above 2, with what its inverses need.
class PrimeModulus
{
public:
    static constexpr unsigned limb_bits = 62;
    static constexpr std::uint64_t limb_mask = (1ULL << limb_bits) - 1;

    /// A number in limbs of 62 bits, of which the highest is signed: there is room for the sums
    /// between one step and the next.
    using Limbs = std::array<std::int64_t, 5>;

    constexpr explicit PrimeModulus(const uint256& prime) noexcept
        : prime_{prime}, limbs_{to_limbs(prime)}
    {
        // Newton's iteration: each step doubles the number of right bits.
        for (int i = 0; i < 6; ++i)
            inverse_ *= 2 - prime.words[0] * inverse_;
    }

    static constexpr Limbs to_limbs(const uint256& value) noexcept
    {
        Limbs limbs{};
        for (std::size_t i = 0; i < limbs.size(); ++i)
        {
            const uint256 rest = value >> std::uint64_t{limb_bits * i};
            limbs[i] = static_cast<std::int64_t>(rest.words[0] & limb_mask);
        }
        return limbs;
    }

    [[nodiscard]] constexpr const uint256& prime() const noexcept { return prime_; }

    [[nodiscard]] constexpr const Limbs& limbs() const noexcept { return limbs_; }

    /// 1 / prime mod 2^64.
    [[nodiscard]] constexpr std::uint64_t inverse() const noexcept { return inverse_; }

private:
    uint256 prime_;
    Limbs limbs_;
    std::uint64_t inverse_ = 1;
};

/// 1 / a modulo the prime, for an a below it; 0 for 0. Its time depends on a: for what is public.
uint256 inverse(const uint256& a, const PrimeModulus& modulus) noexcept;
}  // namespace byline::vm

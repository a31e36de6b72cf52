#pragma once

#include "vm/primitives/uint256.hpp"

#include <cstddef>

namespace byline
{
/// Products by a modulus that comes again and again, as the field arithmetic of a curve has it: the
/// reciprocal of a modulus that comes three times in a row is remembered, and reduces the products
/// by it without a division. Other moduli are reduced as `byline::mul_mod` does, so that a sequence
/// of moduli made to defeat the memory costs no more than without it. Results are those of
/// `byline::mul_mod` whatever was asked before. A plain value that allocates nothing; empty when it
/// begins.
class ModulusCache
{
public:
    /// (a * b) mod m without wrapping; m = 0 gives 0 (MULMOD, Yellow Paper appendix H).
    uint256 mul_mod(const uint256& a, const uint256& b, const uint256& m) noexcept;

private:
    uint256 miss(const uint256& a, const uint256& b, const uint256& m) noexcept;
    void remember(const uint256& m) noexcept;

    template <std::size_t N>
    [[nodiscard]] uint256 multiply(const uint256& a, const uint256& b) const noexcept;

    template <std::size_t N>
    [[nodiscard]] uint256 reduce(const uint512& product) const noexcept;

    uint256 modulus_;     ///< What the following members are of; 0 when there is none yet.
    uint256 normalised_;  ///< The modulus shifted so that bit 255 is set.
    uint256 reciprocal_;  ///< byline::reciprocal(normalised_).
    /// Of a power of two the bits below it. Of one limb 2^256 modulo the modulus. Of two, with s
    /// for `shift_`, in the lower half 2^(256 + s) and in the upper one 2^256 modulo the modulus
    /// times 2^s.
    uint256 wrap_;
    unsigned shift_ = 0;     ///< By how many bits a limb of the modulus moved when normalised.
    unsigned limbs_ = 0;     ///< Significant ones of the modulus; 0 for a power of two.
    unsigned repeated_ = 0;  ///< How many calls in a row before this one had `seen_`.
    uint256 seen_;           ///< The modulus of the last call that was not `modulus_`.
};
}  // namespace byline

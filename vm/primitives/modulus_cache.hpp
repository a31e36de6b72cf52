#pragma once

#include "vm/primitives/uint256.hpp"

#include <cstdint>

namespace byline
{
/// Products by a modulus that comes again and again, as the field arithmetic of a curve has it: the
/// reciprocal of the last modulus that came twice in a row is remembered, and reduces the next
/// product without a division. Other moduli are reduced as `byline::mul_mod` does. Results are
/// those of `byline::mul_mod` whatever was asked before. A plain value that allocates nothing;
/// empty when it begins.
class ModulusCache
{
public:
    /// (a * b) mod m without wrapping; m = 0 gives 0 (MULMOD, Yellow Paper appendix H).
    uint256 mul_mod(const uint256& a, const uint256& b, const uint256& m) noexcept;

private:
    uint256 reduce(const uint512& product) const noexcept;

    uint256 seen_;        ///< The modulus of the last call that was not `modulus_`.
    uint256 modulus_;     ///< 0 when there is none yet.
    uint256 normalised_;  ///< The modulus shifted so that bit 255 is set.
    uint256 reciprocal_;  ///< Of `normalised_`, see the source.
    unsigned shift_ = 0;
};
}  // namespace byline

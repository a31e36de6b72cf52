#pragma once

#include "vm/crypto/bn254/curve.hpp"
#include "vm/crypto/bn254/field.hpp"
#include "vm/crypto/bn254/tower.hpp"

#include <span>

/// The optimal ate pairing (F. Vercauteren, "Optimal pairings").
namespace byline::vm::bn254
{
/// Two points in their groups, neither at infinity.
struct MillerInput
{
    Affine<Fp> p;
    Affine<Fp2> q;
};

/// The product of the Miller loops of all pairs, before the final exponentiation.
Fp12 miller_loop(std::span<const MillerInput> pairs);

/// f^((p^12 - 1) / r * k) for a k that r does not divide: one exactly if the pairing is one.
Fp12 final_exponentiation(const Fp12& f) noexcept;
}  // namespace byline::vm::bn254

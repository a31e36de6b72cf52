#pragma once

#include "vm/crypto/bn254/curve.hpp"
#include "vm/crypto/bn254/field.hpp"
#include "vm/crypto/bn254/tower.hpp"

#include <optional>
#include <span>

/// The optimal ate pairing (F. Vercauteren, "Optimal pairings").
namespace byline::vm::bn254
{
/// A point of the curve and one of the twist, neither at infinity.
struct MillerInput
{
    Affine<Fp> p;
    Affine<Fp2> q;
};

/// The product of the Miller loops of all pairs, before the final exponentiation; nothing if one of
/// the points of the twist is outside the group.
std::optional<Fp12> miller_loop(std::span<const MillerInput> pairs);

/// True if the point of the twist, not at infinity, has the group's order. The loop finds it as
/// well.
bool in_group(const Affine<Fp2>& q) noexcept;

/// f^((p^12 - 1) / r * k) for a k that r does not divide: one exactly if the pairing is one.
Fp12 final_exponentiation(const Fp12& f) noexcept;
}  // namespace byline::vm::bn254

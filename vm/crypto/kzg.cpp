#include "vm/crypto/kzg.hpp"

#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex_literal.hpp"

#include <blst.h>
#include <ckzg.h>

#include <algorithm>
#include <array>

namespace byline::vm
{
namespace
{
/// [tau]_2 of the ceremony, compressed (g2_monomial[1] of the consensus specifications'
/// trusted_setup_4096.json).
constexpr auto tau_g2 = hex_bytes<96>(
    "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f"
    "72185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1"
    "def2");

/// The setup's first two powers of tau in the second group.
std::array<g2_t, 2> g2_powers() noexcept
{
    blst_p2_affine tau;
    BYLINE_ASSERT(blst_p2_uncompress(&tau, tau_g2.data()) == BLST_SUCCESS);
    BYLINE_ASSERT(blst_p2_affine_in_g2(&tau));
    std::array<g2_t, 2> powers{*blst_p2_generator()};
    blst_p2_from_affine(&powers[1], &tau);
    return powers;
}

/// As much of the setup as verify_kzg_proof reads: [tau]_2. What load_trusted_setup would add, 8192
/// points of the first group, the other powers and tables over them, is for whoever makes proofs or
/// verifies whole blobs.
const KZGSettings* trusted_setup() noexcept
{
    static std::array<g2_t, 2> powers = g2_powers();
    static const KZGSettings settings = [] {
        KZGSettings verifier{};
        verifier.g2_values_monomial = powers.data();
        return verifier;
    }();
    return &settings;
}

template <typename To, typename From>
To copied(const From& from) noexcept
{
    To to;
    std::ranges::copy(from, to.bytes);
    return to;
}
}  // namespace

bool kzg_opening_is_valid(const KzgOpening& opening)
{
    const auto commitment = copied<Bytes48>(opening.commitment);
    const auto z = copied<Bytes32>(opening.z.bytes);
    const auto y = copied<Bytes32>(opening.y.bytes);
    const auto proof = copied<Bytes48>(opening.proof);
    bool valid = false;
    const C_KZG_RET result = verify_kzg_proof(&valid, &commitment, &z, &y, &proof, trusted_setup());
    BYLINE_ASSERT(result == C_KZG_OK || result == C_KZG_BADARGS);
    return result == C_KZG_OK && valid;
}
}  // namespace byline::vm

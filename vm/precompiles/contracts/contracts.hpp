#pragma once

#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

/// The precompiles' gas rules and bodies, to be set in the tables of precompiles.cpp. `room` is
/// that of Precompile::run_within. A rule that a fork changes is another function with that EIP's
/// number in its name.
namespace byline::vm::contracts
{
/// The first `Size` bytes of the input; what is missing reads as zero (Yellow Paper, appendix E).
template <std::size_t Size>
std::array<std::uint8_t, Size> padded(BytesView input) noexcept
{
    std::array<std::uint8_t, Size> bytes{};
    std::copy_n(input.begin(), std::min(input.size(), Size), bytes.begin());
    return bytes;
}

/// A price that does not depend on the input.
template <std::uint64_t Gas>
std::uint64_t fixed_gas(BytesView /*input*/) noexcept
{
    return Gas;
}

/// A price a call and a price for each 32 bytes begun.
template <std::uint64_t Base, std::uint64_t PerWord>
std::uint64_t word_gas(BytesView input) noexcept
{
    return Base + PerWord * ((input.size() + 31) / 32);
}

/// A price a call and a price for each whole pair of points, `PairSize` bytes of input (EIP-1108,
/// EIP-2537).
template <std::uint64_t Base, std::uint64_t PerPair, std::size_t PairSize>
std::uint64_t pairing_gas(BytesView input) noexcept
{
    return Base + PerPair * (input.size() / PairSize);
}

/// The answer yes or no of a check: 1 or 0 as a word.
inline BytesView write_flag(bool flag, Bytes& room)
{
    room.assign(32, 0);
    room.back() = flag ? 1 : 0;
    return room;
}

/// 0x01: hash, v, r, s, 32 bytes each → the signer as a word, or no bytes if there is none.
PrecompileOutput ecrecover(BytesView input, Bytes& room);

/// 0x02 and 0x03: the hash, as a word.
PrecompileOutput sha256(BytesView input, Bytes& room);
PrecompileOutput ripemd160(BytesView input, Bytes& room);

/// 0x04: the input.
PrecompileOutput identity(BytesView input, Bytes& room);

/// 0x05 (EIP-198): three lengths of 32 bytes, then base, exponent and modulus; the price of
/// EIP-2565.
std::uint64_t modexp_gas_eip2565(BytesView input) noexcept;
PrecompileOutput modexp(BytesView input, Bytes& room);

/// The same with the price of EIP-7883, and refusing lengths above 1024 bytes (EIP-7823).
std::uint64_t modexp_gas_eip7883(BytesView input) noexcept;
PrecompileOutput modexp_eip7823(BytesView input, Bytes& room);

/// 0x06 (EIP-196): two points of 64 bytes → their sum. 0x07: a point and a scalar of 32 bytes → the
/// product. 0x08 (EIP-197): pairs of 192 bytes → 1 or 0 as a word.
PrecompileOutput bn254_add(BytesView input, Bytes& room);
PrecompileOutput bn254_mul(BytesView input, Bytes& room);
PrecompileOutput bn254_pairing(BytesView input, Bytes& room);

/// 0x09 (EIP-152): rounds, state, message, offset, final flag: 213 bytes → the next state.
std::uint64_t blake2f_gas(BytesView input) noexcept;
PrecompileOutput blake2f(BytesView input, Bytes& room);

/// 0x0a (EIP-4844): versioned hash, z, y, commitment, proof: 192 bytes → the number of a blob's
/// field elements and the field's modulus, a word each.
PrecompileOutput kzg_point_evaluation(BytesView input, Bytes& room);

/// 0x0b and 0x0d (EIP-2537): two points of 128 bytes (G2: 256) → their sum.
PrecompileOutput bls12_381_g1_add(BytesView input, Bytes& room);
PrecompileOutput bls12_381_g2_add(BytesView input, Bytes& room);

/// 0x0c and 0x0e (EIP-2537): k pairs of a point and a scalar of 32 bytes → the sum of their
/// products, cheaper a pair for more of them.
std::uint64_t bls12_381_g1_msm_gas(BytesView input) noexcept;
std::uint64_t bls12_381_g2_msm_gas(BytesView input) noexcept;
PrecompileOutput bls12_381_g1_msm(BytesView input, Bytes& room);
PrecompileOutput bls12_381_g2_msm(BytesView input, Bytes& room);

/// 0x0f (EIP-2537): pairs of 384 bytes → 1 or 0 as a word.
PrecompileOutput bls12_381_pairing(BytesView input, Bytes& room);

/// 0x10 and 0x11 (EIP-2537): a field element of 64 bytes (G2: 128) → a point of the group.
PrecompileOutput bls12_381_map_fp_to_g1(BytesView input, Bytes& room);
PrecompileOutput bls12_381_map_fp2_to_g2(BytesView input, Bytes& room);

/// 0x0100 (EIP-7951): hash, r, s, x, y, 32 bytes each → 1 as a word, or no bytes.
PrecompileOutput p256verify(BytesView input, Bytes& room);
}  // namespace byline::vm::contracts

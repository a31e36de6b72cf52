#pragma once

#include <array>
#include <cstdint>

namespace byline::vm
{
/// What F takes beside the number of rounds.
struct Blake2bInput
{
    std::array<std::uint64_t, 8> state;     ///< h
    std::array<std::uint64_t, 16> message;  ///< m
    std::array<std::uint64_t, 2> offset;    ///< t: bytes hashed so far, low word first
    bool final_block = false;               ///< f
};

/// The compression function F of BLAKE2b (RFC 7693, 3.2) with any number of rounds (EIP-152): the
/// next state.
std::array<std::uint64_t, 8> blake2b_compress(
    const Blake2bInput& input, std::uint32_t rounds) noexcept;
}  // namespace byline::vm

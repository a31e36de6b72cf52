#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex_literal.hpp"

#include <span>
#include <string_view>

namespace byline
{
/// Keccak-256 with the original padding 0x01, as Ethereum uses it (not SHA3-256 of FIPS 202).
bytes32 keccak256(BytesView data) noexcept;

/// Keccak-256 of the text's bytes: signatures of functions, events, types.
bytes32 keccak256(std::string_view text) noexcept;

/// keccak256 of each input, written to the output of the same index. There must be as many outputs
/// as inputs, and no output may overlap an input; any number of inputs of any lengths. Takes a
/// quarter to a third of the time of single calls where the CPU can hash several inputs side by
/// side (x86-64 with AVX2 or AVX-512), the same time elsewhere. Nothing is allocated.
void keccak256_each(std::span<const BytesView> inputs, std::span<bytes32> outputs) noexcept;

/// keccak256 of no bytes: the code hash of an account without code.
inline constexpr bytes32 empty_code_hash =
    hex_bytes32("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

/// keccak256(rlp("")): the root of an empty trie.
inline constexpr bytes32 empty_trie_root =
    hex_bytes32("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
}  // namespace byline

#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace byline::node
{
/// The mnemonic of the ten development accounts that every development node knows.
inline constexpr std::string_view development_mnemonic =
    "test test test test test test test test test test test junk";

/// The 64-byte seed of a mnemonic (BIP-39): PBKDF2 over its words, 2,048 rounds. The words are
/// taken as they stand: neither checked against a list nor normalised (NFKD matters beyond ASCII
/// only).
std::array<std::uint8_t, 64> mnemonic_seed(
    std::string_view mnemonic, std::string_view passphrase = {});

/// A private key that has children (BIP-32).
struct ExtendedKey
{
    bytes32 key;
    bytes32 chain_code;

    bool operator==(const ExtendedKey&) const noexcept = default;
};

/// Added to a child's index for the hardened child, written `index'` in paths.
inline constexpr std::uint32_t hardened = 0x8000'0000;

/// The root of a seed's tree; nothing for the seeds (one in 2^127) that have none.
std::optional<ExtendedKey> master_key(BytesView seed);

/// One step down; nothing for the indices (one in 2^127) that have no child: take the next.
std::optional<ExtendedKey> child_key(const ExtendedKey& parent, std::uint32_t index);

/// The private key at m/44'/60'/0'/0/index of a mnemonic with an empty passphrase (BIP-39, BIP-32,
/// BIP-44). The words are not checked against a list.
bytes32 derive_key(std::string_view mnemonic, std::uint32_t index);
}  // namespace byline::node

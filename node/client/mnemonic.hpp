#pragma once

#include "vm/primitives/bytes32.hpp"

#include <cstdint>
#include <string_view>

namespace byline::node
{
/// The mnemonic of the ten development accounts that every development node knows.
inline constexpr std::string_view development_mnemonic =
    "test test test test test test test test test test test junk";

/// The private key at m/44'/60'/0'/0/index of a mnemonic with an empty passphrase (BIP-39, BIP-32,
/// BIP-44). The words are not checked against a list.
bytes32 derive_key(std::string_view mnemonic, std::uint32_t index);
}  // namespace byline::node

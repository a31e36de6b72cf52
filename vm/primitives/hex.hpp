#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace byline
{
/// Why a hex string was rejected.
enum class HexError : std::uint8_t
{
    odd_length,
    bad_digit,
    wrong_length,   ///< not the exact number of bytes wanted, or a quantity above 256 bits
    not_canonical,  ///< a quantity without digits, without "0x", or with a leading zero
};

/// English words for an error, without a full stop.
std::string_view to_string(HexError error) noexcept;

/// Decodes hex digits, with or without a leading "0x".
std::expected<Bytes, HexError> from_hex(std::string_view text);

/// Decodes exactly 20 or 32 bytes, with or without a leading "0x".
std::expected<address, HexError> address_from_hex(std::string_view text);
std::expected<bytes32, HexError> bytes32_from_hex(std::string_view text);

/// Decodes up to 64 hex digits as a number, with or without "0x", leading zeros allowed.
std::expected<uint256, HexError> uint256_from_hex(std::string_view text);

/// Decodes a JSON-RPC quantity: "0x" and at least one digit, no leading zero (EIP-1474).
std::expected<uint256, HexError> quantity_from_hex(std::string_view text);

/// Lower-case digits with a leading "0x".
std::string to_hex(BytesView bytes);
std::string to_hex(const address& value);
std::string to_hex(const bytes32& value);

/// A JSON-RPC quantity: "0x0", no leading zeros (EIP-1474).
std::string to_quantity(const uint256& value);

/// The mixed-case checksum form of EIP-55.
std::string to_checksum_hex(const address& value);
}  // namespace byline

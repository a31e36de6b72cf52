#pragma once

#include "node/client/abi_type.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json/value.hpp>

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace byline::node
{
/// A value of some ABI type: a word for uint and integer (two's complement in 256 bits), bytes for
/// fixed and dynamic ones, values for tuples, arrays and lists.
struct AbiValue
{
    std::variant<uint256, address, bool, Bytes, std::string, std::vector<AbiValue>> data;

    bool operator==(const AbiValue&) const = default;
};

/// Reads a value as people type it: numbers as parse_amount() takes them (a leading minus for
/// integers), addresses and bytes in hex, true and false, texts as they stand, tuples `(a,b)`,
/// arrays and lists `[a,b]`. The error names the value and its type.
std::expected<AbiValue, std::string> parse_value(const AbiType& type, std::string_view text);

/// The value as people read it; addresses in checksum form, numbers in decimal.
std::string to_text(const AbiType& type, const AbiValue& value);

/// The same for programs: numbers as decimal strings, tuples as objects if their fields have names.
boost::json::value to_json(const AbiType& type, const AbiValue& value);

/// Arguments or results together, without a selector. Each value must fit its parameter.
Bytes encode_abi(std::span<const AbiParameter> parameters, std::span<const AbiValue> values);

/// Reads what encode_abi() writes. Bytes after the last tail are allowed, as contracts allow them;
/// padding must be zero or sign. Stops at 65,536 values, because tails may be shared.
std::expected<std::vector<AbiValue>, std::string> decode_abi(
    std::span<const AbiParameter> parameters, BytesView data);
}  // namespace byline::node

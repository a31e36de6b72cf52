#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

/// JSON values that clients send, read as what they stand for (EIP-1474: quantities are "0x" hex
/// without leading zeros, data is "0x" and an even number of digits). The error says what is wrong
/// with the value, without its name.
namespace byline::node::rpc
{
template <typename T>
using Parsed = std::expected<T, std::string>;

Parsed<std::string_view> read_text(const boost::json::value& value);
Parsed<bool> read_bool(const boost::json::value& value);
Parsed<uint256> read_quantity(const boost::json::value& value);
Parsed<std::uint64_t> read_uint64(const boost::json::value& value);
Parsed<Bytes> read_data(const boost::json::value& value);
Parsed<address> read_address(const boost::json::value& value);
Parsed<bytes32> read_hash(const boost::json::value& value);

/// A storage slot: up to 32 bytes of hex, leading zeros optional, odd numbers of digits too.
Parsed<uint256> read_slot(const boost::json::value& value);

/// A small count, as a JSON number, a quantity or decimal digits (geth takes all three).
Parsed<std::uint64_t> read_count(const boost::json::value& value);

/// A member of an object, read by `read`; nothing where it is absent or null. The error begins
/// with the member's name.
template <typename Read>
auto read_member(const boost::json::object& object, std::string_view name, Read&& read)
    -> Parsed<std::optional<typename decltype(read(boost::json::value{}))::value_type>>
{
    const boost::json::value* member = object.if_contains({name.data(), name.size()});
    if (member == nullptr || member->is_null())
        return std::nullopt;
    auto value = read(*member);
    if (!value)
        return std::unexpected{std::string{name} + ": " + value.error()};
    return *std::move(value);
}

/// The same for a member that is a list: an empty one where it is absent or null.
template <typename Read>
auto read_list_member(const boost::json::object& object, std::string_view name, Read&& read)
    -> decltype(read(boost::json::value{}))
{
    const boost::json::value* member = object.if_contains({name.data(), name.size()});
    if (member == nullptr || member->is_null())
        return {};
    auto list = read(*member);
    if (!list)
        return std::unexpected{std::string{name} + ": " + list.error()};
    return list;
}
}  // namespace byline::node::rpc

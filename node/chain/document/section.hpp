#pragma once

#include "node/chain/genesis.hpp"
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

namespace byline::node
{
/// Parses the text of a document whose outermost value is an object. The error gives line and
/// column.
std::expected<boost::json::value, GenesisError> parse_object(std::string_view text);

/// A number below 2^256: a whole JSON number, or a string in decimal or with "0x" in hex. `place`
/// stands in the error.
std::expected<uint256, GenesisError> read_number(
    const boost::json::value& value, const std::string& place);

/// Up to 32 bytes in hex as a big-endian word, as storage keys and values are written.
std::expected<uint256, GenesisError> read_word(
    const boost::json::value& value, const std::string& place);

/// An object of the document together with its place there. A field that is absent or null reads as
/// nothing.
class Section
{
public:
    /// The object must outlive the section.
    Section(const boost::json::object& object, std::string place)
        : object_{&object}, place_{std::move(place)}
    {}

    [[nodiscard]] const boost::json::object& object() const noexcept { return *object_; }

    /// "alloc.0x12…34.balance"
    [[nodiscard]] std::string place_of(std::string_view name) const;

    /// Null where the field is absent or null.
    [[nodiscard]] const boost::json::value* find(std::string_view name) const;

    [[nodiscard]] std::expected<std::optional<Section>, GenesisError> section(
        std::string_view name) const;
    [[nodiscard]] std::expected<std::optional<uint256>, GenesisError> number(
        std::string_view name) const;
    [[nodiscard]] std::expected<std::optional<std::uint64_t>, GenesisError> uint64(
        std::string_view name) const;
    [[nodiscard]] std::expected<std::optional<Bytes>, GenesisError> bytes(
        std::string_view name) const;
    [[nodiscard]] std::expected<std::optional<bytes32>, GenesisError> hash(
        std::string_view name) const;
    [[nodiscard]] std::expected<std::optional<address>, GenesisError> account(
        std::string_view name) const;

private:
    [[nodiscard]] std::expected<std::optional<std::string_view>, GenesisError> text(
        std::string_view name) const;

    const boost::json::object* object_;
    std::string place_;
};

/// The error at a place: "config.chainId: is missing".
std::unexpected<GenesisError> refuse(const std::string& place, std::string_view problem);
}  // namespace byline::node

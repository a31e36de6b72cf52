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

namespace byline::tools
{
/// A document; the error says what is wrong with the text: "is not JSON: ...".
std::expected<boost::json::value, std::string> parse_json(std::string_view text);

/// Reads the members of a JSON object as fixtures write them: numbers in hex (leading zeros
/// allowed) or as JSON has them, bytes in hex. The first error stays in a slot that the readers of
/// one document share; after it every read gives zero, so that a record is read in one go and
/// checked once.
class JsonReader
{
public:
    using ErrorSlot = std::optional<std::string>;

    /// Both the object and the slot must outlive this.
    JsonReader(const boost::json::object& object, ErrorSlot& error) noexcept
        : object_{&object}, error_{&error}
    {}

    /// The member is there and not null.
    [[nodiscard]] bool has(std::string_view key) const noexcept;

    [[nodiscard]] std::uint64_t uint64(std::string_view key) const;
    [[nodiscard]] uint256 number(std::string_view key) const;
    [[nodiscard]] address account(std::string_view key) const;
    [[nodiscard]] bytes32 hash(std::string_view key) const;
    [[nodiscard]] Bytes bytes(std::string_view key) const;
    [[nodiscard]] std::string_view text(std::string_view key) const;
    [[nodiscard]] const boost::json::object& object(std::string_view key) const;
    [[nodiscard]] const boost::json::array& array(std::string_view key) const;

    [[nodiscard]] JsonReader reader(std::string_view key) const { return {object(key), *error_}; }

    /// A reader of an element of an array, which must be an object.
    [[nodiscard]] JsonReader element(const boost::json::value& value) const;

    /// The text of an element of an array; "" if it is no text.
    [[nodiscard]] std::string_view text_of(
        const boost::json::value& element, std::string_view what) const;

    void fail(std::string message) const;

    [[nodiscard]] bool failed() const noexcept { return error_->has_value(); }

    [[nodiscard]] const boost::json::object& all() const noexcept { return *object_; }

private:
    const boost::json::object* object_;
    ErrorSlot* error_;
};

/// A number in hex; "0x" is zero. Nothing if it is not below 2^256.
std::optional<uint256> fixture_number(std::string_view text);
}  // namespace byline::tools

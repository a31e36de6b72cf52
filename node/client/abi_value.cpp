#include "node/client/abi_value.hpp"

#include "node/client/abi_type.hpp"
#include "node/client/amount.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
namespace json = boost::json;
using Kind = AbiType::Kind;

std::unexpected<std::string> bad(const AbiType& type, std::string_view text, std::string_view what)
{
    return std::unexpected{
        "'" + std::string{text} + "' is no " + canonical(type) + ": " + std::string{what}};
}

std::string_view trimmed(std::string_view text) noexcept
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

/// Cuts at the commas outside inner brackets.
std::vector<std::string_view> split_elements(std::string_view text)
{
    std::vector<std::string_view> parts;
    if (trimmed(text).empty())
        return parts;
    std::size_t begin = 0;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const char c = text[i];
        if (c == '(' || c == '[')
            ++depth;
        else if ((c == ')' || c == ']') && depth > 0)
            --depth;
        else if (c == ',' && depth == 0)
        {
            parts.push_back(trimmed(text.substr(begin, i - begin)));
            begin = i + 1;
        }
    }
    parts.push_back(trimmed(text.substr(begin)));
    return parts;
}

std::expected<AbiValue, std::string> parse_sequence(const AbiType& type, std::string_view text)
{
    const bool tuple = type.kind == Kind::tuple;
    const char open = tuple ? '(' : '[';
    const char close = tuple ? ')' : ']';
    if (text.size() < 2 || text.front() != open || text.back() != close)
        return bad(type, text,
            tuple ? "write it in round brackets, (a,b)" : "write it in square brackets, [a,b]");
    const auto elements = split_elements(text.substr(1, text.size() - 2));
    const std::size_t wanted = tuple ? type.parts.size() : type.size;
    if (type.kind != Kind::list && elements.size() != wanted)
        return bad(type, text,
            "it has " + std::to_string(elements.size()) + " values, not " + std::to_string(wanted));
    std::vector<AbiValue> values;
    for (std::size_t i = 0; i < elements.size(); ++i)
    {
        BYLINE_TRY(value, parse_value(type.parts[tuple ? i : 0].type, elements[i]));
        values.push_back(std::move(value));
    }
    return AbiValue{std::move(values)};
}

std::expected<AbiValue, std::string> parse_number(const AbiType& type, std::string_view text)
{
    const bool negative = type.kind == Kind::integer && text.starts_with('-');
    const auto magnitude = parse_amount(negative ? text.substr(1) : text);
    if (!magnitude)
        return bad(type, text, magnitude.error());
    const uint256 bound =
        type.kind == Kind::uint
            ? (type.size == 256 ? max_uint256 : (uint256{1} << type.size) - uint256{1})
            : (uint256{1} << (type.size - 1)) - uint256{negative ? 0U : 1U};
    if (*magnitude > bound)
        return bad(type, text, "it does not fit");
    return AbiValue{negative ? -*magnitude : *magnitude};
}

std::string quoted_hex(const Bytes& bytes)
{
    return to_hex(BytesView{bytes});
}

std::string number_text(const AbiType& type, const uint256& value)
{
    if (type.kind == Kind::integer && value.is_negative())
        return "-" + to_decimal(-value);
    return to_decimal(value);
}
}  // namespace

std::expected<AbiValue, std::string> parse_value(const AbiType& type, std::string_view text)
{
    switch (type.kind)
    {
        case Kind::uint:
        case Kind::integer:
            return parse_number(type, text);
        case Kind::account: {
            const auto value = address_from_hex(text);
            if (!value || !text.starts_with("0x"))
                return bad(type, text, "an address is 0x and 40 hexadecimal digits");
            return AbiValue{*value};
        }
        case Kind::boolean:
            if (text != "true" && text != "false")
                return bad(type, text, "write true or false");
            return AbiValue{text == "true"};
        case Kind::fixed_bytes:
        case Kind::bytes: {
            auto value = from_hex(text);
            if (!value || !text.starts_with("0x"))
                return bad(type, text, "bytes are 0x and an even number of hexadecimal digits");
            if (type.kind == Kind::fixed_bytes && value->size() != type.size)
                return bad(type, text, "it has " + std::to_string(value->size()) + " bytes");
            return AbiValue{std::move(*value)};
        }
        case Kind::string:
            return AbiValue{std::string{text}};
        case Kind::tuple:
        case Kind::array:
        case Kind::list:
            return parse_sequence(type, text);
    }
    return bad(type, text, "unknown type");
}

std::string to_text(const AbiType& type, const AbiValue& value)
{
    switch (type.kind)
    {
        case Kind::uint:
        case Kind::integer:
            return number_text(type, std::get<uint256>(value.data));
        case Kind::account:
            return to_checksum_hex(std::get<address>(value.data));
        case Kind::boolean:
            return std::get<bool>(value.data) ? "true" : "false";
        case Kind::fixed_bytes:
        case Kind::bytes:
            return quoted_hex(std::get<Bytes>(value.data));
        case Kind::string:
            return std::get<std::string>(value.data);
        case Kind::tuple:
        case Kind::array:
        case Kind::list:
            break;
    }
    const bool tuple = type.kind == Kind::tuple;
    std::string text{tuple ? '(' : '['};
    const auto& elements = std::get<std::vector<AbiValue>>(value.data);
    for (std::size_t i = 0; i < elements.size(); ++i)
    {
        if (i > 0)
            text += ", ";
        text += to_text(type.parts[tuple ? i : 0].type, elements[i]);
    }
    return text + (tuple ? ')' : ']');
}

json::value to_json(const AbiType& type, const AbiValue& value)
{
    if (type.kind == Kind::boolean)
        return std::get<bool>(value.data);
    if (type.kind != Kind::tuple && type.kind != Kind::array && type.kind != Kind::list)
        return json::value(to_text(type, value));
    const auto& elements = std::get<std::vector<AbiValue>>(value.data);
    if (type.kind == Kind::tuple && !type.parts[0].name.empty())
    {
        json::object object;
        for (std::size_t i = 0; i < elements.size(); ++i)
            object[type.parts[i].name] = to_json(type.parts[i].type, elements[i]);
        return object;
    }
    json::array array;
    for (std::size_t i = 0; i < elements.size(); ++i)
        array.push_back(to_json(type.parts[type.kind == Kind::tuple ? i : 0].type, elements[i]));
    return array;
}
}  // namespace byline::node

#include "node/client/abi_type.hpp"

#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/keccak.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
namespace json = boost::json;

/// Tuples within tuples and arrays of arrays: more than contracts use, less than the stack bears.
constexpr std::size_t max_depth = 16;
constexpr std::size_t max_array_size = 1'000'000;
constexpr std::size_t max_head_size = std::size_t{1} << 30;

std::optional<std::size_t> whole_number(std::string_view text) noexcept
{
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.starts_with('0'))
        return std::nullopt;
    return value;
}

std::optional<AbiType> elementary(std::string_view name)
{
    using Kind = AbiType::Kind;
    if (name == "address")
        return AbiType{Kind::account, 0, {}};
    if (name == "bool")
        return AbiType{Kind::boolean, 0, {}};
    if (name == "string")
        return AbiType{Kind::string, 0, {}};
    if (name == "bytes")
        return AbiType{Kind::bytes, 0, {}};
    const auto sized = [&](std::string_view prefix, Kind kind, std::size_t step,
                           std::size_t most) -> std::optional<AbiType> {
        if (!name.starts_with(prefix))
            return std::nullopt;
        const auto size = whole_number(name.substr(prefix.size()));
        if (!size || *size == 0 || *size > most || *size % step != 0)
            return std::nullopt;
        return AbiType{kind, *size, {}};
    };
    if (auto type = sized("uint", Kind::uint, 8, 256))
        return type;
    if (auto type = sized("int", Kind::integer, 8, 256))
        return type;
    return sized("bytes", Kind::fixed_bytes, 1, 32);
}

std::expected<std::vector<AbiParameter>, std::string> parse_parameters(
    const json::object& holder, std::string_view field, std::size_t depth);

std::string string_field(const json::object& object, std::string_view field)
{
    const auto* value = object.if_contains(field);
    return value != nullptr && value->is_string() ? std::string{value->get_string()}
                                                  : std::string{};
}

/// `text` is an elementary type or "tuple", followed by any of "[]" and "[n]".
std::expected<AbiType, std::string> parse_type(
    std::string_view text, const json::object& parameter, std::size_t depth)
{
    if (depth > max_depth)
        return std::unexpected{std::string{"types are nested too deep"}};
    if (text.ends_with(']'))
    {
        const std::size_t open = text.rfind('[');
        if (open == std::string_view::npos)
            return std::unexpected{"type '" + std::string{text} + "' is unknown"};
        const std::string_view length = text.substr(open + 1, text.size() - open - 2);
        AbiType array{AbiType::Kind::list, 0, {}};
        if (!length.empty())
        {
            const auto size = whole_number(length);
            if (!size || *size == 0 || *size > max_array_size)
                return std::unexpected{"type '" + std::string{text} + "' has a bad length"};
            array.kind = AbiType::Kind::array;
            array.size = *size;
        }
        BYLINE_TRY(element, parse_type(text.substr(0, open), parameter, depth + 1));
        array.parts.push_back({{}, std::move(element), false});
        if (head_size(array) > max_head_size)
            return std::unexpected{"type '" + std::string{text} + "' is too large"};
        return array;
    }
    if (text == "tuple")
    {
        BYLINE_TRY(fields, parse_parameters(parameter, "components", depth + 1));
        if (fields.empty())
            return std::unexpected{std::string{"a tuple has no components"}};
        return AbiType{AbiType::Kind::tuple, 0, std::move(fields)};
    }
    auto type = elementary(text);
    if (!type)
        return std::unexpected{"type '" + std::string{text} + "' is unknown"};
    return std::move(*type);
}

std::expected<std::vector<AbiParameter>, std::string> parse_parameters(
    const json::object& holder, std::string_view field, std::size_t depth)
{
    std::vector<AbiParameter> result;
    const auto* list = holder.if_contains(field);
    if (list == nullptr)
        return result;
    if (!list->is_array())
        return std::unexpected{"'" + std::string{field} + "' is not an array"};
    for (const auto& item : list->get_array())
    {
        if (!item.is_object())
            return std::unexpected{"'" + std::string{field} + "' holds what is not an object"};
        const json::object& object = item.get_object();
        const std::string text = string_field(object, "type");
        BYLINE_TRY(type, parse_type(text, object, depth));
        const auto* indexed = object.if_contains("indexed");
        result.push_back({string_field(object, "name"), std::move(type),
            indexed != nullptr && indexed->is_bool() && indexed->get_bool()});
    }
    return result;
}

std::string parameter_list(const std::vector<AbiParameter>& parameters)
{
    std::string text = "(";
    for (const auto& parameter : parameters)
    {
        if (text.size() > 1)
            text += ',';
        text += canonical(parameter.type);
    }
    return text + ')';
}

std::expected<void, std::string> add_entry(Abi& abi, const json::object& object)
{
    const std::string type = string_field(object, "type");
    AbiEntry entry;
    entry.name = string_field(object, "name");
    BYLINE_TRY(inputs, parse_parameters(object, "inputs", 0));
    BYLINE_TRY(outputs, parse_parameters(object, "outputs", 0));
    entry.inputs = std::move(inputs);
    entry.outputs = std::move(outputs);
    const std::string mutability = string_field(object, "stateMutability");
    entry.payable = mutability == "payable";
    entry.reads_only = mutability == "view" || mutability == "pure";
    if (type == "constructor")
        abi.constructor_inputs = std::move(entry.inputs);
    else if (type == "function")
        abi.functions.push_back(std::move(entry));
    else if (type == "event")
        abi.events.push_back(std::move(entry));
    else if (type == "error")
        abi.errors.push_back(std::move(entry));
    else if (type != "receive" && type != "fallback")
        return std::unexpected{"its type '" + type + "' is unknown"};
    return {};
}
}  // namespace

std::expected<Abi, std::string> parse_abi(std::string_view text)
{
    boost::system::error_code error;
    const json::value root = json::parse(text, error);
    if (error || !root.is_array())
        return std::unexpected{std::string{"the ABI is not a JSON array"}};
    Abi abi;
    for (std::size_t i = 0; i < root.get_array().size(); ++i)
    {
        const json::value& item = root.get_array()[i];
        const auto added = item.is_object() ? add_entry(abi, item.get_object())
                                            : std::unexpected{std::string{"it is not an object"}};
        if (!added)
            return std::unexpected{"entry " + std::to_string(i) + " of the ABI: " + added.error()};
    }
    return abi;
}

std::string canonical(const AbiType& type)
{
    switch (type.kind)
    {
        case AbiType::Kind::uint:
            return "uint" + std::to_string(type.size);
        case AbiType::Kind::integer:
            return "int" + std::to_string(type.size);
        case AbiType::Kind::account:
            return "address";
        case AbiType::Kind::boolean:
            return "bool";
        case AbiType::Kind::fixed_bytes:
            return "bytes" + std::to_string(type.size);
        case AbiType::Kind::bytes:
            return "bytes";
        case AbiType::Kind::string:
            return "string";
        case AbiType::Kind::tuple:
            return parameter_list(type.parts);
        case AbiType::Kind::array:
            return canonical(type.parts[0].type) + '[' + std::to_string(type.size) + ']';
        case AbiType::Kind::list:
            return canonical(type.parts[0].type) + "[]";
    }
    return {};
}

std::string signature(const AbiEntry& entry)
{
    return entry.name + parameter_list(entry.inputs);
}

bytes32 topic(const AbiEntry& entry)
{
    return keccak256(signature(entry));
}

std::array<std::uint8_t, 4> selector(const AbiEntry& entry)
{
    const bytes32 hash = topic(entry);
    return {hash.bytes[0], hash.bytes[1], hash.bytes[2], hash.bytes[3]};
}

const AbiEntry* find(const std::vector<AbiEntry>& entries, std::string_view name) noexcept
{
    const auto found = std::ranges::find(entries, name, &AbiEntry::name);
    return found == entries.end() ? nullptr : &*found;
}

bool is_dynamic(const AbiType& type) noexcept
{
    switch (type.kind)
    {
        case AbiType::Kind::bytes:
        case AbiType::Kind::string:
        case AbiType::Kind::list:
            return true;
        case AbiType::Kind::tuple:
        case AbiType::Kind::array:
            return std::ranges::any_of(
                type.parts, [](const AbiParameter& part) { return is_dynamic(part.type); });
        default:
            return false;
    }
}

std::size_t head_size(const AbiType& type) noexcept
{
    if (is_dynamic(type))
        return 32;
    if (type.kind == AbiType::Kind::array)
        return type.size * head_size(type.parts[0].type);
    if (type.kind != AbiType::Kind::tuple)
        return 32;
    std::size_t sum = 0;
    for (const auto& part : type.parts)
        sum += head_size(part.type);
    return sum;
}
}  // namespace byline::node

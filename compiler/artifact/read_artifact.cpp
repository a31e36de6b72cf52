#include "compiler/artifact/artifact.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;
using Unreadable = std::unexpected<std::string>;

std::expected<const json::value*, std::string> member(
    const json::object& object, std::string_view key, json::kind kind)
{
    const json::value* value = object.if_contains(key);
    if (value == nullptr)
        return Unreadable{"\"" + std::string{key} + "\" is missing"};
    if (value->kind() != kind)
        return Unreadable{"\"" + std::string{key} + "\" is not " +
                          (kind == json::kind::string     ? "a text"
                              : kind == json::kind::array ? "a list"
                                                          : "an object")};
    return value;
}

std::string text_of(const json::value& value)
{
    const json::string& text = value.get_string();
    return {text.begin(), text.end()};
}

std::expected<uint256, std::string> number_of(const json::value& value, std::string_view key)
{
    const auto number = from_decimal(text_of(value));
    if (!number)
        return Unreadable{"\"" + std::string{key} + "\" is not a decimal number"};
    return *number;
}

std::expected<const json::object*, std::string> object_in(
    const json::value& entry, std::string_view list)
{
    if (!entry.is_object())
        return Unreadable{"\"" + std::string{list} + "\" holds something that is not an object"};
    return &entry.get_object();
}

std::expected<ArtifactTier, std::string> read_tier(const json::value& entry)
{
    ArtifactTier tier;
    BYLINE_TRY(object, object_in(entry, "tiers"));
    BYLINE_TRY(shares, member(*object, "shares", json::kind::array));
    for (const json::value& each : shares->get_array())
    {
        BYLINE_TRY(share, object_in(each, "shares"));
        BYLINE_TRY(payee, member(*share, "payee", json::kind::string));
        BYLINE_TRY(percent, member(*share, "percent", json::kind::string));
        tier.shares.push_back({text_of(*payee), text_of(*percent) + " %"});
    }
    if (object->contains("until"))
    {
        BYLINE_TRY(until, member(*object, "until", json::kind::string));
        BYLINE_TRY(number, number_of(*until, "until"));
        tier.until = number;
    }
    return tier;
}

std::expected<ArtifactBucket, std::string> read_bucket(const json::value& entry)
{
    ArtifactBucket bucket;
    BYLINE_TRY(object, object_in(entry, "shares"));
    BYLINE_TRY(name, member(*object, "name", json::kind::string));
    BYLINE_TRY(kind, member(*object, "kind", json::kind::string));
    bucket.name = text_of(*name);
    bucket.kind = text_of(*kind);
    if (bucket.kind != "split" && bucket.kind != "waterfall")
        return bucket;
    BYLINE_TRY(tiers, member(*object, "tiers", json::kind::array));
    for (const json::value& each : tiers->get_array())
    {
        BYLINE_TRY(tier, read_tier(each));
        bucket.tiers.push_back(std::move(tier));
    }
    return bucket;
}

std::expected<ArtifactCurrency, std::string> read_currency(const json::object& terms)
{
    ArtifactCurrency currency;
    BYLINE_TRY(words, member(terms, "json", json::kind::object));
    BYLINE_TRY(entry, member(words->get_object(), "currency", json::kind::object));
    BYLINE_TRY(name, member(entry->get_object(), "name", json::kind::string));
    currency.name = text_of(*name);
    const json::value* const decimals = entry->get_object().if_contains("decimals");
    constexpr std::int64_t most_decimals = 77;  // of a 256-bit number
    if (decimals == nullptr || !decimals->is_int64() || decimals->get_int64() < 0 ||
        decimals->get_int64() > most_decimals)
        return Unreadable{"\"decimals\" is not a number from 0 to 77"};
    currency.decimals = static_cast<unsigned>(decimals->get_int64());
    if (entry->get_object().contains("token"))
    {
        BYLINE_TRY(token, member(entry->get_object(), "token", json::kind::string));
        const auto addr = address_from_hex(text_of(*token));
        if (!addr)
            return Unreadable{"\"token\" is not an address"};
        currency.token = *addr;
    }
    return currency;
}
}  // namespace

std::expected<ArtifactFile, std::string> read_artifact(std::string_view text)
{
    boost::system::error_code error;
    json::stream_parser parser{{}, {.max_depth = max_artifact_depth}};
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error)
        parser.finish(error);
    if (error)
        return Unreadable{"not JSON at byte " + std::to_string(read) + ": " + error.message()};
    const json::value root = parser.release();
    if (!root.is_object())
        return Unreadable{"not a JSON object"};
    const json::object& object = root.get_object();
    BYLINE_TRY(format, member(object, "format", json::kind::string));
    if (format->get_string() != "byline-artifact-1")
        return Unreadable{"\"format\" is \"" + text_of(*format) + "\", not \"byline-artifact-1\""};
    BYLINE_TRY(name, member(object, "name", json::kind::string));
    BYLINE_TRY(parties, member(object, "parties", json::kind::array));
    BYLINE_TRY(abi, member(object, "abi", json::kind::array));
    BYLINE_TRY(bytecode, member(object, "bytecode", json::kind::string));
    ArtifactFile file;
    file.name = text_of(*name);
    for (const json::value& party : parties->get_array())
    {
        if (!party.is_string())
            return Unreadable{"\"parties\" holds something that is not a text"};
        file.parties.push_back(text_of(party));
    }
    auto code = from_hex(text_of(*bytecode));
    if (!code)
        return Unreadable{"\"bytecode\" is no hex: " + std::string{to_string(code.error())}};
    file.creation_code = *std::move(code);
    file.abi_json = json::serialize(*abi);
    BYLINE_TRY(terms, member(object, "terms", json::kind::object));
    BYLINE_TRY(terms_text, member(terms->get_object(), "text", json::kind::string));
    file.terms_text = text_of(*terms_text);
    BYLINE_TRY(currency, read_currency(terms->get_object()));
    file.currency = std::move(currency);
    BYLINE_TRY(shares, member(object, "shares", json::kind::array));
    for (const json::value& entry : shares->get_array())
    {
        BYLINE_TRY(bucket, read_bucket(entry));
        file.buckets.push_back(std::move(bucket));
    }
    return file;
}
}  // namespace byline::compiler

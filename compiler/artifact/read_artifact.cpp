#include "compiler/artifact/artifact.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/json.hpp>

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

/// "revenue", "alice", "50 %" of one bucket's entry under "shares".
std::expected<void, std::string> add_shares(const json::value& entry, ArtifactFile& file)
{
    if (!entry.is_object())
        return Unreadable{"\"shares\" holds something that is not an object"};
    BYLINE_TRY(bucket, member(entry.get_object(), "bucket", json::kind::string));
    BYLINE_TRY(payees, member(entry.get_object(), "payees", json::kind::array));
    for (const json::value& payee : payees->get_array())
    {
        if (!payee.is_object())
            return Unreadable{"\"payees\" holds something that is not an object"};
        BYLINE_TRY(party, member(payee.get_object(), "party", json::kind::string));
        BYLINE_TRY(percent, member(payee.get_object(), "percent", json::kind::string));
        file.shares.push_back({text_of(*bucket), text_of(*party), text_of(*percent) + " %"});
    }
    return {};
}
}  // namespace

std::expected<ArtifactFile, std::string> read_artifact(std::string_view text)
{
    boost::system::error_code error;
    json::stream_parser parser;
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
    BYLINE_TRY(shares, member(object, "shares", json::kind::array));
    for (const json::value& entry : shares->get_array())
        BYLINE_TRY_VOID(add_shares(entry, file));
    return file;
}
}  // namespace byline::compiler

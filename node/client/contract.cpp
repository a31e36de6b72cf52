#include "node/client/contract.hpp"

#include "node/client/abi_type.hpp"
#include "node/client/abi_value.hpp"
#include "node/client/chain_client.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::node
{
namespace
{
std::unexpected<ClientError> usage(std::string message)
{
    return std::unexpected{ClientError{ClientError::Kind::usage, std::move(message), {}}};
}

std::string names_of(const std::vector<AbiEntry>& entries)
{
    std::string text;
    for (const auto& entry : entries)
        text += (text.empty() ? "" : ", ") + entry.name;
    return text;
}

/// "n: uint64, to: address".
std::string parameters_text(const std::vector<AbiParameter>& parameters)
{
    std::string text;
    for (const auto& parameter : parameters)
    {
        text += text.empty() ? "" : ", ";
        text += parameter.name.empty() ? "" : parameter.name + ": ";
        text += canonical(parameter.type);
    }
    return text;
}

std::string values_text(std::span<const AbiParameter> parameters, std::span<const AbiValue> values)
{
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        text += i == 0 ? "" : ", ";
        text += parameters[i].name.empty() ? "" : parameters[i].name + ' ';
        text += to_text(parameters[i].type, values[i]);
    }
    return text;
}

/// What every Solidity contract may refuse with, declared or not.
const std::vector<AbiEntry>& builtin_errors()
{
    static const std::vector<AbiEntry> errors{
        {"Error", {{"", {AbiType::Kind::string, 0, {}}, false}}, {}, false, false},
        {"Panic", {{"code", {AbiType::Kind::uint, 256, {}}, false}}, {}, false, false}};
    return errors;
}

const AbiEntry* find_by_selector(const std::vector<AbiEntry>& entries, BytesView data)
{
    const auto found = std::ranges::find_if(entries,
        [&](const AbiEntry& entry) { return std::ranges::equal(selector(entry), data.first(4)); });
    return found == entries.end() ? nullptr : &*found;
}
}  // namespace

std::expected<EncodedCall, ClientError> encode_call(
    const Abi& abi, std::string_view function, std::span<const std::string> arguments)
{
    const AbiEntry* const entry = find(abi.functions, function);
    if (entry == nullptr)
        return usage("the contract has no function '" + std::string{function} +
                     "'; it has: " + names_of(abi.functions));
    if (entry->inputs.size() != arguments.size())
        return usage(entry->name + '(' + parameters_text(entry->inputs) + ") takes " +
                     std::to_string(entry->inputs.size()) + " argument" +
                     (entry->inputs.size() == 1 ? "" : "s") + ", not " +
                     std::to_string(arguments.size()));
    std::vector<AbiValue> values;
    for (std::size_t i = 0; i < arguments.size(); ++i)
    {
        auto value = parse_value(entry->inputs[i].type, arguments[i]);
        if (!value)
            return usage(
                "argument " + std::to_string(i + 1) + " of " + entry->name + ": " + value.error());
        values.push_back(std::move(*value));
    }
    const auto prefix = selector(*entry);
    EncodedCall call{entry, Bytes(prefix.begin(), prefix.end())};
    const Bytes encoded = encode_abi(entry->inputs, values);
    call.data.insert(call.data.end(), encoded.begin(), encoded.end());
    return call;
}

std::string describe_revert(const Abi& abi, BytesView revert_data)
{
    if (revert_data.empty())
        return "no reason given";
    if (revert_data.size() >= 4)
    {
        const AbiEntry* error = find_by_selector(abi.errors, revert_data);
        if (error == nullptr)
            error = find_by_selector(builtin_errors(), revert_data);
        if (error != nullptr)
        {
            const auto values = decode_abi(error->inputs, revert_data.subspan(4));
            if (values)
                return error->name + '(' + values_text(error->inputs, *values) + ')';
        }
    }
    return "unknown error " + to_hex(revert_data);
}

ClientError explain(ClientError error, const Abi& abi)
{
    if (error.kind == ClientError::Kind::reverted)
        error.message = "reverted: " + describe_revert(abi, error.revert_data);
    return error;
}

std::optional<DecodedEvent> decode_event(const Abi& abi, const ChainLog& log)
{
    if (log.topics.empty())
        return std::nullopt;
    const auto event = std::ranges::find(abi.events, log.topics[0], topic);
    if (event == abi.events.end())
        return std::nullopt;
    std::vector<AbiParameter> indexed;
    std::vector<AbiParameter> plain;
    for (const auto& input : event->inputs)
        (input.indexed ? indexed : plain).push_back(input);
    Bytes topics;
    for (const auto& value : log.topics)
    {
        if (&value != log.topics.data())
            topics.insert(topics.end(), value.bytes.begin(), value.bytes.end());
    }
    const bool one_word_each = std::ranges::all_of(
        indexed, [](const AbiParameter& p) { return !is_dynamic(p.type) && p.type.parts.empty(); });
    if (!one_word_each || topics.size() != indexed.size() * 32)
        return std::nullopt;
    auto topic_values = decode_abi(indexed, topics);
    auto data_values = decode_abi(plain, log.data);
    if (!topic_values || !data_values)
        return std::nullopt;

    DecodedEvent decoded{&*event, {}};
    auto next_topic = topic_values->begin();
    auto next_data = data_values->begin();
    for (const auto& input : event->inputs)
        decoded.values.push_back(std::move(input.indexed ? *next_topic++ : *next_data++));
    return decoded;
}

std::string to_text(const DecodedEvent& event)
{
    return event.event->name + '(' + values_text(event.event->inputs, event.values) + ')';
}
}  // namespace byline::node

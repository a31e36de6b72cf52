#pragma once

#include "node/client/abi_type.hpp"
#include "node/client/abi_value.hpp"
#include "node/client/chain_client.hpp"
#include "vm/primitives/bytes.hpp"

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace byline::node
{
/// A function of an ABI and the call data for it.
struct EncodedCall
{
    const AbiEntry* function = nullptr;  ///< stands in the Abi
    Bytes data;
};

/// Selector and arguments as people typed them. An unknown function, another number of arguments
/// and an argument that is not of its type are errors of usage.
std::expected<EncodedCall, ClientError> encode_call(
    const Abi& abi, std::string_view function, std::span<const std::string> arguments);

/// What a contract refused with: "WrongPayment(expected 1000000000000000, got 0)"; Error(string)
/// and Panic(uint256), which every contract may use, are known too.
std::string describe_revert(const Abi& abi, BytesView revert_data);

/// For an error that is a revert: the same with "reverted: " and the contract's words.
ClientError explain(ClientError error, const Abi& abi);

/// A log in the words of its event.
struct DecodedEvent
{
    const AbiEntry* event = nullptr;  ///< stands in the Abi
    std::vector<AbiValue> values;     ///< of event->inputs, in their order
};

/// Nothing if no event of the ABI fits. Indexed parameters must be of one word, as other types'
/// topics are only hashes.
std::optional<DecodedEvent> decode_event(const Abi& abi, const ChainLog& log);

/// "Record(caller 0x7099…, n 100, paid 100000000000000000)".
std::string to_text(const DecodedEvent& event);
}  // namespace byline::node

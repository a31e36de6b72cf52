#include "node/rpc/encoding/call_error.hpp"

#include "node/rpc/envelope/error.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/state_view.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace byline::node::rpc
{
namespace
{
constexpr std::array<std::uint8_t, 4> error_selector{0x08, 0xc3, 0x79, 0xa0};  // Error(string)
constexpr std::array<std::uint8_t, 4> panic_selector{0x4e, 0x48, 0x7b, 0x71};  // Panic(uint256)

struct PanicText
{
    std::uint64_t code;
    const char* text;
};

/// The codes of Solidity's Panic(uint256), in geth's words.
constexpr std::array panic_texts{PanicText{0x00, "generic panic"}, PanicText{0x01, "assert(false)"},
    PanicText{0x11, "arithmetic underflow or overflow"},
    PanicText{0x12, "division or modulo by zero"}, PanicText{0x21, "enum overflow"},
    PanicText{0x22, "invalid encoded storage byte array accessed"},
    PanicText{0x31, "out-of-bounds array access; popping on an empty array"},
    PanicText{0x32, "out-of-bounds access of an array or bytesN"}, PanicText{0x41, "out of memory"},
    PanicText{0x51, "uninitialized function"}};

std::optional<uint256> word_at(BytesView data, std::size_t position)
{
    if (position > data.size() || data.size() - position < 32)
        return std::nullopt;
    bytes32 word;
    std::ranges::copy(data.subspan(position, 32), word.bytes.begin());
    return to_uint256(word);
}

/// The one string of an ABI-encoded tuple, if it is all there.
std::optional<std::string> abi_string(BytesView tuple)
{
    const auto offset = word_at(tuple, 0);
    if (!offset || *offset > uint256{tuple.size()})
        return std::nullopt;
    const auto start = static_cast<std::size_t>(offset->words[0]);
    const auto length = word_at(tuple, start);
    if (!length || *length > uint256{tuple.size() - start - 32})
        return std::nullopt;
    const BytesView text = tuple.subspan(start + 32, static_cast<std::size_t>(length->words[0]));
    return std::string{text.begin(), text.end()};
}

/// Text that may stand in JSON: what is not printable ASCII or a byte of longer UTF-8 is dropped.
std::string printable(std::string text)
{
    std::erase_if(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte >= 0x7f;
    });
    return text;
}

std::string panic_reason(const uint256& code)
{
    const auto* known = std::ranges::find_if(
        panic_texts, [&](const PanicText& panic) { return uint256{panic.code} == code; });
    return known != panic_texts.end() ? known->text : "unknown panic code: " + to_quantity(code);
}
}  // namespace

std::string revert_reason(BytesView data)
{
    if (data.size() < 4)
        return {};
    const BytesView selector = data.first(4);
    const BytesView arguments = data.subspan(4);
    if (std::ranges::equal(selector, error_selector))
        return printable(abi_string(arguments).value_or(""));
    if (std::ranges::equal(selector, panic_selector) && arguments.size() == 32)
        return panic_reason(*word_at(arguments, 0));
    return {};
}

Error funds_error(const address& sender, const uint256& have, const uint256& want)
{
    return server_error("insufficient funds for gas * price + value: address " +
                        to_checksum_hex(sender) + " have " + to_decimal(have) + " want " +
                        to_decimal(want));
}

Error call_error(const vm::TxOutcome& outcome, const vm::Transaction& tx)
{
    if (outcome.status == vm::Status::revert)
    {
        const std::string reason = revert_reason(outcome.output);
        return {Code::execution_reverted,
            reason.empty() ? "execution reverted" : "execution reverted: " + reason,
            to_hex(outcome.output)};
    }
    if (outcome.status == vm::Status::out_of_gas)
        return server_error("out of gas: gas limit " + std::to_string(tx.gas_limit));
    return server_error(std::string{vm::to_string(outcome.status)});
}

Error call_error(vm::TxError error, const vm::Transaction& tx, const address& sender,
    const vm::StateView& state, const vm::BlockContext& block)
{
    std::string text{vm::to_string(error)};
    if (error == vm::TxError::insufficient_funds)
    {
        const auto account = state.account(sender);
        return funds_error(sender, account ? account->balance : uint256{}, tx.value);
    }
    if (error == vm::TxError::intrinsic_gas_too_low || error == vm::TxError::below_floor_gas)
    {
        const vm::IntrinsicGas gas = vm::intrinsic_gas(tx, block.revision);
        text += ": gas " + std::to_string(tx.gas_limit) + ", minimum needed " +
                std::to_string(std::max(gas.intrinsic, gas.floor));
    }
    if (error == vm::TxError::wrong_chain_id)
        text += ": have " + std::to_string(tx.chain_id.value_or(0)) + " want " +
                std::to_string(block.chain_id);
    return server_error(std::move(text));
}
}  // namespace byline::node::rpc

#pragma once

#include "tools/byline-evm/json_reading.hpp"
#include "vm/primitives/address.hpp"
#include "vm/transition/transaction.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace byline::tools
{
/// The transaction of a case of a state test.
struct TestTransaction
{
    std::optional<vm::Transaction> tx;  ///< nothing: its bytes could not be decoded
    std::string_view decode_error;      ///< then: why
    std::optional<address> sender;      ///< nothing: the signature is not valid
};

/// Decodes `txbytes` of the case, or else builds the transaction from the test's lists at the
/// case's `indexes` and signs it with its `secretKey`.
TestTransaction read_transaction(
    const JsonReader& test, const JsonReader& post_entry, std::uint64_t chain_id);
}  // namespace byline::tools

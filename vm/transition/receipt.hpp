#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/state/log.hpp"
#include "vm/transition/bloom.hpp"
#include "vm/transition/transaction.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <vector>

namespace byline::vm
{
/// What a transaction came to, as the receipts trie keeps it (Yellow Paper §4.4.1, EIP-658,
/// EIP-2718).
struct Receipt
{
    TxType type = TxType::legacy;
    bool success = false;
    std::uint64_t cumulative_gas_used = 0;  ///< of the block up to and with this transaction
    Bloom bloom;
    std::vector<Log> logs;

    bool operator==(const Receipt&) const = default;
};

/// The list of logs as receipts hold it; state tests hash it on its own.
Bytes encode(std::span<const Log> logs);

/// The form in the receipts trie: type byte and payload, or a legacy list.
Bytes encode(const Receipt& receipt);

std::expected<Receipt, rlp::Error> decode_receipt(BytesView bytes);
}  // namespace byline::vm

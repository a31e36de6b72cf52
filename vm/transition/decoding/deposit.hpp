#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/state/log.hpp"

#include <optional>

namespace byline::vm
{
/// The log is a `DepositEvent(bytes,bytes,bytes,bytes,bytes)` of that contract (EIP-6110).
bool is_deposit(const Log& log, const address& deposit_contract) noexcept;

/// Public key, withdrawal credentials, amount, signature and index, 192 bytes in all, from the data
/// of such a log; nothing if its layout is not the one that EIP-6110 prescribes.
std::optional<Bytes> read_deposit(BytesView data);
}  // namespace byline::vm

#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace byline::vm
{
/// One slot that changed: `before` is the value in the view that was executed on.
struct StorageChange
{
    uint256 key;
    uint256 before;
    uint256 after;

    bool operator==(const StorageChange&) const noexcept = default;
};

enum class StorageFate : std::uint8_t
{
    kept,   ///< slots that are not listed keep their values
    wiped,  ///< every old slot is gone; the listed changes apply to an empty storage
};

/// One account that changed, with what stood there before.
struct AccountChange
{
    address addr;
    std::optional<Account> before;  ///< nothing: there was no account
    std::optional<Account>
        after;  ///< nothing: the account is deleted (`has_storage` is not maintained here)
    StorageFate fate = StorageFate::kept;
    std::optional<Bytes>
        code;  ///< the code of `after`, where its hash is new and not the empty one
    std::vector<StorageChange>
        storage;  ///< sorted by key; only slots whose value differs (or is set after a wipe)

    bool operator==(const AccountChange&) const = default;
};

/// Everything that an execution changed, sorted by address; accounts and slots that came out as
/// they were are left out.
struct StateDiff
{
    std::vector<AccountChange> accounts;

    bool operator==(const StateDiff&) const = default;
};
}  // namespace byline::vm

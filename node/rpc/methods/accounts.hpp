#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"

#include <mutex>
#include <vector>

namespace byline::node::rpc
{
/// The development accounts: their keys are public, so the node may sign for them.
class Accounts
{
public:
    /// Keys that are no valid scalars are left out.
    explicit Accounts(const std::vector<bytes32>& keys);

    struct Account
    {
        address addr;
        bytes32 key;
    };

    [[nodiscard]] const std::vector<Account>& all() const noexcept { return accounts_; }

    /// Null if it is not one of them.
    [[nodiscard]] const Account* find(const address& addr) const noexcept;

    /// Held from taking a nonce until the transaction is submitted, so that two at once do not take
    /// the same.
    [[nodiscard]] std::mutex& nonce_mutex() noexcept { return nonce_mutex_; }

private:
    std::vector<Account> accounts_;
    std::mutex nonce_mutex_;
};
}  // namespace byline::node::rpc

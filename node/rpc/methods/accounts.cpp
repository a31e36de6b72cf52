#include "node/rpc/methods/accounts.hpp"

#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"

#include <algorithm>
#include <vector>

namespace byline::node::rpc
{
Accounts::Accounts(const std::vector<bytes32>& keys)
{
    for (const bytes32& key : keys)
    {
        if (const auto addr = vm::address_of_key(key))
            accounts_.push_back({*addr, key});
    }
}

const Accounts::Account* Accounts::find(const address& addr) const noexcept
{
    const auto found = std::ranges::find(accounts_, addr, &Account::addr);
    return found == accounts_.end() ? nullptr : &*found;
}
}  // namespace byline::node::rpc

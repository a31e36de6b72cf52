#pragma once

#include "node/client/abi_type.hpp"
#include "node/client/chain_client.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <expected>
#include <span>
#include <string>
#include <vector>

namespace byline::node
{
/// The addresses for a licence's parties, in their order, from assignments such as `alice=0x…` or
/// `bob=#2`. A party that is missing, unknown or assigned twice is an error of usage.
std::expected<std::vector<address>, ClientError> bind_parties(
    std::span<const std::string> parties, std::span<const std::string> assignments);

/// Creation code followed by the constructor's arguments.
Bytes deployment_data(BytesView creation_code, std::span<const address> parties);

/// Where one payee stands; all in wei.
struct Payout
{
    std::string party;
    address payee;
    uint256 entitled;   ///< claimed + claimable
    uint256 claimed;    ///< by the contract's own events
    uint256 claimable;  ///< by the contract's answer
};

/// Where a licence's money is, all of one block; in wei.
struct PayoutTable
{
    std::vector<Payout> rows;
    uint256 received;  ///< `in`: by the contract's answer
    uint256 paid;      ///< sum of what was claimed
    uint256 owed;      ///< sum of what is claimable
    uint256 dust;      ///< the contract's balance beyond what it owes

    /// in = paid + owed + dust. The terms come from three sources (answer, events, balance), so
    /// that a contract which loses money, or a node which miscounts it, does not balance.
    [[nodiscard]] bool balances() const noexcept { return received == paid + owed + dust; }
};

/// Asks a deployed licence for its payees and their money. `parties` without money of their own
/// stay in the table with zeros.
std::expected<PayoutTable, ClientError> read_payouts(ChainClient& chain, const Abi& abi,
    const address& licence, std::span<const std::string> parties);
}  // namespace byline::node

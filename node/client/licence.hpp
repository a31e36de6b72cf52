#pragma once

#include "node/client/abi_type.hpp"
#include "node/client/chain_client.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <expected>
#include <optional>
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

/// What to ask a licence for.
struct PayoutQuestion
{
    std::vector<std::string> parties;
    std::optional<address> token;   ///< what it is paid in; absent: ether
    bool receipts_are_kept = true;  ///< `received` counts all that ever came in; false with epochs
    bool holds_for_others = false;  ///< it has tabs or pots, which `received` leaves out
    std::vector<std::string> tiered;  ///< buckets whose own receipts are wanted
};

/// Where one payee stands; all in the currency's smallest unit.
struct Payout
{
    std::string party;
    address payee;
    uint256 entitled;   ///< claimed + claimable
    uint256 claimed;    ///< by the contract's own events
    uint256 claimable;  ///< by the contract's answer
};

/// Where a licence's money is, all of one block; in the currency's smallest unit.
struct PayoutTable
{
    std::vector<Payout> rows;
    uint256 received;  ///< `in`: by the contract's answer; by events and balance with epochs
    uint256 paid;      ///< sum of what was claimed
    uint256 owed;      ///< sum of what is claimable by the parties
    uint256 rest;      ///< the contract's balance beyond: dust, and what pools and epochs owe
    uint256 kept;      ///< in tabs and pots: what the balance holds beyond `rest`
    std::vector<uint256> tiered;  ///< receipts, as the question asked for them

    /// in = paid + owed + rest. The terms come from three sources (answer, events, balance), so
    /// that a contract which loses money, or a node which miscounts it, does not balance. Tabs and
    /// pots make an inequality of it: the balance holds at least that.
    [[nodiscard]] bool balances() const noexcept
    {
        return is_covered && received == paid + owed + rest;
    }

    bool is_covered = true;  ///< the balance is at least what the contract owes by its own answers
};

/// Asks a deployed licence for its payees and their money. Parties without money of their own stay
/// in the table with zeros.
std::expected<PayoutTable, ClientError> read_payouts(
    ChainClient& chain, const Abi& abi, const address& licence, const PayoutQuestion& question);
}  // namespace byline::node

#pragma once

#include "compiler/sema/rational.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler::proof
{
/// What is proved of a licence, as plain data. Names are those of the source: letters, digits and
/// `_`. All amounts are in the smallest unit of the currency.

/// `until funder has 6_000_000`: the tier ends with the first unit of receipts at which that payee
/// is entitled to the amount.
struct PayeeTarget
{
    std::size_t payee = 0;
    uint256 amount;
};

struct ShareTier
{
    std::vector<Rational> shares;       ///< one a payee; they should sum to 1
    std::optional<uint256> until;       ///< of the bucket's lifetime receipts; the last has none
    std::optional<PayeeTarget> target;  ///< what `until` was computed from, if the source says so
};

/// A split (one tier) or a waterfall. Payee p is entitled to floor(sum over the tiers of its share
/// times what of the receipts falls into the tier): the sum is exact, only the end is rounded.
struct ShareFunction
{
    std::string bucket;
    std::vector<std::string> payees;
    std::vector<ShareTier> tiers;
    unsigned counter_bits = 128;  ///< width of what counts a payee's claims (rule M3)
};

struct GroupMember
{
    Rational factor;  ///< the part of the group's receipts that is this bucket's
    ShareFunction function;
};

/// Buckets that are fed together in one fixed ratio (rule M1): they share one R, and are rounded
/// once. A bucket alone is a group of one with the factor 1. Of a pool in a group, the pool itself
/// is the one payee here.
struct ShareGroup
{
    std::string name;
    std::vector<GroupMember> members;
    bool is_residual = true;  ///< R = balance + paid - held; else R is a counter
};

/// Rule M7. All its parameters are in its rule.
struct Pool
{
    std::string bucket;
};

/// Rule M8.
struct Epochs
{
    std::string bucket;
    std::uint64_t term = 0;  ///< seconds of `unclaimed after`
};

/// Rule M9.
struct Tab
{
    std::string bucket;
    std::uint64_t notice = 0;  ///< seconds
};

/// Rule M10.
struct Pot
{
    std::string bucket;
    std::uint64_t term = 0;  ///< seconds of `exits to ... after`
};

/// A function through which a beneficiary gets its money (check B203).
struct Exit
{
    std::string function;              ///< "claim"
    bool beneficiary_may_call = true;  ///< and needs nobody else for it
    bool is_pausable = false;          ///< somebody can stop it for a time
    std::optional<std::uint64_t> gas;  ///< most that it needs; none: not known yet
};

/// One who has money in a bucket, or may come to have.
struct Beneficiary
{
    std::string bucket;
    std::string name;
    std::vector<Exit> exits;
};

struct Model
{
    std::vector<ShareGroup> groups;
    std::vector<Pool> pools;
    std::vector<Epochs> epochs;
    std::vector<Tab> tabs;
    std::vector<Pot> pots;
    std::vector<Beneficiary> beneficiaries;
};
}  // namespace byline::compiler::proof

#pragma once

#include "compiler/sema/rational.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace byline::compiler
{
/// A piece of a share function: what comes in up to `until` is shared like this.
struct Tier
{
    std::optional<uint256> until;  ///< of the bucket's lifetime receipts; the last tier has none
                                   ///< (rule M17); tiers are in increasing order
    std::vector<Rational> shares;  ///< one a payee of the bucket, in its order; they sum to 1
};

/// A split has one tier, a waterfall several.
struct ShareRule
{
    bool is_waterfall = false;
    std::vector<std::size_t> payees;  ///< parties, in the order written, each once
    std::vector<Tier> tiers;
};

/// Rule M7.
struct PoolRule
{
    std::string unit;
    std::size_t manager = 0;     ///< index into Licence::actors: who may grant and revoke
    std::size_t when_empty = 0;  ///< the party that gets what comes in while nobody has shares
};

/// Rule M8. The message's fields are named, not counted: money.md.
struct EpochsRule
{
    std::size_t message = 0;
    std::size_t signer = 0;             ///< index into Licence::actors
    std::uint64_t unclaimed_after = 0;  ///< seconds
    std::size_t unclaimed_to = 0;       ///< party
    std::size_t epoch_field = 0;        ///< of the message
    std::size_t root_field = 0;
    std::size_t total_field = 0;
    std::optional<std::size_t> pot_field;  ///< the sum to close, where the message names one
};

/// Rule M9: money that accounts put aside, each its own.
struct TabRule
{
    std::optional<std::uint64_t> notice;  ///< seconds between `leave` and `withdraw`; none: 0
};

/// Rule M10.
struct PotRule
{
    std::size_t exit_to = 0;       ///< party
    std::uint64_t exit_after = 0;  ///< seconds since the pot last became non-empty
};

using BucketRule = std::variant<ShareRule, PoolRule, EpochsRule, TabRule, PotRule>;

struct Bucket
{
    std::string name;
    std::string comment;
    BucketRule rule;
    bool is_default = false;  ///< plain transfers land here
    std::size_t group = 0;    ///< index into Licence::groups
    Rational factor;          ///< the part of the group's receipts that is this bucket's
    Span span;
};

/// Buckets that are only ever fed together in one fixed ratio share one count of receipts (rule
/// M1). The factors of a group sum to 1. Epochs, tabs and pots are alone in theirs.
struct ReceiptGroup
{
    std::vector<std::size_t> buckets;
    bool is_residual = false;  ///< R = balance + paid - held; else a counter of its own. At most
                               ///< one in a licence, none where the currency is a token
};
}  // namespace byline::compiler

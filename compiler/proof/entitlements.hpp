#pragma once

#include "compiler/proof/model.hpp"
#include "compiler/proof/obligation.hpp"
#include "compiler/proof/term.hpp"

#include <optional>
#include <string>
#include <vector>

namespace byline::compiler::proof
{
/// The receipts R below which every amount of money stays (rule M3): 2^128.
uint256 receipts_bound();

/// A function of R, the group's lifetime receipts, that SMT-LIB text can call by its name.
struct ReceiptsFunction
{
    std::string name;
    Integer body;  ///< a term over `R` and the functions before this one
};

/// What one payee may ever withdraw, as a function of R.
struct Entitlement
{
    std::string payee;
    ReceiptsFunction function;
    unsigned counter_bits = 128;

    /// The receipts at which the counter is too narrow, if that is before 2^128.
    std::optional<uint256> counter_is_full_at;
};

/// "publisher never passes 70 ether."
struct Cap
{
    std::size_t payee = 0;
    uint256 amount;      ///< greatest entitlement
    uint256 reached_at;  ///< receipts from which on the payee is entitled to it
};

/// The end of a tier.
struct Cut
{
    std::string bucket;
    uint256 receipts;                   ///< of the group
    std::vector<std::size_t> payees;    ///< all of the bucket
    std::optional<PayeeTarget> target;  ///< its payee is one of `Entitlements::payees`
    bool whole_group = false;           ///< the bucket is the whole group, receipts meet the end
};

/// A group of share functions as formulas.
struct Entitlements
{
    std::string name;
    std::vector<ReceiptsFunction> segments;  ///< what of R falls into each tier, times a constant
    std::vector<Entitlement> payees;
    std::vector<Cap> caps;
    std::vector<Cut> cuts;
};

/// Nothing if a payee's shares have no common denominator below 2^128 (check B103).
std::optional<Entitlements> entitlements_of(const ShareGroup& group);

/// For all R below 2^128: nobody's entitlement ever falls; all of them together never pass the
/// receipts, and stay behind by less than one unit a payee; they fit their counters; tiers end
/// where they say; caps hold and are reached.
std::vector<Obligation> obligations_of(const Entitlements& entitlements);
}  // namespace byline::compiler::proof

#pragma once

#include "tests/compiler/meaning/outcome.hpp"

#include <cstddef>
#include <map>
#include <vector>

namespace byline::testing
{
/// Shares of a pool, and what each account ever earned in it, to the last fraction: every payment
/// is shared out when it comes in.
struct ModelPool
{
    std::map<Integer, Integer> shares;  ///< of all who ever had some
    Integer total;
    std::map<Integer, Exact> earned;
};

/// What an account, or a pot, holds. `time` is 0 or when it may be withdrawn; of a pot, since when
/// it has not been empty.
struct ModelHolding
{
    Integer amount;
    Integer time;
};

/// All that a licence remembers, as language.md and money.md speak of it.
struct ModelState
{
    /// By keep: the fields under each key that was ever set; without a key, under 0.
    std::vector<std::map<Integer, std::vector<Integer>>> keeps;
    std::vector<Integer> receipts;                      ///< by group: over the whole life
    std::vector<std::map<Integer, Integer>> withdrawn;  ///< by bucket and account
    std::vector<ModelPool> pools;                       ///< by bucket, and so below
    std::vector<std::map<Integer, ModelHolding>> tabs;
    std::vector<ModelHolding> pots;
    Integer balance;
    std::map<Integer, Integer> sent;  ///< to each account, over the whole life
};
}  // namespace byline::testing

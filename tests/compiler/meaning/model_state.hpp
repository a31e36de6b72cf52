#pragma once

#include "tests/compiler/meaning/outcome.hpp"

#include <cstddef>
#include <map>
#include <set>
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
    Integer changes;  ///< how often shares were changed

    /// Rule M7: beyond this a member may be a unit off what is its own, and no model says when.
    [[nodiscard]] bool is_exact() const { return total * changes < (Integer{1} << 32); }
};

/// What an account, or a pot, holds. `time` is 0 or when it may be withdrawn; of a pot, since when
/// it has not been empty.
struct ModelHolding
{
    Integer amount;
    Integer time;
};

/// What a report said of an epoch, and when it came.
struct ModelClosing
{
    Integer root;
    Integer total;
    Integer pot;
    Integer closed_at;

    bool operator==(const ModelClosing&) const = default;
};

struct ModelEpoch
{
    ModelClosing closing;
    Integer remaining;
    std::set<Integer> claimed;  ///< by index of the leaf
};

/// Rule M8.
struct ModelEpochs
{
    Integer current;
    Integer open;          ///< what the epoch at hand has received
    Integer silent_since;  ///< 0: nobody has said that no report comes
    std::map<Integer, ModelEpoch> closed;
};

/// All that a licence remembers, as language.md and money.md speak of it, and what its token does.
struct ModelState
{
    /// By keep: the fields under each key that was ever set; without a key, under 0.
    std::vector<std::map<Integer, std::vector<Integer>>> keeps;
    std::vector<Integer> parties;  ///< who has each place, and to whom it is offered
    std::vector<Integer> offers;
    std::vector<Integer> receipts;                      ///< by group: over the whole life
    std::vector<std::map<Integer, Integer>> withdrawn;  ///< by bucket and account
    std::vector<ModelPool> pools;                       ///< by bucket, and so below
    std::vector<ModelEpochs> epochs;
    std::vector<std::map<Integer, ModelHolding>> tabs;
    std::vector<ModelHolding> pots;
    Integer paused_until;
    Integer successor;
    Integer succeeded_at;
    bool is_locked = false;  ///< tokens are under way (rule M13)
    Integer balance;
    std::map<Integer, Integer> sent;    ///< ether to each account, over the whole life
    std::map<Integer, Integer> tokens;  ///< that each account has, the licence among them
    std::map<Integer, Integer> allowed;
};
}  // namespace byline::testing

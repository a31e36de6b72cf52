#include "tools/bylinec/testing/conservation.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/bucket.hpp"
#include "compiler/sema/interface.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace byline::tools::testing
{
using compiler::FunctionKind;

namespace
{
/// The sum of what lies in tabs and pots.
struct PutAside
{
    uint256 tabs;
    uint256 pots;
};

PutAside put_aside(const Scene& scene)
{
    PutAside sum;
    const auto& buckets = scene.subject().licence.buckets;
    for (std::size_t i = 0; i < buckets.size(); ++i)
    {
        if (std::holds_alternative<compiler::PotRule>(buckets[i].rule))
            sum.pots = sum.pots + scene.word(FunctionKind::pot_getter, i).value_or(uint256{});
        if (!std::holds_alternative<compiler::TabRule>(buckets[i].rule))
            continue;
        for (const address& who : scene.known())
            sum.tabs =
                sum.tabs +
                scene.word(FunctionKind::tab_getter, i, {to_uint256(who)}).value_or(uint256{});
    }
    return sum;
}

/// More than dust: each payee of a split or waterfall loses less than 1 to rounding, and so does
/// each member of a pool.
uint256 dust_bound(const Scene& scene)
{
    std::uint64_t payees = 0;
    for (const compiler::Bucket& bucket : scene.subject().licence.buckets)
    {
        if (const auto* shares = std::get_if<compiler::ShareRule>(&bucket.rule))
            payees += shares->payees.size();
        if (std::holds_alternative<compiler::PoolRule>(bucket.rule))
            payees += scene.known().size() + 1;
    }
    return payees;
}

std::string amount(const Scene& scene, const uint256& units)
{
    return compiler::amount_in_words(units, scene.subject().licence.currency);
}

bool has_epochs(const Scene& scene)
{
    for (const compiler::Bucket& bucket : scene.subject().licence.buckets)
    {
        if (std::holds_alternative<compiler::EpochsRule>(bucket.rule))
            return true;
    }
    return false;
}
}  // namespace

std::optional<std::string> check_books(const Scene& scene)
{
    const uint256 held = scene.held();
    const Ledger& ledger = scene.ledger();
    if (ledger.in != ledger.out + held)
        return amount(scene, ledger.in) + " came in and " + amount(scene, ledger.out) +
               " went out, but the licence has " + amount(scene, held) + ".";

    uint256 owed;
    for (const address& who : scene.known())
    {
        const auto own = scene.word(FunctionKind::claimable, 0, {to_uint256(who)});
        if (!own)
            return "what an account may withdraw cannot be asked: claimable reverts.";
        owed = owed + *own;
    }
    const PutAside aside = put_aside(scene);
    const uint256 others = aside.tabs + aside.pots + scene.epochs_money();
    if (held < owed + others)
        return amount(scene, owed) + " may be withdrawn and " + amount(scene, others) +
               " is held for others, but the licence has only " + amount(scene, held) + ".";
    const uint256 surplus = scene.word(FunctionKind::surplus).value_or(uint256{});
    const uint256 dust = held - owed - others;
    if (dust >= surplus + dust_bound(scene) && dust > surplus)
        return amount(scene, dust) + " in the licence belongs to nobody.";

    // What epochs received is no lifetime count.
    if (has_epochs(scene))
        return std::nullopt;
    const uint256 received = scene.word(FunctionKind::received).value_or(uint256{});
    if (received + aside.tabs + aside.pots + surplus != ledger.claimed + held)
        return "received() is " + amount(scene, received) + " and " +
               amount(scene, ledger.claimed) + " was claimed, but the licence has " +
               amount(scene, held) + ".";
    return std::nullopt;
}
}  // namespace byline::tools::testing

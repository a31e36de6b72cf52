// Everybody leaves, in a copy of the state.
#include "compiler/artifact/words.hpp"
#include "compiler/sema/bucket.hpp"
#include "compiler/sema/interface.hpp"
#include "tools/bylinec/testing/abi.hpp"
#include "tools/bylinec/testing/conservation.hpp"
#include "tools/bylinec/testing/epoch_book.hpp"
#include "tools/bylinec/testing/failure_words.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"
#include "tools/bylinec/testing/world.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace byline::tools::testing
{
using compiler::ExternalFunction;
using compiler::FunctionKind;

namespace
{
using Checked = std::expected<void, std::string>;

class Leaving
{
public:
    explicit Leaving(const Scene& scene)
        : scene_{scene.fork()},
          licence_{scene.subject().licence},
          stranger_{scene.accounts()[a_stranger]}
    {}

    Checked run()
    {
        // A copy: the stranger who helps becomes known too.
        const std::set<address> known = scene_.known();
        for (const address& who : known)
            BYLINE_TRY_VOID(claim(who));
        for (ClosedEpoch& epoch : scene_.epochs())
            BYLINE_TRY_VOID(claim(epoch));
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
        {
            if (scene_.find(FunctionKind::tab_getter, i) != nullptr)
                BYLINE_TRY_VOID(leave(i, known));
        }
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
            BYLINE_TRY_VOID(end_terms(i));
        // What silence or an exit brought to a payee of the licence may make something claimable.
        return rest();
    }

private:
    static constexpr std::uint64_t a_stranger = 4'000'000'000;

    Outcome send(
        const address& from, const ExternalFunction* function, std::vector<AbiValue> arguments = {})
    {
        return scene_.call({.from = from, .function = function, .arguments = std::move(arguments)});
    }

    /// The call must be done, and bring the account so much.
    Checked pays(const address& who, const uint256& amount, const address& from,
        const ExternalFunction* function, std::vector<AbiValue> arguments = {})
    {
        const uint256 before = scene_.money_of(who);
        const Outcome outcome = send(from, function, std::move(arguments));
        const std::string subject = in_words(scene_, who) + " is owed " +
                                    compiler::amount_in_words(amount, licence_.currency) +
                                    ", but " + function->name;
        if (!outcome.is_done())
            return std::unexpected{subject + " fails: " + failure_in_words(scene_, outcome) + "."};
        const uint256 got = scene_.money_of(who) - before;
        if (got != amount)
            return std::unexpected{
                subject + " brings " + compiler::amount_in_words(got, licence_.currency) + "."};
        return {};
    }

    Checked claim(const address& who)
    {
        const auto owed = scene_.word(FunctionKind::claimable, 0, {to_uint256(who)});
        if (!owed)
            return std::unexpected{"claimable(" + in_words(scene_, who) + ") reverts."};
        if (owed->is_zero())
            return {};
        return pays(who, *owed, stranger_, scene_.find(FunctionKind::claim_for), {abi(who)});
    }

    bool failed_with(const Outcome& outcome, std::initializer_list<std::string_view> errors)
    {
        const std::string name = error_name(scene_.subject(), outcome);
        return std::ranges::find(errors, std::string_view{name}) != errors.end();
    }

    Checked claim(const ClosedEpoch& epoch)
    {
        for (std::size_t leaf = 0; leaf < epoch.leaves.size(); ++leaf)
        {
            // A swept epoch has nothing left: its word is no closing's any more.
            const Outcome outcome =
                send(stranger_, scene_.find("claimEpoch"), Scene::claim_of(epoch, leaf));
            if (outcome.is_done() || epoch.is_swept ||
                failed_with(outcome, {"NothingToClaim", "AlreadyClaimed"}))
                continue;
            return std::unexpected{in_words(scene_, epoch.leaves[leaf].account) +
                                   " is a payee of epoch " + std::to_string(epoch.epoch) +
                                   ", but claimEpoch fails: " + failure_in_words(scene_, outcome) +
                                   "."};
        }
        return {};
    }

    Checked leave(std::size_t bucket, const std::set<address>& known)
    {
        const auto& tab = std::get<compiler::TabRule>(licence_.buckets[bucket].rule);
        std::vector<std::pair<address, uint256>> leavers;
        for (const address& who : known)
        {
            const auto own = scene_.word(FunctionKind::tab_getter, bucket, {to_uint256(who)});
            if (!own || own->is_zero())
                continue;
            leavers.emplace_back(who, *own);
            const Outcome outcome = send(who, scene_.find(FunctionKind::tab_leave, bucket));
            if (!outcome.is_done())
                return std::unexpected{in_words(scene_, who) + " cannot leave its tab: " +
                                       failure_in_words(scene_, outcome) + "."};
        }
        scene_.wait(tab.notice.value_or(0) + 1);
        for (const auto& [who, own] : leavers)
            BYLINE_TRY_VOID(pays(who, own, who, scene_.find(FunctionKind::tab_withdraw, bucket)));
        return {};
    }

    /// What ends by time: pots, and epochs that nobody closes or claims.
    Checked end_terms(std::size_t bucket)
    {
        const compiler::BucketRule& rule = licence_.buckets[bucket].rule;
        if (const auto* pot = std::get_if<compiler::PotRule>(&rule))
        {
            const uint256 there = scene_.word(FunctionKind::pot_getter, bucket).value_or(uint256{});
            if (there.is_zero())
                return {};
            scene_.wait(pot->exit_after + 1);
            return pays(
                party(pot->exit_to), there, stranger_, scene_.find(FunctionKind::pot_exit, bucket));
        }
        if (const auto* epochs = std::get_if<compiler::EpochsRule>(&rule))
            return end_epochs(bucket, *epochs);
        return {};
    }

    Checked end_epochs(std::size_t bucket, const compiler::EpochsRule& rule)
    {
        // Once begins the silence, where nobody did before.
        const ExternalFunction* close = scene_.find(FunctionKind::epochs_close_silent, bucket);
        send(stranger_, close);
        scene_.wait(rule.unclaimed_after + 1);
        for (const ClosedEpoch& epoch : std::vector{scene_.epochs()})
            send(
                stranger_, scene_.find(FunctionKind::epochs_sweep, bucket), Scene::sweep_of(epoch));
        if (const uint256 open = scene_.open_pot(); !open.is_zero())
            BYLINE_TRY_VOID(pays(party(rule.unclaimed_to), open, stranger_, close));
        return {};
    }

    /// Nothing but dust is left: what `check_books` allows of an empty licence.
    Checked rest()
    {
        if (const auto wrong = check_books(scene_))
            return std::unexpected{"once everybody has left, " + *wrong};
        if (!scene_.epochs_money().is_zero())
            return std::unexpected{std::string{"money of epochs stays behind for ever."}};
        return {};
    }

    address party(std::size_t index)
    {
        return to_address(scene_.word(FunctionKind::party_getter, index).value_or(uint256{}));
    }

    Scene scene_;
    const compiler::Licence& licence_;
    address stranger_;
};
}  // namespace

std::optional<std::string> check_exits(const Scene& scene)
{
    const Checked checked = Leaving{scene}.run();
    return checked ? std::nullopt : std::optional{checked.error()};
}
}  // namespace byline::tools::testing

#include "compiler/sema/authority.hpp"

#include "compiler/sema/licence.hpp"
#include "compiler/sema/walk.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
class AuthorityList
{
public:
    explicit AuthorityList(const Licence& licence) : licence_{licence} {}

    std::vector<Authority> take()
    {
        for (std::size_t i = 0; i < licence_.acts.size(); ++i)
            act(i);
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
            bucket(i);
        powers();
        return std::move(list_);
    }

private:
    void act(std::size_t index)
    {
        const Act& act = licence_.acts[index];
        Authority of_act;
        of_act.actors = act.by;
        of_act.act = index;
        for (const Parameter& parameter : act.parameters)
            if (parameter.kind == ParameterKind::signed_message)
                of_act.messages.push_back(parameter.message);
        visit_effects(act.effects, [&](const Effect& effect) {
            if (const auto* move = std::get_if<MoveEffect>(&effect.what))
                add(of_act, AuthorityKind::draws, move->from.bucket,
                    "moves money from `" + name_of(move->from.bucket) + "` to `" +
                        name_of(move->to.bucket) + "`");
            if (const auto* grant = std::get_if<GrantEffect>(&effect.what))
                add(of_act, AuthorityKind::grants, grant->pool,
                    std::string{grant->revokes ? "takes away" : "grants"} + " shares of `" +
                        name_of(grant->pool) + "`");
        });
        if (act.pays)
            add(of_act, AuthorityKind::pays, act.pays->from.bucket,
                "pays money out of `" + name_of(act.pays->from.bucket) + "`");
    }

    void bucket(std::size_t index)
    {
        const auto* epochs = std::get_if<EpochsRule>(&licence_.buckets[index].rule);
        if (epochs == nullptr)
            return;
        Authority reports;
        reports.actors = {epochs->signer};
        reports.messages = {epochs->message};
        add(reports, AuthorityKind::reports, index,
            "signs by which weights each epoch of `" + name_of(index) + "` is shared");
    }

    void powers()
    {
        Authority power;
        if (licence_.pause)
        {
            power.actors = {licence_.pause->by};
            add(power, AuthorityKind::pauses, {},
                "stops the acts that take a payment, for " + seconds(licence_.pause->longest) +
                    " at most and then not again for as long");
        }
        if (licence_.upgrade && licence_.upgrade->by)
        {
            power.actors = {*licence_.upgrade->by};
            add(power, AuthorityKind::supersedes, {},
                "names, once, the licence that comes after this one, " +
                    seconds(licence_.upgrade->notice) + " ahead");
        }
    }

    void add(
        Authority line, AuthorityKind kind, std::optional<std::size_t> bucket, std::string what)
    {
        line.kind = kind;
        line.bucket = bucket;
        line.what = std::move(what);
        // An act may do the same in several places.
        const auto same = [&](const Authority& other) {
            return other.act == line.act && other.what == line.what;
        };
        if (line.act && std::ranges::any_of(list_, same))
            return;
        list_.push_back(std::move(line));
    }

    [[nodiscard]] const std::string& name_of(std::size_t bucket) const
    {
        return licence_.buckets[bucket].name;
    }

    static std::string seconds(std::uint64_t count)
    {
        constexpr std::uint64_t day = 86'400;
        if (count % day != 0)
            return std::to_string(count) + " seconds";
        return std::to_string(count / day) + (count == day ? " day" : " days");
    }

    const Licence& licence_;
    std::vector<Authority> list_;
};
}  // namespace

std::vector<Authority> authorities_of(const Licence& licence)
{
    return AuthorityList{licence}.take();
}
}  // namespace byline::compiler

#include "compiler/sema/replay.hpp"

#include "compiler/sema/licence.hpp"
#include "compiler/sema/walk.hpp"
#include "compiler/source/diagnostics.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
/// Whether a loop over signed messages has a guard against a message's second use. What counts is
/// in docs/language.md, "Signed messages".
class ReplayGuard
{
public:
    ReplayGuard(const Licence& licence, const ForEachEffect& loop) : licence_{licence}, loop_{loop}
    {}

    [[nodiscard]] bool exists() const
    {
        return std::ranges::any_of(
            loop_.whens, [&](const Condition& when) { return guards(when.condition); });
    }

private:
    [[nodiscard]] const Expression& at(ExpressionId id) const { return licence_.expressions[id]; }

    // The parser bounds how deep expressions go.
    // NOLINTBEGIN(misc-no-recursion)
    [[nodiscard]] bool guards(ExpressionId id) const
    {
        const Expression& condition = at(id);
        switch (condition.kind)
        {
            case ExpressionKind::logical_and:
                return std::ranges::any_of(
                    condition.operands, [&](ExpressionId side) { return guards(side); });
            case ExpressionKind::greater:
                return grows(condition.operands[0], condition.operands[1]);
            case ExpressionKind::less:
                return grows(condition.operands[1], condition.operands[0]);
            case ExpressionKind::greater_equal:
                return expires(condition.operands[0], condition.operands[1]);
            case ExpressionKind::less_equal:
                return expires(condition.operands[1], condition.operands[0]);
            case ExpressionKind::equal:
                return counts(condition.operands[0], condition.operands[1]) ||
                       counts(condition.operands[1], condition.operands[0]);
            case ExpressionKind::logical_not:
                return is_used_up(condition.operands[0]);
            default:
                return false;
        }
    }

    [[nodiscard]] bool same(ExpressionId left, ExpressionId right) const
    {
        const Expression& a = at(left);
        const Expression& b = at(right);
        return a.kind == b.kind && a.index == b.index && a.field == b.field && a.value == b.value &&
               a.factor == b.factor && a.rounding == b.rounding &&
               std::ranges::equal(a.operands, b.operands,
                   [&](ExpressionId x, ExpressionId y) { return same(x, y); });
    }

    /// Whether the value is the same whoever sends the message, and when.
    [[nodiscard]] bool is_of_message(ExpressionId id) const
    {
        const Expression& value = at(id);
        switch (value.kind)
        {
            case ExpressionKind::caller:
            case ExpressionKind::now:
            case ExpressionKind::payment:
            case ExpressionKind::parameter:
            case ExpressionKind::local:
            case ExpressionKind::keep:
                return false;
            default:
                return std::ranges::all_of(
                    value.operands, [&](ExpressionId operand) { return is_of_message(operand); });
        }
    }

    // NOLINTEND(misc-no-recursion)

    [[nodiscard]] bool is_element(ExpressionId id) const
    {
        return at(id).kind == ExpressionKind::element && at(id).index == loop_.loop;
    }

    /// A kept value that belongs to the message or to the whole licence.
    [[nodiscard]] bool is_kept(ExpressionId id) const
    {
        return at(id).kind == ExpressionKind::keep &&
               (at(id).operands.empty() || is_of_message(at(id).operands.front()));
    }

    /// What every turn of the loop writes into the kept value; nothing if it does not, or writes
    /// there more than once: the last one would count, or none.
    [[nodiscard]] std::optional<ExpressionId> written_to(const Expression& kept) const
    {
        std::size_t writes = 0;
        visit_effects(loop_.effects, [&](const Effect& effect) {
            const auto* set = std::get_if<SetEffect>(&effect.what);
            if (set != nullptr && set->keep == kept.index &&
                std::ranges::find(set->fields, kept.field, &SetEffect::Field::field) !=
                    set->fields.end())
                ++writes;
        });
        if (writes != 1)
            return std::nullopt;
        for (const Effect& effect : loop_.effects)
        {
            const auto* set = std::get_if<SetEffect>(&effect.what);
            if (set == nullptr || set->keep != kept.index ||
                set->key.has_value() == kept.operands.empty() ||
                (set->key && !same(*set->key, kept.operands.front())))
                continue;
            const auto field = std::ranges::find(set->fields, kept.field, &SetEffect::Field::field);
            if (field != set->fields.end())
                return field->value;
        }
        return std::nullopt;
    }

    /// `v.upTo > used[x]`, then `set used[x] = v.upTo`; or an end that has not come yet.
    [[nodiscard]] bool grows(ExpressionId greater, ExpressionId less) const
    {
        if (!is_element(greater) || !is_kept(less))
            return expires(greater, less);
        const auto written = written_to(at(less));
        return written && same(*written, greater);
    }

    /// `v.until >= now`.
    [[nodiscard]] bool expires(ExpressionId later, ExpressionId earlier) const
    {
        return is_element(later) && at(earlier).kind == ExpressionKind::now;
    }

    /// `v.nonce == next[x]`, then `set next[x] += 1`; or `v.nonce == last[x] + 1`, then `set
    /// last[x] = v.nonce`.
    [[nodiscard]] bool counts(ExpressionId message, ExpressionId kept) const
    {
        if (!is_element(message))
            return false;
        if (is_kept(kept))
        {
            const auto written = written_to(at(kept));
            return written && (is_next(*written, kept) || is_next(*written, message));
        }
        const Expression& next = at(kept);
        if (next.kind != ExpressionKind::add || !is_kept(next.operands[0]) ||
            !is_next(kept, next.operands[0]))
            return false;
        const auto written = written_to(at(next.operands[0]));
        return written && (same(*written, message) || same(*written, kept));
    }

    /// Whether it is the other plus a constant that is not 0.
    [[nodiscard]] bool is_next(ExpressionId id, ExpressionId other) const
    {
        const Expression& sum = at(id);
        if (sum.kind != ExpressionKind::add || !same(sum.operands[0], other))
            return false;
        const Expression& step = at(sum.operands[1]);
        return step.kind == ExpressionKind::constant && !step.value.is_zero();
    }

    /// `not spent[v.id]`, then `set spent[v.id] = true`.
    [[nodiscard]] bool is_used_up(ExpressionId flag) const
    {
        if (!is_kept(flag) || at(flag).operands.empty())
            return false;
        const auto written = written_to(at(flag));
        return written && at(*written).kind == ExpressionKind::constant &&
               !at(*written).value.is_zero();
    }

    const Licence& licence_;
    const ForEachEffect& loop_;
};

class MessagesCheck
{
public:
    MessagesCheck(const Licence& licence, Diagnostics& diagnostics)
        : licence_{licence}, diagnostics_{diagnostics}, consumer_(licence.messages.size())
    {}

    void check()
    {
        for (const Bucket& bucket : licence_.buckets)
            if (const auto* epochs = std::get_if<EpochsRule>(&bucket.rule))
                consumed(epochs->message, "the reports of `" + bucket.name + "`", bucket.span);
        for (const Act& act : licence_.acts)
            this->act(act);
    }

private:
    void act(const Act& act)
    {
        std::vector<bool> is_checked(act.parameters.size());
        visit_effects(act.effects, [&](const Effect& effect) {
            const auto* loop = std::get_if<ForEachEffect>(&effect.what);
            if (loop == nullptr)
                return;
            const Parameter& list = act.parameters[loop->list];
            if (list.kind != ParameterKind::signed_message || !loop->signer)
                return;
            is_checked[loop->list] = true;
            signed_loop(act, *loop, list, effect.span);
        });
        for (std::size_t i = 0; i < act.parameters.size(); ++i)
        {
            const Parameter& parameter = act.parameters[i];
            if (parameter.kind != ParameterKind::signed_message)
                continue;
            consumed(parameter.message, "act `" + act.name + "`", parameter.span);
            if (!is_checked[i])
                diagnostics_.add(DiagnosticKind::replay, parameter.span,
                    {"A SIGNATURE THAT NOBODY CHECKS",
                        "act `" + act.name +
                            "` takes signed messages and never asks who signed "
                            "them.",
                        "Go through them: for each v in " + parameter.name +
                            " signed by ... { ... }"});
        }
    }

    void signed_loop(const Act& act, const ForEachEffect& loop, const Parameter& list, Span span)
    {
        if (!ReplayGuard{licence_, loop}.exists())
            diagnostics_.add(DiagnosticKind::replay, span,
                {"A SIGNATURE THAT CAN BE USED TWICE",
                    "whoever has seen a signed `" + licence_.messages[list.message].name +
                        "` can send it to `" + act.name + "` again, and it counts again.",
                    "Make the second time worth nothing: when v.upTo > used[x] else skip ... set "
                    "used[x] = v.upTo; or keep which numbers were used: when not spent[v.id] ... "
                    "set spent[v.id] = true"});
        visit_effects(loop.effects, [&](const Effect& effect) {
            const auto* move = std::get_if<MoveEffect>(&effect.what);
            if (move != nullptr)
                drawn_from(move->from.bucket, act);
        });
    }

    void drawn_from(std::size_t index, const Act& act)
    {
        const Bucket& bucket = licence_.buckets[index];
        const auto* tab = std::get_if<TabRule>(&bucket.rule);
        if (tab == nullptr || tab->notice || std::ranges::find(said_, index) != said_.end())
            return;
        said_.push_back(index);
        diagnostics_.add(DiagnosticKind::notice, bucket.span,
            {"A TAB THAT CAN BE EMPTIED BEFORE IT PAYS",
                "act `" + act.name +
                    "` draws from it by signed messages; who signed one could take the money out "
                    "first.",
                "Give it a notice as long as messages may take: tab " + bucket.name +
                    " notice 7 days"});
    }

    void consumed(std::size_t message, std::string by, Span span)
    {
        std::string& first = consumer_[message];
        if (first.empty())
            first = std::move(by);
        else if (first != by)
            diagnostics_.add(DiagnosticKind::message_use, span,
                {"ONE MESSAGE FOR TWO THINGS",
                    "a signed `" + licence_.messages[message].name + "` is for " + first +
                        "; here it could be used for " + by + " too.",
                    "Declare a message for each: who signs then says what for."});
    }

    const Licence& licence_;
    Diagnostics& diagnostics_;
    std::vector<std::string> consumer_;  ///< by message: what consumes it; empty: nothing yet
    std::vector<std::size_t> said_;      ///< tabs without a notice
};
}  // namespace

void check_signed_messages(const Licence& licence, Diagnostics& diagnostics)
{
    MessagesCheck{licence, diagnostics}.check();
}
}  // namespace byline::compiler

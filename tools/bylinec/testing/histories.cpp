#include "tools/bylinec/testing/histories.hpp"

#include "compiler/sema/interface.hpp"
#include "compiler/source/diagnostic.hpp"
#include "tools/bylinec/testing/failure_words.hpp"
#include "tools/bylinec/testing/moves.hpp"
#include "tools/bylinec/testing/random.hpp"
#include "tools/bylinec/testing/run_test.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"
#include "tools/bylinec/testing/world.hpp"
#include "vm/primitives/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace byline::tools::testing
{
namespace
{
constexpr std::size_t steps = 12;

/// Does a step; the error is what must never happen. True: the call was done.
Tried<bool> apply(Scene& scene, const Move& move, compiler::Span span)
{
    if (move.wait != 0)
    {
        scene.wait(move.wait);
        return true;
    }
    scene.look_at(move.licence);
    const Outcome outcome = scene.call(move.call);
    if (outcome.is_done())
        return true;
    // A token that the caller has too little of answers for itself; all else has a name.
    if (!error_name(scene.subject(), outcome).empty())
        return false;
    const bool is_act =
        move.call.function != nullptr && move.call.function->kind == compiler::FunctionKind::act;
    return trouble(is_act ? move.call.function->span : span, "A CALL FAILS WITHOUT A REASON",
        failure_in_words(scene, outcome) + ", with arguments that are in their ranges.");
}

class History
{
public:
    History(const Scene& start, compiler::Span span) : start_{start}, span_{span} {}

    /// Draws and does steps until something is wrong.
    void run(Random random, Histories& result)
    {
        Scene scene = start_.fork();
        const std::vector<std::size_t> licences = scene.signed_licences();
        const bool is_one = licences.size() == 1;
        std::vector<Moves> moves;
        for (const std::size_t licence : licences)
        {
            const Subject& subject = scene.subjects()[licence];
            moves.emplace_back(subject, is_one ? "" : subject.licence.name + ".", random);
        }
        for (std::size_t i = 0; i < steps && !result.failure; ++i)
        {
            const std::size_t which = is_one ? 0 : random.below(licences.size());
            scene.look_at(licences[which]);
            auto move = moves[which].draw(scene);
            if (!move)
                continue;
            move->licence = licences[which];
            done_.push_back(std::move(*move));
            const auto outcome = step(scene, done_.back());
            if (!outcome)
                result.failure = shortened(outcome.error());
            else if (done_.back().wait == 0)
                (*outcome ? result.done : result.refused) += 1;
        }
    }

private:
    [[nodiscard]] Tried<bool> step(Scene& scene, const Move& move) const
    {
        BYLINE_TRY(is_done, apply(scene, move, span_));
        if (is_done)
            BYLINE_TRY_VOID(check_money(scene, span_));
        return is_done;
    }

    /// What goes wrong in these steps.
    [[nodiscard]] std::optional<Trouble> trouble_in(const std::vector<Move>& moves) const
    {
        Scene scene = start_.fork();
        for (const Move& move : moves)
        {
            if (const auto outcome = step(scene, move); !outcome)
                return outcome.error();
        }
        return std::nullopt;
    }

    /// Leaves out steps that the failure does not need.
    [[nodiscard]] Counterexample shortened(Trouble first) const
    {
        Counterexample result{std::move(first), {}};
        std::vector<Move> needed = done_;
        for (std::size_t i = needed.size(); i > 0; --i)
        {
            std::vector<Move> fewer = needed;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i - 1));
            if (auto trouble = trouble_in(fewer))
            {
                result.trouble = std::move(*trouble);
                needed = std::move(fewer);
            }
        }
        for (const Move& move : needed)
            result.steps.push_back(move.text);
        return result;
    }

    const Scene& start_;
    compiler::Span span_;
    std::vector<Move> done_;
};
}  // namespace

Histories run_histories(const Scene& scene, const Effort& effort, compiler::Span span)
{
    Histories result;
    // Each history has numbers of its own: leaving out one changes no other.
    constexpr std::uint64_t apart = 0x9e3779b97f4a7c15;
    for (std::uint64_t i = 0; i < effort.histories && !result.failure; ++i)
    {
        History{scene, span}.run(Random{effort.seed + i * apart}, result);
        ++result.runs;
    }
    return result;
}
}  // namespace byline::tools::testing

#pragma once

#include "compiler/lower/context.hpp"
#include "compiler/lower/expression.hpp"
#include "compiler/lower/money.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler
{
/// Lowers conditions and effects of one act, one after the other, into the block at hand.
class Effects
{
public:
    Effects(Lowering& l, const Arguments& arguments, Expressions& expressions)
        : l_{l}, arguments_{arguments}, expressions_{expressions}
    {}

    /// Goes on only where it holds.
    void condition(const Condition& when);

    void effects(const std::vector<Effect>& effects);

    /// What happens where there is not so much in a tab or a pot: NotEnough(held, wanted).
    Fallback not_enough(const Holding& from, ir::ValueId wanted);

    Holding holding_of(const MoneyPlace& place);

private:
    void effect(const SetEffect& set);
    void effect(const GrantEffect& grant);
    void effect(const MoveEffect& move);
    void effect(const TellEffect& tell);
    void effect(const IfEffect& branch);
    void effect(const ForEachEffect& loop);

    /// The words of an event or an error.
    std::vector<ir::ValueId> told(
        const Declared& declared, const std::vector<ExpressionId>& arguments);
    void entry(const ForEachEffect& loop, ir::ValueId head);
    void signature(const ForEachEffect& loop, const ListEntry& entry, ir::ValueId head);

    /// A block that ends as the failure says; `write` ends it where the failure is none of the
    /// licence's own.
    Fallback fallback(const std::optional<Failure>& failure, const std::function<void()>& write);
    ir::BlockId cold(std::string name, const std::function<void()>& write);

    Lowering& l_;
    const Arguments& arguments_;
    Expressions& expressions_;
    std::optional<ir::BlockId> next_turn_;  ///< of the loop at hand
};
}  // namespace byline::compiler

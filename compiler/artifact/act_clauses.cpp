#include "compiler/artifact/clauses.hpp"
#include "compiler/artifact/expression_text.hpp"
#include "compiler/artifact/words.hpp"
#include "compiler/sema/licence.hpp"
#include "vm/primitives/uint256.hpp"

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
/// `n * price`, the usual form: a price for each unit of one parameter.
struct UnitPrice
{
    std::string unit;
    uint256 amount;
};

std::optional<UnitPrice> unit_price(const Licence& licence, ExpressionId id)
{
    const Expression& price = licence.expressions[id];
    if (price.kind != ExpressionKind::multiply)
        return std::nullopt;
    const Expression* count = &licence.expressions[price.operands[0]];
    const Expression* each = &licence.expressions[price.operands[1]];
    if (count->kind != ExpressionKind::parameter)
        std::swap(count, each);
    const bool fits = count->kind == ExpressionKind::parameter &&
                      each->kind == ExpressionKind::constant &&
                      count->type.dimension.units.size() == 1 && each->type.dimension.money == 1;
    if (!fits)
        return std::nullopt;
    return UnitPrice{count->type.dimension.units.begin()->first, each->value};
}

class ActClauses
{
public:
    ActClauses(const Licence& licence, const Act& act, std::vector<Clause>& clauses)
        : licence_{licence}, act_{act}, names_{names_of(licence, act)}, clauses_{clauses}
    {}

    void run()
    {
        price();
        if (!act_.by.empty())
            callers();
        for (const Local& local : act_.locals)
            say("let", "in " + act_.name + ", " + local.name + " is " + text(local.value));
        conditions(act_.whens, act_.name + " is refused unless ");
        effects(act_.effects, act_.name + " ");
        if (act_.pays)
            say("pays", act_.name + " pays " + text(act_.pays->amount) + " from " +
                            place(act_.pays->from) + " to " + text(act_.pays->to));
    }

private:
    void say(std::string_view kind, std::string sentence,
        Enforcement enforcement = Enforcement::enforced)
    {
        clauses_.push_back({enforcement, kind, act_.name, std::move(sentence) + "."});
    }

    [[nodiscard]] std::string text(ExpressionId id) const
    {
        return expression_text(licence_, names_, id);
    }

    [[nodiscard]] std::string place(const MoneyPlace& place) const
    {
        const std::string& bucket = licence_.buckets[place.bucket].name;
        return place.account ? bucket + "[" + text(*place.account) + "]" : bucket;
    }

    void price()
    {
        const bool only_one = licence_.acts.size() == 1;
        if (!act_.takes)
            return say("price", act_.name + " costs nothing");
        if (!act_.takes->price)
            return say("price", act_.name + " takes any amount");
        if (const auto each = unit_price(licence_, *act_.takes->price))
            return say("price", (only_one ? "Each " : act_.name + ": each ") + each->unit +
                                    " costs " + amount_in_words(each->amount, licence_.currency));
        say("price", act_.name + " costs " + text(*act_.takes->price));
    }

    void callers()
    {
        std::vector<std::string> names;
        names.reserve(act_.by.size());
        for (const std::size_t actor : act_.by)
            names.push_back(licence_.actors[actor].name);
        std::string who = names.front();
        for (std::size_t i = 1; i < names.size(); ++i)
            who += " or " + names[i];
        say("by", "Only " + who + " may call " + act_.name);
    }

    void conditions(const std::vector<Condition>& whens, const std::string& start)
    {
        for (const Condition& when : whens)
        {
            std::string sentence = start + text(when.condition);
            if (when.otherwise && when.otherwise->error)
                sentence += " (" + licence_.errors[*when.otherwise->error].name + ")";
            say("condition", std::move(sentence));
        }
    }

    // Effects nest as deep as the parser lets them (max_nesting).
    // NOLINTNEXTLINE(misc-no-recursion)
    void effects(const std::vector<Effect>& effects, const std::string& start)
    {
        for (const Effect& effect : effects)
            std::visit([&](const auto& what) { tell(what, start); }, effect.what);
    }

    void tell(const SetEffect& set, const std::string& start)
    {
        const Keep& keep = licence_.keeps[set.keep];
        const std::string sets =
            start + "sets " + keep.name + (set.key ? "[" + text(*set.key) + "]" : "");
        for (const SetEffect::Field& field : set.fields)
            say("set", sets + (keep.is_tuple ? "." + keep.fields[field.field].name : "") + " to " +
                           text(field.value));
    }

    void tell(const GrantEffect& grant, const std::string& start)
    {
        say("grant", start + (grant.revokes ? "takes " : "gives ") + text(grant.amount) + " of " +
                         licence_.buckets[grant.pool].name + (grant.revokes ? " from " : " to ") +
                         text(grant.account));
    }

    void tell(const MoveEffect& move, const std::string& start)
    {
        say("move", start + "moves " + text(move.amount) + " from " + place(move.from) + " to " +
                        place(move.to));
    }

    void tell(const TellEffect& tell, const std::string& start)
    {
        say("tell", start + "logs " + licence_.events[tell.event].name);
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void tell(const IfEffect& branch, const std::string& start)
    {
        const std::string condition = text(branch.condition);
        effects(branch.then, "where " + condition + ", " + start);
        effects(branch.otherwise, "unless " + condition + ", " + start);
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void tell(const ForEachEffect& loop, const std::string& start)
    {
        const std::string each = "each " + loop.element + " of " + act_.parameters[loop.list].name;
        if (loop.signer)
            say("signature", "What " + each + " says is what " + text(*loop.signer) + " signed",
                Enforcement::attested);
        for (const Condition& when : loop.whens)
            say("condition", act_.name +
                                 (when.otherwise && !when.otherwise->error ? " passes over "
                                                                           : " is refused for ") +
                                 each + " unless " + text(when.condition));
        effects(loop.effects, "for " + each + ", " + start);
    }

    const Licence& licence_;
    const Act& act_;
    ExpressionNames names_;
    std::vector<Clause>& clauses_;
};
}  // namespace

void add_act_clauses(const Licence& licence, std::vector<Clause>& clauses)
{
    for (const Act& act : licence.acts)
        ActClauses{licence, act, clauses}.run();
}
}  // namespace byline::compiler

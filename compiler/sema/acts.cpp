#include "compiler/sema/acts.hpp"

#include "compiler/sema/destination.hpp"
#include "compiler/sema/effects.hpp"
#include "compiler/sema/expressions.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/numbers.hpp"
#include "compiler/sema/people.hpp"
#include "compiler/sema/places.hpp"
#include "compiler/sema/prices.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/types.hpp"

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
class ActCheck
{
public:
    ActCheck(const syntax::Act& source, Scope scope, std::vector<Destination>& destinations)
        : source_{source}, scope_{std::move(scope)}, destinations_{destinations}
    {
        act_.name = source.name.text;
        act_.comment = source.comment;
        act_.span = source.name.span;
    }

    void run()
    {
        act_.parameters = check_parameters(scope_, source_.parameters);
        scope_.parameters = &act_.parameters;
        callers();
        for (const syntax::Let& let : source_.lets)
            local(let);
        EffectCheck effects{scope_, act_};
        effects.conditions(source_.whens);
        takes();
        scope_.has_payment = !source_.takes.empty();
        effects.effects(source_.effects);
        if (source_.pays)
            effects.pays(*source_.pays);
        scope_.licence.acts.push_back(std::move(act_));
    }

private:
    void callers()
    {
        if (!source_.by)
            return;
        for (const syntax::Name& name : source_.by->callers)
        {
            const auto actor = find_actor(name, scope_.names, scope_.licence, scope_.diagnostics);
            if (!actor)
                continue;
            if (std::ranges::find(act_.by, *actor) == act_.by.end())
                act_.by.push_back(*actor);
            else
                scope_.diagnostics.add(DiagnosticKind::names, name.span,
                    {"A CALLER NAMED TWICE", "`" + name.text + "` may call already.",
                        "Name each once."});
        }
    }

    void local(const syntax::Let& let)
    {
        ScopedName meaning;
        const auto value = check_value(scope_, let.value);
        const auto* number = value ? std::get_if<Number>(&value->what) : nullptr;
        const auto* fraction = number != nullptr ? std::get_if<Fraction>(number) : nullptr;
        if (fraction != nullptr && fraction->is_percentage)
        {
            meaning.kind = ScopedKind::percentage;
            meaning.percentage = fraction->value;
        }
        else if (const auto id = value ? check_scalar(scope_, let.value) : std::nullopt)
        {
            meaning.kind = ScopedKind::local;
            meaning.index = act_.locals.size();
            meaning.type = scope_.licence.expressions[*id].type;
            act_.locals.push_back({let.name.text, *id, let.name.span});
        }
        scope_.declare(let.name, std::move(meaning));
    }

    void takes()
    {
        for (std::size_t i = 1; i < source_.takes.size(); ++i)
            scope_.diagnostics.add(DiagnosticKind::money, source_.takes[i].word,
                {"ONE PAYMENT IS TAKEN TWICE",
                    "`" + act_.name + "` has taken the payment already; a call brings one payment.",
                    "Write one `takes` with the sum, or two acts."});
        for (const syntax::Takes& clause : source_.takes)
        {
            Takes takes{.span = clause.word};
            if (clause.price)
                takes.price = check_price(scope_, *clause.price);
            const bool is_priced = takes.price || !clause.price;
            const auto destination = destination_of(clause);
            if (!is_priced || !destination || act_.takes)
                continue;
            if (destination->place)
                takes.account = destination->place->account;
            act_.takes = takes;
            destinations_.push_back(*destination);
        }
    }

    std::optional<Destination> destination_of(const syntax::Takes& clause)
    {
        Destination result{.act = scope_.licence.acts.size()};
        if (clause.shares)
        {
            result.shares = &*clause.shares;
            result.span = clause.shares->span;
            return result;
        }
        if (!clause.into)
            return std::nullopt;
        result.place = check_place(scope_, *clause.into);
        result.span = scope_.written(*clause.into).span;
        return result.place ? std::optional{result} : std::nullopt;
    }

    const syntax::Act& source_;
    Scope scope_;
    std::vector<Destination>& destinations_;
    Act act_;
};
}  // namespace

std::vector<Parameter> check_parameters(Scope& scope, const std::vector<syntax::Parameter>& source)
{
    std::vector<Parameter> result;
    for (const syntax::Parameter& each : source)
    {
        auto parameter = check_parameter(scope, each);
        ScopedName meaning{
            .kind = parameter ? ScopedKind::parameter : ScopedKind::broken, .index = result.size()};
        scope.declare(each.name, std::move(meaning));
        if (parameter)
            result.push_back(std::move(*parameter));
    }
    if (source.size() > max_parameters)
        scope.diagnostics.add(DiagnosticKind::unsupported, source[max_parameters].name.span,
            {"MORE THAN 16 PARAMETERS ARE NOT SUPPORTED YET", "this is the seventeenth."});
    return result;
}

std::vector<Destination> check_acts(const syntax::File& file, const syntax::Licence& source,
    const Names& names, Licence& licence, Diagnostics& diagnostics)
{
    std::vector<Destination> destinations;
    for (const syntax::Act& act : source.acts)
        ActCheck{act, Scope{file, names, licence, diagnostics}, destinations}.run();
    if (source.acts.size() > max_acts)
        diagnostics.add(DiagnosticKind::unsupported, source.acts[max_acts].name.span,
            {"LICENCES OF MORE THAN 256 ACTS ARE NOT SUPPORTED YET", "this is the 257th act."});
    return destinations;
}
}  // namespace byline::compiler

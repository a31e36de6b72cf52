#include "compiler/sema/analyse.hpp"

#include "compiler/sema/names.hpp"
#include "compiler/sema/prices.hpp"
#include "compiler/sema/shares.hpp"
#include "compiler/sema/unsupported.hpp"

#include <algorithm>
#include <utility>

namespace byline::compiler
{
namespace
{
class Analysis
{
public:
    Analysis(const syntax::File& file, const syntax::Licence& licence, Diagnostics& diagnostics)
        : file_{file}, source_{licence}, diagnostics_{diagnostics}, names_{licence, diagnostics}
    {}

    Licence run()
    {
        result_.name = source_.name.text;
        result_.title = source_.title;
        result_.comment = source_.comment;
        result_.span = source_.span;
        for (const syntax::Party& party : source_.parties)
            result_.parties.push_back({party.name.text, party.name.span});
        refuse_unsupported(source_, diagnostics_);
        for (const syntax::Unit& unit : source_.units)
            result_.units.push_back(unit.name.text);
        split();
        for (const syntax::Act& a : source_.acts)
            act(a);
        limit();
        if (diagnostics_.empty())
            check_interface(result_, diagnostics_);
        return std::move(result_);
    }

private:
    void split()
    {
        if (source_.splits.empty())
        {
            // Where something else was said already, the split may be what broke.
            if (diagnostics_.empty())
                diagnostics_.add(DiagnosticKind::unsupported, source_.name.span,
                    {"LICENCES WITHOUT A SPLIT ARE NOT SUPPORTED YET",
                        "this licence has no bucket that money could go to.",
                        "Say who is paid: split revenue { alice 50%  bob the rest }"});
            return;
        }
        result_.split = check_split(source_.splits.front(), names_, diagnostics_);
        if (diagnostics_.empty() && source_.splits.size() == 1)
            everyone_is_paid();
        for (std::size_t i = 1; i < source_.splits.size(); ++i)
            diagnostics_.add(DiagnosticKind::unsupported, source_.splits[i].name.span,
                {"SEVERAL SPLITS ARE NOT SUPPORTED YET",
                    "this version compiles one bucket a licence; this is a second one."});
    }

    void everyone_is_paid()
    {
        for (std::size_t i = 0; i < result_.parties.size(); ++i)
        {
            const Party& party = result_.parties[i];
            const std::vector<Payee>& payees = result_.split.payees;
            if (std::ranges::find(payees, i, &Payee::party) == payees.end())
                diagnostics_.add(DiagnosticKind::names, party.span,
                    {"A PARTY WITHOUT A SHARE",
                        "`" + party.name + "` is never paid: `" + result_.split.name +
                            "` gives it no share.",
                        "Give it a share of `" + result_.split.name + "`, or leave it out."});
        }
    }

    void act(const syntax::Act& source)
    {
        Act act;
        act.name = source.name.text;
        act.comment = source.comment;
        act.span = source.name.span;
        bool typed = true;
        for (const syntax::Parameter& p : source.parameters)
        {
            if (std::ranges::find(act.parameters, p.name.text, &Parameter::name) !=
                act.parameters.end())
                diagnostics_.add(DiagnosticKind::names, p.name.span,
                    {"ONE NAME FOR TWO THINGS",
                        "this act already has a parameter `" + p.name.text + "`."});
            else if (const NamedThing* thing = names_.find(p.name.text))
                diagnostics_.add(DiagnosticKind::names, p.name.span,
                    {"ONE NAME FOR TWO THINGS",
                        "`" + p.name.text + "` already names " +
                            std::string{in_words(thing->kind)} + ".",
                        "Give the parameter another name."});
            if (auto parameter = check_parameter(p, names_, diagnostics_))
                act.parameters.push_back(std::move(*parameter));
            else
                typed = false;
        }
        if (act.parameters.size() > max_parameters)
            diagnostics_.add(DiagnosticKind::unsupported, act.parameters[max_parameters].span,
                {"ACTS OF MORE THAN 16 PARAMETERS ARE NOT SUPPORTED YET",
                    "this is the seventeenth."});
        takes(source, act, typed);
        result_.acts.push_back(std::move(act));
    }

    void takes(const syntax::Act& source, Act& act, bool typed)
    {
        for (std::size_t i = 1; i < source.takes.size(); ++i)
            diagnostics_.add(DiagnosticKind::money, source.takes[i].word,
                {"ONE PAYMENT IS TAKEN TWICE",
                    "`" + act.name + "` has taken the payment already; a call brings one payment.",
                    "Write one `takes` with the sum, or two acts."});
        for (const syntax::Takes& clause : source.takes)
        {
            // A value that the act names by `let` has been refused.
            if (!goes_into_a_bucket(clause) || !typed || !source.lets.empty())
                continue;
            const auto price =
                check_price(file_, *clause.price, act, names_, result_.terms, diagnostics_);
            if (!act.price)
                act.price = price;
        }
    }

    /// Whether the clause takes a price into a place that this version compiles.
    bool goes_into_a_bucket(const syntax::Takes& clause)
    {
        if (!clause.price)
        {
            say_unsupported(clause.word, "OPEN AMOUNTS", "`takes any`", diagnostics_);
            return false;
        }
        if (clause.shares)
        {
            say_unsupported(clause.shares->span, "SHARED PAYMENTS",
                "one payment into several buckets", diagnostics_);
            return false;
        }
        const syntax::Expression& place = file_.expressions[*clause.into];
        if (place.kind == syntax::ExpressionKind::name)
        {
            bucket({place.name, place.span});
            return true;
        }
        say_unsupported(place.operator_span, "PLACES IN A BUCKET",
            "a payment into a part of a bucket", diagnostics_);
        return false;
    }

    void bucket(const syntax::Name& name)
    {
        if (names_.find(name.text, NameKind::split) || names_.is_refused(name.text))
            return;
        // A split that could not be parsed has been said; its name is then unknown for no other
        // reason.
        if (source_.splits.empty() && !diagnostics_.empty())
            return;
        const NamedThing* thing = names_.find(name.text);
        std::string hint = names_.suggestion(name.text, NameKind::split);
        if (hint.empty() && !source_.splits.empty())
            hint = "The bucket of this licence is `" + source_.splits.front().name.text + "`.";
        if (thing != nullptr)
            diagnostics_.add(DiagnosticKind::money, name.span,
                {"MONEY GOES WHERE NO BUCKET IS", "`" + name.text + "` is no bucket.",
                    std::move(hint)});
        else
            diagnostics_.add(DiagnosticKind::names, name.span,
                {"AN UNKNOWN BUCKET", "no bucket has the name `" + name.text + "`.",
                    std::move(hint)});
    }

    void limit()
    {
        if (result_.acts.size() > max_acts)
            diagnostics_.add(DiagnosticKind::unsupported, result_.acts[max_acts].span,
                {"LICENCES OF MORE THAN 256 ACTS ARE NOT SUPPORTED YET", "this is the 257th act."});
    }

    const syntax::File& file_;
    const syntax::Licence& source_;
    Diagnostics& diagnostics_;
    Names names_;
    Licence result_;
};
}  // namespace

std::optional<Licence> analyse(const syntax::File& file, Diagnostics& diagnostics)
{
    refuse_unsupported(file, diagnostics);
    if (file.licences.empty())
    {
        if (diagnostics.empty())
            diagnostics.add(DiagnosticKind::syntax, {},
                {"NO LICENCE IN THIS FILE", "the file declares nothing.",
                    "A file reads: licence Name \"title\" { party alice  unit call  split ...  act "
                    "... }"});
        return std::nullopt;
    }
    std::optional<Licence> result = Analysis{file, file.licences.front(), diagnostics}.run();
    for (std::size_t i = 1; i < file.licences.size(); ++i)
        diagnostics.add(DiagnosticKind::unsupported, file.licences[i].span,
            {"SEVERAL LICENCES IN ONE FILE ARE NOT SUPPORTED YET",
                "this version compiles one licence a file; this is a second one."});
    if (!diagnostics.empty())
        result.reset();
    return result;
}
}  // namespace byline::compiler

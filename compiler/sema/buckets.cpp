#include "compiler/sema/buckets.hpp"

#include "compiler/sema/durations.hpp"
#include "compiler/sema/epochs.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/people.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/share_rules.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace byline::compiler
{
namespace
{
class BucketsCheck
{
public:
    BucketsCheck(
        const syntax::File& file, const Names& names, Licence& licence, Diagnostics& diagnostics)
        : names_{names},
          licence_{licence},
          diagnostics_{diagnostics},
          scope_{file, names, licence, diagnostics}
    {
        scope_.is_constant = true;
    }

    void check(const syntax::Licence& source)
    {
        for (const syntax::Split& split : source.splits)
            add(split.name, check_split(split, names_, diagnostics_), split.is_default);
        for (const syntax::Waterfall& waterfall : source.waterfalls)
            add(waterfall.name, check_waterfall(scope_, waterfall), waterfall.is_default);
        for (const syntax::Pool& source_pool : source.pools)
            pool(source_pool);
        for (const syntax::Epochs& source_epochs : source.epochs)
            if (auto rule = check_epochs(scope_, source_epochs))
                add(source_epochs.name, *rule, source_epochs.is_default);
        for (const syntax::Tab& source_tab : source.tabs)
            tab(source_tab);
        for (const syntax::Pot& source_pot : source.pots)
            pot(source_pot);
        std::ranges::sort(
            licence_.buckets, {}, [](const Bucket& bucket) { return bucket.span.begin; });
        if (licence_.buckets.empty() && diagnostics_.empty())
            diagnostics_.add(DiagnosticKind::unsupported, source.name.span,
                {"LICENCES WITHOUT A BUCKET ARE NOT SUPPORTED YET",
                    "this licence has no bucket that money could go to.",
                    "Say who is paid: split revenue { alice 50%  bob the rest }"});
        if (licence_.buckets.size() > max_buckets)
        {
            diagnostics_.add(DiagnosticKind::unsupported, licence_.buckets[max_buckets].span,
                {"LICENCES OF MORE THAN 64 BUCKETS ARE NOT SUPPORTED YET", "this is the 65th."});
            licence_.buckets.erase(licence_.buckets.begin() + max_buckets, licence_.buckets.end());
        }
        one_default();
        one_of_a_kind(source.epochs, "EPOCHS BUCKETS", "a second one of `report` and `claimEpoch`");
        one_of_a_kind(source.tabs, "TABS", "a second one of `fund` and `withdraw`");
        one_of_a_kind(source.pots, "POTS", "a second `exit`");
    }

private:
    void add(const syntax::Name& name, BucketRule rule, bool is_default = false)
    {
        Bucket bucket;
        bucket.name = name.text;
        bucket.rule = std::move(rule);
        bucket.is_default = is_default;
        bucket.factor = *Rational::make(1, 1);
        bucket.span = name.span;
        licence_.buckets.push_back(std::move(bucket));
    }

    void pool(const syntax::Pool& source)
    {
        if (source.when_empty.text.empty())
            return;  // the parser has said so
        const auto unit = names_.unit(source.unit.text);
        if (!unit)
            diagnostics_.add(DiagnosticKind::names, source.unit.span,
                {"AN UNKNOWN UNIT",
                    "no unit has the name `" + source.unit.text +
                        "`: a pool is shared by what "
                        "its manager grants of a unit.",
                    "Declare it: unit " + source.unit.text});
        const auto manager = find_actor(source.manager, names_, licence_, diagnostics_);
        const auto when_empty = find_payee(source.when_empty, names_, diagnostics_);
        if (unit && manager && when_empty)
            add(source.name, PoolRule{*unit, *manager, *when_empty});
    }

    void tab(const syntax::Tab& source)
    {
        TabRule rule;
        if (source.notice)
        {
            rule.notice = check_duration(scope_, *source.notice);
            if (!rule.notice)
                return;
        }
        add(source.name, rule);
    }

    void pot(const syntax::Pot& source)
    {
        const auto exit_to = find_payee(source.exit_to, names_, diagnostics_);
        const auto term = check_duration(scope_, source.exit_after);
        if (exit_to && term)
            add(source.name, PotRule{*exit_to, *term});
    }

    void one_default()
    {
        const Bucket* first = default_bucket(licence_);
        for (const Bucket& bucket : licence_.buckets)
        {
            if (bucket.is_default && &bucket != first)
                diagnostics_.add(DiagnosticKind::money, bucket.span,
                    {"TWO DEFAULTS", "plain transfers already go into `" + first->name + "`.",
                        "Leave out one `default`."});
        }
    }

    /// Their generated functions have no name of the bucket in them.
    template <typename List>
    void one_of_a_kind(const List& list, std::string_view title, const std::string& what)
    {
        for (std::size_t i = 1; i < list.size(); ++i)
            diagnostics_.add(DiagnosticKind::unsupported, list[i].name.span,
                {"SEVERAL " + std::string{title} + " ARE NOT SUPPORTED YET",
                    "the licence would need " + what + ".",
                    "Write a licence for each, or one bucket for both."});
    }

    const Names& names_;
    Licence& licence_;
    Diagnostics& diagnostics_;
    Scope scope_;
};
}  // namespace

void check_buckets(const syntax::File& file, const syntax::Licence& source, const Names& names,
    Licence& licence, Diagnostics& diagnostics)
{
    BucketsCheck{file, names, licence, diagnostics}.check(source);
}

std::optional<std::size_t> bucket_named(const Licence& licence, std::string_view name)
{
    const auto found = std::ranges::find(licence.buckets, name, &Bucket::name);
    if (found == licence.buckets.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - licence.buckets.begin());
}
}  // namespace byline::compiler

#include "compiler/sema/powers.hpp"

#include "compiler/sema/buckets.hpp"
#include "compiler/sema/durations.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/people.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/scope.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
constexpr std::array<std::string_view, 3> standards{"ERC165", "ERC2981", "ERC5267"};

class PowersCheck
{
public:
    PowersCheck(
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
        for (const syntax::Royalty& royalty : first_of(source.royalties, "royalty"))
            this->royalty(royalty);
        for (const syntax::Pause& pause : first_of(source.pauses, "pause"))
            this->pause(pause);
        for (const syntax::Upgrade& upgrade : first_of(source.upgrades, "upgrade"))
            this->upgrade(upgrade);
        for (const syntax::Name& standard : source.conforms)
            conforms(standard, source);
    }

private:
    /// The first of the list, if there is one; of each that follows it is said that it is too many.
    template <typename Item>
    std::span<const Item> first_of(const std::vector<Item>& list, const std::string& word)
    {
        for (std::size_t i = 1; i < list.size(); ++i)
            diagnostics_.add(DiagnosticKind::names, list[i].word,
                {"SAID TWICE", "`" + word + "` stands in the licence already.", "Leave one out."});
        return std::span{list}.first(std::min<std::size_t>(list.size(), 1));
    }

    void royalty(const syntax::Royalty& source)
    {
        const auto share = Rational::from_percent(source.percent);
        if (!share || share->is_zero() || share->numerator() > share->denominator())
        {
            diagnostics_.add(DiagnosticKind::dimensions, source.word,
                {"A ROYALTY OUTSIDE 0 TO 100 %",
                    "it is a part of the price of a sale, more than nothing and no more than all.",
                    "Write a percentage of few decimals: royalty 7.5% into " + source.bucket.text});
            return;
        }
        const auto bucket = bucket_named(licence_, source.bucket.text);
        if (!bucket)
            return unknown_bucket(source.bucket);
        if (!licence_.buckets[*bucket].is_default)
        {
            diagnostics_.add(DiagnosticKind::money, source.bucket.span,
                {"A ROYALTY THAT CANNOT BE PAID",
                    "market places send royalties by plain transfer, and `" + source.bucket.text +
                        "` takes none.",
                    "Mark it where it is declared: " + source.bucket.text + " default"});
            return;
        }
        licence_.royalty = Royalty{*share, *bucket, source.word};
    }

    void unknown_bucket(const syntax::Name& name)
    {
        const NamedThing* thing = names_.find(name.text);
        if (thing != nullptr && is_bucket(thing->kind))
            return;  // what is wrong with it has been said
        diagnostics_.add(DiagnosticKind::names, name.span,
            {"AN UNKNOWN BUCKET",
                thing == nullptr
                    ? "no bucket has the name `" + name.text + "`."
                    : "`" + name.text + "` is " + std::string{in_words(thing->kind)} + ".",
                names_.suggestion(name.text, NameKind::split)});
    }

    void pause(const syntax::Pause& source)
    {
        const auto by = find_actor(source.by, names_, licence_, diagnostics_);
        const auto longest = check_duration(scope_, source.longest);
        if (by && longest)
            licence_.pause = Pause{*by, *longest, source.word};
    }

    void upgrade(const syntax::Upgrade& source)
    {
        if (!source.by || !source.notice)
        {
            licence_.upgrade = Upgrade{{}, 0, source.word};
            return;
        }
        const auto by = find_actor(*source.by, names_, licence_, diagnostics_);
        const auto notice = check_duration(scope_, *source.notice);
        if (by && notice)
            licence_.upgrade = Upgrade{by, *notice, source.word};
    }

    void conforms(const syntax::Name& standard, const syntax::Licence& source)
    {
        if (std::ranges::find(standards, standard.text) == standards.end())
        {
            std::string hint = suggestion_among(standard.text, standards);
            if (hint.empty())
                hint = "Known are ERC165, ERC2981 and ERC5267.";
            diagnostics_.add(DiagnosticKind::names, standard.span,
                {"AN UNKNOWN STANDARD", "no standard has the name `" + standard.text + "`.",
                    std::move(hint)});
            return;
        }
        if (std::ranges::find(licence_.conforms, standard.text) != licence_.conforms.end())
        {
            diagnostics_.add(DiagnosticKind::names, standard.span,
                {"SAID TWICE", "`" + standard.text + "` is in the list already.",
                    "Leave one out."});
            return;
        }
        if (standard.text == "ERC2981" && source.royalties.empty())
            lacks(standard, "says nothing of royalties", "Add: royalty 7.5% into ...");
        if (standard.text == "ERC5267" && !verifies_signatures(licence_))
            lacks(standard, "checks no signatures", "Leave it out.");
        licence_.conforms.push_back(standard.text);
    }

    void lacks(const syntax::Name& standard, const std::string& what, std::string hint)
    {
        diagnostics_.add(DiagnosticKind::names, standard.span,
            {"A STANDARD THAT IS NOT MET",
                "the licence conforms to `" + standard.text + "` but " + what + ".",
                std::move(hint)});
    }

    const Names& names_;
    Licence& licence_;
    Diagnostics& diagnostics_;
    Scope scope_;
};
}  // namespace

void check_powers(const syntax::File& file, const syntax::Licence& source, const Names& names,
    Licence& licence, Diagnostics& diagnostics)
{
    PowersCheck{file, names, licence, diagnostics}.check(source);
}
}  // namespace byline::compiler

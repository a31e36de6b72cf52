#include "compiler/sema/shares.hpp"

#include "compiler/sema/analyse.hpp"
#include "compiler/sema/unsupported.hpp"

#include <algorithm>

namespace byline::compiler
{
namespace
{
class SharesCheck
{
public:
    SharesCheck(const Names& names, Diagnostics& diagnostics, Split& split)
        : names_{names}, diagnostics_{diagnostics}, split_{split}
    {}

    /// `whole` is what this list shares out.
    void list(const syntax::Shares& shares, const Rational& whole, bool nested)
    {
        Rational total;
        bool exact = true;
        const Rational one = *Rational::make(1, 1);
        for (std::size_t i = 0; i < shares.entries.size(); ++i)
        {
            const syntax::Share& entry = shares.entries[i];
            if (entry.parts)
                return say_unsupported(
                    entry.value, "PARTS", "shares in parts; percentages it can", diagnostics_);
            if (!entry.percent)
            {
                if (i + 1 != shares.entries.size())
                    return rest_not_last(entry);
                return rest(entry, total, whole);
            }
            const auto share = Rational::from_percent(*entry.percent);
            const auto sum = share ? add(total, *share) : std::nullopt;
            if (!sum)
            {
                too_fine(entry.value);
                exact = false;
                continue;
            }
            total = *sum;
            if (share->is_zero())
                diagnostics_.add(DiagnosticKind::shares, entry.value,
                    {"A SHARE OF NOTHING", "`" + entry.payee->text + "` would never be paid.",
                        "Leave the payee out."});
            payee(*entry.payee, entry.value, multiply(*share, whole));
        }
        if (exact && total != one)
            wrong_total(shares, total, nested);
    }

private:
    void payee(const syntax::Name& name, Span value, const std::optional<Rational>& share)
    {
        if (!share)
            return too_fine(value);
        const auto party = names_.find(name.text, NameKind::party);
        if (!party)
            return unknown_payee(name);
        if (std::ranges::find(split_.payees, *party, &Payee::party) != split_.payees.end())
        {
            diagnostics_.add(DiagnosticKind::names, name.span,
                {"A PAYEE NAMED TWICE", "`" + name.text + "` already has a share of this split.",
                    "Write one line with the sum."});
            return;
        }
        split_.payees.push_back({*party, *share});
    }

    void unknown_payee(const syntax::Name& name)
    {
        const NamedThing* thing = names_.find(name.text);
        if (thing != nullptr && thing->kind == NameKind::split)
        {
            diagnostics_.add(DiagnosticKind::unsupported, name.span,
                {"BUCKETS AS PAYEES ARE NOT SUPPORTED YET",
                    "this version cannot compile a share that goes to a bucket."});
            return;
        }
        if (names_.is_refused(name.text))
            return;
        std::string hint = names_.suggestion(name.text, NameKind::party);
        if (hint.empty())
            hint = "Declare it: party " + name.text;
        diagnostics_.add(DiagnosticKind::names, name.span,
            {"AN UNKNOWN PAYEE", "no party has the name `" + name.text + "`.", std::move(hint)});
    }

    void rest(const syntax::Share& entry, const Rational& total, const Rational& whole)
    {
        const auto left = subtract(*Rational::make(1, 1), total);
        if (!left || left->is_zero())
        {
            diagnostics_.add(DiagnosticKind::shares, entry.value,
                {"NOTHING IS LEFT FOR THE REST",
                    "the shares before it already take " + to_percent(total) + " %."});
            return;
        }
        const auto share = multiply(*left, whole);
        if (entry.payee)
            return payee(*entry.payee, entry.value, share);
        if (!share)
            return too_fine(entry.value);
        list(entry.nested.front(), *share, true);
    }

    void rest_not_last(const syntax::Share& entry)
    {
        diagnostics_.add(DiagnosticKind::shares, entry.value,
            {"THE REST IS NOT THE LAST", "`the rest` is what all the others leave: it comes last.",
                "Move it to the end of the list."});
    }

    void too_fine(Span span)
    {
        diagnostics_.add(DiagnosticKind::fine_shares, span,
            {"SHARES TOO FINE", "in lowest terms this share has a part of 2^128 or more.",
                "Use fewer decimals."});
    }

    void wrong_total(const syntax::Shares& shares, const Rational& total, bool nested)
    {
        const Rational one = *Rational::make(1, 1);
        const std::string of_what = nested ? "of this rest" : "of every payment";
        if (shares.entries.empty())
        {
            diagnostics_.add(DiagnosticKind::shares, shares.span,
                {"A SPLIT AMONG NOBODY", "the money would belong to nobody.",
                    "Name who gets it: { alice 50%  bob the rest }"});
            return;
        }
        const syntax::Share& last = shares.entries.back();
        if (const auto missing = subtract(one, total))
        {
            const auto whole = add(*Rational::from_percent(*last.percent), *missing);
            const std::string& name = last.payee->text;
            diagnostics_.add(DiagnosticKind::shares, last.value,
                {"THE SHARES STOP AT " + to_percent(total) + " %",
                    to_percent(*missing) + " % " + of_what + " would belong to nobody.",
                    "Did you mean `" + name + " " + (whole ? to_percent(*whole) : "...") +
                        "%`, or `" + name + " the rest`?"});
            return;
        }
        const auto excess = subtract(total, one);
        diagnostics_.add(DiagnosticKind::shares, last.value,
            {"THE SHARES PASS 100 %",
                "with this one they total " + to_percent(total) +
                    " %: " + (excess ? to_percent(*excess) : "some") + " % more than there is.",
                "Lower a share, or end the list with `" + last.payee->text + " the rest`."});
    }

    const Names& names_;
    Diagnostics& diagnostics_;
    Split& split_;
};
}  // namespace

Split check_split(const syntax::Split& split, const Names& names, Diagnostics& diagnostics)
{
    Split result;
    result.name = split.name.text;
    result.is_default = split.is_default;
    result.span = split.name.span;
    SharesCheck{names, diagnostics, result}.list(split.shares, *Rational::make(1, 1), false);
    if (result.payees.size() > max_payees)
        diagnostics.add(DiagnosticKind::unsupported, split.name.span,
            {"SPLITS OF MORE THAN 64 ARE NOT SUPPORTED YET",
                "this version compiles at most 64 payees; here are " +
                    std::to_string(result.payees.size()) + "."});
    return result;
}
}  // namespace byline::compiler

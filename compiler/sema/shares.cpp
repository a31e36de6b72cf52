#include "compiler/sema/shares.hpp"

#include "compiler/sema/rational.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
Rational one()
{
    return *Rational::make(1, 1);
}

std::optional<Rational> divide(const Rational& a, const Rational& b)
{
    const auto inverse = Rational::make(b.denominator(), b.numerator());
    return inverse ? multiply(a, *inverse) : std::nullopt;
}

class Fold
{
public:
    explicit Fold(Diagnostics& diagnostics) : diagnostics_{diagnostics} {}

    /// `whole` is what this list shares out.
    // The parser bounds how deep lists go (max_nesting).
    // NOLINTNEXTLINE(misc-no-recursion)
    void list(const syntax::Shares& shares, const Rational& whole, bool nested)
    {
        const auto parts = [](const syntax::Share& entry) { return entry.parts.has_value(); };
        if (std::ranges::any_of(shares.entries, parts))
            in_parts(shares, whole);
        else
            in_percent(shares, whole, nested);
    }

    std::vector<NamedShare> take() { return std::move(result_); }

private:
    // NOLINTNEXTLINE(misc-no-recursion)
    void in_percent(const syntax::Shares& shares, const Rational& whole, bool nested)
    {
        Rational total;
        bool exact = true;
        for (std::size_t i = 0; i < shares.entries.size(); ++i)
        {
            const syntax::Share& entry = shares.entries[i];
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
            give(entry, *share, whole);
        }
        if (exact && total != one())
            wrong_total(shares, total, nested);
    }

    void in_parts(const syntax::Shares& shares, const Rational& whole)
    {
        std::vector<Rational> parts;
        Rational total;
        for (const syntax::Share& entry : shares.entries)
        {
            if (!entry.parts)
                return beside_parts(entry);
            const auto part = Rational::make(entry.parts->digits, power_of_ten(entry.parts->scale));
            const auto sum = part ? add(total, *part) : std::nullopt;
            if (!sum)
                return too_fine(entry.value);
            total = *sum;
            parts.push_back(*part);
        }
        for (std::size_t i = 0; i < parts.size(); ++i)
        {
            const auto share = total.is_zero() ? Rational{} : divide(parts[i], total);
            if (share)
                give(shares.entries[i], *share, whole);
            else
                too_fine(shares.entries[i].value);
        }
    }

    void give(const syntax::Share& entry, const Rational& share, const Rational& whole)
    {
        if (share.is_zero())
            diagnostics_.add(DiagnosticKind::shares, entry.value,
                {"A SHARE OF NOTHING", "`" + entry.payee->text + "` would never be paid.",
                    "Leave the payee out."});
        name(*entry.payee, entry.value, multiply(share, whole));
    }

    void name(const syntax::Name& name, Span value, const std::optional<Rational>& share)
    {
        if (!share)
            return too_fine(value);
        if (!seen_.insert(name.text).second)
        {
            diagnostics_.add(DiagnosticKind::names, name.span,
                {"A PAYEE NAMED TWICE", "`" + name.text + "` already has a share in this list.",
                    "Write one line with the sum."});
            return;
        }
        result_.push_back({name, *share});
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void rest(const syntax::Share& entry, const Rational& total, const Rational& whole)
    {
        const auto left = subtract(one(), total);
        if (!left || left->is_zero())
        {
            diagnostics_.add(DiagnosticKind::shares, entry.value,
                {"NOTHING IS LEFT FOR THE REST",
                    "the shares before it already take " + to_percent(total) + " %."});
            return;
        }
        const auto share = multiply(*left, whole);
        if (entry.payee)
            return name(*entry.payee, entry.value, share);
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

    void beside_parts(const syntax::Share& entry)
    {
        const bool is_rest = !entry.percent;
        diagnostics_.add(DiagnosticKind::shares, entry.value,
            {"PARTS BESIDE " + std::string{is_rest ? "A REST" : "PERCENT"},
                is_rest ? "parts leave no rest: all of them together are the whole."
                        : "parts are of the whole list; a percentage beside them has no meaning.",
                "Write all shares of the list in parts: { alice 2 parts  bob 1 part }"});
    }

    void too_fine(Span span)
    {
        diagnostics_.add(DiagnosticKind::fine_shares, span,
            {"SHARES TOO FINE", "in lowest terms this share has a part of 2^128 or more.",
                "Use fewer decimals."});
    }

    void wrong_total(const syntax::Shares& shares, const Rational& total, bool nested)
    {
        const std::string of_what = nested ? "of this rest" : "of every payment";
        if (shares.entries.empty())
        {
            diagnostics_.add(DiagnosticKind::shares, shares.span,
                {"A SPLIT AMONG NOBODY", "the money would belong to nobody.",
                    "Name who gets it: { alice 50%  bob the rest }"});
            return;
        }
        const syntax::Share& last = shares.entries.back();
        if (const auto missing = subtract(one(), total))
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
        const auto excess = subtract(total, one());
        diagnostics_.add(DiagnosticKind::shares, last.value,
            {"THE SHARES PASS 100 %",
                "with this one they total " + to_percent(total) +
                    " %: " + (excess ? to_percent(*excess) : "some") + " % more than there is.",
                "Lower a share, or end the list with `" + last.payee->text + " the rest`."});
    }

    Diagnostics& diagnostics_;
    std::vector<NamedShare> result_;
    std::set<std::string_view> seen_;  ///< names in the tree that is being read
};
}  // namespace

std::vector<NamedShare> fold_shares(const syntax::Shares& shares, Diagnostics& diagnostics)
{
    Fold fold{diagnostics};
    fold.list(shares, one(), false);
    return fold.take();
}
}  // namespace byline::compiler

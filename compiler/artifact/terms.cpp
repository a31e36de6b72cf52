#include "compiler/artifact/terms.hpp"

#include "vm/primitives/keccak.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace byline::compiler
{
namespace
{
/// 10^6 wei: below, ETH would be mostly zeros.
const uint256 smallest_in_ether{1'000'000};

/// `n * price`, the usual form: a price for each unit of one parameter.
struct UnitPrice
{
    std::string unit;
    uint256 wei;
};

std::optional<UnitPrice> unit_price(const Licence& licence, const Act& act)
{
    const Term& price = licence.terms[*act.price];
    if (price.kind != TermKind::multiply)
        return std::nullopt;
    const Term* count = &licence.terms[price.left];
    const Term* each = &licence.terms[price.right];
    if (count->kind != TermKind::parameter)
        std::swap(count, each);
    const bool fits = count->kind == TermKind::parameter && each->kind == TermKind::constant &&
                      count->dimension.units.size() == 1 && each->dimension.money == 1;
    if (!fits)
        return std::nullopt;
    return UnitPrice{count->dimension.units.begin()->first, each->value};
}

std::string constant_text(const Term& term)
{
    std::string text =
        term.dimension.money == 1 ? amount_in_words(term.value) : to_decimal(term.value);
    for (const auto& [unit, power] : term.dimension.units)
    {
        if (power < 0)
            text += " per " + unit;
    }
    return text;
}

// A price is at most max_expressions deep (the parser).
// NOLINTNEXTLINE(misc-no-recursion)
std::string price_text(const Licence& licence, const Act& act, TermId id)
{
    const Term& term = licence.terms[id];
    if (term.kind == TermKind::constant)
        return constant_text(term);
    if (term.kind == TermKind::parameter)
        return act.parameters[term.parameter].name;
    const auto side = [&](TermId part) {
        const TermKind kind = licence.terms[part].kind;
        std::string text = price_text(licence, act, part);
        const bool is_sum = kind == TermKind::add || kind == TermKind::subtract;
        const bool binds_more = term.kind == TermKind::multiply ||
                                (term.kind == TermKind::subtract && part == term.right);
        return is_sum && binds_more ? "(" + text + ")" : text;
    };
    const std::string_view sign = term.kind == TermKind::add        ? " + "
                                  : term.kind == TermKind::subtract ? " - "
                                                                    : " * ";
    return side(term.left) + std::string{sign} + side(term.right);
}

std::string price_sentence(const Licence& licence, const Act& act, bool only_one)
{
    const std::string who = only_one ? "" : act.name + ": ";
    if (!act.price)
        return act.name + " costs nothing.";
    if (const auto price = unit_price(licence, act))
        return (only_one ? "Each " : who + "each ") + price->unit + " costs " +
               amount_in_words(price->wei) + ".";
    return act.name + " costs " + price_text(licence, act, *act.price) + ".";
}

/// Whether there is a price, and every payment of one divides among the payees without a remainder.
bool divides_exactly(const Licence& licence)
{
    const auto whole = [&](const uint256& wei) {
        return std::ranges::all_of(licence.split.payees,
            [&](const Payee& payee) { return (wei % payee.share.denominator()).is_zero(); });
    };
    if (std::ranges::none_of(licence.acts, [](const Act& act) { return act.price.has_value(); }))
        return false;
    return std::ranges::all_of(licence.acts, [&](const Act& act) {
        if (!act.price)
            return true;
        const auto price = unit_price(licence, act);
        const Term& term = licence.terms[*act.price];
        if (price)
            return whole(price->wei);
        return term.kind == TermKind::constant && whole(term.value);
    });
}

std::string shares_sentence(const Licence& licence)
{
    const std::vector<Payee>& payees = licence.split.payees;
    std::string text = "Of all money ever received, ";
    for (std::size_t i = 0; i < payees.size(); ++i)
        text += (i == 0 ? "" : ", ") + licence.parties[payees[i].party].name +
                (i == 0 ? " may withdraw " : " ") + to_percent(payees[i].share) + " %";
    if (payees.size() == 1)
        return text + ".";
    const std::string dust = std::to_string(payees.size() - 1) + " wei stay behind in total.";
    return text + (divides_exactly(licence) ? "; exact for this price, otherwise at most " + dust
                                            : "; rounded down to the wei: at most " + dust);
}

std::string text_of(const Licence& licence)
{
    std::string text = licence.name;
    if (!licence.title.empty())
        text += ": " + licence.title;
    text += "\n\n";
    for (const Act& act : licence.acts)
        text += price_sentence(licence, act, licence.acts.size() == 1) + "\n";
    text += shares_sentence(licence) + "\n";
    if (licence.split.is_default)
        text += "Money that is sent without a call is shared in the same way.\n";
    return text + "Nobody can change these shares.\nNobody can stop a withdrawal.\n";
}

boost::json::value acts_json(const Licence& licence)
{
    boost::json::array acts;
    for (const Act& act : licence.acts)
    {
        boost::json::array parameters;
        for (const Parameter& parameter : act.parameters)
            parameters.push_back(boost::json::object{{"counts", in_words(parameter.dimension)},
                {"name", parameter.name}, {"type", to_string(parameter.abi)}});
        boost::json::object entry{{"name", act.name}, {"parameters", std::move(parameters)}};
        if (act.price)
            entry.emplace("price", price_text(licence, act, *act.price));
        acts.push_back(std::move(entry));
    }
    return acts;
}

/// Keys in alphabetical order, no blanks: the same licence gives the same bytes everywhere.
std::string canonical_json(const Licence& licence)
{
    boost::json::array parties;
    for (const Party& party : licence.parties)
        parties.emplace_back(party.name);
    boost::json::array shares;
    for (const Payee& payee : licence.split.payees)
        shares.push_back(boost::json::object{{"denominator", to_decimal(payee.share.denominator())},
            {"numerator", to_decimal(payee.share.numerator())},
            {"payee", licence.parties[payee.party].name}});
    return boost::json::serialize(boost::json::object{
        {"acts", acts_json(licence)},
        {"buckets",
            boost::json::array{boost::json::object{{"default", licence.split.is_default},
                {"kind", "split"}, {"name", licence.split.name}, {"shares", std::move(shares)}}}},
        {"format", "byline-terms-1"},
        {"licence", licence.name},
        {"parties", std::move(parties)},
        {"title", licence.title},
    });
}
}  // namespace

std::string amount_in_words(const uint256& wei)
{
    if (wei < smallest_in_ether)
        return to_decimal(wei) + " wei";
    const DivResult ether = divide(wei, power_of_ten(18));
    std::string text = to_decimal(ether.quotient);
    if (!ether.remainder.is_zero())
    {
        std::string fraction = to_decimal(ether.remainder);
        fraction.insert(0, 18 - fraction.size(), '0');
        fraction.erase(fraction.find_last_not_of('0') + 1);
        text += "." + fraction;
    }
    return text + " ETH";
}

Terms make_terms(const Licence& licence)
{
    Terms terms{text_of(licence), canonical_json(licence), {}};
    terms.hash = keccak256(std::string_view{terms.json});
    return terms;
}
}  // namespace byline::compiler

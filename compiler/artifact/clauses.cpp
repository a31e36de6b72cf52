#include "compiler/artifact/clauses.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
class LicenceClauses
{
public:
    LicenceClauses(const Licence& licence, std::vector<Clause>& clauses)
        : licence_{licence}, clauses_{clauses}
    {}

    void run()
    {
        for (const Table& table : licence_.tables)
            this->table(table);
        parties();
        royalty();
        powers();
        withdrawals();
        said();
    }

private:
    void say(Enforcement enforcement, std::string_view kind, std::string text)
    {
        clauses_.push_back({enforcement, kind, {}, std::move(text)});
    }

    void enforced(std::string_view kind, std::string text)
    {
        say(Enforcement::enforced, kind, std::move(text));
    }

    void table(const Table& table)
    {
        const Enumeration& names = licence_.enumerations[table.enumeration];
        for (std::size_t row = 0; row < table.rows.size(); ++row)
        {
            std::string text = table.name + " " + names.members[row] + ": ";
            for (std::size_t i = 0; i < table.columns.size(); ++i)
                text += (i == 0 ? "" : ", ") + table.columns[i].name + " " +
                        constant_text(licence_, table.columns[i].type, table.rows[row][i]);
            clauses_.push_back({Enforcement::enforced, "table", table.name, text + "."});
        }
    }

    void parties()
    {
        std::vector<std::string> licences;
        std::vector<std::string> assignable;
        for (const Party& party : licence_.parties)
        {
            if (party.is_licence)
                licences.push_back(party.name);
            if (party.is_assignable)
                assignable.push_back(party.name);
        }
        if (!licences.empty())
            enforced("parties", list_in_words(licences) + (licences.size() == 1 ? " is" : " are") +
                                    " checked at signing to be able to receive money.");
        if (!assignable.empty())
            enforced("parties", list_in_words(assignable) +
                                    " may hand over the place, with all that is unclaimed, to one "
                                    "who accepts it.");
        for (const Role& role : licence_.roles)
            enforced("roles",
                "The role of " + role.name + " is " + licence_.parties[role.party].name + "'s.");
    }

    void royalty()
    {
        if (!licence_.royalty)
            return;
        say(Enforcement::attested, "royalty",
            "The royalty that market places are told (EIP-2981) is " +
                to_percent(licence_.royalty->share) +
                " % of the sale price; whether they pay it is "
                "theirs.");
    }

    void powers()
    {
        if (licence_.pause)
        {
            const std::string longest = duration_in_words(licence_.pause->longest);
            enforced("pause", licence_.actors[licence_.pause->by].name +
                                  " may stop new payments for at most " + longest +
                                  ", and then not again for " + longest + "; withdrawals go on.");
        }
        if (!licence_.upgrade)
            return;
        if (!licence_.upgrade->by)
            return enforced("upgrade", "There will be no successor.");
        enforced("upgrade",
            licence_.actors[*licence_.upgrade->by].name + " may name a successor once, " +
                duration_in_words(licence_.upgrade->notice) +
                " ahead; from then on nothing more is taken, and withdrawals go on.");
    }

    void withdrawals()
    {
        const bool has_shares = std::ranges::any_of(licence_.buckets,
            [](const Bucket& b) { return std::holds_alternative<ShareRule>(b.rule); });
        if (has_shares)
            enforced("shares", "Nobody can change these shares.");
        if (licence_.buckets.empty())
            return;
        if (!licence_.currency.is_token())
            return enforced("withdrawals", "Nobody can stop a withdrawal.");
        enforced("withdrawals",
            "Nobody but the issuer of " + licence_.currency.name + " can stop a withdrawal.");
        say(Enforcement::legal_only, "currency",
            licence_.currency.name + " must be a token whose balances change by transfers alone.");
    }

    void said()
    {
        for (const TermsLine& line : licence_.terms)
        {
            std::string text = capitalised(line.word) + ": ";
            for (std::size_t i = 0; i < line.texts.size(); ++i)
                text += (i == 0 ? "" : "; ") + line.texts[i];
            say(Enforcement::legal_only, "terms", text + ".");
        }
    }

    const Licence& licence_;
    std::vector<Clause>& clauses_;
};
}  // namespace

std::string_view to_string(Enforcement enforcement) noexcept
{
    constexpr std::array<std::string_view, 3> names{"enforced", "attested", "legal-only"};
    return names[static_cast<std::size_t>(enforcement)];
}

std::vector<Clause> clauses_of(const Licence& licence)
{
    std::vector<Clause> clauses;
    add_act_clauses(licence, clauses);
    add_bucket_clauses(licence, clauses);
    LicenceClauses{licence, clauses}.run();
    return clauses;
}
}  // namespace byline::compiler

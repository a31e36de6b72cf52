#include "tools/byline/payout_table.hpp"

#include "compiler/artifact/artifact.hpp"
#include "node/client/amount.hpp"
#include "node/client/licence.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
namespace json = boost::json;
using compiler::ArtifactBucket;

/// Whether the licence itself says who gets what: a split or a waterfall.
bool names_payees(const ArtifactBucket& bucket)
{
    return !bucket.tiers.empty();
}

/// Whether it holds money that is not yet anybody's income: a tab or a pot.
bool is_kept(const ArtifactBucket& bucket)
{
    return bucket.kind == "tab" || bucket.kind == "pot";
}

/// Whether who is paid from it is known to the contract alone: a pool or epochs.
bool pays_others(const ArtifactBucket& bucket)
{
    return !names_payees(bucket) && !is_kept(bucket);
}

std::vector<std::string> names_of(
    const std::vector<ArtifactBucket>& buckets, bool (*chosen)(const ArtifactBucket&))
{
    std::vector<std::string> names;
    for (const ArtifactBucket& bucket : buckets)
    {
        if (chosen(bucket))
            names.push_back(bucket.name);
    }
    return names;
}

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

json::array as_json(const std::vector<std::string>& names)
{
    return json::array(names.begin(), names.end());
}

using Row = std::array<std::string, 6>;

void print_rows(const std::vector<Row>& rows)
{
    std::array<std::size_t, 6> widths{};
    for (const Row& row : rows)
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    for (const Row& row : rows)
    {
        for (std::size_t column = 0; column < row.size(); ++column)
        {
            const std::string padding(widths[column] - row[column].size(), ' ');
            const bool text = column < 2;
            std::cout << (column == 0 ? "" : "  ")
                      << (text ? row[column] + padding : padding + row[column]);
        }
        std::cout << '\n';
    }
}
}  // namespace

node::PayoutQuestion question_of(const compiler::ArtifactFile& file)
{
    node::PayoutQuestion question;
    question.parties = file.parties;
    question.token = file.currency.token;
    question.tiered = names_of(file.buckets, names_payees);
    question.holds_for_others = std::ranges::any_of(file.buckets, is_kept);
    question.receipts_are_kept = std::ranges::none_of(
        file.buckets, [](const ArtifactBucket& bucket) { return bucket.kind == "epochs"; });
    return question;
}

std::vector<PayoutTable::Current> PayoutTable::current_tiers() const
{
    std::vector<Current> result;
    for (const ArtifactBucket& bucket : file_.buckets)
    {
        if (!names_payees(bucket))
            continue;
        const uint256& receipts = table_.tiered[result.size()];
        const auto tier = std::ranges::find_if(
            bucket.tiers, [&](const auto& each) { return !each.until || receipts < *each.until; });
        const auto index = static_cast<std::size_t>(tier - bucket.tiers.begin());
        result.push_back({&bucket, std::min(index, bucket.tiers.size() - 1)});
    }
    return result;
}

/// What the licence says of a party's part now: "50 %", with the bucket's name where there are
/// several.
std::string PayoutTable::share_of(const std::string& party) const
{
    const std::vector<Current> tiers = current_tiers();
    std::string text;
    for (const auto& [bucket, tier] : tiers)
    {
        for (const auto& share : bucket->tiers[tier].shares)
        {
            if (share.party == party)
                text += (text.empty() ? "" : ", ") + (tiers.size() == 1 ? "" : bucket->name + ' ') +
                        share.share;
        }
    }
    return text.empty() ? "-" : text;
}

std::string PayoutTable::in_units(const uint256& amount) const
{
    return node::format_units(amount, file_.currency.decimals);
}

json::object PayoutTable::to_json() const
{
    json::array rows;
    for (const auto& row : table_.rows)
        rows.push_back(json::object{{"party", row.party}, {"payee", to_checksum_hex(row.payee)},
            {"share", share_of(row.party)}, {"entitled", to_decimal(row.entitled)},
            {"claimed", to_decimal(row.claimed)}, {"claimable", to_decimal(row.claimable)}});
    json::object currency{{"name", file_.currency.name}, {"decimals", file_.currency.decimals}};
    if (file_.currency.token)
        currency["token"] = to_checksum_hex(*file_.currency.token);
    json::object result{{"payees", std::move(rows)}, {"currency", std::move(currency)},
        {"in", to_decimal(table_.received)}, {"paid", to_decimal(table_.paid)},
        {"owed", to_decimal(table_.owed)}};
    const auto others = names_of(file_.buckets, pays_others);
    if (others.empty())
        result["dust"] = to_decimal(table_.rest);
    else
        result["rest"] = json::object{{"of", as_json(others)}, {"amount", to_decimal(table_.rest)}};
    const auto kept = names_of(file_.buckets, is_kept);
    if (!kept.empty())
        result["kept"] = json::object{{"in", as_json(kept)}, {"amount", to_decimal(table_.kept)}};
    result["balances"] = table_.balances();
    return result;
}

/// What the table does not show: tiers, and money whose owners the licence does not name.
std::vector<std::string> PayoutTable::notes() const
{
    std::vector<std::string> notes;
    for (const auto& [bucket, tier] : current_tiers())
    {
        if (bucket->tiers.size() == 1)
            continue;
        const auto& until = bucket->tiers[tier].until;
        notes.push_back(
            bucket->name + " is in tier " + std::to_string(tier + 1) + " of " +
            std::to_string(bucket->tiers.size()) +
            (until ? ", until " + in_units(*until) + ' ' + file_.currency.name + " are in" : ""));
    }
    for (const ArtifactBucket& bucket : file_.buckets)
    {
        if (bucket.kind == "pool")
            notes.push_back(bucket.name + " is a pool: its members are not in the table");
        else if (bucket.kind == "epochs")
            notes.push_back(
                bucket.name + " is paid by epochs: those paid with a proof are not in the table");
    }
    if (const auto kept = names_of(file_.buckets, is_kept); !kept.empty())
        notes.push_back("beside this, in " + joined(kept) + ": " + in_units(table_.kept) + ' ' +
                        file_.currency.name);
    return notes;
}

void PayoutTable::print() const
{
    std::vector<Row> rows{{"payee", "address", "share", "entitled", "claimed", "claimable"}};
    for (const auto& row : table_.rows)
        rows.push_back({row.party, to_checksum_hex(row.payee), share_of(row.party),
            in_units(row.entitled), in_units(row.claimed), in_units(row.claimable)});
    print_rows(rows);
    std::cout << '(' << file_.currency.name << ")\n\n";
    const auto notes_here = notes();
    for (const std::string& note : notes_here)
        std::cout << note << '\n';
    const auto others = names_of(file_.buckets, pays_others);
    std::cout << (notes_here.empty() ? "" : "\n") << "in " << to_decimal(table_.received)
              << (table_.balances() ? " = " : " IS NOT ") << "paid " << to_decimal(table_.paid)
              << " + owed " << to_decimal(table_.owed) << " + "
              << (others.empty() ? "dust " : joined(others) + " and dust ")
              << to_decimal(table_.rest)
              << (file_.currency.token ? " (of the smallest unit)\n" : " (wei)\n");
}
}  // namespace byline::tools

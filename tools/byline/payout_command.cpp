#include "node/client/amount.hpp"
#include "node/client/licence.hpp"
#include "tools/byline/chain_flags.hpp"
#include "tools/byline/commands.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iomanip>
#include <iostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
namespace json = boost::json;

/// What the licence says of a party's part: "50 %", with the bucket's name where there are several.
std::string share_of(const compiler::ArtifactFile& file, const std::string& party)
{
    const bool one_bucket = std::ranges::all_of(
        file.shares, [&](const auto& share) { return share.bucket == file.shares.front().bucket; });
    std::string text;
    for (const auto& share : file.shares)
    {
        if (share.party == party)
            text +=
                (text.empty() ? "" : ", ") + (one_bucket ? "" : share.bucket + ' ') + share.share;
    }
    return text.empty() ? "-" : text;
}

using Row = std::array<std::string, 6>;

void print_rows(const std::vector<Row>& rows)
{
    Row::size_type column = 0;
    std::array<std::size_t, 6> widths{};
    for (const auto& row : rows)
        for (column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    for (const auto& row : rows)
    {
        for (column = 0; column < row.size(); ++column)
        {
            const std::string padding(widths[column] - row[column].size(), ' ');
            const bool text = column < 2;
            std::cout << (column == 0 ? "" : "  ")
                      << (text ? row[column] + padding : padding + row[column]);
        }
        std::cout << '\n';
    }
}

json::object to_json(const compiler::ArtifactFile& file, const node::PayoutTable& table)
{
    json::array rows;
    for (const auto& row : table.rows)
        rows.push_back(json::object{{"party", row.party}, {"payee", to_checksum_hex(row.payee)},
            {"share", share_of(file, row.party)}, {"entitled", to_decimal(row.entitled)},
            {"claimed", to_decimal(row.claimed)}, {"claimable", to_decimal(row.claimable)}});
    return {{"payees", std::move(rows)}, {"in", to_decimal(table.received)},
        {"paid", to_decimal(table.paid)}, {"owed", to_decimal(table.owed)},
        {"dust", to_decimal(table.dust)}, {"balances", table.balances()}};
}

void print(const compiler::ArtifactFile& file, const node::PayoutTable& table)
{
    std::vector<Row> rows{{"payee", "address", "share", "entitled", "claimed", "claimable"}};
    for (const auto& row : table.rows)
        rows.push_back({row.party, to_checksum_hex(row.payee), share_of(file, row.party),
            node::format_ether(row.entitled), node::format_ether(row.claimed),
            node::format_ether(row.claimable)});
    print_rows(rows);
    std::cout << "(ether)\n\n"
              << "in " << to_decimal(table.received) << (table.balances() ? " = " : " IS NOT ")
              << "paid " << to_decimal(table.paid) << " + owed " << to_decimal(table.owed)
              << " + dust " << to_decimal(table.dust) << " (wei)\n";
}
}  // namespace

int payouts(std::span<const std::string> words)
{
    auto flags = chain_flags();
    add_artifact_flag(flags);
    const auto line = parse_line(payouts_command, std::move(flags), {1, 1}, words);
    if (!line)
        return line.error();
    const auto licence = licence_of(payouts_command, *line);
    if (!licence)
        return licence.error();
    const auto artifact = artifact_of(payouts_command, *line);
    if (!artifact)
        return artifact.error();
    auto chain = chain_of(payouts_command, *line);
    if (!chain)
        return chain.error();
    const auto table = node::read_payouts(*chain, artifact->abi, *licence, artifact->file.parties);
    if (!table)
        return fail(payouts_command, table.error(), artifact->abi);
    if (line->has("json"))
        std::cout << to_json(artifact->file, *table) << '\n';
    else
        print(artifact->file, *table);
    if (!table->balances())
        return fail(payouts_command.name, "the licence's money does not balance to the wei");
    return exit_done;
}
}  // namespace byline::tools

#include "compiler/artifact/what_if.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
using Unreadable = std::unexpected<std::string>;

/// The largest amount that a licence counts (rule M3).
const uint256 max_amount = max_uint256 >> 128;

/// Below this many receipts of the group the bucket has not received more than `bound`: the bound
/// is met by the next whole amount (R4 of the scenarios).
uint256 receipts_at(const uint256& bound, const Rational& factor)
{
    const auto exact = divide(bound * factor.denominator(), factor.numerator());
    return exact.quotient + (exact.remainder.is_zero() ? 0 : 1);
}

/// Of all shares in the group's receipts; below 2^128 (B103).
uint256 common_denominator(const ShareRule& rule, const Rational& factor)
{
    uint256 common{1};
    for (const Tier& tier : rule.tiers)
    {
        for (const Rational& share : tier.shares)
        {
            const uint256 own = multiply(share, factor)->denominator();
            common = common / greatest_common_divisor(common, own) * own;
        }
    }
    return common;
}

std::optional<unsigned> decimals_of(std::string_view unit, const Currency& currency)
{
    struct Unit
    {
        std::string_view name;
        unsigned decimals;
    };

    constexpr std::array units{Unit{"wei", 0}, Unit{"gwei", 9}, Unit{"ether", 18}};
    if (unit.empty())
        return 0;
    if (currency.is_token())
        return unit == currency.name ? std::optional{currency.decimals} : std::nullopt;
    const auto* found = std::ranges::find(units, unit, &Unit::name);
    return found == units.end() ? std::nullopt : std::optional{found->decimals};
}

/// "1000.5" times 10^decimals, as a text of digits; nothing if that is no whole number.
std::optional<std::string> whole_digits(std::string_view number, unsigned decimals)
{
    const std::size_t point = number.find('.');
    const std::string digits{number.substr(0, point)};
    std::string fraction{point == std::string_view::npos ? "" : number.substr(point + 1)};
    if (digits.empty() || (point != std::string_view::npos && fraction.empty()))
        return std::nullopt;
    while (!fraction.empty() && fraction.back() == '0')
        fraction.pop_back();
    if (fraction.size() > decimals)
        return std::nullopt;
    return digits + fraction + std::string(decimals - fraction.size(), '0');
}

class ShareTable
{
public:
    explicit ShareTable(const Licence& licence) : licence_{licence} {}

    std::string run(std::size_t bucket, const uint256& receipts)
    {
        const auto& rule = std::get<ShareRule>(licence_.buckets[bucket].rule);
        std::vector<std::string> header{"received in all"};
        for (const std::size_t party : rule.payees)
            header.push_back(licence_.parties[party].name);
        header.emplace_back("not to be shared");
        rows_ = {std::move(header)};
        for (const Tier& tier : rule.tiers)
        {
            if (!tier.until)
                continue;
            const uint256 at = receipts_at(*tier.until, licence_.buckets[bucket].factor);
            if (at < receipts)
                row(bucket, at);
        }
        row(bucket, receipts);
        return text();
    }

private:
    void row(std::size_t bucket, const uint256& receipts)
    {
        std::vector<std::string> cells{amount_in_words(receipts, licence_.currency)};
        // What the bucket itself has of it; less than one unit of it is nobody's yet.
        const Rational& factor = licence_.buckets[bucket].factor;
        uint256 rest = receipts * factor.numerator() / factor.denominator();
        for (const uint256& amount : entitlements(licence_, bucket, receipts))
        {
            cells.push_back(amount_in_words(amount, licence_.currency));
            rest -= amount;
        }
        cells.push_back(amount_in_words(rest, licence_.currency));
        rows_.push_back(std::move(cells));
    }

    [[nodiscard]] std::string text() const
    {
        std::vector<std::size_t> widths(rows_.front().size());
        for (const auto& row : rows_)
        {
            for (std::size_t i = 0; i < row.size(); ++i)
                widths[i] = std::max(widths[i], row[i].size());
        }
        std::string text;
        for (const auto& row : rows_)
        {
            text += " ";
            for (std::size_t i = 0; i < row.size(); ++i)
                text += " " + std::string(widths[i] - row[i].size() + 1, ' ') + row[i];
            text += "\n";
        }
        return text;
    }

    const Licence& licence_;
    std::vector<std::vector<std::string>> rows_;
};
}  // namespace

std::vector<uint256> entitlements(
    const Licence& licence, std::size_t bucket, const uint256& receipts)
{
    const Bucket& source = licence.buckets[bucket];
    const auto& rule = std::get<ShareRule>(source.rule);
    const uint256 common = common_denominator(rule, source.factor);
    std::vector<uint256> amounts(rule.payees.size());
    for (std::size_t payee = 0; payee < amounts.size(); ++payee)
    {
        uint256 from;
        uint256 sum;  // of all tiers, at most receipts * common
        for (const Tier& tier : rule.tiers)
        {
            const uint256 end = tier.until ? receipts_at(*tier.until, source.factor) : receipts;
            const uint256 part = std::min(end, receipts) - std::min(from, receipts);
            from = end;
            const Rational share = *multiply(tier.shares[payee], source.factor);
            sum += part * (share.numerator() * (common / share.denominator()));
        }
        amounts[payee] = sum / common;
    }
    return amounts;
}

std::expected<uint256, std::string> read_amount(std::string_view text, const Currency& currency)
{
    const std::string example =
        currency.is_token() ? "12.5 " + currency.name : std::string{"12.5 ether"};
    const std::size_t end = text.find_first_not_of("0123456789._");
    std::string number{text.substr(0, end)};
    std::erase(number, '_');
    std::string_view unit = end == std::string_view::npos ? std::string_view{} : text.substr(end);
    unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
    const auto decimals = decimals_of(unit, currency);
    if (!decimals)
        return Unreadable{"`" + std::string{unit} + "` is no unit of " + currency.name +
                          "; write an amount like " + example};
    const auto digits = whole_digits(number, *decimals);
    if (!digits || digits->find('.') != std::string::npos || digits->size() > 77)
        return Unreadable{"`" + std::string{text} + "` is no amount; write one like " + example};
    uint256 amount;
    for (const char digit : *digits)
        amount = amount * 10 + static_cast<std::uint64_t>(digit - '0');
    if (amount > max_amount)
        return Unreadable{"`" + std::string{text} + "` is more than a licence counts"};
    return amount;
}

std::string what_if(const Licence& licence, const uint256& receipts)
{
    std::string text;
    for (std::size_t i = 0; i < licence.buckets.size(); ++i)
    {
        const Bucket& bucket = licence.buckets[i];
        text += (text.empty() ? "" : "\n") + bucket.name + ":\n";
        if (std::holds_alternative<ShareRule>(bucket.rule))
            text += ShareTable{licence}.run(i, receipts);
        else if (const auto* pool = std::get_if<PoolRule>(&bucket.rule))
            text += "  " + to_percent(bucket.factor) + " % of what its payments bring, by " +
                    pool->unit + "s at the time; while nobody has any, to " +
                    licence.parties[pool->when_empty].name + "\n";
        else if (std::holds_alternative<EpochsRule>(bucket.rule))
            text += "  by the weights that are reported\n";
        else
            text += "  whoever put it there, until it is drawn\n";
    }
    return text;
}
}  // namespace byline::compiler

// Parties, units, splits and what else a licence declares, acts excepted.
#include "compiler/syntax/expression_parser.hpp"
#include "compiler/syntax/licence_parser.hpp"
#include "compiler/syntax/parser.hpp"

#include <utility>

namespace byline::compiler
{
using syntax::Licence;
using syntax::Share;
using syntax::Shares;
using syntax::Split;

namespace
{
constexpr std::string_view split_form = "A split reads: split revenue { alice 50%  bob the rest }";
}  // namespace

void LicenceParser::parties(Licence& licence)
{
    tokens_.take();
    do
    {
        auto name = tokens_.expect_name("a name for the party");
        if (!name)
            return skip_to(Place::item);
        licence.parties.push_back({std::move(*name)});
        if (tokens_.at_word("licence") && !tokens_.peek().first_on_line)
        {
            unsupported({Place::item, "licence", "PARTIES THAT ARE LICENCES",
                "a party that must be a licence"});
            tokens_.take();
        }
    } while (tokens_.accept(TokenKind::comma));
    if (tokens_.at_word("assignable"))
    {
        unsupported({Place::item, "assignable", "ASSIGNABLE PARTIES", "an assignable party"});
        tokens_.take();
    }
}

void LicenceParser::units(Licence& licence)
{
    tokens_.take();
    do
    {
        auto name = tokens_.expect_name("a name for the unit");
        if (!name)
            return skip_to(Place::item);
        licence.units.push_back({std::move(*name)});
    } while (tokens_.accept(TokenKind::comma));
}

void LicenceParser::split(Licence& licence)
{
    tokens_.take();
    Split result;
    auto name = tokens_.expect_name("a name for the split");
    if (!name)
        return skip_to(Place::item);
    result.name = std::move(*name);
    if (tokens_.at_word("of"))
    {
        unsupported({Place::item, "of", "CURRENCIES", "a split of several currencies"});
        return skip_to(Place::item);
    }
    result.is_default = tokens_.accept_word("default");
    if (!tokens_.at(TokenKind::open_brace))
    {
        tokens_.missing("the opening `{` of the shares", split_form);
        return skip_to(Place::item);
    }
    if (auto list = shares(0))
    {
        result.shares = std::move(*list);
        licence.splits.push_back(std::move(result));
    }
    else
        skip_out_of_shares();
}

/// Behind the brace that closes the outermost list.
void LicenceParser::skip_out_of_shares()
{
    while (open_lists_ > 0 && !tokens_.at_end() && !at_certain(Place::item))
    {
        const TokenKind kind = tokens_.take().kind;
        if (kind == TokenKind::open_brace)
            ++open_lists_;
        if (kind == TokenKind::close_brace)
            --open_lists_;
    }
    open_lists_ = 0;
}

/// The list in braces; nothing if it broke off, which is then said.
std::optional<Shares> LicenceParser::shares(unsigned depth)
{
    Shares result;
    const std::uint32_t begin = tokens_.take().span.begin;
    ++open_lists_;
    while (!tokens_.at(TokenKind::close_brace))
    {
        if (tokens_.at_end() || at_certain(Place::item))
        {
            tokens_.missing("the closing `}` of the shares", split_form);
            return std::nullopt;
        }
        if (tokens_.at_word("the") && tokens_.peek(1).text == "rest" &&
            tokens_.peek(2).kind == TokenKind::close_brace)
        {
            rest_of_nobody(result);
            return std::nullopt;
        }
        auto entry = share(depth);
        if (!entry)
            return std::nullopt;
        result.entries.push_back(std::move(*entry));
    }
    result.span = {begin, tokens_.take().span.end};
    --open_lists_;
    return result;
}

void LicenceParser::rest_of_nobody(const Shares& before)
{
    const bool named = !before.entries.empty() && before.entries.back().payee;
    tokens_.diagnostics().add(DiagnosticKind::syntax,
        {tokens_.peek().span.begin, tokens_.peek(1).span.end},
        {"THE REST OF NOBODY", "nobody is named who gets the rest.",
            named ? "Did you mean `" + before.entries.back().payee->text + " the rest`?"
                  : std::string{split_form}});
}

std::optional<Share> LicenceParser::share(unsigned depth)
{
    Share result;
    result.value = tokens_.peek().span;
    if (tokens_.at_word("the") && tokens_.peek(1).text == "rest")
    {
        tokens_.take();
        tokens_.take();
        result.value.end = tokens_.last_end();
        return nested_rest(std::move(result), depth);
    }
    result.payee = tokens_.expect_name("the name of a payee");
    if (!result.payee)
        return std::nullopt;
    result.value = tokens_.peek().span;
    if (tokens_.accept_word("the"))
    {
        if (!tokens_.expect_word("rest", "`rest`"))
            return std::nullopt;
        result.value.end = tokens_.last_end();
        return result;
    }
    if (!tokens_.at(TokenKind::number))
    {
        tokens_.missing("a share such as `50%`", split_form);
        return std::nullopt;
    }
    result.percent = parse_decimal(tokens_);
    if (!result.percent)
        return std::nullopt;
    return percent_sign(std::move(result));
}

std::optional<Share> LicenceParser::percent_sign(Share result)
{
    if (tokens_.at_word("part") || tokens_.at_word("parts"))
    {
        unsupported({Place::item, "part", "PARTS", "shares in parts; percentages it can"});
        return std::nullopt;
    }
    if (!tokens_.expect(TokenKind::percent, "a `%` after the share"))
        return std::nullopt;
    result.value.end = tokens_.last_end();
    return result;
}

std::optional<Share> LicenceParser::nested_rest(Share result, unsigned depth)
{
    if (!tokens_.at(TokenKind::open_brace) || depth == max_nesting)
    {
        tokens_.missing("a list `{ ... }` of who shares the rest, at most 32 deep", split_form);
        return std::nullopt;
    }
    auto list = shares(depth + 1);
    if (!list)
        return std::nullopt;
    result.nested.push_back(std::move(*list));
    return result;
}

/// State is not compiled yet; that it may not hold money is said all the same.
void LicenceParser::keep()
{
    const Token start = tokens_.peek();
    std::optional<Span> money;
    for (std::size_t ahead = 1; !money && belongs_to_keep(tokens_.peek(ahead)); ++ahead)
    {
        if (tokens_.peek(ahead).text == "money")
            money = tokens_.peek(ahead).span;
    }
    if (money)
        tokens_.diagnostics().add(DiagnosticKind::money, {start.span.begin, money->end},
            {"MONEY IS KEPT OUTSIDE A BUCKET", "a `keep` of money would belong to nobody.",
                "Money lives in buckets, which say whose it is: split revenue { ... }"});
    else
        unsupported(*find_construct(Place::item, "keep"));
    tokens_.take();
    skip_to(Place::item);
}

bool LicenceParser::belongs_to_keep(const Token& token)
{
    return token.kind != TokenKind::end && token.kind != TokenKind::equal &&
           token.kind != TokenKind::close_brace &&
           !(token.first_on_line && begins(Place::item, token));
}
}  // namespace byline::compiler

// Buckets and lists of shares.
#include "compiler/syntax/licence_parser.hpp"
#include "compiler/syntax/parser.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace byline::compiler
{
using syntax::Licence;
using syntax::Share;
using syntax::Shares;

namespace
{
constexpr std::string_view split_form = "A split reads: split revenue { alice 50%  bob the rest }";
constexpr std::string_view waterfall_form =
    "A waterfall reads: waterfall income { first alice until 40 ether  then { bob 100% } }";
}  // namespace

bool LicenceParser::split(Licence& licence)
{
    tokens_.take();
    syntax::Split result;
    if (!name(result.name, "a name for the split"))
        return false;
    result.is_default = tokens_.accept_word(Word::default_);
    if (!tokens_.at(TokenKind::open_brace))
    {
        tokens_.missing("the opening `{` of the shares", split_form);
        return false;
    }
    auto list = shares(0);
    if (!list)
        return false;
    result.shares = std::move(*list);
    licence.splits.push_back(std::move(result));
    return true;
}

/// The list in braces; nothing if it broke off, which is then said.
// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
std::optional<Shares> LicenceParser::shares(unsigned depth)
{
    Shares result;
    const std::uint32_t begin = tokens_.take().span.begin;
    while (!tokens_.at(TokenKind::close_brace))
    {
        if (tokens_.at_end() || at_certain(Place::item))
        {
            tokens_.missing("the closing `}` of the shares", split_form);
            return std::nullopt;
        }
        if (tokens_.at_word(Word::the) && tokens_.at_word(Word::rest, 1) &&
            tokens_.peek(2).kind == TokenKind::close_brace)
        {
            rest_of_nobody(result);
            return std::nullopt;
        }
        mark(file_.layout.entries);
        auto entry = share(depth);
        if (!entry)
            return std::nullopt;
        result.entries.push_back(std::move(*entry));
    }
    result.span = {begin, tokens_.take().span.end};
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

// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
std::optional<Share> LicenceParser::share(unsigned depth)
{
    Share result;
    result.value = tokens_.peek().span;
    if (tokens_.at_word(Word::the) && tokens_.at_word(Word::rest, 1))
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
    if (tokens_.accept_word(Word::the))
    {
        if (!tokens_.expect_word(Word::rest))
            return std::nullopt;
        result.value.end = tokens_.last_end();
        return result;
    }
    return amount_of_share(std::move(result));
}

std::optional<Share> LicenceParser::amount_of_share(Share result)
{
    if (!tokens_.at(TokenKind::number))
    {
        tokens_.missing("a share such as `50%`", split_form);
        return std::nullopt;
    }
    const auto amount = parse_decimal(tokens_);
    if (!amount)
        return std::nullopt;
    if (tokens_.accept_word(Word::part) || tokens_.accept_word(Word::parts))
        result.parts = amount;
    else if (tokens_.expect(TokenKind::percent, "a `%` after the share"))
        result.percent = amount;
    else
        return std::nullopt;
    result.value.end = tokens_.last_end();
    return result;
}

// NOLINTNEXTLINE(misc-no-recursion): at most max_nesting deep
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

bool LicenceParser::waterfall(Licence& licence)
{
    syntax::Waterfall result;
    result.word = take_word();
    if (!name(result.name, "a name for the waterfall"))
        return false;
    result.is_default = tokens_.accept_word(Word::default_);
    if (!tokens_.accept(TokenKind::open_brace))
    {
        tokens_.missing("the opening `{` of the tiers", waterfall_form);
        return false;
    }
    while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace))
    {
        mark(file_.layout.entries);
        const Word wanted = result.tiers.empty() ? Word::first : Word::then;
        auto found = tokens_.expect_word(wanted) ? tier() : std::nullopt;
        if (!found)
            return false;
        result.tiers.push_back(std::move(*found));
    }
    if (result.tiers.empty())
    {
        tokens_.missing("`first` and who is paid first", waterfall_form);
        return false;
    }
    licence.waterfalls.push_back(std::move(result));
    return tokens_.expect(TokenKind::close_brace, "the closing `}` of the waterfall");
}

std::optional<syntax::Tier> LicenceParser::tier()
{
    syntax::Tier result;
    if (tokens_.at(TokenKind::open_brace))
        result.shares = shares(0);
    else
        result.payee = tokens_.expect_name("a payee or a list `{ ... }` of shares");
    if (!result.payee && !result.shares)
        return std::nullopt;
    if (tokens_.accept_word(Word::until))
    {
        result.until = expressions_.literal();
        if (!result.until)
            return std::nullopt;
    }
    return result;
}

bool LicenceParser::pool(Licence& licence)
{
    syntax::Pool result;
    result.word = take_word();
    if (!name(result.name, "a name for the pool") || !tokens_.expect_word(Word::of) ||
        !name(result.unit, "the unit of the pool's weights") ||
        !tokens_.expect(TokenKind::open_brace, "the opening `{` of the pool"))
        return false;
    mark(file_.layout.entries);
    if (!tokens_.expect_word(Word::managed) || !tokens_.expect_word(Word::by) ||
        !name(result.manager, "who manages the pool"))
        return false;
    mark(file_.layout.entries);
    if (tokens_.at(TokenKind::close_brace))
        tokens_.diagnostics().add(DiagnosticKind::empty_pool, result.name.span,
            {"A POOL THAT MAY BE EMPTY",
                "before the first share is granted, what comes in would belong to nobody.",
                "Say who gets it: pool " + result.name.text + " of " + result.unit.text +
                    " { managed by " + result.manager.text + "  when empty to ... }"});
    else if (!tokens_.expect_word(Word::when) || !tokens_.expect_word(Word::empty) ||
             !tokens_.expect_word(Word::to) ||
             !name(result.when_empty, "who is paid while it is empty"))
        return false;
    licence.pools.push_back(std::move(result));
    return tokens_.expect(TokenKind::close_brace, "the closing `}` of the pool");
}

bool LicenceParser::epochs(Licence& licence)
{
    syntax::Epochs result;
    result.word = take_word();
    if (!name(result.name, "a name for the epochs"))
        return false;
    result.is_default = tokens_.accept_word(Word::default_);
    if (!tokens_.expect(TokenKind::open_brace, "the opening `{` of the epochs"))
        return false;
    mark(file_.layout.entries);
    if (!tokens_.expect_word(Word::closed) || !tokens_.expect_word(Word::by) ||
        !name_of_type(result.message, "the message that closes an epoch") ||
        !tokens_.expect_word(Word::signed_) || !tokens_.expect_word(Word::by) ||
        !name(result.signer, "who signs it"))
        return false;
    mark(file_.layout.entries);
    if (!tokens_.expect_word(Word::claimed) || !tokens_.expect_word(Word::with) ||
        !tokens_.expect_word(Word::proof) || !tokens_.expect_word(Word::of) ||
        !tuple(result.leaf, 0))
        return false;
    mark(file_.layout.entries);
    if (!tokens_.expect_word(Word::unclaimed) || !tokens_.expect_word(Word::after) ||
        !expression(result.unclaimed_after) || !tokens_.expect_word(Word::to) ||
        !name(result.unclaimed_to, "who gets what is not claimed"))
        return false;
    licence.epochs.push_back(std::move(result));
    return tokens_.expect(TokenKind::close_brace, "the closing `}` of the epochs");
}

bool LicenceParser::tab(Licence& licence)
{
    syntax::Tab result;
    result.word = take_word();
    if (!name(result.name, "a name for the tab"))
        return false;
    if (tokens_.accept_word(Word::notice))
    {
        result.notice = expressions_.expression();
        if (!result.notice)
            return false;
    }
    licence.tabs.push_back(std::move(result));
    return true;
}

bool LicenceParser::pot(Licence& licence)
{
    syntax::Pot result;
    result.word = take_word();
    if (!name(result.name, "a name for the pot") || !tokens_.expect_word(Word::exits) ||
        !tokens_.expect_word(Word::to) || !name(result.exit_to, "who gets the pot in the end") ||
        !tokens_.expect_word(Word::after) || !expression(result.exit_after))
        return false;
    licence.pots.push_back(std::move(result));
    return true;
}
}  // namespace byline::compiler

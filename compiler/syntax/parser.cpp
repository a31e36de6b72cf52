#include "compiler/syntax/parser.hpp"

#include "compiler/syntax/expression_parser.hpp"
#include "compiler/syntax/lexer.hpp"
#include "compiler/syntax/token_stream.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace byline::compiler
{
namespace
{
using syntax::Act;
using syntax::Licence;
using syntax::Name;
using syntax::Share;
using syntax::Shares;
using syntax::Split;
using syntax::Takes;
using syntax::Type;
using syntax::TypeKind;

enum class Place : std::uint8_t
{
    file,
    item,
    clause,
};

struct Construct
{
    Place place;
    std::string_view word;
    std::string_view title;
    std::string_view what;
};

constexpr std::array constructs{
#define BYLINE_CONSTRUCT(place, word, title, what) Construct{Place::place, word, title, what},
#include "compiler/syntax/constructs.def"
};

const Construct* find_construct(Place place, std::string_view word) noexcept
{
    const auto* found = std::ranges::find_if(
        constructs, [&](const Construct& c) { return c.place == place && c.word == word; });
    return found == constructs.end() ? nullptr : found;
}

constexpr std::string_view act_form =
    "An act reads: act record(n: calls) { takes n * 0.001 ether per call into revenue }";
constexpr std::string_view split_form = "A split reads: split revenue { alice 50%  bob the rest }";

class Parser
{
public:
    Parser(std::string_view text, Diagnostics& diagnostics)
        : text_{text}, tokens_{lex(text, diagnostics), diagnostics}
    {}

    syntax::File run()
    {
        while (!tokens_.at_end())
            file_entry();
        return std::move(file_);
    }

private:
    // --- going on after an error ---

    static bool begins(Place place, const Token& token)
    {
        if (token.kind != TokenKind::identifier)
            return false;
        const std::string_view word = token.text;
        if (find_construct(place, word) != nullptr)
            return true;
        if (place == Place::item)
            return word == "party" || word == "unit" || word == "split" || word == "act";
        return place == Place::file ? word == "licence" : word == "takes";
    }

    /// Reserved words that begin an item: where one stands first on a line, a brace before it was
    /// forgotten rather than meant.
    [[nodiscard]] bool at_certain_item() const
    {
        return tokens_.peek().first_on_line &&
               (tokens_.at_word("act") || tokens_.at_word("party") || tokens_.at_word("split") ||
                   tokens_.at_word("licence") || tokens_.at_word("contract"));
    }

    /// Skips to the next line that begins something at this place, or to the brace that ends it.
    void skip_to(Place place)
    {
        unsigned depth = 0;
        while (!tokens_.at_end() && !at_certain_item())
        {
            if (depth == 0 && (tokens_.at(TokenKind::close_brace) ||
                                  (tokens_.peek().first_on_line && begins(place, tokens_.peek()))))
                return;
            const TokenKind kind = tokens_.take().kind;
            if (kind == TokenKind::open_brace || kind == TokenKind::open_paren)
                ++depth;
            if ((kind == TokenKind::close_brace || kind == TokenKind::close_paren) && depth > 0)
                --depth;
        }
    }

    void unsupported(const Construct& construct)
    {
        tokens_.diagnostics().add(DiagnosticKind::unsupported, tokens_.peek().span,
            {std::string{construct.title} + " ARE NOT SUPPORTED YET",
                "this version cannot compile " + std::string{construct.what} + ".",
                "It compiles `party`, `unit`, `split` and `act` with `takes`."});
    }

    // --- the file ---

    void file_entry()
    {
        if (tokens_.at_word("licence"))
            return licence();
        if (const auto* construct = find_construct(Place::file, tokens_.peek().text);
            construct != nullptr && tokens_.at(TokenKind::identifier))
            unsupported(*construct);
        else
            tokens_.missing("a licence",
                "A file reads: licence Name \"title\" { party alice  unit call  split ...  act ... "
                "}");
        tokens_.take();
        skip_to(Place::file);
        if (!begins(Place::file, tokens_.peek()))
            tokens_.accept(TokenKind::close_brace);
    }

    [[nodiscard]] std::string comment_above(const Token& token) const
    {
        std::string result;
        std::string_view lines =
            text_.substr(token.comment_begin, token.span.begin - token.comment_begin);
        while (!lines.empty())
        {
            std::string_view line = lines.substr(0, lines.find('\n'));
            lines.remove_prefix(std::min(line.size() + 1, lines.size()));
            const std::size_t begin = line.find("//");
            if (begin == line.npos)
                continue;
            line.remove_prefix(std::min(line.find_first_not_of("/ \t", begin), line.size()));
            line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
            if (line.empty())
                continue;
            result += (result.empty() ? "" : " ") + std::string{line};
        }
        return result;
    }

    void licence()
    {
        Licence result;
        result.comment = comment_above(tokens_.peek());
        const Token& word = tokens_.take();
        result.span = word.span;
        if (auto name = tokens_.expect_name("a name for the licence"))
        {
            result.span.end = name->span.end;
            result.name = std::move(*name);
        }
        if (tokens_.at(TokenKind::string))
        {
            const std::string_view quoted = tokens_.take().text;
            result.title = quoted.substr(1, quoted.size() - 2);
        }
        if (tokens_.at_word("conforms"))
        {
            unsupported({Place::item, "conforms", "STANDARDS", "a `conforms` list"});
            while (!tokens_.at_end() && !tokens_.at(TokenKind::open_brace) && !at_certain_item())
                tokens_.take();
        }
        tokens_.expect(TokenKind::open_brace, "the opening `{` of the licence");
        while (
            !tokens_.at_end() && !tokens_.at(TokenKind::close_brace) && !tokens_.at_word("licence"))
            item(result);
        tokens_.expect(TokenKind::close_brace, "the closing `}` of the licence");
        file_.licences.push_back(std::move(result));
    }

    void item(Licence& licence)
    {
        const std::string_view word = tokens_.peek().text;
        if (!tokens_.at(TokenKind::identifier))
            word_expected();
        else if (word == "party")
            parties(licence);
        else if (word == "unit")
            units(licence);
        else if (word == "split")
            split(licence);
        else if (word == "act")
            act(licence);
        else if (word == "keep")
            keep();
        else if (word == "currency" && tokens_.peek(1).text == "ether")
        {
            tokens_.take();
            tokens_.take();
        }
        else if (const auto* construct = find_construct(Place::item, word))
        {
            unsupported(*construct);
            tokens_.take();
            skip_to(Place::item);
        }
        else
            word_expected();
    }

    void word_expected()
    {
        tokens_.missing("`party`, `unit`, `split` or `act`");
        tokens_.take();
        skip_to(Place::item);
    }

    // --- items ---

    void parties(Licence& licence)
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

    void units(Licence& licence)
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

    void split(Licence& licence)
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
            skip_to(Place::item);
    }

    /// The list in braces; nothing if it broke off, which is then said.
    std::optional<Shares> shares(unsigned depth)
    {
        Shares result;
        const std::uint32_t begin = tokens_.take().span.begin;
        while (!tokens_.at(TokenKind::close_brace))
        {
            auto entry = share(depth);
            if (!entry)
                return std::nullopt;
            result.entries.push_back(std::move(*entry));
        }
        result.span = {begin, tokens_.take().span.end};
        return result;
    }

    std::optional<Share> share(unsigned depth)
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

    std::optional<Share> percent_sign(Share result)
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

    std::optional<Share> nested_rest(Share result, unsigned depth)
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
    void keep()
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

    static bool belongs_to_keep(const Token& token)
    {
        return token.kind != TokenKind::end && token.kind != TokenKind::equal &&
               token.kind != TokenKind::close_brace &&
               !(token.first_on_line && begins(Place::item, token));
    }

    // --- acts ---

    void act(Licence& licence)
    {
        Act result;
        result.comment = comment_above(tokens_.peek());
        result.span = tokens_.take().span;
        auto name = tokens_.expect_name("a name for the act");
        if (!name)
            return skip_to(Place::item);
        result.name = std::move(*name);
        result.span.end = result.name.span.end;
        if (!parameters(result))
            return skip_to(Place::item);
        if (!tokens_.accept(TokenKind::open_brace))
        {
            tokens_.missing("the opening `{` of the act", act_form);
            return skip_to(Place::item);
        }
        while (!tokens_.at_end() && !tokens_.at(TokenKind::close_brace) && !at_certain_item())
            clause(result);
        tokens_.expect(TokenKind::close_brace, "the closing `}` of the act");
        licence.acts.push_back(std::move(result));
    }

    bool parameters(Act& act)
    {
        if (!tokens_.accept(TokenKind::open_paren))
        {
            tokens_.missing("the list `(...)` of parameters", act_form);
            return false;
        }
        if (tokens_.accept(TokenKind::close_paren))
            return true;
        do
        {
            auto name = tokens_.expect_name("a name for the parameter");
            if (!name || !tokens_.expect(TokenKind::colon, "a `:` before the parameter's type"))
                return false;
            act.parameters.push_back({std::move(*name), type()});
            if (act.parameters.back().type.kind == TypeKind::broken)
                return false;
        } while (tokens_.accept(TokenKind::comma));
        return tokens_.expect(TokenKind::close_paren, "the closing `)` of the parameters");
    }

    Type type()
    {
        Type result;
        result.span = tokens_.peek().span;
        if (tokens_.at(TokenKind::number))
        {
            const auto low = parse_decimal(tokens_);
            if (!low || !tokens_.expect(TokenKind::range, "`..` and the end of the range"))
                return result;
            if (!tokens_.at(TokenKind::number))
            {
                tokens_.missing("the end of the range");
                return result;
            }
            const auto high = parse_decimal(tokens_);
            if (!high)
                return result;
            result.kind = TypeKind::range;
            result.low = *low;
            result.high = *high;
        }
        else if (tokens_.at(TokenKind::open_paren) || tokens_.at_word("list") ||
                 (tokens_.at_word("text") && tokens_.peek(1).text == "max"))
        {
            unsupported({Place::clause, "", "TEXTS, LISTS AND TUPLES",
                "a parameter that is a text, a list or a tuple"});
        }
        else if (auto name = tokens_.expect_name("the type of the parameter"))
        {
            result.kind = TypeKind::named;
            result.name = std::move(*name);
        }
        result.span.end = tokens_.last_end();
        return result;
    }

    void clause(Act& act)
    {
        if (tokens_.at_word("takes"))
            return takes(act);
        const auto* construct = tokens_.at(TokenKind::identifier)
                                    ? find_construct(Place::clause, tokens_.peek().text)
                                    : nullptr;
        if (construct != nullptr)
            unsupported(*construct);
        else
            tokens_.missing("`takes` or the closing `}` of the act", act_form);
        tokens_.take();
        skip_to(Place::clause);
    }

    void takes(Act& act)
    {
        Takes result;
        result.span = tokens_.take().span;
        if (tokens_.at_word("any"))
        {
            unsupported({Place::clause, "any", "OPEN AMOUNTS", "`takes any`"});
            return skip_to(Place::clause);
        }
        result.price = parse_expression(tokens_, file_.expressions);
        if (file_.expressions[result.price].kind == syntax::ExpressionKind::broken)
            return skip_to(Place::clause);
        if (!tokens_.accept_word("into"))
        {
            tokens_.missing("`into` and the bucket that gets the money", act_form);
            return skip_to(Place::clause);
        }
        if (tokens_.at(TokenKind::open_brace))
        {
            unsupported({Place::clause, "", "SHARED PAYMENTS", "one payment into several buckets"});
            return skip_to(Place::clause);
        }
        auto bucket = tokens_.expect_name("the bucket that gets the money");
        if (!bucket)
            return skip_to(Place::clause);
        result.bucket = std::move(*bucket);
        if (tokens_.at(TokenKind::open_bracket) || tokens_.at(TokenKind::dot) ||
            tokens_.at_word("weighing"))
        {
            unsupported(
                {Place::clause, "", "PLACES IN A BUCKET", "a payment into a part of a bucket"});
            skip_to(Place::clause);
        }
        act.takes.push_back(std::move(result));
    }

    std::string_view text_;
    TokenStream tokens_;
    syntax::File file_;
};
}  // namespace

syntax::File parse(std::string_view text, Diagnostics& diagnostics)
{
    if (text.size() > max_source_bytes)
        text = text.substr(0, max_source_bytes + 1);
    return Parser{text, diagnostics}.run();
}
}  // namespace byline::compiler

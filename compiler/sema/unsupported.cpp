#include "compiler/sema/unsupported.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace byline::compiler
{
namespace
{
class Refusal
{
public:
    explicit Refusal(Diagnostics& diagnostics) : diagnostics_{diagnostics} {}

    template <typename List>
    void each(const List& list, std::string_view title, std::string_view what)
    {
        for (const auto& construct : list)
            say(construct.word, title, what);
    }

    void say(Span span, std::string_view title, std::string_view what)
    {
        say_unsupported(span, title, what, diagnostics_);
    }

    void parties(const syntax::Licence& licence)
    {
        if (!licence.conforms.empty())
            say(licence.conforms.front().span, "STANDARDS", "a `conforms` list");
        for (const syntax::Party& party : licence.parties)
        {
            if (party.licence_word)
                say(*party.licence_word, "PARTIES THAT ARE LICENCES",
                    "a party that must be a licence");
            if (party.assignable_word)
                say(*party.assignable_word, "ASSIGNABLE PARTIES", "an assignable party");
        }
    }

    /// A `keep` of money is wrong in any version.
    void keep(const syntax::Keep& keep)
    {
        auto money = money_in(keep.type);
        if (!money && keep.value)
            money = money_in(*keep.value);
        if (!money)
            return say(keep.word, "KEPT VALUES", "a `keep`");
        diagnostics_.add(DiagnosticKind::money, {keep.word.begin, money->end},
            {"MONEY IS KEPT OUTSIDE A BUCKET", "a `keep` of money would belong to nobody.",
                "Money lives in buckets, which say whose it is: split revenue { ... }"});
    }

    void act(const syntax::Act& act)
    {
        if (act.by)
            say(act.by->word, "CALLERS", "a `by` clause");
        each(act.lets, "NAMED VALUES", "a `let` in an act");
        each(act.whens, "CONDITIONS", "a `when` clause");
        for (const syntax::Effect& effect : act.effects)
            this->effect(effect);
        if (act.pays)
            say(act.pays->word, "PAY-OUTS BY AN ACT", "a `pays` clause");
    }

private:
    // The parser bounds how deep types go (max_nesting).
    // NOLINTNEXTLINE(misc-no-recursion)
    static std::optional<Span> money_in(const syntax::Type& type)
    {
        if (type.kind == syntax::TypeKind::named && type.name.text == "money")
            return type.name.span;
        std::optional<Span> found;
        for (const syntax::Type& element : type.element)
            found = found ? found : money_in(element);
        for (const syntax::Field& field : type.fields)
            found = found ? found : money_in(field.type);
        return found;
    }

    void effect(const syntax::Effect& effect)
    {
        struct Row
        {
            std::string_view title;
            std::string_view what;
        };

        // In the order of the variant.
        constexpr std::array<Row, std::variant_size_v<decltype(effect.what)>> rows{
            Row{"CHANGES OF STATE", "a `set` effect"}, Row{"GRANTS", "a `grant` effect"},
            Row{"MOVES", "a `move` effect"}, Row{"EVENTS OF ONE'S OWN", "a `tell` effect"},
            Row{"BRANCHES", "an `if`"}, Row{"LOOPS", "a `for each`"}};
        const Row& row = rows[effect.what.index()];
        say(effect.word, row.title, row.what);
    }

    Diagnostics& diagnostics_;
};
}  // namespace

void say_unsupported(Span span, std::string_view title, std::string_view what,
    Diagnostics& diagnostics, std::string_view hint)
{
    diagnostics.add(DiagnosticKind::unsupported, span,
        {std::string{title} + " ARE NOT SUPPORTED YET",
            "this version cannot compile " + std::string{what} + ".", std::string{hint}});
}

void refuse_unsupported(const syntax::File& file, Diagnostics& diagnostics)
{
    Refusal refusal{diagnostics};
    refusal.each(file.uses, "IMPORTS", "a `use` of another file");
    refusal.each(file.messages, "MESSAGES", "a signed `message`");
    refusal.each(file.tests, "TESTS", "a `test`");
}

void refuse_unsupported(const syntax::Licence& licence, Diagnostics& diagnostics)
{
    Refusal refusal{diagnostics};
    refusal.parties(licence);
    refusal.each(licence.roles, "ROLES", "a `role`");
    refusal.each(licence.currencies, "CURRENCIES", "a `currency` other than ether");
    refusal.each(licence.lets, "CONSTANTS", "a `let`");
    refusal.each(licence.messages, "MESSAGES", "a signed `message`");
    refusal.each(licence.terms, "TERMS", "a `terms` list");
    refusal.each(licence.tables, "TABLES", "a `table`");
    refusal.each(licence.waterfalls, "WATERFALLS", "a `waterfall` bucket");
    refusal.each(licence.pools, "POOLS", "a `pool` bucket");
    refusal.each(licence.epochs, "EPOCHS", "an `epochs` bucket");
    refusal.each(licence.tabs, "TABS", "a `tab` bucket");
    refusal.each(licence.pots, "POTS", "a `pot` bucket");
    for (const syntax::Keep& keep : licence.keeps)
        refusal.keep(keep);
    for (const syntax::Act& act : licence.acts)
        refusal.act(act);
    refusal.each(licence.views, "VIEWS", "a `view`");
    refusal.each(licence.royalties, "ROYALTIES", "a `royalty`");
    refusal.each(licence.pauses, "PAUSES", "a `pause`");
    refusal.each(licence.upgrades, "UPGRADES", "an `upgrade`");
}
}  // namespace byline::compiler

#include "compiler/sema/analyse.hpp"

#include "compiler/sema/acts.hpp"
#include "compiler/sema/buckets.hpp"
#include "compiler/sema/clashes.hpp"
#include "compiler/sema/constants.hpp"
#include "compiler/sema/currency.hpp"
#include "compiler/sema/groups.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/keeps.hpp"
#include "compiler/sema/messages.hpp"
#include "compiler/sema/money_checks.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/sema/people.hpp"
#include "compiler/sema/powers.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/tables.hpp"
#include "compiler/sema/unsupported.hpp"
#include "compiler/sema/views.hpp"

#include <cstddef>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
class Analysis
{
public:
    Analysis(const syntax::File& file, const syntax::Licence& licence, Diagnostics& diagnostics)
        : file_{file},
          source_{licence},
          diagnostics_{diagnostics},
          names_{file, licence, diagnostics}
    {}

    Licence run()
    {
        result_.name = source_.name.text;
        result_.title = source_.title;
        result_.comment = source_.comment;
        result_.span = source_.span;
        people();
        terms();
        for (const syntax::Unit& unit : source_.units)
            result_.units.push_back(unit.name.text);
        check_currency(source_, result_, diagnostics_);
        declarations();
        check_buckets(file_, source_, names_, result_, diagnostics_);
        // Constants are words by now; nothing refers to the nodes that they were folded from.
        result_.expressions.clear();
        const auto destinations = check_acts(file_, source_, names_, result_, diagnostics_);
        for (const syntax::View& view : source_.views)
            check_view(scope(), view);
        check_groups(destinations, names_, result_, diagnostics_);
        check_powers(file_, source_, names_, result_, diagnostics_);
        check_unused_messages(scope(), source_);
        return std::move(result_);
    }

private:
    Scope scope() { return {file_, names_, result_, diagnostics_}; }

    void people()
    {
        for (const syntax::Party& party : source_.parties)
        {
            Party& result = result_.parties.emplace_back();
            result.name = party.name.text;
            result.is_licence = party.licence_word.has_value();
            result.is_assignable = party.assignable_word.has_value();
            result.span = party.name.span;
        }
        for (std::size_t i = 0; i < result_.parties.size(); ++i)
            result_.actors.push_back({result_.parties[i].name, i});
        for (const syntax::Role& role : source_.roles)
        {
            const auto party = find_payee(role.holder, names_, diagnostics_);
            result_.roles.push_back({role.name.text, party.value_or(0), role.name.span});
            result_.actors.push_back({role.name.text, party.value_or(0)});
        }
    }

    void terms()
    {
        for (const syntax::Terms& terms : source_.terms)
        {
            for (const syntax::TermsLine& line : terms.lines)
            {
                TermsLine& result = result_.terms.emplace_back();
                result.word = line.word.text;
                for (const syntax::Text& text : line.texts)
                    result.texts.push_back(text.text);
            }
        }
    }

    void declarations()
    {
        Scope constants = scope();
        constants.is_constant = true;
        check_tables(constants, source_.tables);
        check_messages(constants, source_);
        check_constants(constants, source_.lets);
        check_keeps(constants, source_.keeps);
    }

    const syntax::File& file_;
    const syntax::Licence& source_;
    Diagnostics& diagnostics_;
    Names names_;
    Licence result_;
};

/// What only a licence without mistakes can be asked.
void check_whole(const Licence& licence, Diagnostics& diagnostics)
{
    check_money(licence, diagnostics);
    if (diagnostics.empty())
        check_clashes(interface_of(licence), diagnostics);
}

/// Each licence costs time and room; a file of so many is made by a mistake.
bool check_count(const syntax::File& file, Diagnostics& diagnostics)
{
    constexpr std::size_t most = 64;
    if (file.licences.size() <= most)
        return true;
    say_unsupported(file.licences[most].span, "MORE THAN 64 LICENCES IN ONE FILE",
        "the 65th licence of a file", diagnostics, "Give it a file of its own.");
    return false;
}

void check_licence_names(const syntax::File& file, Diagnostics& diagnostics)
{
    std::set<std::string_view> names;
    for (const syntax::Licence& licence : file.licences)
    {
        if (!licence.name.text.empty() && !names.insert(licence.name.text).second)
            diagnostics.add(DiagnosticKind::names, licence.name.span,
                {"ONE NAME FOR TWO LICENCES",
                    "this file has a licence `" + licence.name.text + "` already.",
                    "Give one of them another name."});
    }
}
}  // namespace

std::vector<Licence> analyse(const syntax::File& file, Diagnostics& diagnostics)
{
    const bool is_read = diagnostics.empty();
    if (file.licences.empty() && is_read)
        diagnostics.add(DiagnosticKind::syntax, {},
            {"NO LICENCE IN THIS FILE", "the file declares nothing.",
                "A file reads: licence Name \"title\" { party alice  unit call  split ...  act "
                "... }"});
    if (file.licences.empty() || !check_count(file, diagnostics))
        return {};
    check_licence_names(file, diagnostics);
    if (is_read)
        check_unused_messages(file, diagnostics);
    std::vector<Licence> result;
    for (const syntax::Licence& licence : file.licences)
    {
        // What is wrong with one licence hides nothing that is wrong with another; what could not
        // be read may be missing anywhere.
        Diagnostics own = is_read ? Diagnostics{} : diagnostics;
        result.push_back(Analysis{file, licence, own}.run());
        if (own.empty())
            check_whole(result.back(), own);
        diagnostics.add(own);
    }
    if (!diagnostics.empty())
        result.clear();
    return result;
}
}  // namespace byline::compiler

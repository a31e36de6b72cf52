#include "compiler/sema/clashes.hpp"

#include "compiler/sema/interface.hpp"
#include "compiler/source/diagnostics.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace byline::compiler
{
namespace
{
class Clashes
{
public:
    explicit Clashes(Diagnostics& diagnostics) : diagnostics_{diagnostics}
    {
        // What other languages and their tools call by these names is no function of the ABI.
        for (const std::string_view name : {"constructor", "fallback", "receive"})
            functions_.emplace(name, Taken{"the contract's own `" + std::string{name} + "`", {}});
    }

    void add(const ExternalFunction& function)
    {
        if (claim(functions_, function.name, {function.what, function.span}))
            claim(selectors_, selector_of(signature_of(function)), {function.what, function.span});
    }

    /// Events and errors share their names: Solidity would refuse one of each name.
    void add(const AbiEvent& event) { claim(others_, event.name, {event.what, event.span}); }

    void add(const AbiError& error)
    {
        if (claim(others_, error.name, {error.what, error.span}))
            claim(error_selectors_, selector_of(signature_of(error)), {error.what, error.span});
    }

private:
    struct Taken
    {
        std::string what;
        Span span;
    };

    template <typename Key>
    using Table = std::map<Key, Taken>;

    /// Whether nothing had the key before. What the licence wrote is what must change.
    template <typename Key>
    bool claim(Table<Key>& table, const Key& key, const Taken& thing)
    {
        const auto [place, is_new] = table.try_emplace(key, thing);
        if (is_new)
            return true;
        const bool is_generated = thing.span.end == 0;
        const Taken& theirs = is_generated ? place->second : thing;
        const Taken& other = is_generated ? thing : place->second;
        diagnostics_.add(DiagnosticKind::clash, theirs.span,
            {"TWO THINGS WITH ONE NAME IN THE ABI",
                theirs.what + " would clash with " + other.what + ".", "Choose another name."});
        return false;
    }

    Diagnostics& diagnostics_;
    Table<std::string> functions_;
    Table<std::uint32_t> selectors_;
    Table<std::string> others_;
    Table<std::uint32_t> error_selectors_;
};
}  // namespace

void check_clashes(const Interface& interface, Diagnostics& diagnostics)
{
    Clashes clashes{diagnostics};
    for (const ExternalFunction& function : interface.functions)
        clashes.add(function);
    for (const AbiEvent& event : interface.events)
        clashes.add(event);
    for (const AbiError& error : interface.errors)
        clashes.add(error);
}
}  // namespace byline::compiler

#pragma once

// Every check reads the tree, writes the licence and reports.
// IWYU pragma: begin_exports
#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"
// IWYU pragma: end_exports

#include "compiler/sema/names.hpp"
#include "compiler/sema/rational.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace byline::compiler
{
enum class ScopedKind : std::uint8_t
{
    parameter,   ///< `index`
    local,       ///< `index`, of `type`
    percentage,  ///< a `let` that is one: `percentage`
    element,     ///< of loop `index`, over the list that is parameter `list`
    broken,      ///< said to be wrong already
};

/// What a name means in one act or view only.
struct ScopedName
{
    ScopedKind kind = ScopedKind::broken;
    std::size_t index = 0;
    std::size_t list = 0;
    ScalarType type = {};
    Rational percentage = {};
};

/// What an expression can refer to, and where its nodes go. One for each act and view, and one for
/// the constants of a licence. All that it is made of must outlive it.
class Scope
{
public:
    Scope(const syntax::File& source, const Names& declared, Licence& result, Diagnostics& said)
        : file{source}, names{declared}, licence{result}, diagnostics{said}
    {}

    /// Gives a name its meaning; one that means something already, here or in the whole licence, is
    /// said (B501).
    void declare(const syntax::Name& name, ScopedName meaning);

    /// The element of a loop means nothing behind it.
    void forget(std::string_view name);

    [[nodiscard]] const ScopedName* find(std::string_view name) const;

    /// "Did you mean `left`?" for a name that means something here; or empty.
    [[nodiscard]] std::string suggestion(std::string_view written) const;

    [[nodiscard]] const syntax::Expression& written(syntax::ExpressionId id) const
    {
        return file.expressions[id];
    }

    const syntax::File& file;
    const Names& names;
    Licence& licence;
    Diagnostics& diagnostics;
    const std::vector<Parameter>* parameters = nullptr;  ///< of the act or view
    bool has_payment = false;                            ///< the act has taken one by now
    bool is_constant = false;  ///< nothing that only a call knows may be used

private:
    std::map<std::string, ScopedName, std::less<>> scoped_;
};
}  // namespace byline::compiler

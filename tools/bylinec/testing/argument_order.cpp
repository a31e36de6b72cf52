#include "tools/bylinec/testing/argument_order.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/value.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::tools::testing
{
namespace syntax = compiler::syntax;

Tried<std::vector<syntax::ExpressionId>> in_order(const std::vector<std::string>& names,
    const std::vector<syntax::Argument>& arguments, std::string_view what, compiler::Span span)
{
    std::vector<std::optional<syntax::ExpressionId>> places(names.size());
    std::size_t next = 0;
    for (const syntax::Argument& argument : arguments)
    {
        const auto place = argument.name
                               ? static_cast<std::size_t>(
                                     std::ranges::find(names, argument.name->text) - names.begin())
                               : next++;
        if (place >= names.size())
            return trouble(argument.name ? argument.name->span : span, "AN ARGUMENT TOO MANY",
                std::string{what} + " takes " +
                    (names.empty() ? "nothing" : compiler::list_in_words(names)) + ".");
        if (places[place])
            return trouble(
                span, "AN ARGUMENT GIVEN TWICE", "`" + names[place] + "` stands here twice.");
        places[place] = argument.value;
    }
    std::vector<syntax::ExpressionId> bound;
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        if (places[i])
            bound.push_back(*places[i]);
        else
            missing.push_back("`" + names[i] + "`");
    }
    if (!missing.empty())
        return trouble(span, "AN ARGUMENT IS MISSING",
            std::string{what} + " needs " + compiler::list_in_words(missing) + " too.");
    return bound;
}
}  // namespace byline::tools::testing

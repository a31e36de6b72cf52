#include "compiler/sema/views.hpp"

#include "compiler/sema/acts.hpp"
#include "compiler/sema/expressions.hpp"
#include "compiler/sema/scope.hpp"
#include "compiler/sema/types.hpp"
#include "compiler/sema/unsupported.hpp"

#include <utility>

namespace byline::compiler
{
void check_view(Scope scope, const syntax::View& source)
{
    View view{.name = source.name.text, .comment = source.comment, .span = source.name.span};
    view.parameters = check_parameters(scope, source.parameters);
    scope.parameters = &view.parameters;
    for (const Parameter& parameter : view.parameters)
    {
        if (parameter.is_list || parameter.kind != ParameterKind::scalar)
            say_unsupported(parameter.span, "LISTS AND MESSAGES IN VIEWS",
                "a view that is given a list or a message", scope.diagnostics,
                "Give it single values.");
    }
    view.results = check_fields(scope, source.result, "the result of a view");
    auto words = check_words(scope, source.value, view.results);
    if (words)
        view.values = std::move(*words);
    scope.licence.views.push_back(std::move(view));
}
}  // namespace byline::compiler

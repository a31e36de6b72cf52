#pragma once

#include "compiler/proof/obligation.hpp"
#include "compiler/proof/term.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler::proof
{
/// Writes one obligation: unknowns, what may be assumed of them, and what follows.
class Query
{
public:
    Query(std::string id, std::string statement);

    /// A number of which only what `assume` says is known; `words` tell it in a counter-example.
    Integer unknown(const std::string& name, std::string words);

    /// A name for a term; `words` tell it in a counter-example, empty: it is not told.
    Integer define(const std::string& name, const Integer& value, std::string words = {});

    /// A function of whole numbers.
    void define_function(
        const std::string& name, const std::vector<std::string>& parameters, const Integer& body);
    void define_predicate(const std::string& name, const std::vector<std::string>& parameters,
        const Proposition& body);

    /// `why` goes into the text as a comment.
    void assume(const Proposition& fact, std::string_view why = {});

    /// Tells `term` in a counter-example in which `shown_if` holds.
    void witness(const Integer& term, std::string words, const Proposition& shown_if);

    /// Says `words` in a counter-example in which `said_if` holds.
    void remark(std::string words, const Proposition& said_if);

    /// The query is complete: the goal follows from what was assumed.
    Obligation prove(const Proposition& goal) &&;

private:
    Obligation obligation_;
};
}  // namespace byline::compiler::proof

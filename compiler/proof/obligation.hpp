#pragma once

#include <string>
#include <vector>

namespace byline::compiler::proof
{
/// What a counter-example is told with.
struct Witness
{
    std::string term;      ///< SMT-LIB, a number told after the words; empty: only the words
    std::string words;     ///< "alice entitled to"
    std::string shown_if;  ///< SMT-LIB; told only where it is true; empty: always
};

/// One thing that has to be proved.
struct Obligation
{
    std::string id;         ///< "revenue/solvent"
    std::string statement;  ///< what it says and for which cases, in plain English

    /// SMT-LIB 2 with one (check-sat), which must be `unsat`: there is no case in which the
    /// statement fails. Stands on its own: any solver can be asked again. Empty where the statement
    /// is about the form of the licence, not about numbers.
    std::string smt;
    std::vector<Witness> witnesses;

    /// Where `smt` is empty: what is missing, a sentence each. None: it holds.
    std::vector<std::string> gaps;
};

/// "revenue.solvent.smt2": where the text is kept.
std::string file_name(const Obligation& obligation);
}  // namespace byline::compiler::proof

#pragma once

// A machine is written in these.
// IWYU pragma: begin_exports
#include "compiler/proof/obligation.hpp"
#include "compiler/proof/term.hpp"
// IWYU pragma: end_exports

#include <string>
#include <vector>

namespace byline::compiler::proof
{
/// A number that the steps change, or (an input) one that a step is given.
struct Variable
{
    std::string name;
    std::string words;  ///< tells it in a counter-example
};

/// What a number becomes in a step.
struct Update
{
    std::string variable;
    Integer value;  ///< over the variables before the step and the step's inputs
};

/// Something that is to be proved, with a sentence that says it.
struct Promise
{
    std::string name;
    std::string statement;
    Proposition holds;  ///< over the variables (`x` before, `x.next` after a step) and the inputs
};

/// One thing that can happen to a bucket.
struct Step
{
    std::string name;       ///< "claim"
    std::string statement;  ///< "a member claims": completes "... is kept when"
    std::vector<Variable> inputs;
    std::vector<Proposition> given;  ///< what the code has checked, and how the inputs are made
    std::vector<Update> updates;     ///< what is not named stays
    std::vector<Promise> promises;   ///< of this step alone
};

/// A bucket's accounting as steps over whole numbers. The invariants are proved by induction: they
/// hold at deployment, and every step keeps them; so they hold for ever.
struct Machine
{
    std::string name;
    std::vector<Variable> parameters;  ///< never change
    std::vector<Proposition> given;    ///< of the parameters
    std::vector<Variable> variables;   ///< all 0 at deployment, unless `initial` says otherwise
    std::vector<Update> initial;
    std::vector<Promise> invariants;
    std::vector<Step> steps;
    std::vector<Promise> consequences;  ///< what the invariants mean
};

/// `x` is `x.next` after the step.
Integer next(const std::string& variable);

/// One obligation for deployment, one for each step and invariant that it could break, one for each
/// promise and consequence.
std::vector<Obligation> obligations_of(const Machine& machine);
}  // namespace byline::compiler::proof

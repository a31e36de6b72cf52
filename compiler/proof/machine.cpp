#include "compiler/proof/machine.hpp"

#include "compiler/proof/query.hpp"
#include "vm/primitives/error.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace byline::compiler::proof
{
namespace
{
Integer next_value(
    const std::vector<Update>& updates, const std::string& variable, const Integer& otherwise)
{
    const auto found = std::ranges::find(updates, variable, &Update::variable);
    return found == updates.end() ? otherwise : found->value;
}

class MachineObligations
{
public:
    explicit MachineObligations(const Machine& machine) : m_{machine}
    {
        for (const Promise& invariant : m_.invariants)
            invariants_in_words_ +=
                (invariants_in_words_.empty() ? "" : "; ") + invariant.statement;
    }

    std::vector<Obligation> all()
    {
        deployment();
        for (const Step& step : m_.steps)
            of_step(step);
        for (const Promise& promise : m_.consequences)
        {
            Query query = start(promise.name, promise.statement + ".");
            variables(query);
            for (const Promise& invariant : m_.invariants)
                query.assume(invariant.holds, invariant.statement);
            obligations_.push_back(std::move(query).prove(promise.holds));
        }
        return std::move(obligations_);
    }

private:
    /// The promises, each with the help of those before it, then the invariants with the help of
    /// all.
    void of_step(const Step& step)
    {
        for (std::size_t i = 0; i < step.promises.size(); ++i)
        {
            const Promise& promise = step.promises[i];
            Query query = before_step(step, step.name + "-" + promise.name,
                "With " + step.statement + ", " + promise.statement + ".", i);
            obligations_.push_back(std::move(query).prove(promise.holds));
        }
        invariants_follow(before_step(step, step.name + "-keeps",
            "If it is so before, it is so after " + step.statement + ": " + invariants_in_words_ +
                ".",
            step.promises.size()));
    }

    Query start(const std::string& subject, const std::string& statement)
    {
        Query query{m_.name + "/" + subject, statement};
        for (const Variable& parameter : m_.parameters)
            query.unknown(parameter.name, parameter.words);
        for (const Proposition& fact : m_.given)
            query.assume(fact);
        return query;
    }

    void variables(Query& query)
    {
        for (const Variable& variable : m_.variables)
            query.unknown(variable.name, variable.words);
    }

    void deployment()
    {
        Query query = start("deployment", "At deployment it is so: " + invariants_in_words_ + ".");
        for (const Variable& variable : m_.variables)
            query.define(variable.name + ".next", next_value(m_.initial, variable.name, 0));
        invariants_follow(std::move(query));
    }

    /// The state before a step, what the step may rely on, the state after it, and the promises
    /// that have been proved of it.
    Query before_step(const Step& step, const std::string& subject, const std::string& statement,
        std::size_t proved)
    {
        Query query = start(subject, statement);
        variables(query);
        for (const Promise& invariant : m_.invariants)
            query.assume(invariant.holds, invariant.statement);
        for (const Variable& input : step.inputs)
            query.unknown(input.name, input.words);
        for (const Proposition& fact : step.given)
            query.assume(fact);
        for (const Variable& variable : m_.variables)
            query.define(variable.name + ".next",
                next_value(step.updates, variable.name, symbol(variable.name)));
        for (std::size_t i = 0; i < proved; ++i)
            query.assume(step.promises[i].holds,
                "Proved as " + m_.name + "/" + step.name + "-" + step.promises[i].name + ":");
        return query;
    }

    /// The goal: all invariants hold of `x.next` for every variable x.
    void invariants_follow(Query query)
    {
        std::vector<std::string> parameters;
        std::vector<Integer> arguments;
        for (const Variable& variable : m_.variables)
        {
            parameters.push_back(variable.name);
            arguments.push_back(next(variable.name));
        }
        std::vector<Proposition> goals;
        for (const Promise& invariant : m_.invariants)
        {
            query.define_predicate(invariant.name, parameters, invariant.holds);
            goals.push_back(claim_of(invariant.name, arguments));
            query.remark("no longer so: " + invariant.statement, !goals.back());
        }
        obligations_.push_back(std::move(query).prove(all_of(goals)));
    }

    const Machine& m_;
    std::string invariants_in_words_;
    std::vector<Obligation> obligations_;
};
}  // namespace

Integer next(const std::string& variable)
{
    return symbol(variable + ".next");
}

std::vector<Obligation> obligations_of(const Machine& machine)
{
    for (const Step& step : machine.steps)
        for (const Update& update : step.updates)
            BYLINE_ASSERT(std::ranges::find(machine.variables, update.variable, &Variable::name) !=
                          machine.variables.end());
    return MachineObligations{machine}.all();
}
}  // namespace byline::compiler::proof

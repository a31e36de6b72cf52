#include "compiler/proof/solve.hpp"

#include "compiler/proof/obligation.hpp"

#include <z3.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

namespace byline::compiler::proof
{
namespace
{
using Configuration = std::unique_ptr<std::remove_pointer_t<Z3_config>,
    decltype([](Z3_config c) { Z3_del_config(c); })>;
using Context = std::unique_ptr<std::remove_pointer_t<Z3_context>,
    decltype([](Z3_context c) { Z3_del_context(c); })>;

/// "(:rlimit 543)" is 543.
std::uint64_t number_in(std::string_view text)
{
    std::uint64_t value = 0;
    const std::size_t start = text.find_first_of("0123456789");
    if (start != std::string_view::npos)
        std::from_chars(text.data() + start, text.data() + text.size(), value);
    return value;
}

/// "(- 5)" is "-5".
std::string plain_number(const std::string& value)
{
    return value.starts_with("(- ") ? "-" + value.substr(3, value.size() - 4) : value;
}

/// (:reason-unknown "canceled") is "canceled".
std::string quoted(const std::string& text)
{
    const std::size_t start = text.find('"');
    const std::size_t end = text.rfind('"');
    return start < end ? text.substr(start + 1, end - start - 1) : text;
}

Verdict structural(const Obligation& obligation)
{
    Verdict verdict{obligation.gaps.empty() ? Outcome::proved : Outcome::refuted, {}, 0};
    for (const std::string& gap : obligation.gaps)
        verdict.reason += (verdict.reason.empty() ? "" : " ") + gap;
    return verdict;
}

class Session
{
public:
    explicit Session(const Budget& budget)
        : context_{Z3_mk_context(Configuration{Z3_mk_config()}.get())}
    {
        // Without a handler of its own, z3 ends the process.
        Z3_set_error_handler(context_.get(), [](Z3_context, Z3_error_code) {});
        // Within a push z3 reasons about integers as such; without one it first tries to turn
        // products into bits, which takes seconds.
        answer("(set-option :rlimit " + std::to_string(budget.steps) + ")(set-option :timeout " +
               std::to_string(budget.milliseconds) + ")(push 1)");
    }

    Verdict solve(const Obligation& obligation)
    {
        const std::string result = answer(obligation.smt);
        Verdict verdict;
        verdict.steps = number_in(answer("(get-info :rlimit)"));
        if (result == "unsat")
            verdict.outcome = Outcome::proved;
        else if (result == "sat")
        {
            verdict.outcome = Outcome::refuted;
            verdict.reason = counter_example(obligation);
        }
        else
            // "unknown", before which z3 may say what ran out; or an error in the text, which is
            // no proof whatever else was printed.
            verdict.reason =
                result == "unknown" ? quoted(answer("(get-info :reason-unknown)")) : quoted(result);
        return verdict;
    }

private:
    /// What z3 prints, without the end of the line.
    std::string answer(const std::string& commands)
    {
        std::string_view printed = Z3_eval_smtlib2_string(context_.get(), commands.c_str());
        while (printed.ends_with('\n'))
            printed.remove_suffix(1);
        return std::string{printed};
    }

    std::string value(const std::string& term)
    {
        return plain_number(answer("(eval " + term + " :completion true)"));
    }

    std::string counter_example(const Obligation& obligation)
    {
        std::string text;
        for (const Witness& witness : obligation.witnesses)
        {
            if (!witness.shown_if.empty() && value(witness.shown_if) != "true")
                continue;
            text += (text.empty() ? "" : ", ") + witness.words;
            if (!witness.term.empty())
                text += " " + value(witness.term);
        }
        return text;
    }

    Context context_;
};

}  // namespace

Verdict solve(const Obligation& obligation, const Budget& budget)
{
    return obligation.smt.empty() ? structural(obligation) : Session{budget}.solve(obligation);
}

std::string solver_name()
{
    unsigned major = 0;
    unsigned minor = 0;
    unsigned build = 0;
    unsigned revision = 0;
    Z3_get_version(&major, &minor, &build, &revision);
    return "z3 " + std::to_string(major) + "." + std::to_string(minor) + "." +
           std::to_string(build);
}
}  // namespace byline::compiler::proof

#include "compiler/proof/query.hpp"

#include "compiler/proof/obligation.hpp"
#include "compiler/proof/term.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler::proof
{
namespace
{
constexpr std::size_t comment_width = 98;

/// The text as lines of comment.
std::string commented(std::string_view text)
{
    std::string result;
    std::string line = ";";
    while (!text.empty())
    {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (line.size() > 1 && line.size() + 1 + end > comment_width)
            result += std::exchange(line, ";") + "\n";
        line.append(" ").append(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result + line + "\n";
}

std::string signature(const std::string& name, const std::vector<std::string>& parameters)
{
    std::string text = name + " (";
    for (std::size_t i = 0; i < parameters.size(); ++i)
        text += (i == 0 ? "(" : " (") + parameters[i] + " Int)";
    return text + ") ";
}
}  // namespace

std::string file_name(const Obligation& obligation)
{
    std::string name = obligation.id;
    std::ranges::replace(name, '/', '.');
    return name + ".smt2";
}

Query::Query(std::string id, std::string statement)
{
    obligation_.smt = commented(id) + commented(statement) + "; Holds if the answer is unsat.\n";
    obligation_.id = std::move(id);
    obligation_.statement = std::move(statement);
}

Integer Query::unknown(const std::string& name, std::string words)
{
    obligation_.smt += "(declare-const " + name + " Int)\n";
    obligation_.witnesses.push_back({name, std::move(words), {}});
    return symbol(name);
}

Integer Query::define(const std::string& name, const Integer& value, std::string words)
{
    define_function(name, {}, value);
    if (!words.empty())
        obligation_.witnesses.push_back({name, std::move(words), {}});
    return symbol(name);
}

void Query::define_function(
    const std::string& name, const std::vector<std::string>& parameters, const Integer& body)
{
    obligation_.smt += "(define-fun " + signature(name, parameters) + "Int " + body.text() + ")\n";
}

void Query::define_predicate(
    const std::string& name, const std::vector<std::string>& parameters, const Proposition& body)
{
    obligation_.smt += "(define-fun " + signature(name, parameters) + "Bool " + body.text() + ")\n";
}

void Query::assume(const Proposition& fact, std::string_view why)
{
    if (!why.empty())
        obligation_.smt += commented(why);
    obligation_.smt += "(assert " + fact.text() + ")\n";
}

void Query::witness(const Integer& term, std::string words, const Proposition& shown_if)
{
    obligation_.witnesses.push_back({term.text(), std::move(words), shown_if.text()});
}

void Query::remark(std::string words, const Proposition& said_if)
{
    obligation_.witnesses.push_back({{}, std::move(words), said_if.text()});
}

Obligation Query::prove(const Proposition& goal) &&
{
    obligation_.smt += "(assert " + (!goal).text() + ")\n(check-sat)\n";
    return std::move(obligation_);
}
}  // namespace byline::compiler::proof

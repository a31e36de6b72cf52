#pragma once

#include "compiler/sema/licence.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace byline::compiler
{
/// The names that an expression can use besides the licence's: those of its act or view.
struct ExpressionNames
{
    const std::vector<Parameter>* parameters = nullptr;
    const std::vector<Local>* locals = nullptr;

    /// Of loop i: its element's name and the message that it is (none: a scalar).
    struct Loop
    {
        std::string element;
        const Message* message = nullptr;
    };

    std::vector<Loop> loops;
};

/// What the names are in an act, loops included.
ExpressionNames names_of(const Licence& licence, const Act& act);
ExpressionNames names_of(const View& view);

/// The expression as the language writes it, amounts in words.
std::string expression_text(const Licence& licence, const ExpressionNames& names, ExpressionId id);

/// The expression as steps for a machine with a stack, operands before what is made of them:
/// [{"op": "parameter", "name": "n"}, {"op": "constant", "value": "5", ...}, {"op": "multiply",
/// "operands": 2}]. Numbers are decimal texts, amounts in the currency's smallest unit. Flat, so
/// that no reader meets a nesting that it does not take.
boost::json::array expression_json(
    const Licence& licence, const ExpressionNames& names, ExpressionId id);
}  // namespace byline::compiler

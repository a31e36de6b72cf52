#pragma once

#include "tests/compiler/meaning/licence_model.hpp"

#include <map>
#include <optional>
#include <vector>

namespace byline::testing
{
/// The values of expressions during one call.
class ModelEvaluation
{
public:
    ModelEvaluation(const LicenceModel& model, const ModelCall& call) : model_{model}, call_{call}
    {}

    /// Throws OutOfRange where a number is negative, above 2^256 - 1, or divided by 0.
    Integer value(compiler::ExpressionId id);

    /// Throws OutOfRange where the value is none of the type, too.
    Integer value(compiler::ExpressionId id, const compiler::ScalarType& type);

    bool holds(compiler::ExpressionId id) { return value(id) != 0; }

    void add_local(Integer value) { locals_.push_back(std::move(value)); }

    void set_payment(Integer value) { payment_ = std::move(value); }

    void set_element(std::size_t loop, std::vector<Integer> fields)
    {
        elements_[loop] = std::move(fields);
    }

private:
    Integer leaf(const compiler::Expression& e);
    Integer lookup(const compiler::Expression& e);
    Integer number(const compiler::Expression& e);
    Integer truth(const compiler::Expression& e);

    const LicenceModel& model_;
    const ModelCall& call_;
    std::vector<Integer> locals_;
    std::map<std::size_t, std::vector<Integer>> elements_;
    Integer payment_;
};
}  // namespace byline::testing

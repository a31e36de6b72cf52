#pragma once

#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace byline::tools::testing
{
/// Computes what the expressions of a test come to: accounts, amounts with their units, what the
/// licence keeps and what it would pay. Reads the licence through its own functions; changes
/// nothing.
class Evaluator
{
public:
    explicit Evaluator(const Scene& scene)
        : scene_{scene}, file_{scene.subject().file}, licence_{scene.subject().licence}
    {}

    [[nodiscard]] Tried<Value> value(compiler::syntax::ExpressionId id) const;

    /// The account that an expression names.
    [[nodiscard]] Tried<address> account(compiler::syntax::ExpressionId id) const;

    /// Whether a condition holds.
    [[nodiscard]] Tried<bool> holds(compiler::syntax::ExpressionId id) const;

    /// The part of a condition because of which it does not hold, and why: "the left side is 1 wei,
    /// the right side 2 wei."
    [[nodiscard]] Trouble why_not(compiler::syntax::ExpressionId id) const;

private:
    using Expression = compiler::syntax::Expression;
    using Id = compiler::syntax::ExpressionId;

    [[nodiscard]] Tried<Value> number(const Expression& e) const;
    [[nodiscard]] Tried<Value> measured(
        const Expression& e, const std::string& unit, const compiler::Rational& count) const;

    /// A name before `.`, `[` or `(`: one of this licence, or of another that is named before it.
    struct Owned
    {
        std::optional<std::size_t> licence;
        std::string name;
        compiler::Span span;
    };

    [[nodiscard]] std::optional<Owned> owned(Id id) const;
    [[nodiscard]] std::optional<std::size_t> other_licence(Id id) const;
    [[nodiscard]] Tried<Value> name(const Expression& e) const;
    [[nodiscard]] Tried<Value> field(const Expression& e) const;
    [[nodiscard]] Tried<Value> index(const Expression& e) const;
    [[nodiscard]] Tried<Value> call(const Expression& e) const;
    [[nodiscard]] Tried<Value> field_of(const Expression& e, const Owned& whole) const;
    [[nodiscard]] Tried<Value> index_of(const Expression& e, const Owned& whole) const;
    [[nodiscard]] Tried<Value> call_of(const Expression& e, const Owned& function) const;
    [[nodiscard]] Tried<Value> binary(const Expression& e) const;
    [[nodiscard]] Tried<Value> compare(const Expression& e) const;
    [[nodiscard]] Tried<Value> compute(const Expression& e) const;
    [[nodiscard]] Tried<Value> tuple(const Expression& e) const;

    [[nodiscard]] Tried<Value> kept(
        std::size_t keep, const std::vector<uint256>& key, compiler::Span span) const;
    [[nodiscard]] Tried<Value> row(std::size_t table, const Expression& e) const;
    [[nodiscard]] Tried<Value> bucket_of(const Expression& e, std::size_t bucket) const;
    [[nodiscard]] Tried<Value> message(const Expression& e, std::size_t message) const;
    [[nodiscard]] Tried<Value> view(const Expression& e, std::size_t view) const;
    [[nodiscard]] Tried<Value> claimable(const Expression& e) const;
    [[nodiscard]] Tried<Value> received(const Expression& e) const;
    [[nodiscard]] Tried<Value> gas(const Expression& e) const;
    [[nodiscard]] Tried<Value> extremum(const Expression& e, bool largest) const;
    [[nodiscard]] Tried<std::size_t> shared_bucket(Id id, bool can_be_claimed) const;
    [[nodiscard]] Tried<Value> asked(const compiler::ScalarType& type, compiler::FunctionKind kind,
        std::size_t index, const std::vector<uint256>& arguments, compiler::Span span) const;

    const Scene& scene_;
    const compiler::syntax::File& file_;
    const compiler::Licence& licence_;
};

/// The unit's name in the singular where the word is a declared unit or its plural; else empty.
std::string declared_unit(const compiler::Licence& licence, const std::string& word);
}  // namespace byline::tools::testing

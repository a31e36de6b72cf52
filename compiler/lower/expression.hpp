#pragma once

#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/keep.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace byline::compiler
{
/// Where to go when something fails. The block is made when it is first wanted, in the block at
/// hand then, and again where that one does not dominate.
class Fallback
{
public:
    explicit Fallback(std::function<ir::BlockId()> make) : make_{std::move(make)} {}

private:
    friend class Expressions;

    std::function<ir::BlockId()> make_;
    std::optional<ir::BlockId> block_;
    std::size_t scope_ = 0;
};

/// Computes the expressions of one act or view in the block at hand. What was computed on the way
/// there is not computed again.
class Expressions
{
public:
    Expressions(Lowering& l, const Arguments& arguments);

    /// Reverts with Overflow() where a number leaves its range.
    ir::ValueId value(ExpressionId id);

    /// The same where the number is none of the type: what others read has a width.
    ir::ValueId value(ExpressionId id, const ScalarType& type);

    /// Goes to `fallback` instead.
    ir::ValueId value(ExpressionId id, Fallback& fallback);

    /// Goes on only where the condition is true, else to `fallback`.
    void require(ExpressionId condition, Fallback& fallback);

    /// The block of a fallback, for the block at hand.
    ir::BlockId block_of(Fallback& fallback);

    void set_local(std::size_t local, ir::ValueId value) { locals_[local] = value; }

    void set_payment(ir::ValueId value) { payment_ = value; }

    void set_entry(std::size_t loop, ListEntry entry) { entries_[loop] = std::move(entry); }

    [[nodiscard]] KeepAccess& keeps() noexcept { return keeps_; }

    /// Between these two stands a block that not every path reaches.
    void enter();
    void leave();

private:
    ir::ValueId leaf(const Expression& e);
    ir::ValueId lookup(const Expression& e);
    ir::ValueId number(const Expression& e);
    ir::ValueId difference(const Expression& e, ir::ValueId left, ir::ValueId right);
    ir::ValueId scaled(const Expression& e, ir::ValueId operand);
    ir::ValueId comparison(const Expression& e);
    ir::ValueId connective(const Expression& e);
    ir::ValueId evaluate(ExpressionId id);
    ir::ValueId evaluate_opposite(const Expression& e, ExpressionId id);
    void fail_if(ir::ValueId condition);

    Lowering& l_;
    const Arguments& arguments_;
    KeepAccess keeps_;
    std::map<std::size_t, ir::ValueId> locals_;
    std::map<std::size_t, ListEntry> entries_;
    std::optional<ir::ValueId> payment_;
    ir::ValueId caller_;            ///< one value: it is a key of keeps
    Fallback* fallback_ = nullptr;  ///< none: Overflow()
    std::size_t next_scope_ = 0;
    std::vector<std::size_t> scopes_;
};
}  // namespace byline::compiler

#pragma once

#include "compiler/lower/context.hpp"

#include <functional>
#include <vector>

namespace byline::compiler
{
/// Finds the function that a call is for, in order of how often which is called: the acts that are
/// paid for, the first one without a jump; then all that takes no ether, so that functions share
/// the check that none came, the check that there is an argument, and the check that it is an
/// account. What is called from outside the chain alone comes last.
class Dispatcher
{
public:
    /// Writes the body of a function into the block at hand, and ends it.
    using Body = std::function<void(const ExternalFunction&)>;

    Dispatcher(Lowering& l, Body body);

    /// Ends the block at hand. A call for no function reverts without a word.
    void run();

private:
    using List = std::vector<const ExternalFunction*>;

    void arguments(const List& with_words, const List& with_account, ir::BlockId plain);
    void among(const List& list, ir::BlockId otherwise);
    void one_by_one(const List& list, ir::BlockId otherwise);
    void paid(const List& list);
    void receive();
    void body(const ExternalFunction& function);

    Lowering& l_;
    Body body_;
    ir::ValueId selector_ = 0;
};
}  // namespace byline::compiler

#include "compiler/lower/failures.hpp"

#include "compiler/ir/ir.hpp"
#include "compiler/sema/interface.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
using ir::BlockId;
using ir::ExitKind;
using ir::Operation;
using ir::ValueId;

namespace
{
// An error is stored as a whole word: its four bytes are the last of the word at 0.
constexpr std::uint64_t selector_offset = 28;
constexpr std::uint64_t selector_size = 4;
}  // namespace

BlockId Failures::refuse()
{
    if (refuse_)
        return *refuse_;
    const BlockId back = builder_.current();
    refuse_ = builder_.new_block("refuse", true);
    builder_.continue_in(*refuse_);
    const ValueId zero = builder_.constant(0);
    builder_.end(ExitKind::revert, {zero, zero});
    builder_.continue_in(back);
    return *refuse_;
}

BlockId Failures::without_arguments(std::string_view name)
{
    if (const auto found = named_.find(name); found != named_.end())
        return found->second;
    const BlockId back = builder_.current();
    if (!selector_only_)
    {
        selector_only_ = builder_.new_block("revert_with", true);
        const ValueId selector = builder_.add_parameter(*selector_only_);
        builder_.continue_in(*selector_only_);
        builder_.emit(Operation::mstore, {builder_.constant(0), selector});
        builder_.end(ExitKind::revert,
            {builder_.constant(selector_offset), builder_.constant(selector_size)});
    }
    const BlockId block = builder_.new_block(std::string{name}, true);
    builder_.continue_in(block);
    builder_.jump(*selector_only_, {builder_.constant(selector_of(std::string{name} + "()"))});
    builder_.continue_in(back);
    named_.emplace(name, block);
    return block;
}

BlockId Failures::with_caller(std::string_view signature)
{
    if (const auto found = named_.find(signature); found != named_.end())
        return found->second;
    const BlockId back = builder_.current();
    const BlockId block =
        builder_.new_block(std::string{signature.substr(0, signature.find('('))}, true);
    builder_.continue_in(block);
    end_with(signature, {builder_.emit(Operation::caller)});
    builder_.continue_in(back);
    named_.emplace(signature, block);
    return block;
}

void Failures::end_with(std::string_view signature, const std::vector<ValueId>& arguments)
{
    builder_.emit(
        Operation::mstore, {builder_.constant(0), builder_.constant(selector_of(signature))});
    std::uint64_t offset = 32;
    for (const ValueId argument : arguments)
    {
        builder_.emit(Operation::mstore, {builder_.constant(offset), argument});
        offset += 32;
    }
    builder_.end(ExitKind::revert,
        {builder_.constant(selector_offset), builder_.constant(offset - selector_offset)});
}

void Failures::end_if(ValueId condition, std::string_view signature,
    const std::vector<ValueId>& arguments, std::string name)
{
    const BlockId failed =
        builder_.new_block(std::string{signature.substr(0, signature.find('('))}, true);
    builder_.leave_if(condition, failed, std::move(name));
    const BlockId next = builder_.current();
    builder_.continue_in(failed);
    end_with(signature, arguments);
    builder_.continue_in(next);
}
}  // namespace byline::compiler

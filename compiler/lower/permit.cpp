#include "compiler/lower/permit.hpp"

#include "compiler/lower/act.hpp"
#include "compiler/lower/calldata.hpp"
#include "compiler/lower/context.hpp"
#include "compiler/lower/token_call.hpp"

#include <cstddef>
#include <cstdint>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

void lower_act_with_permit(Lowering& l, const Act& act)
{
    constexpr std::size_t permit_words = 4;
    const std::size_t first = Arguments::head_words(l.context.licence, act.parameters);
    require_words(l, first + permit_words);
    l.permit_word = first;
    lower_act(l, act);
    l.permit_word.reset();
}

void use_permit(Lowering& l, ValueId price)
{
    if (!l.permit_word)
        return;
    const auto argument = [&](std::size_t word) {
        return l.b.emit(Operation::calldataload,
            {l.b.constant(selector_size + word_size * (*l.permit_word + word))});
    };
    const std::uint64_t size =
        write_call(l, "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
            {l.b.emit(Operation::caller), l.b.emit(Operation::self), price, argument(0),
                argument(1), argument(2), argument(3)});
    call_token(l, size);
}
}  // namespace byline::compiler

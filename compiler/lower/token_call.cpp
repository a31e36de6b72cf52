#include "compiler/lower/token_call.hpp"

#include "compiler/lower/context.hpp"
#include "compiler/sema/interface.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

ValueId token(Lowering& l)
{
    return l.b.constant(to_uint256(*l.context.licence.currency.token));
}

/// Writes a call's selector and arguments from memory 0 on; its size.
std::uint64_t write_call(
    Lowering& l, std::string_view signature, std::initializer_list<ValueId> arguments)
{
    l.b.emit(
        Operation::mstore, {l.b.constant(0), l.b.constant(uint256{selector_of(signature)} << 224)});
    std::uint64_t size = selector_size;
    for (const ValueId argument : arguments)
    {
        l.b.emit(Operation::mstore, {l.b.constant(size), argument});
        size += word_size;
    }
    return size;
}

ValueId call_token(Lowering& l, std::uint64_t size)
{
    const ValueId zero = l.b.constant(0);
    return l.b.emit(Operation::call, {l.b.emit(Operation::gas), token(l), zero, zero,
                                         l.b.constant(size), zero, l.b.constant(word_size)});
}
}  // namespace byline::compiler

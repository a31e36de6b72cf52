#include "compiler/lower/events.hpp"

#include "compiler/lower/context.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace byline::compiler
{
using ir::Operation;
using ir::ValueId;

void log_event(Lowering& l, const AbiEvent& event, const std::vector<ValueId>& values)
{
    std::uint64_t size = 0;
    std::vector<ValueId> topics;
    auto value = values.begin();
    for (const AbiEvent::Field& field : event.fields)
    {
        if (field.is_indexed)
        {
            topics.push_back(*value++);
            continue;
        }
        const std::size_t words = std::max<std::size_t>(1, field.parameter.components.size());
        for (std::size_t i = 0; i < words; ++i)
        {
            l.b.emit(Operation::mstore, {l.b.constant(size), *value++});
            size += word_size;
        }
    }
    const ValueId start = l.b.constant(0);
    const ValueId length = l.b.constant(size);
    const ValueId name = l.b.constant(to_uint256(keccak256(signature_of(event))));
    switch (topics.size())
    {
        case 0:
            l.b.emit(Operation::log1, {start, length, name});
            break;
        case 1:
            l.b.emit(Operation::log2, {start, length, name, topics[0]});
            break;
        case 2:
            l.b.emit(Operation::log3, {start, length, name, topics[0], topics[1]});
            break;
        default:
            l.b.emit(Operation::log4, {start, length, name, topics[0], topics[1], topics[2]});
            break;
    }
}

void log_event(Lowering& l, std::string_view name, const std::vector<ValueId>& values)
{
    log_event(l, event_named(l.context.interface, name), values);
}
}  // namespace byline::compiler

// Mistakes with state: what is stored, where, and who sees it.
#include "tests/compiler/ir/wrong_passes.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace byline::compiler::ir
{
namespace
{
bool is_same(const Function& function, ValueId a, ValueId b)
{
    const Instruction& left = function.values[a];
    const Instruction& right = function.values[b];
    return a == b || (left.operation == Operation::constant &&
                         right.operation == Operation::constant && left.constant == right.constant);
}

/// The second of two equal reads in a block becomes the first one, whatever happens in between.
void reads_once(Function& function, Operation read)
{
    for (Block& block : function.blocks)
    {
        std::optional<ValueId> first;
        for (std::size_t i = 0; i < block.body.size(); ++i)
        {
            const ValueId id = block.body[i];
            if (function.values[id].operation != read)
                continue;
            if (first &&
                std::ranges::equal(function.values[*first].operands, function.values[id].operands,
                    [&](ValueId a, ValueId b) { return is_same(function, a, b); }))
                function.values[id] = {
                    .operation = Operation::bit_and, .operands = {*first, *first}};
            else
                first = id;
        }
    }
}

void hashes_once_across_a_store(Function& function)
{
    reads_once(function, Operation::keccak256);
}

void reads_transient_once_across_a_store(Function& function)
{
    reads_once(function, Operation::tload);
}

void knows_the_size_of_an_earlier_answer(Function& function)
{
    reads_once(function, Operation::returndatasize);
}

/// Removes the first store that a later one of its block overwrites, if nothing between `sees` it.
void drops_stores(Function& function, Operation store,
    const std::function<bool(Operation between)>& sees, bool any_slot = false)
{
    for (Block& block : function.blocks)
    {
        for (std::size_t i = 0; i < block.body.size(); ++i)
        {
            const Instruction& first = function.values[block.body[i]];
            if (first.operation != store)
                continue;
            for (std::size_t j = i + 1; j < block.body.size(); ++j)
            {
                const Instruction& next = function.values[block.body[j]];
                if (sees(next.operation))
                    break;
                if (next.operation != store ||
                    (!any_slot && !is_same(function, first.operands[0], next.operands[0])))
                    continue;
                block.body.erase(block.body.begin() + static_cast<std::ptrdiff_t>(i));
                return;
            }
        }
    }
}

/// As if whoever is called could not look.
void forgets_that_calls_see_storage(Function& function)
{
    drops_stores(function, Operation::sstore,
        [](Operation operation) { return operation == Operation::sload; });
}

/// As if a load of another slot could not be one of this slot.
void forgets_that_loads_see_storage(Function& function)
{
    drops_stores(function, Operation::sstore,
        [](Operation operation) { return operation == Operation::call; });
}

/// As if all slots were one.
void takes_any_slot_for_the_same(Function& function)
{
    drops_stores(function, Operation::sstore, [](Operation) { return false; }, true);
}

void forgets_that_logs_see_memory(Function& function)
{
    drops_stores(function, Operation::mstore, [](Operation operation) {
        return operation == Operation::mload || operation == Operation::call;
    });
}

void takes_transient_for_lasting(Function& function)
{
    for (Instruction& instruction : function.values)
    {
        if (instruction.operation == Operation::tload)
            instruction.operation = Operation::sload;
    }
}

/// A field written without the rest of its word.
void forgets_the_other_fields(Function& function)
{
    for (const Block& block : function.blocks)
    {
        for (const ValueId id : block.body)
        {
            if (function.values[id].operation != Operation::sstore)
                continue;
            Instruction& word = function.values[function.values[id].operands[1]];
            if (word.operation == Operation::bit_or)
                word.operands[0] = word.operands[1];
        }
    }
}

/// A mask that something put on before covers, or so it seems.
void drops_a_mask(Function& function)
{
    for (Instruction& instruction : function.values)
    {
        if (instruction.operation != Operation::bit_and)
            continue;
        instruction.operands[1] = instruction.operands[0];
        return;
    }
}

/// Negative numbers are rounded the other way.
void shifts_for_a_signed_quotient(Function& function)
{
    for (Instruction& instruction : function.values)
    {
        if (instruction.operation == Operation::sdiv)
            instruction = {.operation = Operation::sar,
                .operands = {instruction.operands[1], instruction.operands[0]}};
    }
}

/// Two negations are none: but for a condition, not for a value.
void takes_any_word_for_a_truth(Function& function)
{
    for (Instruction& instruction : function.values)
    {
        if (instruction.operation == Operation::eq || instruction.operation == Operation::gt)
            instruction.operation = Operation::sub;
    }
}

/// Goes past a block that does something.
void jumps_past_effects(Function& function)
{
    for (Block& block : function.blocks)
    {
        const Exit& exit = block.exit;
        if (exit.kind != ExitKind::jump || block.body.empty() || !block.parameters.empty() ||
            !exit.edges[0].arguments.empty())
            continue;
        block.body.clear();
        return;
    }
}

void drops_a_copy(Function& function)
{
    for (Block& block : function.blocks)
    {
        const auto found = std::ranges::find_if(block.body, [&](ValueId id) {
            return function.values[id].operation == Operation::mcopy ||
                   function.values[id].operation == Operation::calldatacopy;
        });
        if (found == block.body.end())
            continue;
        block.body.erase(found);
        return;
    }
}

/// It writes nothing that is read: but it may end the frame.
void drops_a_copy_of_return_data(Function& function)
{
    for (Block& block : function.blocks)
        std::erase_if(block.body,
            [&](ValueId id) { return function.values[id].operation == Operation::returndatacopy; });
}
}  // namespace

const std::vector<WrongPass>& wrong_effects()
{
#define BYLINE_WRONG_PASS(name) \
    WrongPass                   \
    {                           \
        #name, &(name)          \
    }
    static const std::vector<WrongPass> passes{
        BYLINE_WRONG_PASS(hashes_once_across_a_store),
        BYLINE_WRONG_PASS(reads_transient_once_across_a_store),
        BYLINE_WRONG_PASS(knows_the_size_of_an_earlier_answer),
        BYLINE_WRONG_PASS(forgets_that_calls_see_storage),
        BYLINE_WRONG_PASS(forgets_that_loads_see_storage),
        BYLINE_WRONG_PASS(takes_any_slot_for_the_same),
        BYLINE_WRONG_PASS(forgets_that_logs_see_memory),
        BYLINE_WRONG_PASS(takes_transient_for_lasting),
        BYLINE_WRONG_PASS(forgets_the_other_fields),
        BYLINE_WRONG_PASS(drops_a_mask),
        BYLINE_WRONG_PASS(shifts_for_a_signed_quotient),
        BYLINE_WRONG_PASS(takes_any_word_for_a_truth),
        BYLINE_WRONG_PASS(jumps_past_effects),
        BYLINE_WRONG_PASS(drops_a_copy),
        BYLINE_WRONG_PASS(drops_a_copy_of_return_data),
    };
#undef BYLINE_WRONG_PASS
    return passes;
}
}  // namespace byline::compiler::ir

#include "tests/compiler/ir/wrong_passes.hpp"

#include <algorithm>
#include <optional>

namespace byline::compiler::ir
{
namespace
{
Instruction* first(Function& function, Operation operation)
{
    for (const Block& block : function.blocks)
    {
        for (const ValueId id : block.body)
        {
            if (function.values[id].operation == operation)
                return &function.values[id];
        }
    }
    return nullptr;
}

std::optional<uint256> constant_of(const Function& function, ValueId id)
{
    const Instruction& instruction = function.values[id];
    if (instruction.operation != Operation::constant)
        return std::nullopt;
    return instruction.constant;
}

void become_constant(Instruction& instruction, const uint256& value)
{
    instruction = {.operation = Operation::constant, .constant = value};
}

void add_becomes_sub(Function& function)
{
    if (Instruction* found = first(function, Operation::add))
        found->operation = Operation::sub;
}

void exchanges_operands(Function& function)
{
    if (Instruction* found = first(function, Operation::sub))
        std::swap(found->operands[0], found->operands[1]);
}

/// As if every operation could take its operands in either order without its mirror.
void forgets_the_mirror(Function& function)
{
    if (Instruction* found = first(function, Operation::lt))
        std::swap(found->operands[0], found->operands[1]);
}

void drop_last(Function& function, Operation operation)
{
    for (std::size_t i = function.blocks.size(); i-- > 0;)
    {
        std::vector<ValueId>& body = function.blocks[i].body;
        const auto found = std::find_if(body.rbegin(), body.rend(),
            [&](ValueId id) { return function.values[id].operation == operation; });
        if (found != body.rend())
        {
            body.erase(std::next(found).base());
            return;
        }
    }
}

void drops_a_storage_write(Function& function)
{
    drop_last(function, Operation::sstore);
}

void drops_a_memory_write(Function& function)
{
    drop_last(function, Operation::mstore);
}

/// Dead code elimination that takes a log for something that nobody uses.
void drops_a_log(Function& function)
{
    drop_last(function, Operation::log2);
}

void moves_a_store_behind_a_call(Function& function)
{
    for (Block& block : function.blocks)
    {
        std::optional<std::size_t> store;
        for (std::size_t i = 0; i < block.body.size(); ++i)
        {
            const Operation operation = function.values[block.body[i]].operation;
            if (operation == Operation::sstore)
                store = i;
            else if (operation == Operation::call && store)
            {
                const auto begin = block.body.begin();
                std::rotate(begin + static_cast<std::ptrdiff_t>(*store),
                    begin + static_cast<std::ptrdiff_t>(*store) + 1,
                    begin + static_cast<std::ptrdiff_t>(i) + 1);
                return;
            }
        }
    }
}

/// Common subexpressions, as if nothing wrote in between.
void reads_once(Function& function, Operation read)
{
    for (Block& block : function.blocks)
    {
        for (std::size_t i = 0; i < block.body.size(); ++i)
        {
            for (std::size_t j = i + 1; j < block.body.size(); ++j)
            {
                const ValueId id = block.body[i];
                const ValueId other = block.body[j];
                if (function.values[id].operation != read ||
                    function.values[other].operation != read)
                    continue;
                const std::vector<ValueId>& a = function.values[id].operands;
                const std::vector<ValueId>& b = function.values[other].operands;
                const bool same = std::ranges::equal(a, b, [&](ValueId x, ValueId y) {
                    return x == y || (constant_of(function, x) &&
                                         constant_of(function, x) == constant_of(function, y));
                });
                if (!same)
                    continue;
                // The later read becomes the earlier one plus nothing.
                function.values.push_back({.operation = Operation::constant});
                const auto zero = static_cast<ValueId>(function.values.size() - 1);
                function.values[other] = {.operation = Operation::add, .operands = {id, zero}};
                block.body.insert(block.body.begin() + static_cast<std::ptrdiff_t>(j), zero);
                return;
            }
        }
    }
}

void reads_storage_once_across_a_store(Function& function)
{
    reads_once(function, Operation::sload);
}

void reads_the_balance_once_across_a_call(Function& function)
{
    reads_once(function, Operation::selfbalance);
}

/// Takes a word that was just written for the one that is read, wherever that is.
void forwards_the_wrong_store(Function& function)
{
    for (Block& block : function.blocks)
    {
        std::optional<ValueId> written;
        for (std::size_t i = 0; i < block.body.size(); ++i)
        {
            Instruction& instruction = function.values[block.body[i]];
            if (instruction.operation == Operation::mstore)
                written = instruction.operands[1];
            else if (instruction.operation == Operation::mload && written)
            {
                instruction = {.operation = Operation::bit_and, .operands = {*written, *written}};
                return;
            }
        }
    }
}

/// As machines shift: by the number modulo their width.
void shifts_modulo_256(Function& function)
{
    for (Instruction& instruction : function.values)
    {
        if (instruction.operation != Operation::shl && instruction.operation != Operation::shr)
            continue;
        const auto by = constant_of(function, instruction.operands[0]);
        if (by && *by >= uint256{256} && (*by & 0xff).is_zero())
            instruction = {.operation = Operation::bit_or,
                .operands = {instruction.operands[1], instruction.operands[1]}};
    }
}

/// Folds comparisons as if words had a sign: wrong from 2^255 on.
void compares_with_sign(Function& function)
{
    for (Instruction& instruction : function.values)
    {
        if (instruction.operation != Operation::lt && instruction.operation != Operation::gt)
            continue;
        const auto left = constant_of(function, instruction.operands[0]);
        if (!left || left->bit_width() != 256)
            continue;
        // A negative number is below whatever has no sign.
        become_constant(instruction, instruction.operation == Operation::lt ? 1 : 0);
    }
}

/// x / x = 1, x / 0 = x: rules that hold elsewhere.
void divides_by_zero(Function& function)
{
    for (Instruction& instruction : function.values)
    {
        if (instruction.operation != Operation::div)
            continue;
        const ValueId dividend = instruction.operands[0];
        if (instruction.operands[1] == dividend)
            become_constant(instruction, 1);
        else if (constant_of(function, instruction.operands[1]) == uint256{})
            instruction = {.operation = Operation::bit_or, .operands = {dividend, dividend}};
    }
}

/// What a division's check refuses goes on all the same.
void divides_before_the_check(Function& function)
{
    for (Block& block : function.blocks)
    {
        if (block.exit.kind != ExitKind::branch)
            continue;
        const Block& next = function.blocks[block.exit.edges[1].block];
        if (function.values[block.exit.operands[0]].operation == Operation::iszero &&
            !next.body.empty() && function.values[next.body.front()].operation == Operation::div)
        {
            block.exit.kind = ExitKind::jump;
            block.exit.operands.clear();
            block.exit.edges.erase(block.exit.edges.begin());
            return;
        }
    }
}

void exchanges_arguments_of_a_jump(Function& function)
{
    for (Block& block : function.blocks)
    {
        if (block.exit.kind != ExitKind::jump)
            continue;
        std::vector<ValueId>& arguments = block.exit.edges[0].arguments;
        if (arguments.size() > 1 &&
            arguments[arguments.size() - 1] != arguments[arguments.size() - 2])
        {
            std::swap(arguments[arguments.size() - 1], arguments[arguments.size() - 2]);
            return;
        }
    }
}

void exchanges_the_ways_of_a_branch(Function& function)
{
    for (Block& block : function.blocks)
    {
        if (block.exit.kind == ExitKind::branch)
        {
            std::swap(block.exit.edges[0], block.exit.edges[1]);
            return;
        }
    }
}

void cuts_constants_to_64_bits(Function& function)
{
    for (Instruction& instruction : function.values)
    {
        if (instruction.operation == Operation::constant)
            instruction.constant = instruction.constant.words[0];
    }
}

/// Takes for granted that a transfer succeeds.
void believes_in_transfers(Function& function)
{
    for (Block& block : function.blocks)
    {
        for (std::size_t i = 0; i < block.body.size(); ++i)
        {
            const ValueId call = block.body[i];
            if (function.values[call].operation != Operation::call)
                continue;
            function.values.push_back({.operation = Operation::constant, .constant = 1});
            const auto one = static_cast<ValueId>(function.values.size() - 1);
            for (Instruction& instruction : function.values)
                std::ranges::replace(instruction.operands, call, one);
            for (Block& any : function.blocks)
            {
                std::ranges::replace(any.exit.operands, call, one);
                for (Edge& edge : any.exit.edges)
                    std::ranges::replace(edge.arguments, call, one);
            }
            block.body.insert(block.body.begin() + static_cast<std::ptrdiff_t>(i), one);
            return;
        }
    }
}

void exchanges_results(Function& function)
{
    for (Block& block : function.blocks)
    {
        if (block.exit.kind == ExitKind::give_back && block.exit.operands.size() > 1)
            std::swap(block.exit.operands[0], block.exit.operands[1]);
    }
}
}  // namespace

const std::vector<WrongPass>& wrong_passes()
{
#define BYLINE_WRONG_PASS(name) \
    WrongPass                   \
    {                           \
        #name, &(name)          \
    }
    static const std::vector<WrongPass> passes{
        BYLINE_WRONG_PASS(add_becomes_sub),
        BYLINE_WRONG_PASS(exchanges_operands),
        BYLINE_WRONG_PASS(forgets_the_mirror),
        BYLINE_WRONG_PASS(drops_a_storage_write),
        BYLINE_WRONG_PASS(drops_a_memory_write),
        BYLINE_WRONG_PASS(drops_a_log),
        BYLINE_WRONG_PASS(moves_a_store_behind_a_call),
        BYLINE_WRONG_PASS(reads_storage_once_across_a_store),
        BYLINE_WRONG_PASS(reads_the_balance_once_across_a_call),
        BYLINE_WRONG_PASS(forwards_the_wrong_store),
        BYLINE_WRONG_PASS(shifts_modulo_256),
        BYLINE_WRONG_PASS(compares_with_sign),
        BYLINE_WRONG_PASS(divides_by_zero),
        BYLINE_WRONG_PASS(divides_before_the_check),
        BYLINE_WRONG_PASS(exchanges_arguments_of_a_jump),
        BYLINE_WRONG_PASS(exchanges_the_ways_of_a_branch),
        BYLINE_WRONG_PASS(cuts_constants_to_64_bits),
        BYLINE_WRONG_PASS(believes_in_transfers),
        BYLINE_WRONG_PASS(exchanges_results),
    };
#undef BYLINE_WRONG_PASS
    return passes;
}
}  // namespace byline::compiler::ir

#pragma once

#include "compiler/ir/builder.hpp"

#include <array>
#include <random>
#include <vector>

namespace byline::compiler::ir
{
/// Writes programs that use what the compiler can generate: shared values, joins with parameters,
/// cold guards, functions with several results. The first one returns one word.
class RandomProgram
{
public:
    static constexpr std::uint64_t words = 4;

    explicit RandomProgram(std::uint64_t seed) : random_{seed} {}

    Program make()
    {
        Program program;
        program.functions.resize(3);
        // From the last one: a function calls only those after it.
        for (std::size_t id = 3; id-- > 0;)
            function(program, static_cast<FunctionId>(id));
        return program;
    }

private:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    ValueId any() { return known_[below(known_.size())]; }

    void function(Program& program, FunctionId id)
    {
        Function& f = program.functions[id];
        f.name = "f" + std::to_string(id);
        Builder b{f};
        known_.clear();
        if (id != 0)
        {
            f.results = 1 + below(3);
            for (std::uint64_t i = 1 + below(3); i > 0; --i)
                known_.push_back(b.add_parameter(0));
        }
        else
            for (std::uint64_t i = 0; i < words; ++i)
                known_.push_back(b.emit(Operation::calldataload, {b.constant(32 * i)}));
        for (std::uint64_t i = 2 + below(4); i > 0; --i)
            step(program, id, b);
        finish(f, id, b);
    }

    void finish(const Function& f, FunctionId id, Builder& b)
    {
        if (id == 0)
        {
            ValueId sum = any();
            for (int i = 0; i < 4; ++i)
                sum = b.emit(Operation::bit_xor, {sum, any()});
            b.emit(Operation::mstore, {b.constant(0), sum});
            return b.end(ExitKind::return_data, {b.constant(0), b.constant(32)});
        }
        std::vector<ValueId> results;
        for (std::size_t i = 0; i < f.results; ++i)
            results.push_back(any());
        b.end(ExitKind::give_back, std::move(results));
    }

    void step(Program& program, FunctionId id, Builder& b)
    {
        switch (below(4))
        {
            case 0:
                return compute(b);
            case 1:
                return guard(b);
            case 2:
                return join(b);
            default:
                if (id == 2)
                    return compute(b);
                return call(program, id, b);
        }
    }

    void compute(Builder& b)
    {
        constexpr std::array operations{Operation::add, Operation::sub, Operation::mul,
            Operation::div, Operation::lt, Operation::gt, Operation::eq, Operation::bit_and,
            Operation::bit_or, Operation::bit_xor, Operation::shl, Operation::shr};
        for (std::uint64_t i = 1 + below(5); i > 0; --i)
        {
            const Operation operation = operations[below(operations.size())];
            ValueId left = any();
            if (below(3) == 0 || operation == Operation::shl || operation == Operation::shr)
                left = b.constant(below(4) == 0 ? uint256{1} << below(256) : uint256{below(200)});
            known_.push_back(b.emit(operation, {left, any()}));
        }
    }

    void guard(Builder& b)
    {
        const BlockId cold = b.new_block("cold", true);
        b.leave_if(b.emit(Operation::lt, {any(), any()}), cold, "warm");
        const BlockId back = b.current();
        b.continue_in(cold);
        b.end(ExitKind::revert, {b.constant(0), b.constant(0)});
        b.continue_in(back);
    }

    /// Both ways of a branch compute something, and meet with parameters.
    void join(Builder& b)
    {
        const BlockId other = b.new_block("other");
        const BlockId meet = b.new_block("meet");
        const std::uint64_t handed = 1 + below(3);
        b.leave_if(b.emit(Operation::gt, {any(), any()}), other, "one");
        const std::vector<ValueId> before = known_;
        const auto side = [&] {
            compute(b);
            std::vector<ValueId> arguments;
            for (std::uint64_t i = 0; i < handed; ++i)
                arguments.push_back(any());
            b.jump(meet, std::move(arguments));
            known_ = before;
        };
        side();
        b.continue_in(other);
        side();
        b.continue_in(meet);
        for (std::uint64_t i = 0; i < handed; ++i)
            known_.push_back(b.add_parameter(meet));
    }

    void call(Program& program, FunctionId id, Builder& b)
    {
        const auto callee = static_cast<FunctionId>(id + 1 + below(2 - id));
        const Function& f = program.functions[callee];
        std::vector<ValueId> operands;
        for (std::size_t i = 0; i < f.blocks[0].parameters.size(); ++i)
            operands.push_back(any());
        for (const ValueId result : b.call(callee, std::move(operands), f.results, "called"))
            known_.push_back(result);
    }

    std::mt19937_64 random_;
    std::vector<ValueId> known_;
};
}  // namespace byline::compiler::ir

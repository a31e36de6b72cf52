#include "tests/compiler/ir/random_program.hpp"

#include "vm/primitives/bytes32.hpp"

#include <array>

namespace byline::compiler::ir
{
namespace
{
/// Instructions with a computed place stay below: 15 words from 512 on, and the last one's end.
constexpr std::uint32_t memory_size = 1024;
}  // namespace

uint256 random_word(std::mt19937_64& random)
{
    constexpr std::array<std::uint64_t, 8> near_shifts{0, 1, 31, 32, 160, 255, 256, 257};
    switch (random() % 5)
    {
        case 0:
            return random() % 5;
        case 1:
            return near_shifts[random() % near_shifts.size()];
        case 2:
            return uint256{1} << (random() % 256);
        case 3:
            return (uint256{1} << (random() % 256)) - 1;
        default:
            return {random(), random(), random(), random()};
    }
}

World random_world(std::mt19937_64& random)
{
    World world;
    for (std::uint64_t i = 0; i < RandomProgram::words; ++i)
    {
        const bytes32 word = to_bytes32(random_word(random));
        world.calldata.insert(world.calldata.end(), word.bytes.begin(), word.bytes.end());
    }
    world.calldata.resize(world.calldata.size() - (random() % 4 == 0 ? 5 : 0));
    for (std::uint64_t i = 0; i < RandomProgram::immutables; ++i)
        world.immutables.push_back(random_word(random) >> 96);
    for (std::uint64_t key = 0; key < 4; ++key)
    {
        if (random() % 3 != 0)
            world.storage[key] = random_word(random);
    }
    std::erase_if(world.storage, [](const auto& slot) { return slot.second.is_zero(); });
    world.self = {0, 0xacc0, 0, 78};
    world.caller = {0, 0xacc0, 0, 79};
    world.callvalue = random() % 2 == 0 ? uint256{} : uint256{random() % 5};
    world.balance = world.callvalue + random() % 4;
    world.refuses = refuser;
    return world;
}

Program RandomProgram::make()
{
    Program program;
    program.immutables = {"first", "second"};
    program.memory = memory_size;
    program.functions.resize(3);
    // From the last one: a function calls only those after it.
    for (std::size_t id = 3; id-- > 0;)
        function(program, static_cast<FunctionId>(id));
    return program;
}

ValueId RandomProgram::constant(Builder& b)
{
    return b.constant(random_word(random_));
}

void RandomProgram::function(Program& program, FunctionId id)
{
    Function& f = program.functions[id];
    f.name = "f" + std::to_string(id);
    Builder b{f};
    known_.clear();
    const bool wide = width_ == Width::wide;
    if (id != 0)
    {
        f.results = 1 + below(wide && below(3) == 0 ? 20 : 3);
        for (std::uint64_t i = 1 + below(wide && below(3) == 0 ? 20 : 3); i > 0; --i)
            known_.push_back(b.add_parameter(0));
    }
    else
        for (std::uint64_t i = 0; i < words; ++i)
            known_.push_back(b.emit(Operation::calldataload, {b.constant(32 * i)}));
    // Values that cannot be computed again.
    for (std::uint64_t i = wide ? 10 + below(20) : 0; i > 0; --i)
        known_.push_back(
            b.emit(Operation::bit_xor, {any(), b.emit(Operation::sload, {b.constant(below(4))})}));
    for (std::uint64_t i = 2 + below(wide ? 8 : 5); i > 0; --i)
        step(program, id, b, 0);
    finish(f, id, b);
}

void RandomProgram::finish(const Function& f, FunctionId id, Builder& b)
{
    if (id == 0)
    {
        const std::uint64_t used = width_ == Width::wide ? known_.size() : 4;
        ValueId sum = any();
        for (std::uint64_t i = 0; i < used; ++i)
            sum = b.emit(i % 2 == 0 ? Operation::bit_xor : Operation::sub,
                {sum, width_ == Width::wide ? known_[i] : any()});
        b.emit(Operation::mstore, {b.constant(0), sum});
        if (below(5) == 0)
        {
            b.emit(Operation::sstore, {b.constant(below(4)), sum});
            return b.end(ExitKind::stop);
        }
        return b.end(ExitKind::return_data, {b.constant(0), b.constant(32 * (1 + below(4)))});
    }
    std::vector<ValueId> results;
    for (std::size_t i = 0; i < f.results; ++i)
        results.push_back(any());
    b.end(ExitKind::give_back, std::move(results));
}

void RandomProgram::step(Program& program, FunctionId id, Builder& b, unsigned depth)
{
    switch (below(14))
    {
        case 0:
            return guard(b);
        case 1:
            return checked_sum(b);
        case 2:
            return checked_division(b);
        case 3:
        case 4:
            return join(b);
        case 5:
            return depth < 2 ? loop(program, id, b, depth) : compute(b);
        case 6:
            return storage(b);
        case 7:
            return memory(b);
        case 8:
            return log(b);
        case 9:
            return transfer(b);
        case 10:
        case 11:
            return id == 2 ? context(b) : call(program, id, b);
        default:
            return compute(b);
    }
}

void RandomProgram::compute(Builder& b)
{
    constexpr std::array operations{Operation::add, Operation::sub, Operation::mul, Operation::div,
        Operation::lt, Operation::gt, Operation::eq, Operation::bit_and, Operation::bit_or,
        Operation::bit_xor, Operation::shl, Operation::shr, Operation::iszero,
        Operation::calldataload};
    for (std::uint64_t i = 1 + below(5); i > 0; --i)
    {
        const Operation operation = operations[below(operations.size())];
        const bool shifts = operation == Operation::shl || operation == Operation::shr;
        const ValueId left = below(3) == 0 || shifts ? constant(b) : any();
        if (traits(operation).inputs == 1)
            known_.push_back(b.emit(operation, {left}));
        else
            known_.push_back(b.emit(operation, {left, below(5) == 0 ? constant(b) : any()}));
    }
}

void RandomProgram::context(Builder& b)
{
    constexpr std::array operations{
        Operation::self, Operation::caller, Operation::callvalue, Operation::calldatasize};
    known_.push_back(b.emit(operations[below(operations.size())]));
    known_.push_back(b.immutable(static_cast<std::uint32_t>(below(immutables))));
}

void RandomProgram::storage(Builder& b)
{
    const auto key = [&] {
        return below(2) == 0 ? b.constant(below(4))
                             : b.emit(Operation::bit_and, {any(), b.constant(3)});
    };
    const ValueId first = key();
    known_.push_back(b.emit(Operation::sload, {first}));
    b.emit(Operation::sstore, {key(), any()});
    known_.push_back(b.emit(Operation::sload, {first}));
}

/// A place in memory: one of a few words, or a computed one.
ValueId RandomProgram::place(Builder& b)
{
    if (below(3) != 0)
        return b.constant(32 * below(4));
    return b.emit(
        Operation::add, {b.constant(512), b.emit(Operation::bit_and, {any(), b.constant(0x1e0)})});
}

void RandomProgram::memory(Builder& b)
{
    const ValueId first = place(b);
    b.emit(Operation::mstore, {first, any()});
    b.emit(Operation::mstore, {place(b), any()});
    known_.push_back(b.emit(Operation::mload, {first}));
}

void RandomProgram::log(Builder& b)
{
    b.emit(Operation::log2, {place(b), b.constant(below(33)), any(), any()});
}

void RandomProgram::transfer(Builder& b)
{
    if (below(2) == 0)
        b.emit(Operation::sstore, {b.constant(below(4)), any()});
    if (below(2) == 0)
        known_.push_back(b.emit(Operation::selfbalance));
    const ValueId to = b.constant(below(4) == 0 ? refuser : taker);
    const ValueId value = below(3) == 0 ? any() : b.constant(below(4));
    known_.push_back(
        b.emit(Operation::call, {b.emit(Operation::gas), to, value, place(b), b.constant(below(33)),
                                    b.constant(0), b.constant(0)}));
    known_.push_back(b.emit(Operation::selfbalance));
}

void RandomProgram::guard_on(Builder& b, ValueId condition)
{
    const BlockId cold = b.new_block("cold", true);
    b.leave_if(condition, cold, "warm");
    const BlockId back = b.current();
    b.continue_in(cold);
    if (below(2) == 0)
    {
        b.emit(Operation::mstore, {b.constant(32), any()});
        b.end(ExitKind::revert, {b.constant(28), b.constant(36)});
    }
    else
        b.end(ExitKind::revert, {b.constant(0), b.constant(0)});
    b.continue_in(back);
}

void RandomProgram::guard(Builder& b)
{
    guard_on(b, b.emit(Operation::lt, {any(), any()}));
}

void RandomProgram::checked_sum(Builder& b)
{
    const ValueId left = any();
    const ValueId sum = b.emit(Operation::add, {left, any()});
    guard_on(b, b.emit(Operation::lt, {sum, left}));
    known_.push_back(sum);
}

void RandomProgram::checked_division(Builder& b)
{
    const ValueId divisor = any();
    guard_on(b, b.emit(Operation::iszero, {divisor}));
    known_.push_back(b.emit(Operation::div, {any(), divisor}));
}

/// Both ways of a branch compute something, and meet with parameters.
void RandomProgram::join(Builder& b)
{
    const BlockId other = b.new_block("other");
    const BlockId meet = b.new_block("meet");
    const std::uint64_t handed = 1 + below(width_ == Width::wide && below(4) == 0 ? 20 : 3);
    b.leave_if(b.emit(Operation::gt, {any(), any()}), other, "one");
    const std::vector<ValueId> before = known_;
    const auto side = [&] {
        compute(b);
        if (below(3) == 0)
            storage(b);
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

/// A counter and a few words that each round exchanges and changes.
void RandomProgram::loop(Program& program, FunctionId id, Builder& b, unsigned depth)
{
    const BlockId header = b.new_block("loop");
    const BlockId end = b.new_block("end");
    const std::uint64_t carried = 1 + below(width_ == Width::wide && below(4) == 0 ? 18 : 3);
    std::vector<ValueId> arguments{b.constant(below(4))};
    for (std::uint64_t i = 0; i < carried; ++i)
        arguments.push_back(any());
    b.jump(header, std::move(arguments));
    b.continue_in(header);
    const ValueId counter = b.add_parameter(header);
    std::vector<ValueId> parameters;
    for (std::uint64_t i = 0; i < carried; ++i)
        parameters.push_back(b.add_parameter(header));
    known_.push_back(counter);
    known_.insert(known_.end(), parameters.begin(), parameters.end());
    b.leave_if(b.emit(Operation::iszero, {counter}), end, "round");
    const std::vector<ValueId> before = known_;
    for (std::uint64_t i = 1 + below(3); i > 0; --i)
        step(program, id, b, depth + 1);
    std::vector<ValueId> next{b.emit(Operation::sub, {counter, b.constant(1)})};
    for (std::uint64_t i = 0; i < carried; ++i)
        next.push_back(below(2) == 0 ? parameters[below(carried)] : any());
    b.jump(header, std::move(next));
    known_ = before;
    b.continue_in(end);
}

void RandomProgram::call(Program& program, FunctionId id, Builder& b)
{
    const auto callee = static_cast<FunctionId>(id + 1 + below(2 - id));
    const Function& f = program.functions[callee];
    std::vector<ValueId> operands;
    for (std::size_t i = 0; i < f.blocks[0].parameters.size(); ++i)
        operands.push_back(any());
    for (const ValueId result : b.call(callee, std::move(operands), f.results, "called"))
        known_.push_back(result);
}
}  // namespace byline::compiler::ir

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
    world.echoes = echo;
    world.meddles = meddler;
    // Logs what it is sent; it has no topics, unlike most logs of a random program.
    world.accounts[taker] = {OP_CALLDATASIZE, OP_PUSH0, OP_PUSH0, OP_CALLDATACOPY, OP_CALLDATASIZE,
        OP_PUSH0, OP_LOG0, OP_STOP};
    world.accounts[refuser] = {OP_PUSH0, OP_PUSH0, OP_REVERT};
    world.accounts[echo] = {
        OP_CALLDATASIZE, OP_PUSH0, OP_PUSH0, OP_CALLDATACOPY, OP_CALLDATASIZE, OP_PUSH0, OP_RETURN};
    world.timestamp = 1 + random() % 1'000'000;
    world.chainid = 1;
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
    for (std::uint64_t i = wide ? 10 + below(40) : 0; i > 0; --i)
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
        return b.end(ExitKind::return_data,
            {b.constant(0), below(4) == 0 ? length(b) : b.constant(32 * (1 + below(4)))});
    }
    std::vector<ValueId> results;
    for (std::size_t i = 0; i < f.results; ++i)
        results.push_back(any());
    b.end(ExitKind::give_back, std::move(results));
}

void RandomProgram::step(Program& program, FunctionId id, Builder& b, unsigned depth)
{
    switch (below(21))
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
        case 14:
            return fields(b);
        case 15:
            return hash(b);
        case 16:
        case 17:
            return copy(b);
        case 18:
            return look_up(b);
        case 19:
        case 20:
            return detour(b);
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
        Operation::calldataload, Operation::sdiv, Operation::mod, Operation::smod,
        Operation::addmod, Operation::mulmod, Operation::exp, Operation::signextend, Operation::slt,
        Operation::sgt, Operation::bit_not, Operation::byte, Operation::sar};
    for (std::uint64_t i = 1 + below(5); i > 0; --i)
    {
        const Operation operation = operations[below(operations.size())];
        const bool shifts = operation == Operation::shl || operation == Operation::shr ||
                            operation == Operation::sar;
        const ValueId left = below(3) == 0 || shifts ? constant(b) : any();
        const ValueId right = below(5) == 0 ? constant(b) : any();
        if (traits(operation).inputs == 1)
            known_.push_back(b.emit(operation, {left}));
        else if (traits(operation).inputs == 2)
            known_.push_back(b.emit(operation, {left, right}));
        else
            known_.push_back(b.emit(operation, {left, right, any()}));
    }
}

void RandomProgram::context(Builder& b)
{
    constexpr std::array operations{Operation::self, Operation::caller, Operation::callvalue,
        Operation::calldatasize, Operation::timestamp, Operation::chainid};
    known_.push_back(b.emit(operations[below(operations.size())]));
    known_.push_back(b.immutable(static_cast<std::uint32_t>(below(immutables))));
}

void RandomProgram::storage(Builder& b)
{
    const auto key = [&] {
        return below(2) == 0 ? b.constant(below(4))
                             : b.emit(Operation::bit_and, {any(), b.constant(3)});
    };
    const bool lasts = below(4) != 0;
    const Operation load = lasts ? Operation::sload : Operation::tload;
    const Operation store = lasts ? Operation::sstore : Operation::tstore;
    const ValueId first = key();
    known_.push_back(b.emit(load, {first}));
    b.emit(store, {key(), any()});
    known_.push_back(b.emit(load, {first}));
    if (below(4) == 0)
        b.emit(store, {below(2) == 0 ? first : key(), any()});
}

/// Writes of fields of one slot, each a load, a mask and a store, as packed keeps are lowered.
void RandomProgram::fields(Builder& b)
{
    constexpr std::uint64_t width = 64;
    const uint256 ones = (uint256{1} << width) - 1;
    const ValueId slot =
        below(2) == 0 ? b.constant(below(4)) : b.emit(Operation::bit_and, {any(), b.constant(3)});
    for (std::uint64_t i = 1 + below(4); i > 0; --i)
    {
        const std::uint64_t at = width * below(4);
        const ValueId field = b.emit(Operation::bit_and, {any(), b.constant(ones)});
        const ValueId rest = b.emit(
            Operation::bit_and, {b.emit(Operation::sload, {slot}), b.constant(~(ones << at))});
        b.emit(Operation::sstore,
            {slot, b.emit(Operation::bit_or,
                       {rest, b.emit(Operation::shl, {b.constant(at), field})})});
        if (below(8) == 0)
            guard(b);
        if (below(6) == 0)
            known_.push_back(b.emit(Operation::sload, {b.constant(below(4))}));
    }
}

/// A place in memory: one of a few words, or a computed one.
ValueId RandomProgram::place(Builder& b)
{
    if (below(3) != 0)
        return b.constant(32 * below(4));
    return b.emit(
        Operation::add, {b.constant(512), b.emit(Operation::bit_and, {any(), b.constant(0x1e0)})});
}

/// At most a word, known or computed.
ValueId RandomProgram::length(Builder& b)
{
    if (below(3) != 0)
        return b.constant(below(33));
    return b.emit(Operation::bit_and, {any(), b.constant(31)});
}

void RandomProgram::memory(Builder& b)
{
    const ValueId first = place(b);
    b.emit(Operation::mstore, {first, any()});
    b.emit(below(4) == 0 ? Operation::mstore8 : Operation::mstore, {place(b), any()});
    known_.push_back(b.emit(Operation::mload, {first}));
}

/// The slot of a mapping, or any hash, twice.
void RandomProgram::hash(Builder& b)
{
    b.emit(Operation::mstore, {b.constant(0), any()});
    b.emit(Operation::mstore, {b.constant(32), b.constant(below(3))});
    const ValueId slot = b.emit(Operation::keccak256, {b.constant(0), b.constant(64)});
    if (below(2) == 0)
        b.emit(Operation::sstore, {slot, any()});
    known_.push_back(b.emit(Operation::sload, {b.constant(below(4))}));
    if (below(2) == 0)
        b.emit(Operation::mstore, {place(b), any()});
    const ValueId again = b.emit(Operation::keccak256, {b.constant(0), b.constant(64)});
    known_.push_back(b.emit(Operation::sload, {again}));
    known_.push_back(b.emit(Operation::keccak256, {place(b), length(b)}));
}

void RandomProgram::copy(Builder& b)
{
    constexpr std::array operations{
        Operation::calldatacopy, Operation::codecopy, Operation::mcopy, Operation::returndatacopy};
    const Operation operation = operations[below(operations.size())];
    const ValueId to = place(b);
    if (operation == Operation::mcopy)
        b.emit(operation, {to, place(b), length(b)});
    else if (operation == Operation::returndatacopy)
        b.emit(operation,
            {to, b.constant(0),
                below(8) == 0 ? b.constant(below(4)) : b.emit(Operation::returndatasize)});
    else
        b.emit(
            operation, {to, operation == Operation::codecopy ? b.constant(uint256{1} << 40) : any(),
                           length(b)});
    known_.push_back(b.emit(Operation::mload, {to}));
}

/// Reads what others have, and what they answer.
void RandomProgram::look_up(Builder& b)
{
    const ValueId to = b.constant(below(4) == 0 ? refuser : echo);
    known_.push_back(b.emit(Operation::extcodesize, {to}));
    if (below(2) == 0)
        b.emit(Operation::tstore, {b.constant(below(4)), any()});
    known_.push_back(
        b.emit(Operation::staticcall, {b.emit(Operation::gas), to, place(b), b.constant(below(33)),
                                          place(b), below(2) == 0 ? b.constant(0) : length(b)}));
    known_.push_back(b.emit(Operation::returndatasize));
    known_.push_back(b.emit(Operation::mload, {b.constant(32 * below(4))}));
}

void RandomProgram::log(Builder& b)
{
    const ValueId at = place(b);
    switch (below(7))
    {
        case 0:
            b.emit(Operation::log0, {at, length(b)});
            return;
        case 1:
            b.emit(Operation::log1, {at, length(b), any()});
            return;
        case 2:
            b.emit(Operation::log3, {at, length(b), any(), any(), any()});
            return;
        case 3:
            b.emit(Operation::log4, {at, length(b), any(), any(), any(), any()});
            return;
        default:
            b.emit(Operation::log2, {at, length(b), any(), any()});
            return;
    }
}

void RandomProgram::transfer(Builder& b)
{
    if (below(2) == 0)
        b.emit(Operation::sstore, {b.constant(below(4)), any()});
    if (below(2) == 0)
        known_.push_back(b.emit(Operation::selfbalance));
    constexpr std::array callees{refuser, taker, taker, taker, echo, meddler};
    const ValueId to = b.constant(callees[below(callees.size())]);
    const ValueId value = below(3) == 0 ? any() : b.constant(below(4));
    known_.push_back(
        b.emit(Operation::call, {b.emit(Operation::gas), to, value, place(b), b.constant(below(33)),
                                    place(b), below(2) == 0 ? b.constant(0) : length(b)}));
    if (below(2) == 0)
        known_.push_back(b.emit(Operation::returndatasize));
    if (below(2) == 0)
        known_.push_back(b.emit(Operation::sload, {b.constant(below(4))}));
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

ValueId RandomProgram::condition(Builder& b)
{
    constexpr std::array comparisons{
        Operation::eq, Operation::lt, Operation::gt, Operation::bit_and};
    ValueId result = any();
    if (below(4) != 0)
        result = b.emit(
            comparisons[below(comparisons.size())], {any(), below(2) == 0 ? constant(b) : any()});
    else if (below(3) == 0)
        result = b.constant(below(2));
    for (std::uint64_t i = below(4); i > 0; --i)
        result = b.emit(Operation::iszero, {result});
    return result;
}

/// Ways that do something, or nothing, and meet without parameters; some test the same again.
void RandomProgram::detour(Builder& b)
{
    const BlockId other = b.new_block("aside");
    const BlockId meet = b.new_block("beyond");
    const ValueId tested = condition(b);
    b.leave_if(tested, other, "onwards");
    const std::vector<ValueId> before = known_;
    const auto side = [&] {
        if (below(2) == 0)
            storage(b);
        if (below(3) == 0)
        {
            const BlockId again = b.new_block("again");
            b.leave_if(below(2) == 0 ? tested : condition(b), again, "not_again");
            b.jump(meet);
            b.continue_in(again);
            if (below(2) == 0)
                log(b);
        }
        b.jump(meet);
        known_ = before;
    };
    side();
    b.continue_in(other);
    side();
    b.continue_in(meet);
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

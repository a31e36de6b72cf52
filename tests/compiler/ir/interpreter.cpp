#include "tests/compiler/ir/interpreter.hpp"

#include "vm/primitives/bytes32.hpp"

#include <algorithm>
#include <stdexcept>

namespace byline::compiler::ir
{
namespace
{
constexpr std::size_t most_memory = std::size_t{1} << 20;
constexpr std::size_t most_steps = 200'000;

uint256 truth(bool b)
{
    return b ? 1 : 0;
}

class Interpreter
{
public:
    Interpreter(const Program& program, const World& world)
        : program_{program}, world_{world}, storage_{world.storage}, balance_{world.balance}
    {}

    Observed run()
    {
        (void)call(0, {});
        const bool kept = ending_ == Ending::success;
        Observed observed;
        observed.ending = *ending_;
        if (kept || ending_ == Ending::revert)
            observed.output = output_;
        observed.storage = kept ? storage_ : world_.storage;
        std::erase_if(observed.storage, [](const auto& slot) { return slot.second.is_zero(); });
        observed.balance = kept ? balance_ : world_.balance;
        if (kept)
            observed.events = events_;
        return observed;
    }

private:
    using Values = std::vector<uint256>;

    // A function calls only functions behind it.
    // NOLINTNEXTLINE(misc-no-recursion)
    std::vector<uint256> call(FunctionId id, std::vector<uint256> incoming)
    {
        const Function& function = program_.functions[id];
        Values values(function.values.size());
        for (BlockId at = 0;;)
        {
            const Block& block = function.blocks[at];
            for (std::size_t i = 0; i < incoming.size(); ++i)
                values[block.parameters[i]] = incoming[i];
            for (const ValueId value : block.body)
            {
                values[value] = evaluate(function.values[value], values);
                if (++steps_ > most_steps)
                    end(Ending::unfinished);
                if (ending_)
                    return {};
            }
            const Exit& exit = block.exit;
            const std::vector<uint256> x = all(exit.operands, values);
            switch (exit.kind)
            {
                case ExitKind::jump:
                    if (++steps_ > most_steps)
                        end(Ending::unfinished);
                    incoming = all(exit.edges[0].arguments, values);
                    at = exit.edges[0].block;
                    break;
                case ExitKind::branch:
                    incoming.clear();
                    at = exit.edges[x[0].is_zero() ? 1 : 0].block;
                    break;
                case ExitKind::call_function:
                    incoming = call(exit.callee, x);
                    at = exit.edges[0].block;
                    break;
                case ExitKind::give_back:
                    return x;
                case ExitKind::stop:
                    end(Ending::success);
                    break;
                case ExitKind::return_data:
                    output_ = read(x[0], x[1]);
                    end(Ending::success);
                    break;
                case ExitKind::revert:
                    output_ = read(x[0], x[1]);
                    end(Ending::revert);
                    break;
            }
            if (ending_)
                return {};
        }
    }

    void end(Ending ending)
    {
        if (!ending_)
            ending_ = ending;
    }

    static std::vector<uint256> all(const std::vector<ValueId>& ids, const Values& values)
    {
        std::vector<uint256> result;
        for (const ValueId id : ids)
            result.push_back(values[id]);
        return result;
    }

    // --- memory ---

    bool reach(const uint256& offset, const uint256& length)
    {
        if (length.is_zero())
            return true;
        if (offset > uint256{most_memory} || length > uint256{most_memory})
        {
            end(Ending::failed);
            return false;
        }
        memory_.resize(std::max<std::size_t>(memory_.size(), offset.words[0] + length.words[0]));
        return true;
    }

    Bytes read(const uint256& offset, const uint256& length)
    {
        if (length.is_zero() || !reach(offset, length))
            return {};
        const auto first = memory_.begin() + static_cast<std::ptrdiff_t>(offset.words[0]);
        return {first, first + static_cast<std::ptrdiff_t>(length.words[0])};
    }

    static uint256 word_at(const Bytes& bytes, const uint256& offset)
    {
        bytes32 word;
        for (std::size_t i = 0; i < 32; ++i)
        {
            if (offset < uint256{bytes.size()} && offset.words[0] + i < bytes.size())
                word.bytes[i] = bytes[offset.words[0] + i];
        }
        return to_uint256(word);
    }

    void store(const uint256& offset, const uint256& value)
    {
        if (!reach(offset, 32))
            return;
        const bytes32 word = to_bytes32(value);
        std::ranges::copy(
            word.bytes, memory_.begin() + static_cast<std::ptrdiff_t>(offset.words[0]));
    }

    void copy_code(const uint256& to, const uint256& from, const uint256& length)
    {
        if (length.is_zero() || !reach(to, length))
            return;
        for (std::size_t i = 0; i < length.words[0]; ++i)
        {
            const bool inside =
                from < uint256{world_.code.size()} && from.words[0] + i < world_.code.size();
            memory_[to.words[0] + i] = inside ? world_.code[from.words[0] + i] : 0;
        }
    }

    // --- the world ---

    uint256 send(const std::vector<uint256>& x)
    {
        const uint256 to = x[1] & ((uint256{1} << 160) - 1);
        const Bytes input = read(x[3], x[4]);
        if (!reach(x[5], x[6]) || ending_ || x[2] > balance_ || to == world_.refuses)
            return 0;
        balance_ -= x[2];
        events_.push_back({{to, x[2]}, input, storage_});
        return 1;
    }

    uint256 slot(const uint256& key) const
    {
        const auto found = storage_.find(key);
        return found == storage_.end() ? uint256{} : found->second;
    }

    uint256 evaluate(const Instruction& instruction, const Values& values)
    {
        const std::vector<uint256> x = all(instruction.operands, values);
        switch (instruction.operation)
        {
            case Operation::constant:
                return instruction.constant;
            case Operation::immutable:
                return world_.immutables.at(instruction.index);
            case Operation::symbol:
                return world_.symbols.at(instruction.index) + instruction.constant;
            case Operation::parameter:
                return {};
            default:
                break;
        }
        switch (traits(instruction.operation).effect)
        {
            case Effect::pure:
                return compute(instruction.operation, x);
            case Effect::context:
            case Effect::read:
                return look(instruction.operation, x);
            case Effect::write:
                return change(instruction.operation, x);
        }
        return {};
    }

    uint256 compute(Operation operation, const std::vector<uint256>& x) const
    {
        switch (operation)
        {
            case Operation::calldataload:
                return word_at(world_.calldata, x[0]);
            case Operation::add:
                return x[0] + x[1];
            case Operation::sub:
                return x[0] - x[1];
            case Operation::mul:
                return x[0] * x[1];
            case Operation::div:
                return x[1].is_zero() ? uint256{} : x[0] / x[1];
            case Operation::lt:
                return truth(x[0] < x[1]);
            case Operation::gt:
                return truth(x[0] > x[1]);
            case Operation::eq:
                return truth(x[0] == x[1]);
            case Operation::iszero:
                return truth(x[0].is_zero());
            case Operation::bit_and:
                return x[0] & x[1];
            case Operation::bit_or:
                return x[0] | x[1];
            case Operation::bit_xor:
                return x[0] ^ x[1];
            case Operation::shl:
                return x[0] < uint256{256} ? x[1] << x[0].words[0] : uint256{};
            case Operation::shr:
                return x[0] < uint256{256} ? x[1] >> x[0].words[0] : uint256{};
            default:
                throw std::logic_error{"an operation that the interpreter does not know"};
        }
    }

    uint256 look(Operation operation, const std::vector<uint256>& x)
    {
        switch (operation)
        {
            case Operation::self:
                return world_.self;
            case Operation::caller:
                return world_.caller;
            case Operation::callvalue:
                return world_.callvalue;
            case Operation::calldatasize:
                return world_.calldata.size();
            case Operation::codesize:
                return world_.code.size();
            case Operation::selfbalance:
                return balance_;
            case Operation::gas:
                return 0;
            case Operation::sload:
                return slot(x[0]);
            case Operation::mload:
                return reach(x[0], 32) ? word_at(memory_, x[0]) : uint256{};
            default:
                throw std::logic_error{"an operation that the interpreter does not know"};
        }
    }

    uint256 change(Operation operation, const std::vector<uint256>& x)
    {
        switch (operation)
        {
            case Operation::mstore:
                store(x[0], x[1]);
                return {};
            case Operation::sstore:
                storage_[x[0]] = x[1];
                return {};
            case Operation::codecopy:
                copy_code(x[0], x[1], x[2]);
                return {};
            case Operation::call:
                return send(x);
            case Operation::log2:
                events_.push_back({{x[2], x[3]}, read(x[0], x[1]), {}});
                return {};
            default:
                throw std::logic_error{"an operation that the interpreter does not know"};
        }
    }

    const Program& program_;
    const World& world_;
    Storage storage_;
    uint256 balance_;
    Bytes memory_;
    Bytes output_;
    std::vector<Event> events_;
    std::optional<Ending> ending_;
    std::size_t steps_ = 0;
};
}  // namespace

Observed interpret(const Program& program, const World& world)
{
    return Interpreter{program, world}.run();
}
}  // namespace byline::compiler::ir

#include "tests/compiler/ir/interpreter.hpp"

#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"

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
        : program_{program},
          world_{world},
          storage_{world.storage},
          transient_{world.transient},
          balance_{world.balance}
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
        observed.transient = kept ? transient_ : world_.transient;
        for (Storage* slots : {&observed.storage, &observed.transient})
            std::erase_if(*slots, [](const auto& slot) { return slot.second.is_zero(); });
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

    /// CALLDATACOPY and CODECOPY: what lies behind the end is zero.
    void copy(const Bytes& source, const std::vector<uint256>& x)
    {
        if (x[2].is_zero() || !reach(x[0], x[2]))
            return;
        for (std::size_t i = 0; i < x[2].words[0]; ++i)
        {
            const bool inside = x[1] < uint256{source.size()} && x[1].words[0] + i < source.size();
            memory_[x[0].words[0] + i] = inside ? source[x[1].words[0] + i] : 0;
        }
    }

    void copy_return_data(const std::vector<uint256>& x)
    {
        const uint256 size{return_data_.size()};
        if (x[1] > size || x[2] > size - x[1])
            return end(Ending::failed);
        copy(return_data_, x);
    }

    void copy_memory(const std::vector<uint256>& x)
    {
        const Bytes bytes = read(x[1], x[2]);
        if (!ending_)
            copy(bytes, {x[0], 0, x[2]});
    }

    void store_byte(const uint256& offset, const uint256& value)
    {
        if (reach(offset, 1))
            memory_[offset.words[0]] = static_cast<std::uint8_t>(value.words[0]);
    }

    uint256 hash(const std::vector<uint256>& x)
    {
        const Bytes bytes = read(x[0], x[1]);
        return to_uint256(byline::keccak256(BytesView{bytes}));
    }

    // --- the world ---

    /// CALL and, without a value, STATICCALL; `memory` is their last four operands.
    uint256 send(const std::vector<uint256>& x, bool is_static)
    {
        const uint256 to = x[1] & ((uint256{1} << 160) - 1);
        const uint256 value = is_static ? uint256{} : x[2];
        const std::vector<uint256> memory{x.end() - 4, x.end()};
        const Bytes input = read(memory[0], memory[1]);
        return_data_.clear();
        if (!reach(memory[2], memory[3]) || ending_ || value > balance_ || to == world_.refuses)
            return 0;
        balance_ -= value;
        events_.push_back({{to, value}, input, storage_, transient_});
        if (!is_static && !world_.meddles.is_zero() && to == world_.meddles)
            meddle();
        if (to == world_.echoes)
            return_data_ = input;
        const std::size_t length = std::min<std::size_t>(return_data_.size(), memory[3].words[0]);
        copy(return_data_, {memory[2], 0, length});
        return 1;
    }

    void meddle()
    {
        for (std::uint64_t key = 0; key < 4; ++key)
        {
            storage_[key] = slot(storage_, key) + 1;
            transient_[key] = slot(transient_, key) + 1;
        }
    }

    static uint256 slot(const Storage& slots, const uint256& key)
    {
        const auto found = slots.find(key);
        return found == slots.end() ? uint256{} : found->second;
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
                return compute_rare(operation, x);
        }
    }

    static uint256 compute_rare(Operation operation, const std::vector<uint256>& x)
    {
        switch (operation)
        {
            case Operation::sdiv:
                return signed_div(x[0], x[1]);
            case Operation::mod:
                return x[1].is_zero() ? uint256{} : x[0] % x[1];
            case Operation::smod:
                return signed_mod(x[0], x[1]);
            case Operation::addmod:
                return add_mod(x[0], x[1], x[2]);
            case Operation::mulmod:
                return mul_mod(x[0], x[1], x[2]);
            case Operation::exp:
                return power(x[0], x[1]);
            case Operation::signextend:
                return sign_extend(x[0], x[1]);
            case Operation::slt:
                return truth(signed_less(x[0], x[1]));
            case Operation::sgt:
                return truth(signed_less(x[1], x[0]));
            case Operation::bit_not:
                return ~x[0];
            case Operation::byte:
                return byte_at(x[0], x[1]);
            case Operation::sar:
                return arithmetic_shift_right(x[1], x[0]);
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
                return slot(storage_, x[0]);
            case Operation::tload:
                return slot(transient_, x[0]);
            case Operation::timestamp:
                return world_.timestamp;
            case Operation::chainid:
                return world_.chainid;
            case Operation::extcodesize: {
                const auto found = world_.accounts.find(x[0] & ((uint256{1} << 160) - 1));
                return found == world_.accounts.end() ? 0 : found->second.size();
            }
            case Operation::returndatasize:
                return return_data_.size();
            case Operation::keccak256:
                return hash(x);
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
            case Operation::tstore:
                transient_[x[0]] = x[1];
                return {};
            case Operation::mstore8:
                store_byte(x[0], x[1]);
                return {};
            case Operation::mcopy:
                copy_memory(x);
                return {};
            case Operation::calldatacopy:
                copy(world_.calldata, x);
                return {};
            case Operation::codecopy:
                copy(world_.code, x);
                return {};
            case Operation::returndatacopy:
                copy_return_data(x);
                return {};
            case Operation::call:
                return send(x, false);
            case Operation::staticcall:
                return send(x, true);
            case Operation::log0:
            case Operation::log1:
            case Operation::log2:
            case Operation::log3:
            case Operation::log4:
                events_.push_back({{x.begin() + 2, x.end()}, read(x[0], x[1])});
                return {};
            default:
                throw std::logic_error{"an operation that the interpreter does not know"};
        }
    }

    const Program& program_;
    const World& world_;
    Storage storage_;
    Storage transient_;
    uint256 balance_;
    Bytes memory_;
    Bytes return_data_;
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

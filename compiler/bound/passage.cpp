#include "compiler/bound/passage.hpp"

#include "compiler/bound/code.hpp"
#include "compiler/bound/state.hpp"
#include "compiler/bound/value.hpp"
#include "vm/primitives/opcodes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace byline::compiler::bound
{
namespace
{
constexpr std::uint64_t word_size = 32;
constexpr unsigned address_bits = 160;

/// More memory than any transaction can pay for.
constexpr std::uint64_t most_memory = std::uint64_t{1} << 32;

/// Whoever names more than a transaction can have (EIP-7825) names no limit.
constexpr std::uint64_t most_gas = 1 << 24;

/// Of symbols: below lie the depths of the stack, behind the offsets of the code.
constexpr std::uint32_t first_offset = 1 << 16;
/// Of symbols of the environment: below lie opcodes.
constexpr std::uint32_t first_immutable = 1 << 8;

constexpr std::uint64_t ecrecover_precompile = 1;

std::uint64_t words_in(std::uint64_t bytes) noexcept
{
    return (bytes + word_size - 1) / word_size;
}

bool is_push(Opcode opcode) noexcept
{
    return opcode >= OP_PUSH0 && opcode <= OP_PUSH32;
}

/// Whether a word has at most so many bits because of what it is.
Facts facts_of_environment(Opcode opcode) noexcept
{
    constexpr unsigned count_bits = 64;
    const auto below = [](unsigned bits) { return at_most((uint256{1} << bits) - 1); };
    switch (opcode)
    {
        case OP_ADDRESS:
        case OP_CALLER: {
            Facts facts = below(address_bits);
            facts.is_nonzero = true;
            return facts;
        }
        case OP_CALLDATASIZE: {
            Facts facts = below(count_bits);
            facts.is_nonzero = true;
            return facts;
        }
        case OP_CODESIZE:
        case OP_TIMESTAMP:
            return below(count_bits);
        default:
            return {};
    }
}

class Walk
{
public:
    Walk(const Code& code, Values& values, State state, std::size_t offset, Origin origin)
        : code_{code},
          costs_{code.costs()},
          values_{values},
          state_{std::move(state)},
          at_{offset},
          origin_{origin}
    {}

    Passage run()
    {
        for (bool is_first = true; step(is_first); is_first = false)
        {
        }
        return std::move(result_);
    }

private:
    /// Whether the instruction after this one belongs to the passage.
    bool step(bool is_first)
    {
        if (at_ >= code_.bytes().size())
            return false;
        const auto opcode = static_cast<Opcode>(code_.bytes()[at_]);
        if (opcode == OP_JUMPDEST && !is_first)
        {
            result_.ways.push_back({at_, std::move(state_)});
            return false;
        }
        const OpcodeTraits& traits = opcode_table[opcode];
        if (traits.name.empty() || opcode == OP_INVALID)
            return give_up("an instruction that takes all gas can be reached");
        if (state_.stack.size() < traits.inputs)
            return give_up("it is not known what lies on the stack");
        charge(traits.gas);
        const std::size_t next = at_ + 1 + traits.immediates;
        const bool goes_on = execute(opcode, traits, next);
        at_ = next;
        return goes_on && result_.unbounded.empty();
    }

    bool execute(Opcode opcode, const OpcodeTraits& traits, std::size_t next)
    {
        if (is_push(opcode))
            return push(pushed(opcode, next));
        if (opcode >= OP_DUP1 && opcode <= OP_DUP16)
            return push(state_.stack[state_.stack.size() - 1 - (opcode - OP_DUP1)]);
        if (opcode >= OP_SWAP1 && opcode <= OP_SWAP16)
        {
            std::swap(
                state_.stack.back(), state_.stack[state_.stack.size() - 2 - (opcode - OP_SWAP1)]);
            return true;
        }
        std::vector<ValueId> operands;
        for (unsigned i = 0; i < traits.inputs; ++i)
        {
            operands.push_back(state_.stack.back());
            state_.stack.pop_back();
        }
        if (traits.outputs != 0)
            return push(result_of(opcode, std::move(operands)));
        return act(opcode, operands, next);
    }

    // --- what has a result ---

    ValueId pushed(Opcode opcode, std::size_t next)
    {
        if (const auto immutable = code_.immutable_at(at_ + 1))
            return values_.symbol(environment, first_immutable + *immutable,
                at_most((uint256{1} << address_bits) - 1));
        uint256 value;
        for (std::size_t i = next - (opcode - OP_PUSH0); i < next; ++i)
            value = (value << 8) | (i < code_.bytes().size() ? code_.bytes()[i] : 0);
        return values_.constant(value);
    }

    ValueId result_of(Opcode opcode, std::vector<ValueId> operands)
    {
        if (operands.empty())
            return environment_word(opcode);
        switch (opcode)
        {
            case OP_CALLDATALOAD:
                return call_data(operands);
            case OP_MLOAD:
                return load(operands[0]);
            case OP_KECCAK256:
                return hash(operands[0], operands[1]);
            case OP_SLOAD:
                return read_slot(operands[0]);
            case OP_TLOAD:
                return fresh();
            case OP_EXTCODESIZE:
                reach_account(operands[0]);
                return fresh();
            case OP_CALL:
            case OP_STATICCALL:
                return call(opcode, operands);
            case OP_EXP:
                charge(costs_.exp_byte * ((facts(operands[1]).max.bit_width() + 7) / 8));
                return values_.operation(opcode, std::move(operands));
            case OP_SHR:
                return shifted_right(std::move(operands));
            default:
                break;
        }
        if (opcode >= OP_CREATE || (opcode >= OP_BALANCE && opcode <= OP_BLOBBASEFEE))
        {
            give_up("an instruction that licences do not use");
            return unknown;
        }
        return values_.operation(opcode, std::move(operands));
    }

    ValueId environment_word(Opcode opcode)
    {
        switch (opcode)
        {
            case OP_GAS:
            case OP_MSIZE:
            case OP_PC:
            case OP_SELFBALANCE:
                return fresh();
            case OP_RETURNDATASIZE:
                return fresh(at_most(most_memory));
            case OP_CALLDATASIZE:
                if (!code_.entry().selector)
                    return values_.constant(0);
                break;
            default:
                break;
        }
        return values_.symbol(environment, opcode, facts_of_environment(opcode));
    }

    ValueId call_data(const std::vector<ValueId>& operands)
    {
        if (!code_.entry().selector)
            return values_.constant(0);
        return values_.operation(OP_CALLDATALOAD, operands);
    }

    /// The selector is known: it is what the first word begins with.
    ValueId shifted_right(std::vector<ValueId> operands)
    {
        constexpr unsigned behind_selector = 224;
        const uint256* by = values_.constant_of(operands[0]);
        const ValueId word = operands[1];
        if (code_.entry().selector && by != nullptr && *by == behind_selector &&
            values_.opcode_of(word) == OP_CALLDATALOAD)
        {
            const uint256* from = values_.constant_of(values_.operands_of(word)[0]);
            if (from != nullptr && from->is_zero())
                return values_.constant(*code_.entry().selector);
        }
        return values_.operation(OP_SHR, std::move(operands));
    }

    ValueId load(ValueId offset)
    {
        touch_bytes(offset, word_size);
        const auto at = number(offset);
        const auto found = at ? state_.memory.find(*at) : state_.memory.end();
        return found != state_.memory.end() ? found->second : fresh();
    }

    ValueId hash(ValueId offset, ValueId size)
    {
        charge(costs_.keccak_word * words_in(touch(offset, size)));
        const auto begin = number(offset);
        const auto length = number(size);
        if (!begin || !length || *length % word_size != 0)
            return fresh();
        std::vector<ValueId> words;
        for (std::uint64_t at = *begin; at < *begin + *length; at += word_size)
        {
            const auto found = state_.memory.find(at);
            if (found == state_.memory.end())
                return fresh();
            words.push_back(found->second);
        }
        return values_.hash(std::move(words));
    }

    // --- storage and accounts ---

    /// Charges what it costs that a slot is touched; where it is kept, if it can be told again.
    Slot* reach_slot(ValueId slot, std::uint64_t when_warm)
    {
        const bool is_warm = slot != unknown && state_.slots.contains(slot);
        charge(is_warm ? when_warm : costs_.cold_read);
        return slot == unknown ? nullptr : &state_.slots[slot];
    }

    ValueId read_slot(ValueId slot)
    {
        const ValueId word = fresh();
        Slot* kept = reach_slot(slot, costs_.warm_read);
        if (kept != nullptr && !state_.may_have_written)
            kept->first = word;
        return word;
    }

    void write_slot(ValueId slot, ValueId word)
    {
        Slot nowhere;
        Slot* kept = reach_slot(slot, 0);
        if (kept == nullptr)
            kept = &nowhere;
        kept->was_set = kept->was_set || (kept->first != unknown && facts(kept->first).is_nonzero);
        const bool stays_or_clears =
            values_.constant_of(word) != nullptr && values_.constant_of(word)->is_zero();
        if (kept->is_paid)
        {
            charge(costs_.warm_read);
            kept->is_paid = false;
        }
        else
        {
            charge(kept->was_set || stays_or_clears ? costs_.changed_slot : costs_.fresh_slot);
            // To clear a slot that was empty costs less than it was charged, but not so much less
            // that it would pay for filling it.
            kept->is_paid = kept->was_set || !stays_or_clears;
        }
        state_.may_have_written = true;
    }

    /// The fixed part has the price of a warm one.
    void reach_account(ValueId account)
    {
        if (account != unknown && state_.accounts.contains(account))
            return;
        charge(costs_.cold_account - costs_.warm_read);
        if (account != unknown)
            state_.accounts.insert(account);
    }

    ValueId call(Opcode opcode, const std::vector<ValueId>& operands)
    {
        const bool has_value = opcode == OP_CALL;
        const std::size_t areas = has_value ? 3 : 2;
        touch(operands[areas], operands[areas + 1]);
        touch(operands[areas + 2], operands[areas + 3]);
        const ValueId target = operands[1];
        if (number(target) == ecrecover_precompile)
            charge(costs_.ecrecover);
        else if (values_.constant_of(target) != nullptr && *values_.constant_of(target) < 1 << 16)
            give_up("a precompile whose price is not known here");
        else
            call_account(operands, has_value);
        forget(operands[areas + 2], operands[areas + 3]);
        return fresh(at_most(1));
    }

    void call_account(const std::vector<ValueId>& operands, bool has_value)
    {
        reach_account(operands[1]);
        if (has_value && number(operands[2]) != 0)
        {
            charge(costs_.call_value);
            if (operands[1] != environment_word(OP_CALLER))
                charge(costs_.new_account);
        }
        const auto limit = number(operands[0]);
        if (limit && *limit <= most_gas)
            charge(*limit);
        else
            result_.calls_out = true;
        if (!has_value)
            return;
        // Who is called may call back.
        state_.may_have_written = true;
        for (auto& [id, slot] : state_.slots)
            slot.is_paid = false;
    }

    // --- what has no result ---

    bool act(Opcode opcode, const std::vector<ValueId>& operands, std::size_t next)
    {
        switch (opcode)
        {
            case OP_STOP:
                return false;
            case OP_RETURN:
            case OP_REVERT:
                touch(operands[0], operands[1]);
                return false;
            case OP_JUMP:
                go_to(operands[0], std::move(state_));
                return false;
            case OP_JUMPI:
                branch(operands[0], operands[1], next);
                return false;
            case OP_JUMPDEST:
            case OP_POP:
            case OP_TSTORE:
                return true;
            case OP_MSTORE:
                store(operands[0], operands[1]);
                return true;
            case OP_MSTORE8:
                touch_bytes(operands[0], 1);
                forget(operands[0], values_.constant(1));
                return true;
            case OP_CALLDATACOPY:
            case OP_CODECOPY:
            case OP_RETURNDATACOPY:
                copy(operands[0], operands[2]);
                return true;
            case OP_MCOPY:
                touch(operands[1], operands[2]);
                copy(operands[0], operands[2]);
                return true;
            case OP_SSTORE:
                write_slot(operands[0], operands[1]);
                return true;
            default:
                break;
        }
        if (opcode < OP_LOG0 || opcode > OP_LOG4)
            return give_up("an instruction that licences do not use");
        charge(costs_.log_byte * touch(operands[0], operands[1]));
        return true;
    }

    void go_to(ValueId destination, State state)
    {
        const uint256* offset = values_.constant_of(destination);
        if (offset == nullptr || !code_.is_destination(*offset))
        {
            give_up("a jump to where nobody knows");
            return;
        }
        result_.ways.push_back({offset->words[0], std::move(state)});
    }

    void branch(ValueId destination, ValueId condition, std::size_t next)
    {
        const Facts known = facts(condition);
        if (!known.max.is_zero())
        {
            State taken = state_;
            learn_truth(values_, taken, condition, true);
            go_to(destination, std::move(taken));
        }
        if (known.is_nonzero)
            return;
        learn_truth(values_, state_, condition, false);
        result_.ways.push_back({next, std::move(state_)});
    }

    // --- memory ---

    void store(ValueId offset, ValueId word)
    {
        touch_bytes(offset, word_size);
        forget(offset, values_.constant(word_size));
        if (const auto at = number(offset))
            state_.memory[*at] = word;
    }

    void copy(ValueId offset, ValueId size)
    {
        charge(costs_.copy_word * words_in(touch(offset, size)));
        forget(offset, size);
    }

    std::uint64_t touch(ValueId offset, ValueId size)
    {
        return touch_bytes(offset, facts(size).max);
    }

    /// Memory grows to hold so many bytes there; how many they are at most.
    std::uint64_t touch_bytes(ValueId offset, const uint256& size)
    {
        if (size.is_zero())
            return 0;
        const uint256 begin = facts(offset).max;
        if (begin >= most_memory || size >= most_memory)
        {
            give_up("how much memory it takes depends on the call");
            return 0;
        }
        const uint256 end = begin + size;
        result_.memory_end = std::max(result_.memory_end, end.words[0]);
        return size.words[0];
    }

    void forget(ValueId offset, ValueId size)
    {
        const Facts begin = facts(offset);
        const uint256 end = begin.max + facts(size).max;
        forget_memory(
            state_, number(offset).value_or(0), std::min(end, uint256{most_memory}).words[0]);
    }

    // --- small things ---

    bool push(ValueId value)
    {
        state_.stack.push_back(value);
        return true;
    }

    ValueId fresh(const Facts& facts = {})
    {
        return values_.symbol(origin_, first_offset + static_cast<std::uint32_t>(at_), facts);
    }

    [[nodiscard]] Facts facts(ValueId id) const { return facts_of(values_, state_, id); }

    [[nodiscard]] std::optional<std::uint64_t> number(ValueId id) const
    {
        const uint256* value = values_.constant_of(id);
        if (value == nullptr || !value->fits_uint64())
            return std::nullopt;
        return value->words[0];
    }

    void charge(std::uint64_t gas) { result_.gas += gas; }

    bool give_up(std::string why)
    {
        result_.unbounded = std::move(why);
        return false;
    }

    const Code& code_;
    const CostModel& costs_;
    Values& values_;
    State state_;
    std::size_t at_;
    Origin origin_;
    Passage result_;
};
}  // namespace

Passage pass(const Code& code, Values& values, State state, std::size_t offset, Origin origin)
{
    return Walk{code, values, std::move(state), offset, origin}.run();
}
}  // namespace byline::compiler::bound

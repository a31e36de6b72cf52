#include "tests/support/model/scenario.hpp"

#include "tests/support/bytecode.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/state/overlay.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace byline::testing::model
{
namespace
{
constexpr std::array<uint256, 20> edge_values{0, 1, 2, 3, 31, 32, 33, 63, 64, 127, 128, 255, 256,
    0xffff, ~std::uint64_t{0}, uint256{0, 0, 1, 0}, uint256{0, ~0ULL, ~0ULL, ~0ULL},
    uint256{1ULL << 63, 0, 0, 0}, uint256{(1ULL << 63) - 1, ~0ULL, ~0ULL, ~0ULL}, max_uint256};

constexpr std::array pure_instructions{OP_ADD, OP_MUL, OP_SUB, OP_DIV, OP_SDIV, OP_MOD, OP_SMOD,
    OP_ADDMOD, OP_MULMOD, OP_EXP, OP_SIGNEXTEND, OP_LT, OP_GT, OP_SLT, OP_SGT, OP_EQ, OP_ISZERO,
    OP_AND, OP_OR, OP_XOR, OP_NOT, OP_BYTE, OP_SHL, OP_SHR, OP_SAR, OP_CLZ};
constexpr std::array readers{OP_ADDRESS, OP_ORIGIN, OP_CALLER, OP_CALLVALUE, OP_CALLDATASIZE,
    OP_CODESIZE, OP_GASPRICE, OP_RETURNDATASIZE, OP_COINBASE, OP_TIMESTAMP, OP_NUMBER,
    OP_PREVRANDAO, OP_GASLIMIT, OP_CHAINID, OP_SELFBALANCE, OP_BASEFEE, OP_BLOBBASEFEE, OP_PC,
    OP_MSIZE, OP_GAS};
constexpr std::array calls{OP_CALL, OP_CALLCODE, OP_DELEGATECALL, OP_STATICCALL};
constexpr std::array ends{OP_STOP, OP_RETURN, OP_REVERT, OP_SELFDESTRUCT, OP_INVALID};
constexpr std::array comparisons{OP_LT, OP_GT, OP_SLT, OP_SGT, OP_EQ};

template <typename T, std::size_t Size>
const T& pick(Choices& choices, const std::array<T, Size>& of)
{
    return of[choices.below(Size)];
}

/// Writes one program. It knows how high the stack is where it writes, so that what it writes
/// mostly works.
class Writer
{
public:
    explicit Writer(Choices& choices) : choices_{choices} {}

    Bytes write(std::size_t most_pieces)
    {
        if (choices_.chance(8))
            fill_stack();
        for (std::size_t i = 0; i < most_pieces && !choices_.exhausted(); ++i)
            piece(2);
        if (choices_.chance(240))
            return_stack();
        else if (choices_.chance(128))
            code_.resize(code_.size() - std::min<std::size_t>(code_.size(), choices_.below(33)));
        return std::move(code_);
    }

private:
    void op(Opcode opcode)
    {
        code_.push_back(opcode);
        const OpcodeTraits& traits = opcode_table[opcode];
        height_ -= std::min<std::size_t>(height_, traits.inputs);
        height_ += traits.outputs;
    }

    /// Pushes a value in a PUSH of that many bytes, or more if it needs them.
    void push(const uint256& value, std::size_t bytes = 0)
    {
        const std::size_t size = std::max<std::size_t>(bytes, (value.bit_width() + 7) / 8);
        const bytes32 word = to_bytes32(value);
        op(static_cast<Opcode>(OP_PUSH0 + size));
        code_.insert(
            code_.end(), word.bytes.end() - static_cast<std::ptrdiff_t>(size), word.bytes.end());
    }

    void need(std::size_t height)
    {
        while (height_ < height)
            push_something();
    }

    void push_something()
    {
        if (choices_.chance(40))
            op(pick(choices_, readers));
        else if (choices_.chance(40))
            push(uint256{choices_.byte(), choices_.byte(), choices_.byte(), choices_.byte()});
        else
            push(pick(choices_, edge_values), choices_.chance(64) ? choices_.below(33) : 0);
    }

    /// An offset or size: mostly small, at times near the edges of words, seldom absurd.
    void push_place()
    {
        if (choices_.chance(4))
            push(pick(choices_, edge_values));
        else
            push(choices_.below(choices_.chance(32) ? 4000 : 100));
    }

    void push_target()
    {
        static constexpr std::array<std::uint16_t, 12> targets{
            0x1000, 0x1001, 0x1002, 0x1003, 0x2000, 0x2001, 0x2002, 0x2003, 1, 2, 3, 4};
        push(pick(choices_, targets), choices_.chance(64) ? 20 : 0);
    }

    std::size_t push_label()
    {
        push(0xffff);
        return code_.size() - 2;
    }

    void set_label(std::size_t label)
    {
        code_[label] = static_cast<std::uint8_t>(code_.size() >> 8);
        code_[label + 1] = static_cast<std::uint8_t>(code_.size());
        destinations_.push_back(code_.size());
        op(OP_JUMPDEST);
    }

    /// Pops or pushes to that height.
    void level(std::size_t height)
    {
        while (height_ > height)
            op(OP_POP);
        need(height);
    }

    void compute()
    {
        const Opcode opcode = pick(choices_, pure_instructions);
        if (opcode_table[opcode].inputs == 2 && choices_.chance(96))
            push(pick(choices_, edge_values), choices_.chance(64) ? choices_.below(33) : 0);
        need(opcode_table[opcode].inputs);
        op(opcode);
    }

    void shuffle()
    {
        const std::size_t nth = choices_.below(16);
        const std::size_t kind = choices_.below(4);
        if (choices_.chance(250))
            need(std::min<std::size_t>(nth + 2, 17));
        if (kind == 0)
            op(static_cast<Opcode>(OP_DUP1 + nth));
        else if (kind == 1)
            op(static_cast<Opcode>(OP_SWAP1 + nth));
        else if (kind == 2)
        {
            op(static_cast<Opcode>(OP_SWAP1 + nth));
            op(OP_POP);
        }
        else
        {
            for (std::size_t i = 0; i <= nth % 5; ++i)
                op(OP_POP);
        }
    }

    void use_memory()
    {
        static constexpr std::array copies{OP_CALLDATACOPY, OP_CODECOPY, OP_MCOPY,
            OP_RETURNDATACOPY, OP_KECCAK256, OP_EXTCODECOPY};
        switch (choices_.below(5))
        {
            case 0:
                push_place();
                op(OP_MLOAD);
                return;
            case 1:
                need(1);
                push_place();
                op(OP_MSTORE);
                return;
            case 2:
                need(1);
                push_place();
                op(OP_MSTORE8);
                return;
            case 3:
                push_place();
                op(OP_CALLDATALOAD);
                return;
            default:
                copy(pick(choices_, copies));
        }
    }

    void copy(Opcode opcode)
    {
        if (opcode == OP_RETURNDATACOPY && choices_.chance(200))
        {
            op(OP_RETURNDATASIZE);
            push(0);
            push_place();
            op(opcode);
            return;
        }
        push_place();
        push_place();
        if (opcode != OP_KECCAK256)
            push_place();
        if (opcode == OP_EXTCODECOPY)
            push_target();
        op(opcode);
    }

    void use_state()
    {
        static constexpr std::array kinds{OP_SLOAD, OP_SSTORE, OP_TLOAD, OP_TSTORE, OP_SSTORE};
        static constexpr std::array about{
            OP_BALANCE, OP_EXTCODESIZE, OP_EXTCODEHASH, OP_BLOCKHASH, OP_BLOBHASH};
        if (choices_.chance(64))
        {
            const Opcode opcode = pick(choices_, about);
            if (opcode == OP_BLOCKHASH)
                push(pick(choices_, std::array<std::uint16_t, 5>{743, 744, 745, 999, 1000}));
            else if (opcode == OP_BLOBHASH)
                push(choices_.below(4));
            else
                push_target();
            op(opcode);
            return;
        }
        const Opcode opcode = pick(choices_, kinds);
        if (opcode == OP_SSTORE || opcode == OP_TSTORE)
            push(choices_.below(3));
        push(choices_.below(4));
        op(opcode);
    }

    void log()
    {
        const std::size_t topics = choices_.below(5);
        need(topics);
        push_place();
        push_place();
        op(static_cast<Opcode>(OP_LOG0 + topics));
    }

    void call()
    {
        const Opcode opcode = pick(choices_, calls);
        for (std::size_t i = 0; i < 4; ++i)
            push_place();
        if (opcode == OP_CALL || opcode == OP_CALLCODE)
            push(choices_.chance(64) ? choices_.below(3) * 100 : 0);
        push_target();
        if (choices_.chance(160))
            op(OP_GAS);
        else
            push(choices_.below(5000));
        op(opcode);
    }

    /// Initialisation code that returns some of its own bytes, deploys code that deletes itself, or
    /// deletes itself at once.
    Bytes initcode()
    {
        Bytecode code;
        const std::size_t kind = choices_.below(4);
        if (kind == 0)
            code += Bytecode{OP_ADDRESS, OP_SELFDESTRUCT};
        else if (kind == 1)
            code += testing::push(0x30ff) + OP_PUSH0 + OP_MSTORE + give_back(30, 2);
        else
        {
            code += OP_CODESIZE + testing::push(choices_.below(16)) + testing::push(0) +
                    OP_CODECOPY + give_back(0, choices_.below(24));
            for (std::size_t i = choices_.below(12); i > 0; --i)
                code.bytes.push_back(choices_.byte());
        }
        code.bytes.resize(32);
        return code.bytes;
    }

    /// Creates from initialisation code, or from memory as it stands, and may call what it created.
    void create()
    {
        const Opcode opcode = choices_.chance(128) ? OP_CREATE : OP_CREATE2;
        if (choices_.chance(200))
        {
            bytes32 word;
            std::ranges::copy(initcode(), word.bytes.begin());
            push(to_uint256(word));
            push(0);
            op(OP_MSTORE);
        }
        if (opcode == OP_CREATE2)
            push(choices_.below(2));
        push(choices_.below(70));
        push(choices_.chance(230) ? 0 : choices_.below(40));
        push(choices_.chance(200) ? 0 : choices_.below(300));
        op(opcode);
        if (!choices_.chance(96))
            return;
        for (std::size_t i = 0; i < 4; ++i)
            push(0);
        push(choices_.below(2));
        op(OP_DUP6);
        op(OP_GAS);
        op(OP_CALL);
    }

    /// Counts down; the body leaves the stack as high as it found it.
    void loop(std::size_t depth)
    {
        push(1 + (choices_.chance(24) ? choices_.below(400) : choices_.below(9)));
        destinations_.push_back(code_.size());
        const std::size_t begin = code_.size();
        op(OP_JUMPDEST);
        const std::size_t height = height_;
        body(depth);
        level(height);
        push(1);
        op(OP_SWAP1);
        op(OP_SUB);
        op(OP_DUP1);
        push(begin, choices_.below(4));
        op(OP_JUMPI);
    }

    /// Jumps over a body, or not.
    void branch(std::size_t depth)
    {
        if (choices_.chance(160))
        {
            need(2);
            op(pick(choices_, comparisons));
        }
        need(1);
        for (std::size_t i = choices_.below(3); i > 0; --i)
            op(OP_ISZERO);
        const std::size_t label = push_label();
        op(OP_JUMPI);
        const std::size_t height = height_;
        body(depth);
        level(height);
        set_label(label);
    }

    /// Jumps to one of four places, which is computed; each goes on at the end.
    void jump_table()
    {
        need(1);
        const std::size_t height = height_ - 1;
        push(3);
        op(OP_AND);
        push(5);
        op(OP_MUL);
        push(0xffff);
        const std::size_t base = code_.size() - 2;
        op(OP_ADD);
        op(OP_JUMP);
        code_[base] = static_cast<std::uint8_t>(code_.size() >> 8);
        code_[base + 1] = static_cast<std::uint8_t>(code_.size());
        std::array<std::size_t, 4> labels{};
        for (std::size_t& label : labels)
        {
            op(OP_JUMPDEST);
            label = push_label();
            op(OP_JUMP);
        }
        height_ = height;
        const auto end = code_.size();
        for (const std::size_t label : labels)
        {
            code_[label] = static_cast<std::uint8_t>(end >> 8);
            code_[label + 1] = static_cast<std::uint8_t>(end);
        }
        op(OP_JUMPDEST);
    }

    /// To a place that may be anything: mostly one that is a destination.
    void wild_jump()
    {
        need(1);
        if (!destinations_.empty() && choices_.chance(200))
            push(destinations_[choices_.below(destinations_.size())], choices_.below(4));
        else
            push(choices_.below(code_.size() + 40));
        op(choices_.chance(64) ? OP_JUMP : OP_JUMPI);
    }

    void body(std::size_t depth)
    {
        if (depth == 0)
            return;
        for (std::size_t i = choices_.below(5); i > 0; --i)
            piece(depth - 1);
    }

    void fill_stack()
    {
        const std::size_t height = 1020 + choices_.below(6);
        need(1);
        while (height_ < height)
            op(OP_DUP1);
    }

    void end()
    {
        const Opcode opcode = pick(choices_, ends);
        if (opcode == OP_SELFDESTRUCT)
            push_target();
        else if (opcode == OP_RETURN || opcode == OP_REVERT)
        {
            push_place();
            push_place();
        }
        op(opcode);
    }

    void jump_destinations()
    {
        for (std::size_t i = choices_.below(4) + 1; i > 0; --i)
        {
            destinations_.push_back(code_.size());
            op(OP_JUMPDEST);
        }
    }

    void piece(std::size_t depth)
    {
        const std::size_t kind = choices_.below(64);
        if (kind < 10)
            push_something();
        else if (kind < 24)
            compute();
        else if (kind < 33)
            shuffle();
        else if (kind < 40)
            use_memory();
        else if (kind < 44)
            use_state();
        else if (kind < 47)
            call();
        else if (kind < 49)
            create();
        else if (kind < 52)
            loop(depth);
        else if (kind < 56)
            branch(depth);
        else if (kind < 58)
            jump_destinations();
        else if (kind == 58)
            jump_table();
        else if (kind == 59)
            wild_jump_seldom();
        else if (kind == 60)
            log();
        else if (kind == 61)
            op(pick(choices_, readers));
        else if (kind == 62)
            end_seldom();
        else
            code_.push_back(choices_.byte());
    }

    /// Seldom: many of them are loops without an end.
    void wild_jump_seldom()
    {
        if (choices_.chance(96))
            wild_jump();
    }

    void end_seldom()
    {
        if (choices_.chance(48))
            end();
    }

    /// Returns the uppermost words, so that they are seen.
    void return_stack()
    {
        const std::size_t count = std::min<std::size_t>(height_, 8);
        for (std::size_t i = 0; i < count; ++i)
        {
            push(32 * i);
            op(OP_MSTORE);
        }
        push(32 * count);
        push(0);
        op(OP_RETURN);
    }

    Choices& choices_;
    Bytes code_;
    std::size_t height_ = 0;
    std::vector<std::size_t> destinations_;
};

constexpr std::array<bytes32, 2> blob_hashes{bytes32{{1, 2, 3}}, bytes32{{1, 4, 5}}};
}  // namespace

std::uint8_t Choices::byte()
{
    if (rest_.empty())
        return 0;
    const std::uint8_t value = rest_.front();
    rest_ = rest_.subspan(1);
    return value;
}

std::size_t Choices::below(std::size_t count)
{
    if (count <= 1)
        return 0;
    std::size_t value = byte();
    if (count > 256)
        value = value * 256 + byte();
    return value % count;
}

Scenario write_scenario(Choices& choices)
{
    Scenario scenario;
    scenario.revision = static_cast<Revision>(2 - choices.below(revision_count));
    scenario.gas = choices.chance(64) ? 100'000 : 20'000;
    scenario.value = choices.below(3);
    if (choices.chance(16))
        scenario.kind = vm::CallKind::create;
    for (std::size_t i = choices.below(70); i > 0; --i)
        scenario.input.push_back(choices.byte());
    for (std::size_t i = 0; i < contract_count; ++i)
        scenario.codes[i] = Writer{choices}.write(i == 0 ? 60 : 16);
    if (scenario.kind == vm::CallKind::create)
        scenario.input = scenario.codes[0];
    return scenario;
}

vm::Overlay Scenario::world() const
{
    vm::Overlay overlay;
    overlay.set_balance(scenario_sender, 1'000'000);
    overlay.set_nonce(scenario_sender, 1);
    for (std::size_t i = 0; i < contract_count; ++i)
    {
        const address addr = contract_address(i);
        overlay.set_balance(addr, 250 * i);
        overlay.set_nonce(addr, i == 3 ? std::numeric_limits<std::uint64_t>::max() : 1);
        overlay.set_code(addr, codes[i]);
        overlay.set_storage(addr, 0, 1);
        overlay.set_storage(addr, 1, 2);
    }
    Bytes designator{0xef, 0x01, 0x00};
    const address delegate = contract_address(1);
    designator.insert(designator.end(), delegate.bytes.begin(), delegate.bytes.end());
    overlay.set_code(short_address(0x2000), designator);
    overlay.set_balance(short_address(0x2001), 5);
    overlay.set_balance(short_address(0x2002), 0);
    for (const std::uint64_t number : {700U, 743U, 744U, 745U, 999U, 1000U})
        overlay.set_block_hash(number, byline::to_bytes32(number * number));
    return overlay;
}

vm::Message Scenario::message() const
{
    vm::Message message;
    message.kind = kind;
    message.gas = gas;
    message.sender = scenario_sender;
    message.recipient = kind == vm::CallKind::create ? short_address(0x3000) : contract_address(0);
    message.value = value;
    message.input = input;
    return message;
}

vm::TxContext Scenario::transaction()
{
    vm::TxContext tx;
    tx.origin = scenario_sender;
    tx.gas_price = 7;
    tx.blob_hashes = blob_hashes;
    return tx;
}

vm::BlockContext Scenario::block() const
{
    vm::BlockContext block;
    block.revision = revision;
    block.chain_id = 1337;
    block.number = 1000;
    block.timestamp = 1'700'000'000;
    block.gas_limit = 30'000'000;
    block.coinbase = short_address(0xc01b);
    block.prev_randao = bytes32{{9, 8, 7}};
    block.base_fee = 5;
    block.blob_base_fee = 3;
    return block;
}

std::vector<address> Scenario::warm() const
{
    return {scenario_sender, message().recipient};
}
}  // namespace byline::testing::model

#include "tests/support/model/differential.hpp"

#include "tests/support/bytecode.hpp"
#include "tests/support/model/scenario.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/opcodes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

/// The machine against the model of tests/support/model.
namespace byline::testing::model
{
namespace
{
/// A pack of cards for tests: the same on every machine.
class Random
{
public:
    explicit Random(std::uint64_t seed) : engine_{seed} {}

    std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }

    Bytes bytes(std::size_t size)
    {
        Bytes data(size);
        for (std::uint8_t& byte : data)
            byte = static_cast<std::uint8_t>(engine_());
        return data;
    }

private:
    std::mt19937_64 engine_;
};

constexpr std::array<uint256, 12> operands{0, 1, 2, 31, 32, 255, 256, ~std::uint64_t{0},
    uint256{0, 0, 1, 0}, uint256{1ULL << 63, 0, 0, 0}, uint256{~0ULL, ~0ULL, ~0ULL, ~0ULL - 1},
    max_uint256};

class differential : public ::testing::Test
{
protected:
    void check(const Scenario& scenario, const Outcome& expected)
    {
        const std::string text = find_difference(machines, scenario, expected);
        ASSERT_TRUE(text.empty()) << text;
    }

    void check(const Scenario& scenario) { check(scenario, expect(scenario)); }

    /// With every gas from just too little for the first step that `is_first` names to just more
    /// than enough before `is_last`; and with plenty.
    void check_cuts(Scenario scenario, std::size_t first_pc, std::size_t last_pc)
    {
        const Outcome whole = expect(scenario);
        check(scenario, whole);
        const auto step_at = [&](std::size_t pc) {
            const auto found = std::ranges::find(whole.steps, pc, &Step::pc);
            return static_cast<std::size_t>(
                std::min(found, whole.steps.end() - 1) - whole.steps.begin());
        };
        const std::int64_t least = gas_up_to(scenario, whole, step_at(first_pc), -1);
        const std::int64_t most =
            std::min(gas_up_to(scenario, whole, step_at(last_pc), 1), least + 40);
        for (scenario.gas = least; scenario.gas <= most && !HasFatalFailure(); ++scenario.gas)
            check(scenario);
    }

    Machines machines;  ///< for all programs of a test: they remember their codes
};

Scenario scenario_of(Bytes code)
{
    Scenario scenario;
    scenario.codes[0] = std::move(code);
    scenario.codes[1] = give_back(0, 40).bytes;
    scenario.input = {0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    return scenario;
}

/// The stack after a sequence that begins with `height` words and goes straight on.
std::size_t height_after(std::size_t height, const Bytecode& code)
{
    for (std::size_t at = 0; at < code.size(); ++at)
    {
        const OpcodeTraits& traits = opcode_table[code.bytes[at]];
        height -= std::min<std::size_t>(height, traits.inputs);
        height += traits.outputs;
        at += traits.immediates;
    }
    return height;
}

/// Returns the uppermost words.
Bytecode return_words(std::size_t count)
{
    Bytecode code;
    for (std::size_t i = 0; i < count; ++i)
        code += push(32 * i) + OP_MSTORE;
    return code + give_back(0, 32 * count);
}

/// Instructions to be run one after the other, as an engine may fuse them. Where they jump, it is
/// to `target`, which is in place of the bytes `label`.
struct Sequence
{
    std::vector<Bytecode> instructions;
    bool jumps = false;

    [[nodiscard]] Bytecode joined() const
    {
        Bytecode code;
        for (const Bytecode& instruction : instructions)
            code += instruction;
        return code;
    }
};

/// PUSHn of a value: its low n bytes.
Bytecode push_of_size(std::size_t size, const uint256& value)
{
    Bytecode code{static_cast<Opcode>(OP_PUSH0 + size)};
    const bytes32 word = byline::to_bytes32(value);
    for (std::size_t i = 32 - size; i < 32; ++i)
        code.bytes.push_back(word.bytes[i]);
    return code;
}

/// Where `prepare` puts the end of a sequence: reached by a PUSH1.
constexpr std::size_t target = 0xf0;

/// Code that puts words on the stack, runs a sequence and returns the words that are there then.
/// The end stands at `target`.
struct Program
{
    Bytecode code;
    std::size_t first = 0;  ///< where the sequence begins
};

Program prepare(const Bytecode& prelude, const Bytecode& sequence, std::size_t height)
{
    Program program{prelude + sequence, prelude.size()};
    if (program.code.size() < target)
    {
        program.code += push(target) + OP_JUMP;
        program.code.bytes.resize(target, OP_INVALID);
    }
    program.code += OP_JUMPDEST;
    program.code += return_words(std::min<std::size_t>(height_after(height, sequence), 6));
    return program;
}

/// `count` words, of which the uppermost are good for a jump, an offset and a shift.
Bytecode words_on_stack(std::size_t count)
{
    constexpr std::array<std::uint8_t, 4> small{33, 1, 2, 64};
    Bytecode code;
    for (std::size_t i = 0; i < count; ++i)
        code += push(small[(i + 4 - count % 4) % 4] + 16 * (i / 4));
    return code;
}

std::vector<Sequence> push_sequences(std::size_t size)
{
    static constexpr std::array followers{OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_SDIV, OP_MOD, OP_SMOD,
        OP_EXP, OP_SIGNEXTEND, OP_AND, OP_OR, OP_XOR, OP_NOT, OP_BYTE, OP_SHL, OP_SHR, OP_SAR,
        OP_EQ, OP_LT, OP_GT, OP_SLT, OP_SGT, OP_ISZERO, OP_ADDMOD, OP_MULMOD, OP_MLOAD, OP_MSTORE,
        OP_MSTORE8, OP_CALLDATALOAD, OP_SLOAD, OP_TLOAD, OP_DUP1, OP_DUP2, OP_DUP4, OP_SWAP1,
        OP_SWAP3, OP_POP, OP_GAS, OP_PC, OP_JUMPDEST, OP_CLZ};
    std::vector<Sequence> all;
    for (std::size_t i = 0; i < followers.size(); ++i)
    {
        const bool memory =
            followers[i] == OP_MLOAD || followers[i] == OP_MSTORE || followers[i] == OP_MSTORE8;
        const uint256 value = memory ? uint256{i + size} : operands[(i + size) % operands.size()];
        all.push_back({{push_of_size(size, value), followers[i]}});
    }
    all.push_back({{push_of_size(size, target), OP_JUMP}, true});
    all.push_back({{push_of_size(size, target), OP_JUMPI}, true});
    all.push_back({{push_of_size(size, target + 1), OP_JUMP}, true});
    all.push_back({{push_of_size(size, target + 1), OP_JUMPI}, true});
    for (std::size_t next = 0; next <= 32; next += 4)
        all.push_back({{push_of_size(size, 7), push_of_size(next, 0x5b5b5b5b), OP_SUB}});
    return all;
}

std::vector<Sequence> branch_sequences()
{
    std::vector<Sequence> all;
    for (const std::size_t size : {1U, 2U, 3U, 4U, 32U})
    {
        const Bytecode label = push_of_size(size, target);
        for (const Opcode compare : {OP_LT, OP_GT, OP_SLT, OP_SGT, OP_EQ, OP_SUB, OP_XOR, OP_AND})
        {
            all.push_back({{compare, label, OP_JUMPI}, true});
            all.push_back({{compare, OP_ISZERO, label, OP_JUMPI}, true});
            all.push_back({{compare, OP_ISZERO, OP_ISZERO, label, OP_JUMPI}, true});
            all.push_back({{OP_DUP1, push(64), compare, label, OP_JUMPI}, true});
            all.push_back({{OP_DUP2, OP_DUP2, compare, OP_ISZERO, label, OP_JUMPI}, true});
            all.push_back({{push(0), compare, label, OP_JUMPI, OP_STOP}, true});
        }
        all.push_back({{OP_ISZERO, label, OP_JUMPI}, true});
        all.push_back({{push(0), OP_ISZERO, label, OP_JUMPI}, true});
        all.push_back({{push(0), label, OP_JUMPI, OP_PC}, true});
        all.push_back({{OP_CALLVALUE, OP_DUP1, OP_ISZERO, label, OP_JUMPI}, true});
        all.push_back({{OP_ISZERO, OP_ISZERO}, false});
    }
    return all;
}

std::vector<Sequence> stack_sequences()
{
    std::vector<Sequence> all;
    for (std::size_t n = 0; n < 16; ++n)
    {
        const auto dup = static_cast<Opcode>(OP_DUP1 + n);
        const auto swap = static_cast<Opcode>(OP_SWAP1 + n);
        all.push_back({{swap, OP_POP}});
        all.push_back({{swap, OP_POP, OP_POP}});
        all.push_back({{swap, swap}});
        all.push_back({{swap, OP_SWAP1}});
        all.push_back({{OP_SWAP1, swap, OP_ADD}});
        all.push_back({{dup, OP_MLOAD}});
        all.push_back({{dup, OP_MSTORE}});
        all.push_back({{dup, OP_ADD}});
        all.push_back({{dup, OP_SUB}});
        all.push_back({{dup, swap}});
        all.push_back({{dup, dup, OP_LT}});
        all.push_back({{dup, OP_POP}});
        all.push_back({{push(3), dup, OP_SHL}});
        all.push_back({{push(3), swap, OP_SUB}});
        all.push_back({std::vector<Bytecode>(n + 1, OP_POP)});
        all.push_back({std::vector<Bytecode>(n + 1, OP_JUMPDEST)});
        all.push_back({std::vector<Bytecode>(n + 1, push(n))});
    }
    for (unsigned code = 0; code < 256; ++code)
    {
        const auto op = static_cast<Opcode>(code);
        if (opcode_table[op].immediates > 0)
            continue;
        all.push_back({{OP_SWAP1, op}});
        all.push_back({{op, OP_SWAP1, OP_GAS}});
        all.push_back({{OP_DUP1, op, OP_GAS, OP_ADD}});
        all.push_back({{OP_JUMPDEST, op, OP_JUMPDEST}});
    }
    return all;
}

std::vector<Sequence> all_sequences()
{
    std::vector<Sequence> all = branch_sequences();
    for (std::size_t size = 0; size <= 32; ++size)
        std::ranges::copy(push_sequences(size), std::back_inserter(all));
    std::ranges::copy(stack_sequences(), std::back_inserter(all));
    return all;
}

TEST_F(differential, random_programs)
{
    Random random{1};
    for (int i = 0; i < 1500 && !HasFatalFailure(); ++i)
    {
        const Bytes bytes = random.bytes(40 + random.below(500));
        Choices choices{bytes};
        const Scenario scenario = write_scenario(choices);
        const Outcome expected = expect(scenario);
        check(scenario, expected);
        if (expected.steps.empty())
            continue;
        for (int cut = 0; cut < 2 && !HasFatalFailure(); ++cut)
        {
            Scenario less = scenario;
            less.gas = gas_up_to(scenario, expected, random.below(expected.steps.size()),
                static_cast<std::int64_t>(random.below(4)) - 1);
            check(less);
        }
    }
}

/// Every instruction with the stack it needs, one word less, full and nearly so; with the gas it
/// needs and one less; in every revision.
TEST_F(differential, every_instruction_at_its_limits)
{
    for (unsigned opcode = 0; opcode < 256; ++opcode)
    {
        const std::size_t inputs = opcode_table[opcode].inputs;
        for (const std::size_t height : {inputs, inputs - 1, inputs + 1})
        {
            if (height > inputs + 1)
                continue;
            for (const Revision revision : {Revision::cancun, Revision::prague, Revision::osaka})
            {
                const Bytecode instruction{static_cast<Opcode>(opcode)};
                const Program program = prepare(words_on_stack(height), instruction, height);
                Scenario scenario = scenario_of(program.code.bytes);
                scenario.revision = revision;
                const Outcome whole = expect(scenario);
                check(scenario, whole);
                for (const std::int64_t more : {-1, 0, 1})
                {
                    // Before the step after it, which its cost leads to.
                    const std::size_t step = std::min(height + 1, whole.steps.size() - 1);
                    Scenario less = scenario;
                    less.gas = gas_up_to(scenario, whole, step, more);
                    check(less);
                }
                ASSERT_FALSE(HasFatalFailure());
            }
        }
    }
}

TEST_F(differential, every_instruction_on_a_full_stack)
{
    for (unsigned opcode = 0; opcode < 256; ++opcode)
    {
        for (const std::size_t height : {1023U, 1024U})
        {
            const Bytecode code =
                push(1) + repeat(height - 1, OP_DUP1) + static_cast<Opcode>(opcode) + OP_GAS;
            check(scenario_of(code.bytes));
            ASSERT_FALSE(HasFatalFailure());
        }
    }
}

/// Every two instructions in sequence, those of one high nibble a test.
class differential_pairs : public differential, public ::testing::WithParamInterface<unsigned>
{};

TEST_P(differential_pairs, agree)
{
    Random random{GetParam()};
    for (unsigned both = 0; both < 16 * 256 && !HasFatalFailure(); ++both)
    {
        const auto first = static_cast<Opcode>(16 * GetParam() + both / 256);
        const auto second = static_cast<Opcode>(both % 256);
        Bytecode sequence;
        for (const Opcode op : {first, second})
        {
            const std::size_t immediates = opcode_table[op].immediates;
            sequence += immediates == 0 ? Bytecode{op}
                                        : push_of_size(immediates, operands[random.below(12)]);
        }
        Bytecode prelude;
        for (std::size_t i = 0; i < 17; ++i)
            prelude += push(random.below(3) == 0   ? operands[random.below(4)]
                            : random.below(4) == 0 ? uint256{target}
                                                   : uint256{random.below(80)});
        check(scenario_of(prepare(prelude, sequence, 17).code.bytes));
    }
}

INSTANTIATE_TEST_SUITE_P(first_nibble, differential_pairs, ::testing::Range(0U, 16U));

/// Sequences that an engine may fuse, with gas running out at every place.
TEST_F(differential, sequences_out_of_gas)
{
    for (const Sequence& sequence : all_sequences())
    {
        const Bytecode joined = sequence.joined();
        const Program program = prepare(words_on_stack(18), joined, 18);
        check_cuts(scenario_of(program.code.bytes), program.first, program.first + joined.size());
        ASSERT_FALSE(HasFatalFailure());
    }
}

TEST_F(differential, sequences_on_a_low_stack)
{
    for (const Sequence& sequence : all_sequences())
    {
        const Bytecode joined = sequence.joined();
        for (std::size_t height = 0; height < 4; ++height)
        {
            const Program program = prepare(words_on_stack(height), joined, height);
            check(scenario_of(program.code.bytes));
        }
        ASSERT_FALSE(HasFatalFailure());
    }
}

TEST_F(differential, sequences_on_a_full_stack)
{
    std::vector<Sequence> all = branch_sequences();
    for (const std::size_t size : {1U, 32U})
        std::ranges::copy(push_sequences(size), std::back_inserter(all));
    for (std::size_t i = 0; i < all.size(); i += 2)
    {
        const std::size_t height = 1024 - i / 2 % 4;
        check(scenario_of((push(1) + repeat(height - 1, OP_DUP1) + all[i].joined()).bytes));
        ASSERT_FALSE(HasFatalFailure());
    }
}

/// Jumps to a JUMPDEST between any two instructions of a sequence, and falls over it.
TEST_F(differential, sequences_entered_in_the_middle)
{
    for (const Sequence& sequence : all_sequences())
    {
        for (std::size_t gap = 0; gap < sequence.instructions.size(); ++gap)
        {
            Bytecode before;
            Bytecode after{OP_JUMPDEST};
            for (std::size_t i = 0; i < sequence.instructions.size(); ++i)
                (i < gap ? before : after) += sequence.instructions[i];
            const Bytecode words = words_on_stack(18);
            const std::size_t middle = words.size() + 4 + before.size();
            const Bytecode enter = push_of_size(2, middle) + OP_JUMP;
            check(scenario_of(prepare(words + enter, before + after, 18).code.bytes));
            check(scenario_of(prepare(words, before + after, 18).code.bytes));
            ASSERT_FALSE(HasFatalFailure());
        }
    }
}

/// A loop makes the code hot before it comes to the sequence.
TEST_F(differential, sequences_after_a_hot_loop)
{
    const Bytecode loop = push(400) + OP_JUMPDEST + push(1) + OP_SWAP1 + OP_SUB + OP_DUP1 +
                          push(3) + OP_JUMPI + OP_POP;
    const std::vector<Sequence> all = all_sequences();
    for (std::size_t i = 0; i < all.size(); i += 16)
    {
        const Bytecode joined = all[i].joined();
        const Program program = prepare(loop + words_on_stack(18), joined, 18);
        check_cuts(scenario_of(program.code.bytes), program.first, program.first + joined.size());
        ASSERT_FALSE(HasFatalFailure());
    }
}

/// The code ends inside a sequence, also inside the data of a PUSH.
TEST_F(differential, sequences_cut_by_the_end_of_code)
{
    for (const Sequence& sequence : all_sequences())
    {
        Bytecode code = words_on_stack(6) + sequence.joined();
        const std::size_t least = words_on_stack(6).size();
        const std::size_t step = 1 + code.size() / 40;
        for (std::size_t size = code.size(); size > least; size -= std::min(size, step))
        {
            code.bytes.resize(size);
            check(scenario_of(code.bytes));
        }
        ASSERT_FALSE(HasFatalFailure());
    }
}

TEST_F(differential, jumps_around_the_end_and_into_data)
{
    for (std::size_t to = 0; to < 12; ++to)
    {
        for (const Opcode op : {OP_JUMP, OP_JUMPI})
        {
            // 0: PUSH1 1, 2: PUSH1 to, 4: JUMP, 5: PUSH2 5b5b, 8: JUMPDEST, 9: JUMPDEST
            const Bytecode code =
                push(1) + push_of_size(1, to) + op + push(0x5b5b) + OP_JUMPDEST + OP_JUMPDEST;
            check(scenario_of(code.bytes));
            check(scenario_of((push(max_uint256) + push(uint256{0, 0, 1, to}) + op + code).bytes));
        }
    }
    check(scenario_of({}));
    check(scenario_of({OP_JUMPDEST}));
}

/// Creates from one word of initialisation code, with value.
Bytecode create_from(const Bytecode& initcode, const uint256& value, Opcode op = OP_CREATE)
{
    const Bytecode salt = op == OP_CREATE2 ? push(5) : Bytecode{};
    return store_bytes(initcode) + salt + push(initcode.size()) + push(0) + push(value) + op;
}

/// What random programs seldom come to.
TEST_F(differential, creations_and_deletions)
{
    const Bytecode vanish{OP_ADDRESS, OP_SELFDESTRUCT};
    const Bytecode give_away = push(short_address(0x2001)) + OP_SELFDESTRUCT;
    const CallCode call_created{.target = OP_DUP6, .value = 1};
    for (const Opcode op : {OP_CREATE, OP_CREATE2})
    {
        for (const Bytecode& initcode : {vanish, give_away, deployer(vanish), deployer(give_away),
                 sstore(push(1), push(2)) + vanish, deployer({OP_ADDRESS, OP_BALANCE}),
                 deployer(Bytecode{Bytes{0xef}}), give_back(0, 0x6001), give_back(0, 0x6000)})
        {
            for (const std::uint64_t value : {0U, 1U, 2U, 1000U})
            {
                const Bytecode create = create_from(initcode, value, op);
                const Bytecode once = create + call_created + OP_SWAP1 + OP_BALANCE;
                Scenario scenario = scenario_of((once + once + return_words(4)).bytes);
                scenario.value = 2;
                scenario.gas = 6'000'000;
                check(scenario);
                // The same from the contract that has no nonce left, and in a static call.
                for (const Opcode how : {OP_CALL, OP_STATICCALL, OP_DELEGATECALL})
                {
                    const CallCode call{.op = how, .target = push(contract_address(3))};
                    scenario.codes[0] = (call + return_words(1)).bytes;
                    scenario.codes[3] = (create + OP_RETURNDATASIZE + return_words(2)).bytes;
                    check(scenario);
                }
                ASSERT_FALSE(HasFatalFailure());
            }
        }
    }
}

TEST_F(differential, initcode_at_its_greatest_size)
{
    for (const std::size_t size : {0xbfffU, 0xc000U, 0xc001U, 0xc020U})
    {
        for (const Opcode op : {OP_CREATE, OP_CREATE2})
        {
            const Bytecode code = push(5) + push(size) + push(0) + push(0) + op + OP_GAS;
            check_cuts(scenario_of((code + return_words(2)).bytes), 0, code.size());
        }
    }
}

TEST_F(differential, calls_down_to_the_greatest_depth)
{
    const CallCode self{.target = OP_ADDRESS};
    Scenario scenario = scenario_of((Bytecode{self} + return_top()).bytes);
    scenario.value = 0;
    scenario.gas = std::int64_t{1} << 40;
    const Outcome expected = expect(scenario);
    EXPECT_EQ(std::ranges::max(expected.steps, {}, &Step::depth).depth, 1024);
    check(scenario, expected);
}
}  // namespace
}  // namespace byline::testing::model

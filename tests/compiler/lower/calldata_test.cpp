#include "compiler/lower/calldata.hpp"

#include "compiler/lower/returns.hpp"
#include "tests/compiler/lower/lowered_code.hpp"

namespace byline::testing
{
namespace
{
using compiler::Arguments;
using compiler::Licence;
using compiler::ListEntry;
using compiler::Lowering;
using compiler::Parameter;
using compiler::ParameterKind;
using compiler::ir::BlockId;
using compiler::ir::Operation;
using compiler::ir::ValueId;

constexpr std::uint64_t beyond = 1ULL << 40;

/// A licence with the message (account, count).
Licence with_message()
{
    Licence licence;
    licence.messages.push_back({.name = "Usage",
        .written = "Usage",
        .fields = {{.name = "licensee", .type = compiler::account_type(), .span = {}},
            {.name = "upTo", .type = compiler::count_type(), .span = {}}},
        .span = {}});
    return licence;
}

Parameter list_of(ParameterKind kind)
{
    Parameter parameter;
    parameter.name = "batch";
    parameter.kind = kind;
    parameter.is_list = true;
    parameter.max_length = 3;
    parameter.type = compiler::account_type();
    return parameter;
}

/// Gives back how many entries the list has and the sum of the last words of their fields, and, of
/// signed ones, the lengths of the signatures and their first words.
class ListReader
{
public:
    explicit ListReader(const Parameter& parameter)
        : parameters_{parameter}, code_{[this](Lowering& l) { write(l); }, with_message()}
    {}

    vm::TxOutcome call(const std::vector<uint256>& arguments) { return code_.call(arguments); }

    vm::TxOutcome call_with(const Bytes& arguments) { return code_.call_with(arguments); }

private:
    void write(Lowering& l)
    {
        const Arguments arguments{l, parameters_};
        const auto& list = arguments.list(0);
        const ValueId size = l.b.constant(arguments.entry_size(l.context.licence, 0));
        const ValueId end =
            l.b.emit(Operation::add, {list.offset, l.b.emit(Operation::mul, {list.length, size})});
        const BlockId turn = l.b.new_block("turn");
        const BlockId done = l.b.new_block("done");
        const ValueId head = l.b.add_parameter(turn);
        const ValueId sum = l.b.add_parameter(turn);
        l.b.jump(turn, {list.offset, l.b.constant(0)});
        l.b.continue_in(turn);
        l.b.leave_if(l.b.emit(Operation::eq, {head, end}), done, "entry");
        const ListEntry entry = arguments.entry(l, 0, head);
        ValueId more = entry.fields.back();
        if (entry.proof)
        {
            const auto& signature = entry.proof->signature;
            const ValueId first = l.b.emit(Operation::calldataload, {signature.offset});
            more = l.b.emit(
                Operation::add, {more, l.b.emit(Operation::add, {signature.length, first})});
        }
        const ValueId next = l.b.emit(Operation::add, {head, size});
        const ValueId total = l.b.emit(Operation::add, {sum, more});
        l.b.jump(turn, {next, total});
        l.b.continue_in(done);
        give(l, {list.length, sum});
    }

    std::vector<Parameter> parameters_;
    LoweredCode code_;
};

TEST(calldata, reads_a_list_of_accounts)
{
    ListReader reader{list_of(ParameterKind::scalar)};
    EXPECT_EQ(reader.call({32, 0}).output, words({0, 0}));
    EXPECT_EQ(reader.call({32, 1, 5}).output, words({1, 5}));
    EXPECT_EQ(reader.call({32, 3, 5, 6, 7}).output, words({3, 18}));
    // Wherever the offset says that it is.
    EXPECT_EQ(reader.call({96, 0, 0, 2, 5, 6}).output, words({2, 11}));
}

TEST(calldata, refuses_a_list_that_is_none)
{
    ListReader reader{list_of(ParameterKind::scalar)};
    const std::vector<std::vector<uint256>> wrong{{}, {32}, {32, 4, 5, 6, 7, 8}, {32, 2, 5},
        {32, max_uint256}, {32, uint256{1} << 251, 5}, {32, 1, uint256{1} << 160}, {beyond, 1, 5},
        {max_uint256, 1, 5}, {max_uint256 - 31, 1, 5}, {uint256{1} << 255, 1, 5}, {96, 1, 5}};
    for (const std::vector<uint256>& call : wrong)
        expect_revert(reader.call(call), {});
    Bytes cut = words({32, 1, 5});
    cut.pop_back();
    expect_revert(reader.call_with(cut), {});
}

TEST(calldata, reads_a_list_of_messages)
{
    ListReader reader{list_of(ParameterKind::message)};
    EXPECT_EQ(reader.call({32, 2, 5, 10, 6, 20}).output, words({2, 30}));
    expect_revert(reader.call({32, 2, 5, 10, 6}), {});
    expect_revert(reader.call({32, 1, uint256{1} << 160, 10}), {});
    expect_revert(reader.call({32, 1, 5, uint256{1} << 64}), {});
    // 2^250 entries of 64 bytes are none, modulo 2^256.
    expect_revert(reader.call({32, uint256{1} << 250}), {});
}

TEST(calldata, reads_a_list_of_signed_messages)
{
    ListReader reader{list_of(ParameterKind::signed_message)};
    const uint256 first_byte = uint256{7} << 248;
    // The list; the offsets of its entries, from behind its length; then each: the message, the
    // offset of its signature, from the message on, the signature's length, the signature.
    EXPECT_EQ(reader.call({32, 1, 32, 5, 10, 96, 1, first_byte}).output,
        words({1, uint256{11} + first_byte}));
    EXPECT_EQ(reader.call({32, 2, 64, 64, 5, 10, 96, 2, first_byte}).output,
        words({2, uint256{24} + first_byte * 2}));
    EXPECT_EQ(reader.call({32, 1, 32, 5, 10, 96, 0}).output, words({1, 10}));
}

TEST(calldata, refuses_a_signed_message_that_is_none)
{
    ListReader reader{list_of(ParameterKind::signed_message)};
    const std::vector<std::vector<uint256>> wrong{
        {32, 1},                           // no offset
        {32, 1, beyond, 5, 10, 96, 1, 7},  // offsets that point outside,
        {32, 1, max_uint256, 5, 10, 96, 1, 7},
        {32, 1, max_uint256 - 31, 5, 10, 96, 1, 7},
        {32, 1, 160, 5, 10, 96, 1, 7},  // or to a message that is cut
        {32, 1, 32, 5, 10},
        {32, 1, 32, 5, 10, 96},  // no signature
        {32, 1, 32, 5, 10, beyond, 1, 7},
        {32, 1, 32, 5, 10, max_uint256, 1, 7},
        {32, 1, 32, 5, 10, max_uint256 - 95, 1, 7},
        {32, 1, 32, 5, 10, 96, 33, 7},  // a signature that is cut
        {32, 1, 32, 5, 10, 96, max_uint256, 7},
        {32, 1, 32, 5, uint256{1} << 64, 96, 1, 7},
    };
    for (const std::vector<uint256>& call : wrong)
        expect_revert(reader.call(call), {});
}

TEST(calldata, checks_every_scalar)
{
    std::vector<Parameter> parameters;
    for (const auto& type : {compiler::count_type(), compiler::range_type(3, 36),
             compiler::account_type(), compiler::hash_type(), compiler::flag_type(),
             compiler::money_type(), compiler::enumeration_type(0, 3)})
        parameters.push_back({.name = "p", .type = type, .span = {}});
    LoweredCode code{[&](Lowering& l) {
        const Arguments arguments{l, parameters};
        std::vector<ValueId> values;
        for (std::size_t i = 0; i < parameters.size(); ++i)
            values.push_back(arguments.value(i, 0));
        give(l, values);
    }};
    const std::vector<uint256> fine{
        ~0ULL, 36, max_uint256 >> 96, max_uint256, 1, max_uint256 >> 128, 2};
    EXPECT_EQ(code.call(fine).output, words(fine));
    const std::vector<uint256> least{0, 3, 0, 0, 0, 0, 0};
    EXPECT_EQ(code.call(least).output, words(least));
    for (std::size_t i = 0; i < fine.size(); ++i)
    {
        std::vector<uint256> above = fine;
        if (above[i] == max_uint256)
            continue;
        above[i] = above[i] + 1;
        expect_revert(code.call(above), i == 5 ? encode("Overflow()") : Bytes{});
    }
    std::vector<uint256> below = least;
    below[1] = 2;
    expect_revert(code.call(below), {});
    Bytes cut = words(fine);
    cut.pop_back();
    expect_revert(code.call_with(cut), {});
}
}  // namespace
}  // namespace byline::testing

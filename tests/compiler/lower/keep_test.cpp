#include "compiler/lower/keep.hpp"

#include "compiler/lower/returns.hpp"
#include "tests/compiler/lower/lowered_code.hpp"

namespace byline::testing
{
namespace
{
using compiler::FieldValue;
using compiler::Keep;
using compiler::KeepAccess;
using compiler::Licence;
using compiler::Lowering;
using compiler::ScalarField;
using compiler::ScalarType;
using compiler::ir::BlockId;
using compiler::ir::ExitKind;
using compiler::ir::Operation;
using compiler::ir::ValueId;

Keep keep_of(std::optional<ScalarType> key, const std::vector<ScalarType>& types)
{
    Keep keep;
    keep.name = "k";
    keep.key = std::move(key);
    keep.is_tuple = types.size() > 1;
    for (const ScalarType& type : types)
        keep.fields.push_back({.name = "f", .type = type, .span = {}});
    return keep;
}

ValueId argument(Lowering& l, std::uint64_t index)
{
    return l.b.emit(Operation::calldataload, {l.b.constant(4 + 32 * index)});
}

uint256 slot_of_key(const uint256& key, const uint256& slot)
{
    return to_uint256(keccak256(BytesView{words({key, slot})}));
}

uint256 stored(LoweredCode& code, const uint256& slot)
{
    return code.world().state().storage(LoweredCode::contract, slot);
}

std::uint64_t count_of(
    const std::function<void(Lowering&)>& body, const Licence& licence, Operation operation)
{
    std::uint64_t count = 0;
    const LoweredCode code{[&](Lowering& l) {
                               body(l);
                               for (const auto& value : l.b.function().values)
                                   count += value.operation == operation ? 1 : 0;
                           },
        licence};
    return count;
}

/// Fields of 64, 160, 8, 256 and 64 bits: three words.
Licence with_struct()
{
    Licence licence;
    licence.keeps.push_back(keep_of(compiler::account_type(),
        {compiler::count_type(), compiler::account_type(), compiler::flag_type(),
            compiler::hash_type(), compiler::time_type()}));
    return licence;
}

TEST(keeps, lie_as_solidity_packs_them)
{
    LoweredCode code{[](Lowering& l) {
                         KeepAccess keeps{l};
                         std::vector<FieldValue> values;
                         for (std::size_t i = 0; i < 5; ++i)
                             values.push_back({i, argument(l, i + 1)});
                         keeps.write(0, argument(l, 0), values);
                         l.b.end(ExitKind::stop);
                     },
        with_struct()};
    const uint256 high_account = max_uint256 >> 96;
    expect_success(code.call({9, 5, high_account, 1, max_uint256, 6}));
    const uint256 slot = slot_of_key(9, 0);
    EXPECT_EQ(stored(code, slot), (uint256{1} << 224) | (high_account << 64) | uint256{5});
    EXPECT_EQ(stored(code, slot + 1), max_uint256);
    EXPECT_EQ(stored(code, slot + 2), uint256{6});
}

TEST(keeps, change_one_field_alone)
{
    for (std::size_t field = 0; field < 5; ++field)
    {
        LoweredCode code{[&](Lowering& l) {
                             KeepAccess keeps{l};
                             keeps.write(0, argument(l, 0), {{field, argument(l, 1)}});
                             std::vector<ValueId> values;
                             for (std::size_t i = 0; i < 5; ++i)
                                 values.push_back(keeps.read(0, argument(l, 0), i));
                             give(l, values);
                         },
            with_struct()};
        const uint256 slot = slot_of_key(9, 0);
        for (std::uint64_t i = 0; i < 3; ++i)
            code.world().state().set_storage(LoweredCode::contract, slot + i, max_uint256);
        std::vector<uint256> expected{~0ULL, max_uint256 >> 96, 255, max_uint256, ~0ULL};
        expected[field] = 1;
        EXPECT_EQ(to_hex(code.call({9, 1}).output), to_hex(words(expected))) << field;
        // What no field is keeps its bits.
        if (field < 3)
        {
            EXPECT_EQ(stored(code, slot) >> 232, max_uint256 >> 232);
        }
    }
}

/// Without a key, keeps share words.
TEST(keeps, share_words_with_each_other)
{
    Licence licence;
    licence.keeps.push_back(keep_of(std::nullopt, {compiler::count_type()}));
    licence.keeps.push_back(keep_of(std::nullopt, {compiler::flag_type()}));
    LoweredCode code{
        [](Lowering& l) {
            KeepAccess keeps{l};
            const ValueId first = keeps.read(0, std::nullopt, 0);
            keeps.write(1, std::nullopt, {{0, argument(l, 1)}});
            keeps.write(0, std::nullopt, {{0, argument(l, 0)}});
            give(l, {first, keeps.read(0, std::nullopt, 0), keeps.read(1, std::nullopt, 0)});
        },
        licence};
    EXPECT_EQ(code.call({5, 1}).output, words({0, 5, 1}));
    EXPECT_EQ(stored(code, 0), (uint256{1} << 64) | uint256{5});
    EXPECT_EQ(code.call({6, 0}).output, words({5, 6, 0}));
}

/// Two keys that turn out to be the same.
TEST(keeps, know_that_two_keys_may_be_one)
{
    Licence licence;
    licence.keeps.push_back(
        keep_of(compiler::account_type(), {compiler::count_type(), compiler::count_type()}));
    LoweredCode code{[](Lowering& l) {
                         KeepAccess keeps{l};
                         const ValueId a = argument(l, 0);
                         const ValueId b = argument(l, 1);
                         keeps.read(0, a, 0);
                         keeps.write(0, b, {{0, argument(l, 2)}});
                         keeps.write(0, a, {{1, argument(l, 3)}});
                         give(l, {keeps.read(0, a, 0), keeps.read(0, b, 1)});
                     },
        licence};
    EXPECT_EQ(code.call({9, 9, 5, 6}).output, words({5, 6}));
    EXPECT_EQ(code.call({8, 9, 7, 1}).output, words({0, 6}));
}

TEST(keeps, forget_what_one_branch_wrote)
{
    Licence licence;
    licence.keeps.push_back(keep_of(compiler::account_type(), {compiler::count_type()}));
    LoweredCode code{[](Lowering& l) {
                         KeepAccess keeps{l};
                         const ValueId key = argument(l, 0);
                         keeps.read(0, key, 0);
                         const BlockId then = l.b.new_block("then");
                         const BlockId joined = l.b.new_block("joined");
                         l.b.leave_if(argument(l, 1), then, "otherwise");
                         l.b.jump(joined);
                         l.b.continue_in(then);
                         keeps.enter();
                         keeps.write(0, key, {{0, argument(l, 1)}});
                         keeps.leave();
                         l.b.jump(joined);
                         l.b.continue_in(joined);
                         give(l, {keeps.read(0, key, 0)});
                     },
        licence};
    EXPECT_EQ(code.call({9, 5}).output, words({5}));
    EXPECT_EQ(code.call({9, 0}).output, words({5}));
}

TEST(keeps, are_read_and_written_once)
{
    Licence licence;
    licence.keeps.push_back(
        keep_of(compiler::account_type(), {compiler::count_type(), compiler::time_type()}));
    const auto body = [](Lowering& l) {
        KeepAccess keeps{l};
        const ValueId key = argument(l, 0);
        const ValueId left = keeps.read(0, key, 0);
        const ValueId ends = keeps.read(0, key, 1);
        keeps.write(0, key, {{0, ends}, {1, left}});
        l.b.end(ExitKind::stop);
    };
    EXPECT_EQ(count_of(body, licence, Operation::sload), 1U);
    EXPECT_EQ(count_of(body, licence, Operation::sstore), 1U);
    EXPECT_EQ(count_of(body, licence, Operation::keccak256), 1U);
}

TEST(keeps, start_with_what_they_say)
{
    Licence licence;
    licence.keeps.push_back(keep_of(std::nullopt, {compiler::count_type()}));
    licence.keeps.push_back(keep_of(std::nullopt, {compiler::flag_type()}));
    licence.keeps.push_back(keep_of(compiler::account_type(), {compiler::count_type()}));
    licence.keeps.push_back(keep_of(std::nullopt, {compiler::hash_type()}));
    licence.keeps[0].initial = {7};
    licence.keeps[1].initial = {1};
    licence.keeps[3].initial = {0};
    LoweredCode code{[](Lowering& l) {
                         initialise_keeps(l);
                         l.b.end(ExitKind::stop);
                     },
        licence};
    expect_success(code.call(std::vector<uint256>{}));
    EXPECT_EQ(stored(code, 0), (uint256{1} << 64) | uint256{7});
    EXPECT_EQ(stored(code, 2), uint256{});
}
}  // namespace
}  // namespace byline::testing

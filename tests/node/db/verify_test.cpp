#include "node/db/database.hpp"
#include "tests/node/db/chain_fixture.hpp"
#include "tests/node/db/raw_leveldb.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace byline::node::test
{
namespace
{
/// 40 accounts, some with code and slots.
void make_state(Database& database)
{
    vm::Overlay state;
    for (std::uint32_t i = 0; i < 40; ++i)
    {
        state.set_balance(test_address(i), uint256{i + 1});
        if (i % 4 != 0)
            continue;
        state.set_code(test_address(i), {0x60, static_cast<std::uint8_t>(i)});
        for (std::uint32_t s = 0; s < 5; ++s)
            state.set_storage(test_address(i), test_slot(s), uint256{1000 + s});
    }
    commit_diff(database, state.diff());
}

std::string key_name(const std::string& key)
{
    return "column " + key.substr(0, 1) + ", key " +
           to_hex(BytesView{reinterpret_cast<const std::uint8_t*>(key.data()) + 1, key.size() - 1});
}

TEST(verify, counts_what_it_went_through)
{
    const TemporaryFolder folder;
    const auto database = open_database(folder.path());
    EXPECT_EQ(database->verify(), VerifyReport{});
    make_state(*database);
    const auto report = database->verify();
    ASSERT_TRUE(report.has_value()) << report.error().message;
    EXPECT_EQ(report->accounts, 40U);
    EXPECT_EQ(report->slots, 50U);
    EXPECT_GT(report->trie_records, 10U);
}

class Flip : public testing::TestWithParam<char>
{};

TEST_P(Flip, of_one_byte_is_found_and_its_place_named)
{
    const TemporaryFolder folder;
    make_state(*open_database(folder.path()));
    std::string key;
    {
        const auto raw = open_raw(folder.path());
        // The root record is checked at opening already.
        key = GetParam() == 't' ? key_after(*raw, "t") : first_key(*raw, GetParam());
        std::string value;
        ASSERT_TRUE(raw->Get({}, key, &value).ok());
        value.back() = static_cast<char>(value.back() ^ 0x40);
        raw->Put({}, key, value);
    }
    const auto report = open_database(folder.path())->verify();
    ASSERT_FALSE(report.has_value());
    EXPECT_EQ(report.error().code, DatabaseError::Code::corrupt);
    const std::string& message = report.error().message;
    if (GetParam() == 't' || GetParam() == 'u' || GetParam() == 'c')
    {
        EXPECT_NE(message.find(key_name(key)), std::string::npos) << message;
        return;
    }
    // A changed leaf shows in the record above it, in the root or in what the account refers to.
    EXPECT_TRUE(message.find("column ") != std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(column, Flip, testing::Values('a', 's', 't', 'u', 'c'));

TEST(verify, finds_records_that_nothing_refers_to)
{
    for (const char column : {'s', 'u'})
    {
        const TemporaryFolder folder;
        make_state(*open_database(folder.path()));
        const std::string orphan = std::string{column} + std::string(33, '\x01');
        open_raw(folder.path())->Put({}, orphan, "x");
        const auto report = open_database(folder.path())->verify();
        ASSERT_FALSE(report.has_value());
        EXPECT_NE(report.error().message.find("hold"), std::string::npos);
    }
}

TEST(verify, finds_records_that_are_missing)
{
    for (const char column : {'s', 'u', 'c'})
    {
        const TemporaryFolder folder;
        make_state(*open_database(folder.path()));
        {
            const auto raw = open_raw(folder.path());
            raw->Delete({}, first_key(*raw, column));
        }
        EXPECT_FALSE(open_database(folder.path())->verify().has_value());
    }
}

/// How many of the accounts cannot be read whole.
int unreadable_accounts(const Database& database)
{
    const auto state = database.snapshot();
    int thrown = 0;
    for (std::uint32_t i = 0; i < 40; ++i)
    {
        try
        {
            const auto account = state->account(test_address(i));
            static_cast<void>(state->code(account->code_hash));
            for (std::uint32_t s = 0; s < 5; ++s)
                static_cast<void>(state->storage(test_address(i), test_slot(s)));
        }
        catch (const DatabaseReadError& error)
        {
            EXPECT_EQ(error.error().code, DatabaseError::Code::corrupt);
            ++thrown;
        }
    }
    return thrown;
}

TEST(reads, of_malformed_state_throw)
{
    for (const char column : {'a', 's', 'c'})
    {
        const TemporaryFolder folder;
        make_state(*open_database(folder.path()));
        {
            const auto raw = open_raw(folder.path());
            if (column == 'c')
                raw->Delete({}, first_key(*raw, column));
            else
                raw->Put({}, first_key(*raw, column), std::string(40, '\x7f'));
        }
        EXPECT_EQ(unreadable_accounts(*open_database(folder.path())), 1) << column;
    }
}

TEST(reads, of_malformed_blocks_throw)
{
    const TemporaryFolder folder;
    make_state(*open_database(folder.path()));
    {
        const auto raw = open_raw(folder.path());
        for (const char column : {'b', 'n'})
            raw->Put({}, first_key(*raw, column), std::string(40, '\x7f'));
    }
    const auto database = open_database(folder.path());
    EXPECT_THROW(static_cast<void>(database->block(0)), DatabaseReadError);
    EXPECT_THROW(
        static_cast<void>(database->block_number(database->head()->hash)), DatabaseReadError);
}

TEST(prepare, throws_where_a_trie_record_is_missing)
{
    const TemporaryFolder folder;
    make_state(*open_database(folder.path()));
    {
        const auto raw = open_raw(folder.path());
        const std::unique_ptr<leveldb::Iterator> iterator{raw->NewIterator({})};
        for (iterator->Seek("t"); iterator->Valid() && iterator->key()[0] == 't'; iterator->Next())
        {
            if (iterator->key().size() > 1)
                raw->Delete({}, iterator->key());
        }
    }
    const auto database = open_database(folder.path());
    const auto state = database->snapshot();
    vm::Overlay overlay{*state};
    for (std::uint32_t i = 0; i < 40; ++i)
        overlay.set_balance(test_address(i), uint256{7});
    EXPECT_THROW(static_cast<void>(database->prepare(overlay.diff())), DatabaseReadError);
}
}  // namespace
}  // namespace byline::node::test

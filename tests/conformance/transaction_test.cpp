#include "vm/transition/transaction.hpp"

#include "tests/support/fixtures.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

using namespace byline;
using namespace byline::vm;

namespace
{
namespace fs = std::filesystem;

/// The rules under which a fork's results are checked. Shanghai's are Cancun's but for blob
/// transactions, which this suite does not have.
std::optional<Revision> rules_of(std::string_view fork)
{
    return fork == "Shanghai" ? Revision::cancun : revision_from_string(fork);
}

/// What a valid transaction is known by.
struct Facts
{
    bytes32 hash;
    address sender;
    std::uint64_t intrinsic_gas = 0;
};

/// Takes a transaction through all checks that need no state; the error is a text.
std::expected<Facts, std::string> accept(BytesView bytes, Revision revision)
{
    const auto tx = decode_transaction(bytes);
    if (!tx)
        return std::unexpected{std::string{to_string(tx.error())}};
    const auto sender = recover_sender(*tx);
    if (!sender)
        return std::unexpected{std::string{"no sender"}};
    BlockContext block;
    block.revision = revision;
    const auto checked = check_stateless(*tx, block, {});
    if (!checked)
        return std::unexpected{std::string{to_string(checked.error())}};
    return Facts{hash(*tx), *sender, intrinsic_gas(*tx, revision).intrinsic};
}

void check(const boost::json::object& expected, const std::expected<Facts, std::string>& found)
{
    if (const auto* exception = expected.if_contains("exception"))
    {
        EXPECT_FALSE(found) << "accepted; expected " << *exception;
        return;
    }
    ASSERT_TRUE(found) << found.error();
    EXPECT_EQ(to_hex(found->hash), expected.at("hash").as_string());
    EXPECT_EQ(to_hex(found->sender), expected.at("sender").as_string());
    EXPECT_EQ(
        uint256{found->intrinsic_gas}, *uint256_from_hex(expected.at("intrinsicGas").as_string()));
}

/// Gives the number of results that were checked.
std::size_t check_file(const fs::path& file)
{
    std::size_t checked = 0;
    const auto document = byline::testing::read_fixture(file);
    for (const auto& [name, test] : document->as_object())
    {
        // An odd number of digits, or none, is no bytes: there is nothing to accept.
        const auto bytes = from_hex(test.at("txbytes").as_string());
        for (const auto& [fork, expected] : test.at("result").as_object())
        {
            const auto revision = rules_of(fork);
            if (!revision)
                continue;
            SCOPED_TRACE(std::string{name} + " " + std::string{fork});
            check(expected.as_object(), accept(bytes ? *bytes : Bytes{}, *revision));
            ++checked;
        }
    }
    return checked;
}

TEST(public_transaction_tests, are_accepted_or_refused_as_expected)
{
    const fs::path folder = byline::testing::fixture_folder() / "dev-core" / "tx";
    if (!fs::is_directory(folder))
        GTEST_SKIP() << folder.string()
                     << " is not there: unpack the public test data or set BYLINE_FIXTURES";
    std::size_t checked = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder})
    {
        if (entry.path().extension() == ".json")
            checked += check_file(entry.path());
    }
    std::cout << checked << " results checked; those of older forks have rules that are not here\n";
    EXPECT_GE(checked, 265U);
}
}  // namespace

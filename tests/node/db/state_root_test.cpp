#include "node/db/state_root.hpp"

#include "tests/support/fixtures.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace byline::node
{
namespace
{
uint256 number(std::string_view text)
{
    return text.starts_with("0x") ? uint256_from_hex(text).value() : from_decimal(text).value();
}

vm::Overlay read_state(const boost::json::object& alloc)
{
    vm::Overlay state;
    for (const auto& [name, account] : alloc)
    {
        const address addr = address_from_hex(std::string_view{name}).value();
        const boost::json::object& fields = account.as_object();
        const auto* balance = fields.if_contains("balance");
        const auto* wei = fields.if_contains("wei");
        const auto* given = balance != nullptr ? balance : wei;
        state.set_balance(addr, given != nullptr ? number(given->as_string()) : uint256{});
        if (const auto* code = fields.if_contains("code"))
            state.set_code(addr, from_hex(std::string_view{code->as_string()}).value());
        if (const auto* storage = fields.if_contains("storage"))
        {
            for (const auto& [key, value] : storage->as_object())
                state.set_storage(addr, number(std::string_view{key}), number(value.as_string()));
        }
    }
    return state;
}

TEST(state_root, of_the_published_genesis_blocks)
{
    BYLINE_FIXTURE_OR_SKIP(
        tests, std::filesystem::path{"dev-core"} / "genesis" / "basic_genesis_tests.json");
    for (const auto& [name, test] : tests.as_object())
    {
        const Bytes block = from_hex(std::string_view{test.at("result").as_string()}).value();
        auto header = rlp::whole_list(block)->list().value();
        for (int skipped = 0; skipped < 3; ++skipped)
            static_cast<void>(header.item());
        EXPECT_EQ(state_root(read_state(test.at("alloc").as_object())), header.hash().value())
            << name;
    }
}

TEST(state_root, leaves_zero_slots_and_deleted_accounts_out)
{
    vm::Overlay state;
    EXPECT_EQ(state_root(state), empty_trie_root);
    const address addr{{1}};
    state.set_balance(addr, uint256{5});
    const bytes32 root = state_root(state);
    state.set_storage(addr, uint256{1}, uint256{});
    EXPECT_EQ(state_root(state), root);
    vm::AccountChange gone;
    gone.addr = addr;
    state.apply({{gone}});
    EXPECT_EQ(state_root(state), empty_trie_root);
}
}  // namespace
}  // namespace byline::node

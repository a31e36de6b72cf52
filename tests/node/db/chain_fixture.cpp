#include "tests/node/db/chain_fixture.hpp"

#include "node/db/database.hpp"
#include "tests/node/trie/naive_trie.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/transaction.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace byline::node::test
{
namespace
{
std::string hashed_key(BytesView bytes)
{
    const bytes32 hash = keccak256(bytes);
    return {hash.bytes.begin(), hash.bytes.end()};
}

bytes32 code_hash(const ModelAccount& account)
{
    return keccak256(account.code);
}

/// The block's numbers go into the transaction, so that every block has its own.
vm::Transaction make_transaction(std::uint64_t number)
{
    vm::Transaction tx;
    tx.type = vm::TxType::fee_market;
    tx.chain_id = 31337;
    tx.nonce = number;
    tx.max_fee_per_gas = uint256{7};
    tx.gas_limit = 21000;
    tx.to = test_address(1);
    tx.value = uint256{number};
    tx.r = uint256{5};
    tx.s = uint256{6};
    return tx;
}

vm::Receipt make_receipt(std::uint64_t number)
{
    vm::Receipt receipt;
    receipt.type = vm::TxType::fee_market;
    receipt.success = true;
    receipt.cumulative_gas_used = 21000;
    receipt.logs.push_back(
        {test_address(2), {keccak256("topic")}, {1, 2, static_cast<std::uint8_t>(number)}});
    receipt.bloom = vm::bloom_of(receipt.logs);
    return receipt;
}

void destroy(const Database& database, vm::Overlay& overlay, const address& addr)
{
    vm::AccountChange change;
    change.addr = addr;
    change.before = database.snapshot()->account(addr);
    change.fate = vm::StorageFate::wiped;
    overlay.apply({{change}});
}
}  // namespace

TemporaryFolder::TemporaryFolder()
{
    static std::atomic<unsigned> count{0};
    parent_ = std::filesystem::temp_directory_path() /
              ("byline-db-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::remove_all(parent_);
    std::filesystem::create_directories(parent_);
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(parent_, ignored);
}

bytes32 naive_state_root(const Model& model)
{
    const auto text = [](const Bytes& bytes) { return std::string{bytes.begin(), bytes.end()}; };
    NaiveMap accounts;
    for (const auto& [addr, account] : model)
    {
        NaiveMap slots;
        for (const auto& [key, value] : account.slots)
        {
            Bytes leaf;
            rlp::append(leaf, value);
            slots[hashed_key(to_bytes32(key).bytes)] = text(leaf);
        }
        accounts[hashed_key(addr.bytes)] = text(
            rlp::list_of(account.nonce, account.balance, naive_root(slots), code_hash(account)));
    }
    return naive_root(accounts);
}

void expect_same_state(const vm::StateView& view, const Model& model)
{
    for (std::uint32_t i = 0; i < 40; ++i)
    {
        const address addr = test_address(i);
        const auto found = model.find(addr);
        const auto account = view.account(addr);
        ASSERT_EQ(account.has_value(), found != model.end()) << i;
        const ModelAccount expected = account ? found->second : ModelAccount{};
        if (account)
        {
            EXPECT_EQ(account->nonce, expected.nonce);
            EXPECT_EQ(account->balance, expected.balance);
            EXPECT_EQ(account->code_hash, code_hash(expected));
            EXPECT_EQ(account->has_storage, !expected.slots.empty());
            EXPECT_EQ(view.code(account->code_hash), expected.code);
        }
        for (std::uint32_t s = 0; s < 14; ++s)
        {
            const auto slot = expected.slots.find(test_slot(s));
            const uint256 value = slot == expected.slots.end() ? uint256{} : slot->second;
            EXPECT_EQ(view.storage(addr, test_slot(s)), value);
        }
    }
}

address test_address(std::uint32_t index)
{
    address addr;
    addr.bytes[0] = 0xab;
    addr.bytes[18] = static_cast<std::uint8_t>(index >> 8);
    addr.bytes[19] = static_cast<std::uint8_t>(index);
    return addr;
}

uint256 test_slot(std::uint32_t index)
{
    return uint256{index} * uint256{1000003};
}

StoredBlock make_block(const Head* parent, const bytes32& root)
{
    StoredBlock stored;
    vm::BlockHeader& header = stored.block.header;
    header.number = parent != nullptr ? parent->number + 1 : 0;
    header.parent_hash = parent != nullptr ? parent->hash : bytes32{};
    header.state_root = root;
    header.gas_limit = 30'000'000;
    header.timestamp = 1'700'000'000 + header.number;
    header.base_fee_per_gas = uint256{7};
    header.withdrawals_root = empty_trie_root;
    header.blob_gas_used = 0;
    header.excess_blob_gas = 0;
    header.parent_beacon_block_root = bytes32{};
    header.requests_hash = bytes32{};
    stored.hash = vm::hash(header);
    if (parent == nullptr)
        return stored;
    stored.block.transactions.push_back(make_transaction(header.number));
    stored.transaction_hashes.push_back(vm::hash(stored.block.transactions.back()));
    stored.senders.push_back(test_address(3));
    stored.receipts.push_back(make_receipt(header.number));
    return stored;
}

std::unique_ptr<Database> open_database(const std::filesystem::path& folder)
{
    auto opened = Database::open(folder);
    if (!opened)
        throw std::logic_error{opened.error().message};
    return *std::move(opened);
}

Head commit_diff(Database& database, const vm::StateDiff& diff)
{
    auto update = database.prepare(diff);
    const auto parent = database.head();
    const StoredBlock block = make_block(parent ? &*parent : nullptr, database.root(*update));
    const auto done = parent ? database.commit(block, std::move(update))
                             : database.commit_genesis(block, std::move(update), "{\"a\":1}");
    if (!done)
        throw std::logic_error{done.error().message};
    return database.head().value();
}

vm::StateDiff random_diff(
    const Database& database, Model& model, const Mix& mix, std::mt19937& random)
{
    const auto below = [&](std::uint32_t end) {
        return static_cast<std::uint32_t>(random() % end);
    };
    const auto snapshot = database.snapshot();
    vm::Overlay overlay{*snapshot};
    const unsigned count = 1 + below(mix.changes);
    for (unsigned i = 0; i < count; ++i)
    {
        const address addr = test_address(below(mix.accounts));
        if (below(100) < mix.destroy_percent)
        {
            destroy(database, overlay, addr);
            model.erase(addr);
            if (below(2) == 0)
                continue;
        }
        ModelAccount& account = model[addr];
        account.balance = uint256{1 + below(1000)} << std::uint64_t{below(200)};
        overlay.set_balance(addr, account.balance);
        account.nonce += below(2);
        overlay.set_nonce(addr, account.nonce);
        if (below(8) == 0)
        {
            account.code = Bytes(1 + below(60), static_cast<std::uint8_t>(below(5)));
            overlay.set_code(addr, account.code);
        }
        for (std::uint32_t s = below(4); s > 0; --s)
        {
            const uint256 key = test_slot(below(mix.slots));
            const uint256 value{below(100) < mix.zero_percent ? 0 : 1 + below(300)};
            overlay.set_storage(addr, key, value);
            if (value.is_zero())
                account.slots.erase(key);
            else
                account.slots[key] = value;
        }
    }
    return overlay.diff();
}
}  // namespace byline::node::test

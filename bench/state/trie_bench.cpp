#include "node/db/database.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/receipt.hpp"
#include "vm/transition/transaction.hpp"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

using namespace byline;
using namespace byline::node;

namespace
{
address account(std::uint32_t index)
{
    address addr;
    for (std::size_t i = 0; i < 4; ++i)
        addr.bytes[16 + i] = static_cast<std::uint8_t>(index >> (24 - 8 * i));
    return addr;
}

/// A database in a temporary folder with so many accounts at genesis; the last one is a contract
/// with 64 slots.
class Chain
{
public:
    explicit Chain(std::uint32_t accounts)
        : folder_{std::filesystem::temp_directory_path() /
                  ("byline-trie-bench-" + std::to_string(::getpid()) + "-" +
                      std::to_string(accounts))},
          contract_{account(accounts)}
    {
        std::filesystem::remove_all(folder_);
        database_ = Database::open(folder_, {.trie_cache_size = std::size_t{64} << 20}).value();
        vm::Overlay state;
        for (std::uint32_t i = 0; i < accounts; ++i)
            state.set_balance(account(i), uint256{1'000'000'000'000'000'000} + uint256{i});
        state.set_code(contract_, {0x60, 0x01});
        for (std::uint32_t slot = 0; slot < 64; ++slot)
            state.set_storage(contract_, uint256{slot}, uint256{slot + 1});
        commit(state.diff());
    }

    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;

    ~Chain()
    {
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] Database& database() { return *database_; }

    [[nodiscard]] const address& contract() const { return contract_; }

    /// Commits a block with one transaction and that diff.
    void commit(const vm::StateDiff& diff)
    {
        auto update = database_->prepare(diff);
        const auto parent = database_->head();
        StoredBlock stored;
        vm::BlockHeader& header = stored.block.header;
        header.state_root = database_->root(*update);
        header.base_fee_per_gas = uint256{7};
        header.withdrawals_root = bytes32{};
        header.blob_gas_used = 0;
        header.excess_blob_gas = 0;
        header.parent_beacon_block_root = bytes32{};
        if (parent)
        {
            header.number = parent->number + 1;
            header.parent_hash = parent->hash;
            add_transaction(stored);
        }
        stored.hash = vm::hash(header);
        const auto done = parent ? database_->commit(stored, std::move(update))
                                 : database_->commit_genesis(stored, std::move(update), "{}");
        if (!done)
            throw std::runtime_error{done.error().message};
    }

private:
    static void add_transaction(StoredBlock& stored)
    {
        vm::Transaction& tx = stored.block.transactions.emplace_back();
        tx.type = vm::TxType::fee_market;
        tx.chain_id = 31337;
        tx.nonce = stored.block.header.number;
        tx.to = account(1);
        tx.data.assign(68, 1);
        tx.r = uint256{5} << 250;
        tx.s = uint256{6} << 250;
        stored.transaction_hashes.push_back(vm::hash(tx));
        stored.senders.push_back(account(2));
        vm::Receipt& receipt = stored.receipts.emplace_back();
        receipt.logs.push_back({account(1), {bytes32{}, bytes32{}}, Bytes(64, 1)});
    }

    std::filesystem::path folder_;
    address contract_;
    std::unique_ptr<Database> database_;
};

/// New balances for `count` random accounts of the first `accounts`.
vm::StateDiff change_balances(
    Database& database, std::uint32_t accounts, std::uint32_t count, std::mt19937& random)
{
    const auto state = database.snapshot();
    vm::Overlay overlay{*state};
    for (std::uint32_t i = 0; i < count; ++i)
        overlay.set_balance(
            account(static_cast<std::uint32_t>(random() % accounts)), uint256{random()});
    return overlay.diff();
}

/// A metered call: sender, coinbase and contract pay and are paid, two slots change.
vm::StateDiff record_call(Chain& chain, std::mt19937& random)
{
    const auto state = chain.database().snapshot();
    vm::Overlay overlay{*state};
    overlay.set_balance(account(2), uint256{random()});
    overlay.set_nonce(account(2), chain.database().head()->number);
    overlay.set_balance(account(3), uint256{random()});
    overlay.set_balance(chain.contract(), uint256{random()});
    overlay.set_storage(chain.contract(), uint256{5}, uint256{random() + 1});
    overlay.set_storage(chain.contract(), uint256{9}, uint256{random() + 1});
    return overlay.diff();
}

/// Root and writes of so many changed accounts in 100,000, flat reads included.
void trie_update(benchmark::State& state)
{
    static Chain chain{100'000};
    std::mt19937 random{1};
    const auto count = static_cast<std::uint32_t>(state.range(0));
    for (auto _ : state)
    {
        state.PauseTiming();
        const vm::StateDiff diff = change_balances(chain.database(), 100'000, count, random);
        state.ResumeTiming();
        benchmark::DoNotOptimize(chain.database().prepare(diff));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// Root and writes of a metered call among 30 accounts.
void small_update(benchmark::State& state)
{
    Chain chain{30};
    std::mt19937 random{1};
    const vm::StateDiff diff = record_call(chain, random);
    for (auto _ : state)
        benchmark::DoNotOptimize(chain.database().prepare(diff));
}

/// The whole way of a one-transaction block into the database: root, batch, synced write.
void synced_commit(benchmark::State& state)
{
    Chain chain{30};
    std::mt19937 random{1};
    for (auto _ : state)
        chain.commit(record_call(chain, random));
    state.SetItemsProcessed(state.iterations());
}
}  // namespace

BENCHMARK(trie_update)->Arg(200)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(small_update)->Unit(benchmark::kMicrosecond);
BENCHMARK(synced_commit)->Unit(benchmark::kMicrosecond)->UseRealTime();

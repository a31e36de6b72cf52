#include "tools/byline-evm/t8n_execution.hpp"

#include "node/chain/block_import.hpp"
#include "node/db/state_root.hpp"
#include "node/trie/root.hpp"
#include "tools/byline-evm/t8n_error.hpp"
#include "tools/byline-evm/t8n_input.hpp"
#include "tools/byline-evm/t8n_transactions.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_diff.hpp"
#include "vm/state/state_view.hpp"
#include "vm/trace/eip3155.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transaction.hpp"
#include "vm/transition/transition.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <fstream>
#include <ios>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
/// The state before the block with the hashes that the input gives; remembers if another one was
/// asked for.
class Before final : public vm::StateView
{
public:
    Before(const vm::Overlay& state, const std::map<std::uint64_t, bytes32>& hashes) noexcept
        : state_{&state}, hashes_{&hashes}
    {}

    [[nodiscard]] std::optional<vm::Account> account(const address& addr) const override
    {
        return state_->account(addr);
    }

    [[nodiscard]] Bytes code(const bytes32& code_hash) const override
    {
        return state_->code(code_hash);
    }

    [[nodiscard]] uint256 storage(const address& addr, const uint256& key) const override
    {
        return state_->storage(addr, key);
    }

    [[nodiscard]] bytes32 block_hash(std::uint64_t number) const override
    {
        if (const auto found = hashes_->find(number); found != hashes_->end())
            return found->second;
        missing_ = number;
        return {};
    }

    [[nodiscard]] const std::optional<std::uint64_t>& missing() const noexcept { return missing_; }

private:
    const vm::Overlay* state_;
    const std::map<std::uint64_t, bytes32>* hashes_;
    mutable std::optional<std::uint64_t> missing_;
};

/// A trace that makes its file with its first line: a transaction that is refused leaves none.
class TraceFile
{
public:
    explicit TraceFile(std::filesystem::path path) : path_{std::move(path)} {}

    void write(std::string_view line)
    {
        if (!file_.is_open())
            file_.open(path_, std::ios::binary | std::ios::trunc);
        file_ << line << '\n';
    }

    [[nodiscard]] bool failed()
    {
        file_.flush();
        return !file_;
    }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
    std::ofstream file_;
};

class Transition
{
public:
    Transition(const vm::ChainConfig& config, const vm::Overlay& pre,
        const T8nEnvironment& environment, std::optional<std::filesystem::path> trace_folder)
        : before_{pre, environment.block_hashes},
          trace_folder_{std::move(trace_folder)},
          execution_{machine_, before_, config, environment.header}
    {
        result_.header = environment.header;
    }

    std::expected<void, T8nError> add(std::size_t index, const T8nTransaction& input)
    {
        if (!input.tx)
            return reject(index, input.rejection);
        const auto sender = vm::recover_sender(*input.tx);
        if (!sender)
            return reject(index, rejection_text(vm::TxError::bad_signature));
        const bytes32 hash = vm::hash(*input.tx);
        const auto outcome = trace_folder_ ? add_traced(*input.tx, *sender, hash)
                                           : Added{execution_.add(*input.tx, *sender)};
        if (!outcome)
            return std::unexpected{outcome.error()};
        if (!*outcome)
            return reject(index, rejection_text(outcome->error()));
        result_.included.push_back({*input.tx, hash, execution_.receipts().back(),
            (*outcome)->gas_used, (*outcome)->created,
            effective_gas_price(*input.tx, execution_.context().base_fee)});
        return check_block_hashes();
    }

    std::expected<T8nResult, T8nError> finish(const T8nEnvironment& environment)
    {
        if (const auto finished = execution_.finish(environment.withdrawals); !finished)
            result_.exception = finished.error();
        if (const auto checked = check_block_hashes(); !checked)
            return std::unexpected{checked.error()};
        fill_header(environment);
        result_.blob_base_fee = execution_.context().blob_base_fee;
        result_.requests = execution_.requests();
        return std::move(result_);
    }

    /// The whole state after all.
    [[nodiscard]] vm::StateDiff diff() const { return execution_.state().diff(); }

private:
    using Added = std::expected<std::expected<vm::TxOutcome, vm::TxError>, T8nError>;

    Added add_traced(const vm::Transaction& tx, const address& sender, const bytes32& hash)
    {
        TraceFile file{*trace_folder_ / ("trace-" + std::to_string(result_.included.size()) + "-" +
                                            to_hex(hash) + ".jsonl")};
        vm::Eip3155Tracer tracer{[&](std::string_view line) { file.write(line); }};
        auto outcome = execution_.add(tx, sender, &tracer);
        if (file.failed())
            return std::unexpected{T8nError{
                T8nFault::io, "failed writing output: cannot write " + file.path().string()}};
        return outcome;
    }

    std::expected<void, T8nError> reject(std::size_t index, std::string why)
    {
        result_.rejected.push_back({index, std::move(why)});
        return {};
    }

    [[nodiscard]] std::expected<void, T8nError> check_block_hashes() const
    {
        if (before_.missing())
            return std::unexpected{T8nError{T8nFault::missing_block_hash,
                "getHash(" + std::to_string(*before_.missing()) +
                    ") invoked, blockhash for that block not provided"}};
        return {};
    }

    void fill_header(const T8nEnvironment& environment)
    {
        std::vector<Bytes> encoded;
        encoded.reserve(result_.included.size());
        for (const T8nIncluded& one : result_.included)
            encoded.push_back(vm::encode(one.tx));
        vm::BlockHeader& header = result_.header;
        header.transactions_root = node::ordered_root(encoded);
        header.receipts_root = node::receipts_root(execution_.receipts());
        header.logs_bloom = execution_.logs_bloom();
        header.gas_used = execution_.gas_used();
        header.blob_gas_used = execution_.blob_gas_used();
        header.withdrawals_root = node::withdrawals_root(environment.withdrawals);
        if (execution_.context().revision >= Revision::prague)
            header.requests_hash = execution_.requests_hash();
    }

    vm::Machine machine_;
    Before before_;
    std::optional<std::filesystem::path> trace_folder_;
    vm::BlockExecution execution_;
    T8nResult result_;
};
}  // namespace

std::expected<T8nResult, T8nError> execute_transition(const vm::ChainConfig& config,
    const vm::Overlay& pre, const T8nEnvironment& environment,
    const std::vector<T8nTransaction>& transactions,
    const std::optional<std::filesystem::path>& trace_folder)
{
    Transition transition{config, pre, environment, trace_folder};
    for (std::size_t i = 0; i < transactions.size(); ++i)
    {
        if (const auto added = transition.add(i, transactions[i]); !added)
            return std::unexpected{added.error()};
    }
    auto result = transition.finish(environment);
    if (!result)
        return result;
    result->state = pre;
    result->state.apply(transition.diff());
    result->header.state_root = node::state_root(result->state);
    return result;
}
}  // namespace byline::tools

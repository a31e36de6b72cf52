#include "tools/byline-evm/state_test.hpp"

#include "node/db/state_root.hpp"
#include "tools/byline-evm/fixture_parts.hpp"
#include "tools/byline-evm/fixture_run.hpp"
#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/state_test_transaction.hpp"
#include "tools/byline-evm/tally.hpp"
#include "tools/byline-evm/trace_output.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/account.hpp"
#include "vm/state/log.hpp"
#include "vm/state/overlay.hpp"
#include "vm/state/state_view.hpp"
#include "vm/trace/eip3155.hpp"
#include "vm/transition/block_execution.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/receipt.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
/// The state of a test. Where tests ask for a block's hash, it is that of its decimal number.
class TestState final : public vm::StateView
{
public:
    explicit TestState(const vm::Overlay& pre) noexcept : pre_{&pre} {}

    [[nodiscard]] std::optional<vm::Account> account(const address& addr) const override
    {
        return pre_->account(addr);
    }

    [[nodiscard]] Bytes code(const bytes32& code_hash) const override
    {
        return pre_->code(code_hash);
    }

    [[nodiscard]] uint256 storage(const address& addr, const uint256& key) const override
    {
        return pre_->storage(addr, key);
    }

    [[nodiscard]] bytes32 block_hash(std::uint64_t number) const override
    {
        return keccak256(std::to_string(number));
    }

private:
    const vm::Overlay* pre_;
};

struct Expected
{
    bytes32 root;
    bytes32 logs_hash;
    std::string_view exception;  ///< empty: the transaction is valid
};

/// What one case came to.
struct Outcome
{
    vm::TransactionSummary summary;
    bytes32 logs_hash;
    std::string_view rejection;  ///< empty: executed
};

Outcome execute_case(vm::Machine& machine, const vm::Overlay& pre, const vm::BlockContext& block,
    const vm::ForkActivation& fork, const TestTransaction& test, vm::Observer* observer)
{
    const std::vector<vm::Log> no_logs;
    const auto rejected = [&](std::string_view name) {
        return Outcome{{.status = std::nullopt, .state_root = node::state_root(pre)},
            keccak256(vm::encode(std::span{no_logs})), name};
    };
    if (!test.tx)
        return rejected(test.decode_error);
    if (!test.sender)
        return rejected(fixture_name(vm::TxError::bad_signature));

    const TestState view{pre};
    const auto outcome =
        vm::transition(machine, view, block, vm::limits_of_empty_block(block.gas_limit, fork),
            *test.tx, *test.sender, {.observer = observer});
    if (!outcome)
        return rejected(fixture_name(outcome.error()));
    vm::Overlay post = pre;
    post.apply(outcome->diff);
    return {{outcome->status, outcome->gas_used, node::state_root(post)},
        keccak256(vm::encode(std::span{outcome->logs})), {}};
}

Outcome trace_case(vm::Machine& machine, const vm::Overlay& pre, const vm::BlockContext& block,
    const vm::ForkActivation& fork, const TestTransaction& test, TraceOutput& trace)
{
    vm::Eip3155Tracer tracer{[&](std::string_view line) { trace.write(line); }};
    const Outcome outcome = execute_case(machine, pre, block, fork, test, &tracer);
    trace.write(vm::eip3155_summary(outcome.summary));
    trace.flush();
    return outcome;
}

/// What differs; empty if nothing does.
std::string difference(const Expected& expected, const Outcome& outcome)
{
    if (expected.exception.empty() && !outcome.rejection.empty())
        return "valid transaction refused: " + std::string{outcome.rejection};
    if (!expected.exception.empty() && outcome.rejection.empty())
        return "invalid transaction executed, expected " + std::string{expected.exception};
    if (!expected.exception.empty() && !lists_exception(expected.exception, outcome.rejection))
        return "expected " + std::string{expected.exception} + ", found " +
               std::string{outcome.rejection};
    const bytes32& root = outcome.summary.state_root;
    if (root != expected.root)
        return "state root: expected " + to_hex(expected.root) + ", found " + to_hex(root);
    if (outcome.logs_hash != expected.logs_hash)
        return "logs hash: expected " + to_hex(expected.logs_hash) + ", found " +
               to_hex(outcome.logs_hash);
    return {};
}

/// One test with all its forks and cases.
class StateTest
{
public:
    StateTest(
        std::string file, std::string name, const boost::json::object& test, TraceOutput* trace)
        : file_{std::move(file)}, name_{std::move(name)}, test_{test, error_}, trace_{trace}
    {}

    Tally run(const Selection& selection)
    {
        const vm::Overlay pre = read_state(test_.object("pre"), test_);
        for (const auto& [key, cases] : test_.object("post"))
        {
            const std::string fork{key};
            if (!selection.wants_fork(fork))
                continue;
            const auto* entries = cases.if_array();
            if (entries == nullptr)
                test_.fail("post." + fork + " is not an array");
            else
                run_fork(fork, pre, *entries);
        }
        if (error_)
            fail("-", 0, *error_);
        return std::move(tally_);
    }

private:
    void fail(const std::string& fork, std::size_t index, std::string what)
    {
        tally_.fail({file_, name_, fork, index, std::move(what)});
    }

    void run_fork(
        const std::string& fork, const vm::Overlay& pre, const boost::json::array& entries)
    {
        const auto config = read_chain_config(fork, test_);
        if (!config)
            return tally_.skip(fork, skip_reason(fork), entries.size());
        if (error_)
            return;
        const vm::ForkActivation& rules = config->forks.front();
        const vm::BlockContext block = read_block(test_.reader("env"), rules, config->chain_id);
        for (std::size_t i = 0; i < entries.size() && !error_; ++i)
        {
            const JsonReader entry = test_.element(entries[i]);
            const Expected expected{entry.hash("hash"), entry.hash("logs"),
                entry.has("expectException") ? entry.text("expectException") : ""};
            const TestTransaction tx = read_transaction(test_, entry, config->chain_id);
            if (error_)
                return;
            const Outcome outcome = trace_ == nullptr
                                        ? execute_case(machine_, pre, block, rules, tx, nullptr)
                                        : trace_case(machine_, pre, block, rules, tx, *trace_);
            const std::string what = difference(expected, outcome);
            if (what.empty())
                tally_.pass(fork);
            else
                fail(fork, i, what);
        }
    }

    std::string file_;
    std::string name_;
    JsonReader::ErrorSlot error_;
    JsonReader test_;
    Tally tally_;
    vm::Machine machine_;
    TraceOutput* trace_;  ///< null: nothing is traced
};
}  // namespace

Tally run_state_tests(
    const std::filesystem::path& file, const Selection& selection, TraceOutput* trace)
{
    return run_tests_of(
        file, selection, [&](const std::string& name, const boost::json::object& test) {
            return StateTest{file.string(), name, test, trace}.run(selection);
        });
}
}  // namespace byline::tools

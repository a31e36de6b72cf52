#include "tools/byline-evm/block_test.hpp"

#include "node/db/state_root.hpp"
#include "tools/byline-evm/fixture_parts.hpp"
#include "tools/byline-evm/fixture_run.hpp"
#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/memory_chain.hpp"
#include "tools/byline-evm/tally.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::tools
{
namespace
{
/// The faults of an encoding: any of them is what was expected where the bytes were no block.
constexpr std::array<std::string_view, 6> decoding_names{"RLP_STRUCTURES_ENCODING",
    "RLP_INVALID_ADDRESS", "RLP_INVALID_FIELD_OVERFLOW_64", "RLP_WITHDRAWALS_NOT_READ",
    "TYPE_3_TX_WITH_FULL_BLOBS", "INCORRECT_BLOCK_FORMAT"};

/// A fault under the name that we find it by, and the name that a test may give to it: these blocks
/// have both faults, and our checks come in another order, or have one name where fixtures have
/// two.
struct OtherName
{
    std::string_view found;
    std::string_view expected;
};

constexpr std::array<OtherName, 4> other_names{{
    {"BLOB_GAS_USED_ABOVE_LIMIT", "TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED"},
    {"INVALID_DIFFICULTY", "IMPORT_IMPOSSIBLE_DIFFICULTY_OVER_PARIS"},
    {"UNKNOWN_PARENT", "UNKNOWN_PARENT_ZERO"},
    // Older tests add an invalid transaction to the body and leave the header as it was.
    {"INVALID_TRANSACTIONS_ROOT", "TransactionException"},
}};

bool expects(std::string_view expected, const ImportError& error)
{
    if (error.name.empty())
        return std::ranges::any_of(
            decoding_names, [&](std::string_view name) { return lists_exception(expected, name); });
    return lists_exception(expected, error.name) ||
           std::ranges::any_of(other_names, [&](const OtherName& other) {
               return other.found == error.name &&
                      expected.find(other.expected) != std::string_view::npos;
           });
}

std::string difference(const std::optional<std::string_view>& expected,
    const std::expected<void, ImportError>& imported)
{
    if (!expected && !imported)
        return "valid block refused: " + imported.error().text;
    if (expected && imported)
        return "invalid block imported, expected " + std::string{*expected};
    if (expected && !expects(*expected, imported.error()))
        return "expected " + std::string{*expected} + ", found " +
               std::string{imported.error().name} + ": " + imported.error().text;
    return {};
}

/// Imports the blocks one after the other; empty, or what differed at which block.
std::string import_all(MemoryChain& chain, const JsonReader& test)
{
    std::size_t index = 0;
    for (const boost::json::value& element : test.array("blocks"))
    {
        const JsonReader entry = test.element(element);
        const Bytes encoded = entry.bytes("rlp");
        std::optional<std::string_view> expected;
        if (entry.has("expectException"))
            expected = entry.text("expectException");
        if (test.failed())
            return {};
        const std::string what = difference(expected, chain.import_block(encoded));
        if (!what.empty())
            return "block " + std::to_string(index) + ": " + what;
        ++index;
    }
    return {};
}

std::string check_end(const MemoryChain& chain, const JsonReader& test)
{
    const bytes32 head = test.hash("lastblockhash");
    if (chain.head_hash() != head)
        return "head: expected " + to_hex(head) + ", found " + to_hex(chain.head_hash());
    const bytes32 root = test.has("postStateHash")
                             ? test.hash("postStateHash")
                             : node::state_root(read_state(test.object("postState"), test));
    if (chain.head().state_root != root)
        return "state root: expected " + to_hex(root) + ", found " +
               to_hex(chain.head().state_root);
    return {};
}

/// Runs a whole test: empty, or what differed.
std::string run_test(const vm::ChainConfig& config, const JsonReader& test)
{
    const auto genesis = vm::decode_block(test.bytes("genesisRLP"));
    if (!genesis)
        return "genesisRLP is no block";
    vm::Overlay pre = read_state(test.object("pre"), test);
    if (test.failed())
        return {};
    if (node::state_root(pre) != genesis->header.state_root)
        return "the genesis block's state root is not that of pre";
    MemoryChain chain{config, std::move(pre), genesis->header};
    const std::string what = import_all(chain, test);
    return what.empty() ? check_end(chain, test) : what;
}

/// One test of a file as the tally tells it.
Tally run_named_test(const std::string& file, const std::string& name,
    const boost::json::object& object, const Selection& selection)
{
    Tally tally;
    JsonReader::ErrorSlot error;
    const JsonReader test{object, error};
    const std::string network{test.text("network")};
    if (!selection.wants_fork(network))
        return tally;
    const auto config = read_chain_config(network, test);
    if (!config && !error)
    {
        tally.skip(network, skip_reason(network), 1);
        return tally;
    }
    const std::string what = error ? std::string{} : run_test(*config, test);
    if (what.empty() && !error)
        tally.pass(network);
    else
        tally.fail({file, name, network, 0, error.value_or(what)});
    return tally;
}
}  // namespace

Tally run_block_tests(const std::filesystem::path& file, const Selection& selection)
{
    return run_tests_of(
        file, selection, [&](const std::string& name, const boost::json::object& test) {
            return run_named_test(file.string(), name, test, selection);
        });
}
}  // namespace byline::tools

#include "node/audit/audit.hpp"
#include "node/audit/file/chain_file.hpp"
#include "node/audit/replay/chain_replay.hpp"
#include "node/audit/replay/source_folder.hpp"
#include "node/chain/block_import.hpp"
#include "node/db/database.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/state_diff.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <fstream>
#include <ios>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <system_error>

namespace byline::node
{
namespace
{
constexpr std::uint64_t progress_step = 64;  // blocks

/// Which accounts and slots a chain ever wrote.
using Touched = std::map<address, std::set<uint256>>;

void touch(Touched& touched, const vm::StateDiff& diff)
{
    for (const vm::AccountChange& account : diff.accounts)
    {
        std::set<uint256>& slots = touched[account.addr];
        for (const vm::StorageChange& slot : account.storage)
            slots.insert(slot.key);
    }
}

/// What the folder keeps beside the block against what execution gave.
std::expected<void, ReplayFailure> check_stored(const Database& database, const StoredBlock& stored,
    const ExecutedBlock& executed, const ChainReplay& replay)
{
    const std::uint64_t number = replay.report().head_number;
    const bytes32& hash = replay.report().head_hash;
    const auto failed = [number](const char* check, const std::string& detail) {
        return std::unexpected{replay_failure(number, check, detail)};
    };
    if (stored.hash != hash)
        return failed("block hash", both_hashes("the folder", stored.hash, hash));
    if (const auto found = database.block_number(hash); found != number)
        return failed("index of hashes", "the folder does not find the block by its hash");
    if (stored.transaction_hashes != executed.transaction_hashes)
        return failed("transaction hashes", "the folder's are not those of the transactions");
    if (stored.senders != executed.senders)
        return failed("senders", "the folder's are not those that the signatures give");
    if (stored.receipts != executed.receipts)
        return failed("stored receipts", "the folder's are not those that execution gives");
    for (std::size_t i = 0; i < executed.transaction_hashes.size(); ++i)
    {
        const auto place = database.transaction_place(executed.transaction_hashes[i]);
        if (!place || place->block_number != number || place->index != i)
            return failed("index of transactions",
                "the folder does not find transaction " + to_hex(executed.transaction_hashes[i]));
    }
    return {};
}

/// The state that the node would serve against the one that execution gave.
std::expected<void, ReplayFailure> check_state(
    const Database& database, const ChainReplay& replay, const Touched& touched)
{
    const ReplayReport& report = replay.report();
    const auto failed = [&report](const std::string& detail) {
        return std::unexpected{replay_failure(report.head_number, "stored state", detail)};
    };
    if (const auto verified = database.verify(); !verified)
        return failed(verified.error().message);
    const auto held = database.snapshot();
    const StateSnapshot& snapshot = *held;
    for (const auto& [addr, slots] : touched)
    {
        const auto account = replay.state().account(addr);
        if (snapshot.account(addr) != account)
            return failed(
                "the folder's account " + to_hex(addr) + " is not the one that execution gives");
        if (account && snapshot.code(account->code_hash) != replay.state().code(account->code_hash))
            return failed(
                "the folder's code of " + to_hex(addr) + " is not the one that execution gives");
        for (const uint256& slot : slots)
        {
            if (snapshot.storage(addr, slot) != replay.state().storage(addr, slot))
                return failed("the folder's slot " + to_quantity(slot) + " of " + to_hex(addr) +
                              " is not the one that execution gives");
        }
    }
    return {};
}

std::expected<void, ReplayFailure> check_head(const Head& head, const ReplayReport& report)
{
    const auto failed = [&report](const std::string& detail) {
        return std::unexpected{replay_failure(report.head_number, "head", detail)};
    };
    if (head.hash != report.head_hash)
        return failed("hash: " + both_hashes("the folder", head.hash, report.head_hash));
    if (head.state_root != report.state_root)
        return failed(
            "state root: " + both_hashes("the folder", head.state_root, report.state_root));
    return {};
}

std::expected<ReplayReport, ReplayFailure> replay_source(
    const SourceFolder& source, const Progress& progress)
{
    const Database& database = *source.database;
    BYLINE_TRY(replay, ChainReplay::begin(source.document));
    if (const bytes32 hash = replay.report().head_hash; database.block_hash(0) != hash)
        return std::unexpected{replay_failure(0, "block hash",
            "the folder's is not the one that its genesis document gives, " + to_hex(hash))};
    Touched touched;
    touch(touched, replay.genesis_diff());
    for (std::uint64_t number = 1; number <= source.head.number; ++number)
    {
        if (progress && (number - 1) % progress_step == 0)
            progress(number - 1, source.head.number);
        const auto stored = database.block(number);
        if (!stored)
            return std::unexpected{replay_failure(number, "data folder", "the block is not there")};
        BYLINE_TRY(executed, replay.add(stored->block));
        BYLINE_TRY_VOID(check_stored(database, *stored, executed, replay));
        touch(touched, executed.diff);
    }
    BYLINE_TRY_VOID(check_head(source.head, replay.report()));
    BYLINE_TRY_VOID(check_state(database, replay, touched));
    if (progress)
        progress(source.head.number, source.head.number);
    return replay.report();
}
}  // namespace

std::expected<ReplayReport, ReplayFailure> replay_folder(
    const std::filesystem::path& folder, const Progress& progress)
{
    try
    {
        const auto source = open_source(folder);
        if (!source)
            return std::unexpected{
                ReplayFailure{std::nullopt, "data folder", "data folder: " + source.error()}};
        return replay_source(*source, progress);
    }
    catch (const DatabaseReadError& error)
    {
        return std::unexpected{
            ReplayFailure{std::nullopt, "data folder", "data folder: " + error.error().message}};
    }
}

std::expected<ReplayReport, ReplayFailure> replay_file(
    const std::filesystem::path& file, const Progress& progress)
{
    const auto failed = [&file](const std::string& why) {
        return std::unexpected{
            ReplayFailure{std::nullopt, "file", "file: " + file.string() + ": " + why}};
    };
    std::error_code error;
    const bool regular = std::filesystem::is_regular_file(file, error);
    if (error)
        return failed(error.message());
    if (!regular)
        return failed("is not a file");
    const std::uint64_t size = std::filesystem::file_size(file, error);
    if (error)
        return failed(error.message());
    std::ifstream in{file, std::ios::binary};
    if (!in)
        return failed("cannot be opened: " + std::generic_category().message(errno));
    return replay_stream(in, size, progress);
}
}  // namespace byline::node

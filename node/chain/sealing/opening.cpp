#include "node/chain/sealing/opening.hpp"

#include "node/chain/genesis.hpp"
#include "node/db/database.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/transition/block.hpp"
#include "vm/transition/chain_config.hpp"

#include <cstddef>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace byline::node
{
namespace
{
std::expected<Genesis, std::string> read_document(const std::string& document, const char* whose)
{
    auto genesis = read_genesis(document);
    if (!genesis)
        return std::unexpected{std::string{whose} + ": " + genesis.error().message};
    return std::move(*genesis);
}

std::expected<void, std::string> create(Database& database, const Genesis& genesis)
{
    StoredBlock stored;
    stored.block = genesis.block;
    stored.hash = vm::hash(genesis.block.header);
    auto update = database.prepare(genesis.state.diff());
    if (database.root(*update) != genesis.block.header.state_root)
        return std::unexpected{
            std::string{"the state root of the genesis block came out in two ways"}};
    const auto committed = database.commit_genesis(stored, std::move(update), genesis.document);
    if (!committed)
        return std::unexpected{committed.error().message};
    return {};
}

/// A document given beside an existing folder must describe the folder's chain.
std::expected<void, std::string> check_same_chain(
    const std::filesystem::path& folder, const Genesis& own, const std::string& document)
{
    BYLINE_TRY(given, read_document(document, "genesis document"));
    const bytes32 own_hash = vm::hash(own.block.header);
    const bytes32 given_hash = vm::hash(given.block.header);
    if (own_hash == given_hash && own.config == given.config)
        return {};
    std::string message = folder.string() + " holds another chain: its genesis block is " +
                          to_hex(own_hash) + ", the given document's is " + to_hex(given_hash);
    if (own.config.chain_id != given.config.chain_id)
        message += "; its chain id is " + std::to_string(own.config.chain_id) +
                   ", the document's " + std::to_string(given.config.chain_id);
    else if (own_hash == given_hash)
        message += "; the forks or their blob schedules differ";
    return std::unexpected{message + ". Use another data folder, or leave the document out."};
}

std::expected<Genesis, std::string> read_own_genesis(
    const Database& database, const std::filesystem::path& folder)
{
    const auto document = database.genesis_document();
    if (!document)
        return std::unexpected{
            folder.string() + " is damaged: blocks are there, the genesis document is not."};
    BYLINE_TRY(genesis, read_document(*document, "the data folder's own genesis document"));
    const bytes32 hash = vm::hash(genesis.block.header);
    const auto stored = database.block_hash(0);
    if (!stored || *stored != hash)
        return std::unexpected{folder.string() + " is damaged: its genesis document makes block " +
                               to_hex(hash) + ", but block 0 is " +
                               (stored ? to_hex(*stored) : std::string{"missing"}) + "."};
    return genesis;
}

std::string recovery_note(const Database& database)
{
    const auto head = database.head();
    const std::size_t bytes = database.recovered_bytes();
    if (bytes == 0 || !head)
        return {};
    return "the last stop was not clean: recovered block " + std::to_string(head->number) + " (" +
           to_hex(head->hash) + ") from " + std::to_string(bytes) + " bytes of log";
}
}  // namespace

std::expected<OpenedChain, std::string> open_chain(const std::filesystem::path& folder,
    const std::optional<std::string>& genesis_document, const DatabaseOptions& options)
{
    // A document that cannot be read must not leave an empty data folder behind.
    if (genesis_document)
        BYLINE_TRY_VOID(read_document(*genesis_document, "genesis document"));
    auto database = Database::open(folder, options);
    if (!database)
        return std::unexpected{database.error().message};
    OpenedChain chain{std::move(*database), {}, {}};
    chain.recovery_note = recovery_note(*chain.database);
    if (!chain.database->head())
    {
        BYLINE_TRY(genesis, read_document(genesis_document.value_or(development_genesis_document()),
                                "genesis document"));
        BYLINE_TRY_VOID(create(*chain.database, genesis));
        chain.config = std::move(genesis.config);
        return chain;
    }
    BYLINE_TRY(genesis, read_own_genesis(*chain.database, folder));
    if (genesis_document)
        BYLINE_TRY_VOID(check_same_chain(folder, genesis, *genesis_document));
    chain.config = std::move(genesis.config);
    return chain;
}
}  // namespace byline::node

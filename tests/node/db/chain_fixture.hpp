#pragma once

#include "node/db/database.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/state_diff.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <random>

namespace byline::node::test
{
/// A fresh folder name below the system's temporary folder; all of it is removed at the end.
class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    /// Not there yet; its parent is.
    [[nodiscard]] std::filesystem::path path() const { return parent_ / "data"; }

private:
    std::filesystem::path parent_;
};

/// An account of the model state.
struct ModelAccount
{
    std::uint64_t nonce = 0;
    uint256 balance;
    Bytes code;
    std::map<uint256, uint256> slots;  ///< none is zero

    bool operator==(const ModelAccount&) const = default;
};

using Model = std::map<address, ModelAccount>;

/// The root of the model, by the naive trie.
bytes32 naive_state_root(const Model& model);

/// Reads the same accounts and slots from a view, those that are not in the model included.
void expect_same_state(const vm::StateView& view, const Model& model);

address test_address(std::uint32_t index);
uint256 test_slot(std::uint32_t index);

/// A block after `parent` (null: the first one) with that root, one transaction and its receipt.
StoredBlock make_block(const Head* parent, const bytes32& root);

/// Opens or fails the test by std::logic_error.
std::unique_ptr<Database> open_database(const std::filesystem::path& folder);

/// Commits a diff as the next block (genesis first); gives the new head.
Head commit_diff(Database& database, const vm::StateDiff& diff);

/// How a random block changes the state.
struct Mix
{
    std::uint32_t accounts = 30;
    std::uint32_t slots = 12;
    unsigned changes = 8;          ///< at most, a block
    unsigned destroy_percent = 5;  ///< of the changes
    unsigned zero_percent = 40;    ///< of the slots written
};

/// Makes the diff of a random block on the database's newest state, and changes the model alike.
vm::StateDiff random_diff(
    const Database& database, Model& model, const Mix& mix, std::mt19937& random);
}  // namespace byline::node::test

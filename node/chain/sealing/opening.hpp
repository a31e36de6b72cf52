#pragma once

#include "node/db/database.hpp"
#include "vm/transition/chain_config.hpp"

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace byline::node
{
/// A data folder that is open and holds at least a genesis block.
struct OpenedChain
{
    std::unique_ptr<Database> database;
    vm::ChainConfig config;
    std::string recovery_note;  ///< empty after a clean stop
};

/// Opens the folder. A new one begins with `genesis_document`, or the development chain's; in one
/// that is not new its own document counts, and a given one must make the same chain. The error is
/// one sentence.
std::expected<OpenedChain, std::string> open_chain(const std::filesystem::path& folder,
    const std::optional<std::string>& genesis_document, const DatabaseOptions& options);
}  // namespace byline::node

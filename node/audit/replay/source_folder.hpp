#pragma once

#include "node/db/database.hpp"

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

namespace byline::node
{
/// A data folder whose chain is to be read.
struct SourceFolder
{
    std::unique_ptr<Database> database;
    Head head;
    std::string document;  ///< of genesis
};

/// Opens a folder that holds a chain and that no node has open; creates nothing. The error is one
/// sentence. May throw DatabaseReadError.
std::expected<SourceFolder, std::string> open_source(const std::filesystem::path& folder);
}  // namespace byline::node

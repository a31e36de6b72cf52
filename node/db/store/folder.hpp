#pragma once

#include "node/db/database.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>

namespace byline::node
{
/// What a data folder holds, as far as the names of its files tell.
enum class FolderContent : std::uint8_t
{
    nothing,   ///< missing, empty, or a creation that was cut short before anything was stored
    database,  ///< a LevelDB: whose, its content must tell
};

/// Looks at the folder without changing anything. A lost CURRENT file must not lead to an empty
/// database in the place of the old one.
std::expected<FolderContent, DatabaseError> inspect_folder(const std::filesystem::path& folder);

/// The bytes of LevelDB's log files: what an opening has to replay.
std::size_t log_bytes(const std::filesystem::path& folder);
}  // namespace byline::node

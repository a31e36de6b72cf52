#include "node/db/store/folder.hpp"

#include "node/db/database.hpp"
#include "vm/primitives/error.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace byline::node
{
namespace
{
namespace fs = std::filesystem;
using Code = DatabaseError::Code;

/// What stands in a LevelDB folder before its first CURRENT: nothing is stored yet.
constexpr std::array<std::string_view, 5> files_of_a_creation{
    "LOCK", "LOG", "LOG.old", "MANIFEST-000001", "000001.dbtmp"};

bool is_of_leveldb(const std::string& name)
{
    return name.starts_with("MANIFEST-") || name.ends_with(".ldb") || name.ends_with(".sst");
}

std::expected<std::vector<std::string>, DatabaseError> file_names(const fs::path& folder)
{
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator at{folder, error}; !error && at != fs::directory_iterator{};
        at.increment(error))
        names.push_back(at->path().filename().string());
    if (error)
        return std::unexpected{DatabaseError{
            Code::io, "cannot read the data folder " + folder.string() + " (" + error.message() +
                          "): give this user access to it, or name another folder"}};
    return names;
}
}  // namespace

std::expected<FolderContent, DatabaseError> inspect_folder(const fs::path& folder)
{
    std::error_code error;
    const fs::file_status status = fs::status(folder, error);
    if (status.type() == fs::file_type::not_found)
        return FolderContent::nothing;
    if (error)
        return std::unexpected{DatabaseError{
            Code::io, "cannot reach the data folder " + folder.string() + " (" + error.message() +
                          "): give this user access to it, or name another folder"}};
    if (status.type() != fs::file_type::directory)
        return std::unexpected{DatabaseError{Code::not_ours,
            folder.string() + " is a file, not a folder: name another data folder"}};

    BYLINE_TRY(names, file_names(folder));
    if (std::ranges::find(names, "CURRENT") != names.end())
        return FolderContent::database;
    const bool only_a_creation = std::ranges::all_of(names, [](const std::string& name) {
        return std::ranges::find(files_of_a_creation, name) != files_of_a_creation.end();
    });
    if (only_a_creation)
        return FolderContent::nothing;
    if (std::ranges::any_of(names, is_of_leveldb))
        return std::unexpected{DatabaseError{Code::corrupt,
            "the database in " + folder.string() +
                " has lost its file CURRENT: restore a copy of the folder, or replay an exported "
                "chain into a new one"}};
    return std::unexpected{DatabaseError{Code::not_ours,
        "the folder " + folder.string() +
            " holds other files and no Byline database: name an empty or a new data folder"}};
}

std::size_t log_bytes(const fs::path& folder)
{
    std::size_t sum = 0;
    std::error_code error;
    for (fs::directory_iterator at{folder, error}; !error && at != fs::directory_iterator{};
        at.increment(error))
    {
        if (at->path().extension() != ".log")
            continue;
        std::error_code no_size;
        const std::uintmax_t size = at->file_size(no_size);
        if (!no_size)
            sum += static_cast<std::size_t>(size);
    }
    return sum;
}
}  // namespace byline::node

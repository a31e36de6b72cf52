#include "node/audit/replay/source_folder.hpp"

#include "node/db/database.hpp"

#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace byline::node
{
std::expected<SourceFolder, std::string> open_source(const std::filesystem::path& folder)
{
    // Opening would create a database where there is none.
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error))
        return std::unexpected{folder.string() + " is not a folder."};
    if (std::filesystem::is_empty(folder, error) || error)
        return std::unexpected{folder.string() + " holds no chain."};
    auto database = Database::open(folder);
    if (!database)
        return std::unexpected{database.error().message};
    const auto head = (*database)->head();
    if (!head)
        return std::unexpected{folder.string() + " holds no chain."};
    auto document = (*database)->genesis_document();
    if (!document)
        return std::unexpected{
            folder.string() + " is damaged: blocks are there, the genesis document is not."};
    return SourceFolder{std::move(*database), *head, std::move(*document)};
}
}  // namespace byline::node

#include "node/audit/audit.hpp"
#include "node/audit/file/atomic_file.hpp"
#include "node/audit/file/chain_file.hpp"
#include "node/audit/replay/source_folder.hpp"
#include "node/db/database.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"
#include "vm/transition/block.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

namespace byline::node
{
namespace
{
constexpr std::uint64_t progress_step = 64;  // blocks

std::expected<void, std::string> write_block(
    AtomicFile& out, const Database& database, std::uint64_t number)
{
    const auto stored = database.block(number);
    if (!stored)
        return std::unexpected{"the data folder has no block " + std::to_string(number) + "."};
    const Bytes bytes = vm::encode(stored->block);
    BYLINE_TRY_VOID(out.write(block_record_head(stored->hash, bytes.size())));
    return out.write(bytes);
}

std::expected<std::uint64_t, std::string> export_source(
    const SourceFolder& source, const std::filesystem::path& file, const Progress& progress)
{
    const auto genesis_hash = source.database->block_hash(0);
    if (!genesis_hash)
        return std::unexpected{std::string{"the data folder has no block 0."}};
    BYLINE_TRY(out, AtomicFile::create(file));
    const std::uint64_t last = source.head.number;
    BYLINE_TRY_VOID(out.write(first_record(last, *genesis_hash, source.document)));
    for (std::uint64_t number = 1; number <= last; ++number)
    {
        if (progress && (number - 1) % progress_step == 0)
            progress(number - 1, last);
        BYLINE_TRY_VOID(write_block(out, *source.database, number));
    }
    BYLINE_TRY_VOID(out.write(last_record(last, source.head.hash, source.head.state_root)));
    BYLINE_TRY_VOID(out.publish());
    if (progress)
        progress(last, last);
    return last;
}
}  // namespace

std::expected<std::uint64_t, std::string> export_chain(const std::filesystem::path& folder,
    const std::filesystem::path& file, const Progress& progress)
{
    try
    {
        BYLINE_TRY(source, open_source(folder));
        return export_source(source, file, progress);
    }
    catch (const DatabaseReadError& error)
    {
        return std::unexpected{error.error().message};
    }
}
}  // namespace byline::node

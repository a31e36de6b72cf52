#pragma once

#include "vm/primitives/bytes32.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace byline::node
{
/// What a replay confirmed.
struct ReplayReport
{
    std::uint64_t blocks = 0;  ///< executed, genesis not counted
    std::uint64_t transactions = 0;
    std::uint64_t gas_used = 0;
    std::uint64_t head_number = 0;
    bytes32 head_hash;
    bytes32 state_root;
};

/// The first thing that did not hold: "block 17: state root: header says 0x…, replay gives 0x…".
struct ReplayFailure
{
    std::optional<std::uint64_t> block;  ///< absent: the file or folder as such
    std::string check;
    std::string message;  ///< the whole sentence
};

/// Told now and then how far it is: blocks done of blocks in all.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Writes the chain of a data folder (no node may have it open) to a file; the format is described
/// in docs/formats/chain.md.
std::expected<std::uint64_t, std::string> export_chain(const std::filesystem::path& folder,
    const std::filesystem::path& file, const Progress& progress = {});

/// Executes every block again from genesis and checks everything that headers commit to. Takes a
/// data folder or an exported file.
std::expected<ReplayReport, ReplayFailure> replay_folder(
    const std::filesystem::path& folder, const Progress& progress = {});
std::expected<ReplayReport, ReplayFailure> replay_file(
    const std::filesystem::path& file, const Progress& progress = {});
}  // namespace byline::node

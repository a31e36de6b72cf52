#pragma once

#include "vm/primitives/bytes.hpp"

#include <expected>
#include <filesystem>
#include <string>

namespace byline::node
{
/// A file that comes to be all at once: written beside its place, synced, then renamed. Without
/// `publish` nothing is left.
class AtomicFile
{
public:
    /// The error of this and the rest is one sentence.
    static std::expected<AtomicFile, std::string> create(const std::filesystem::path& path);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    ~AtomicFile();

    std::expected<void, std::string> write(BytesView bytes);

    /// Syncs the file, puts it in its place, and syncs the folder.
    std::expected<void, std::string> publish();

private:
    AtomicFile(std::filesystem::path path, std::filesystem::path draft, int descriptor);

    std::expected<void, std::string> flush();

    std::filesystem::path path_;
    std::filesystem::path draft_;
    int descriptor_;  ///< -1: closed
    Bytes buffer_;
};
}  // namespace byline::node

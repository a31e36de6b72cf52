#include "node/audit/file/atomic_file.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace byline::node
{
namespace
{
constexpr std::size_t buffer_size = std::size_t{1} << 20;

std::unexpected<std::string> system_error(const std::filesystem::path& path, const char* what)
{
    return std::unexpected{
        path.string() + " cannot be " + what + ": " + std::generic_category().message(errno)};
}
}  // namespace

std::expected<AtomicFile, std::string> AtomicFile::create(const std::filesystem::path& path)
{
    std::filesystem::path draft = path;
    draft += ".part";
    constexpr int permissions = 0644;
    const int descriptor =
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions);
    if (descriptor < 0)
        return system_error(draft, "created");
    return AtomicFile{path, std::move(draft), descriptor};
}

AtomicFile::AtomicFile(std::filesystem::path path, std::filesystem::path draft, int descriptor)
    : path_{std::move(path)}, draft_{std::move(draft)}, descriptor_{descriptor}
{}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_{std::move(other.path_)},
      draft_{std::move(other.draft_)},
      descriptor_{std::exchange(other.descriptor_, -1)},
      buffer_{std::move(other.buffer_)}
{}

AtomicFile::~AtomicFile()
{
    if (descriptor_ < 0)
        return;
    ::close(descriptor_);
    ::unlink(draft_.c_str());
}

std::expected<void, std::string> AtomicFile::write(BytesView bytes)
{
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    if (buffer_.size() < buffer_size)
        return {};
    return flush();
}

std::expected<void, std::string> AtomicFile::flush()
{
    BytesView rest = buffer_;
    while (!rest.empty())
    {
        const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return system_error(draft_, "written");
        rest = rest.subspan(static_cast<std::size_t>(written));
    }
    buffer_.clear();
    return {};
}

std::expected<void, std::string> AtomicFile::publish()
{
    BYLINE_TRY_VOID(flush());
    if (::fsync(descriptor_) != 0)
        return system_error(draft_, "synced");
    if (::rename(draft_.c_str(), path_.c_str()) != 0)
        return system_error(path_, "put in its place");
    ::close(std::exchange(descriptor_, -1));
    const std::filesystem::path folder =
        path_.has_parent_path() ? path_.parent_path() : std::filesystem::path{"."};
    const int folder_descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder_descriptor < 0)
        return system_error(folder, "opened");
    const bool synced = ::fsync(folder_descriptor) == 0;
    ::close(folder_descriptor);
    if (!synced)
        return system_error(folder, "synced");
    return {};
}
}  // namespace byline::node

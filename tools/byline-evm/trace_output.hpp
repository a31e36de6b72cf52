#pragma once

#include <fstream>
#include <iosfwd>
#include <string>
#include <string_view>

namespace byline::tools
{
/// Where the lines of a trace go: standard error, or a file. Lines are gathered, since a long trace
/// has millions.
class TraceOutput
{
public:
    /// To standard error.
    TraceOutput();

    /// Replaces that file; `failed` tells if it cannot be written.
    explicit TraceOutput(const std::string& path);

    /// Passes on what is still gathered.
    ~TraceOutput();

    TraceOutput(const TraceOutput&) = delete;
    TraceOutput& operator=(const TraceOutput&) = delete;

    /// `line` comes without its end.
    void write(std::string_view line);

    /// Passes on what is gathered.
    void flush();

    [[nodiscard]] bool failed() const;

private:
    std::ofstream file_;
    std::ostream* out_;
    std::string gathered_;
};
}  // namespace byline::tools

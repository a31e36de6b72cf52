#include "tools/byline-evm/trace_output.hpp"

#include <cstddef>
#include <ios>
#include <iostream>
#include <string>
#include <string_view>

namespace byline::tools
{
namespace
{
constexpr std::size_t gathered_at_most = std::size_t{1} << 18;
}  // namespace

TraceOutput::TraceOutput() : out_{&std::cerr}
{}

TraceOutput::TraceOutput(const std::string& path)
    : file_{path, std::ios::binary | std::ios::trunc}, out_{&file_}
{}

TraceOutput::~TraceOutput()
{
    flush();
}

void TraceOutput::write(std::string_view line)
{
    gathered_.append(line).push_back('\n');
    if (gathered_.size() >= gathered_at_most)
        flush();
}

void TraceOutput::flush()
{
    *out_ << gathered_ << std::flush;
    gathered_.clear();
}

bool TraceOutput::failed() const
{
    return !*out_;
}
}  // namespace byline::tools

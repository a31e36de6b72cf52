#include "node/audit/file/chain_file.hpp"

#include "node/audit/audit.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

// A failure must be one sentence that begins with the block it names.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::istringstream in{std::string{reinterpret_cast<const char*>(data), size}};
    const auto report = byline::node::replay_stream(in, size);
    if (report)
        return 0;
    const auto& failure = report.error();
    if (!failure.block ||
        !failure.message.starts_with("block " + std::to_string(*failure.block) + ": "))
        std::abort();
    return 0;
}

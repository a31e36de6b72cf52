#pragma once

#include "bench/contracts/measure.hpp"

#include <expected>
#include <string>

namespace byline::bench
{
/// Compiles a licence of the repository, `path` from its root. The error is what the compiler says.
std::expected<CompiledContract, std::string> compile_licence(const std::string& path);
}  // namespace byline::bench

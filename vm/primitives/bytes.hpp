#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace byline
{
/// Owned bytes.
using Bytes = std::vector<std::uint8_t>;

/// Borrowed bytes: a parameter, never stored unless the owner is named beside it.
using BytesView = std::span<const std::uint8_t>;
}  // namespace byline

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace byline
{
/// A fork of the Ethereum execution rules, oldest first. Blob-parameter-only forks (EIP-7892) are
/// not revisions: they change chain configuration, not the rules.
enum class Revision : std::uint8_t
{
    cancun,
    prague,
    osaka,
};

inline constexpr Revision latest_revision = Revision::osaka;
inline constexpr std::size_t revision_count = 3;

/// "Cancun", as test fixtures and geth spell it.
std::string_view to_string(Revision revision) noexcept;

/// The reverse; nothing for a fork whose rules are not here.
std::optional<Revision> revision_from_string(std::string_view name) noexcept;
}  // namespace byline

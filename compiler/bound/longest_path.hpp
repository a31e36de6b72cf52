#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace byline::compiler::bound
{
/// A place of a program that control goes through.
struct Place
{
    std::uint64_t cost = 0;
    std::vector<std::size_t> next;  ///< places that may come directly after it
    /// Where a loop is entered here: how often it is come to at most each time it is entered; 0:
    /// not known.
    std::uint64_t max_visits = 0;
};

/// Costs no more than this are told apart.
inline constexpr std::uint64_t most_cost = std::uint64_t{1} << 48;

/// What a way through the places costs at most that begins at the first and ends where nothing
/// comes after. Every loop has a place
/// that its rounds are counted by; none if some has not.
std::optional<std::uint64_t> longest_path(const std::vector<Place>& places);
}  // namespace byline::compiler::bound

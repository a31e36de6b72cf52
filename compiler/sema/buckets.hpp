#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/names.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace byline::compiler
{
/// The most buckets of a licence, and payees and tiers of one bucket, that this version compiles.
inline constexpr std::size_t max_buckets = 64;
inline constexpr std::size_t max_payees = 64;
inline constexpr std::size_t max_tiers = 32;

/// Checks the buckets and writes them into the licence, in the order of the file. Parties, actors,
/// units, currency, constants and messages are there already; groups come later (check_groups).
void check_buckets(const syntax::File& file, const syntax::Licence& source, const Names& names,
    Licence& licence, Diagnostics& diagnostics);

/// The index of the bucket of that name.
std::optional<std::size_t> bucket_named(const Licence& licence, std::string_view name);
}  // namespace byline::compiler

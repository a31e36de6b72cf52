#pragma once

#include "compiler/sema/licence.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler
{
/// What an act or a power lets somebody do with others' money or rights (B402).
enum class AuthorityKind : std::uint8_t
{
    draws,       ///< moves money out of others' tabs or a pot, into a bucket
    pays,        ///< ... out of the contract
    grants,      ///< gives and takes shares of a pool
    reports,     ///< signs which weights an epoch is shared by
    pauses,      ///< stops acts that take a payment
    supersedes,  ///< names the licence that comes after this one
};

/// One line of the authority report: who, by what, does what to which bucket.
struct Authority
{
    AuthorityKind kind = AuthorityKind::draws;
    std::vector<std::size_t> actors;    ///< indices into Licence::actors; empty: anyone
    std::optional<std::size_t> act;     ///< none: a generated function
    std::optional<std::size_t> bucket;  ///< whose money or shares; none: no bucket's
    std::vector<std::size_t> messages;  ///< what must be signed for it, indices into
                                        ///< Licence::messages
    std::string what;                   ///< in words: "moves money from `deposit` to `revenue`"
};

/// All of a licence's, in the order of its acts, then its buckets, then its powers.
std::vector<Authority> authorities_of(const Licence& licence);
}  // namespace byline::compiler

#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/transition/transition.hpp"

#include <cstdint>
#include <vector>

namespace byline::vm
{
/// A change of rules at a point in time; several may follow with the same revision (EIP-7892).
struct ForkActivation
{
    std::uint64_t timestamp = 0;  ///< of the first block under it, seconds
    Revision revision = latest_revision;
    BlobParameters blobs;

    bool operator==(const ForkActivation&) const noexcept = default;
};

/// What tells one chain's rules from another's. The first activation has timestamp 0: chains begin
/// at Cancun or later.
struct ChainConfig
{
    std::uint64_t chain_id = 1;
    std::vector<ForkActivation> forks{{}};  ///< by timestamp, ascending
    /// Whose logs are deposit requests (EIP-6110): mainnet's, unless genesis says otherwise.
    address deposit_contract = hex_address("00000000219ab540356cbb839cbe05303d7705fa");

    bool operator==(const ChainConfig&) const = default;

    [[nodiscard]] const ForkActivation& at(std::uint64_t timestamp) const noexcept;
};

/// The blob parameters that a revision brought on mainnet: Cancun 3/6, Prague and Osaka 6/9
/// (EIP-4844, EIP-7691).
BlobParameters mainnet_blobs(Revision revision) noexcept;
}  // namespace byline::vm

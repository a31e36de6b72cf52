#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
/// How deep the JSON of an artifact nests at most: effects inside effects do (max_nesting).
inline constexpr std::size_t max_artifact_depth = 128;

/// All that a compiled licence is: what is deployed, what tools read, what a person reads.
struct Artifact
{
    std::string name;                  ///< the licence's identifier, "StreetScenes"
    std::string title;                 ///< its title in words
    std::vector<std::string> parties;  ///< constructor arguments, all addresses, in this order
    Bytes creation_code;  ///< the constructor's arguments are appended to it, 32 bytes each
    Bytes runtime_code;   ///< parties' addresses stand as zeros
    std::size_t metadata_size = 0;  ///< bytes of runtime_code that are the CBOR metadata tail
    bytes32 terms_hash;             ///< keccak256 of the canonical terms JSON
    std::string terms_text;         ///< the term sheet in plain words, as `bylinec terms` prints it
    /// The artifact file: abi, bytecode, deployedBytecode, storageLayout, terms, ...
    std::string json;
};

/// A payee's part of a tier: "alice", "50 %".
struct ArtifactShare
{
    std::string party;
    std::string share;  ///< of what the bucket receives within the tier, in words
};

/// How a bucket shares what it receives, up to a point of its receipts.
struct ArtifactTier
{
    std::vector<ArtifactShare> shares;
    std::optional<uint256> until;  ///< receipts at which the next tier begins; absent in the last
};

/// A bucket of a licence.
struct ArtifactBucket
{
    std::string name;
    std::string kind;                 ///< "split", "waterfall", "pool", "epochs", "tab" or "pot"
    std::vector<ArtifactTier> tiers;  ///< of a split (one) or a waterfall; else none
};

/// What a licence is paid in.
struct ArtifactCurrency
{
    std::string name;              ///< "ether", or what the licence calls its token
    unsigned decimals = 18;        ///< of its smallest unit
    std::optional<address> token;  ///< absent: ether
};

/// What tools need of an artifact file.
struct ArtifactFile
{
    std::string name;
    std::vector<std::string> parties;
    Bytes creation_code;
    std::string abi_json;    ///< the "abi" array, as JSON text
    std::string terms_text;  ///< the term sheet in plain words
    ArtifactCurrency currency;
    std::vector<ArtifactBucket> buckets;  ///< in the order of their declarations
};

/// Reads an artifact file's text. The error says what is wrong and where.
std::expected<ArtifactFile, std::string> read_artifact(std::string_view json);
}  // namespace byline::compiler

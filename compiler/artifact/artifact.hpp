#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
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

/// A payee's part of a bucket: "revenue", "alice", "50 %".
struct ArtifactShare
{
    std::string bucket;
    std::string party;
    std::string share;  ///< of the bucket's lifetime receipts, in words
};

/// What tools need of an artifact file.
struct ArtifactFile
{
    std::string name;
    std::vector<std::string> parties;
    Bytes creation_code;
    std::string abi_json;               ///< the "abi" array, as JSON text
    std::string terms_text;             ///< the term sheet in plain words
    std::vector<ArtifactShare> shares;  ///< in the order of the buckets and their payees
};

/// Reads an artifact file's text. The error says what is wrong and where.
std::expected<ArtifactFile, std::string> read_artifact(std::string_view json);
}  // namespace byline::compiler

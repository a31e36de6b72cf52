#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::bench
{
/// A payee of an epoch.
struct Weighted
{
    address account;
    std::uint64_t weight = 0;
};

/// A Merkle-sum tree over a power of two of payees: leaf keccak(account, weight), node
/// keccak(left hash, left sum, right hash, right sum), all words.
class SumTree
{
public:
    explicit SumTree(const std::vector<Weighted>& payees);

    [[nodiscard]] bytes32 root() const { return levels_.back().front().hash; }

    [[nodiscard]] std::uint64_t total() const { return levels_.back().front().sum; }

    /// The siblings from the leaf up, each as hash and sum.
    [[nodiscard]] std::vector<uint256> proof(std::size_t index) const;

private:
    struct Node
    {
        bytes32 hash;
        std::uint64_t sum = 0;
    };

    std::vector<std::vector<Node>> levels_;
};

/// The tree of OpenZeppelin's MerkleProof over a power of two of payees: leaves hashed twice, pairs
/// in ascending order.
class SortedTree
{
public:
    explicit SortedTree(const std::vector<Weighted>& payees);

    [[nodiscard]] bytes32 root() const { return levels_.back().front(); }

    /// The siblings from the leaf up.
    [[nodiscard]] std::vector<uint256> proof(std::size_t index) const;

private:
    std::vector<std::vector<bytes32>> levels_;
};
}  // namespace byline::bench

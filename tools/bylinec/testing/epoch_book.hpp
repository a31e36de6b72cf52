#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace byline::tools::testing
{
/// A payee of an epoch.
struct Leaf
{
    address account;
    std::uint64_t weight = 0;
};

/// A Merkle-sum tree (rule M8): leaf keccak(account, weight), node keccak(left hash, left sum,
/// right hash, right sum), padded to a power of two with (0, 0).
class SumTree
{
public:
    /// At least one leaf; the weights sum to less than 2^64.
    explicit SumTree(const std::vector<Leaf>& leaves);

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

/// An epoch that a report closed, with all that its payees need to claim.
struct ClosedEpoch
{
    std::uint64_t epoch = 0;
    std::vector<Leaf> leaves;
    bytes32 root;
    std::uint64_t total = 0;
    uint256 pot;
    std::uint64_t closed_at = 0;
    bool is_swept = false;
};
}  // namespace byline::tools::testing

#pragma once

#include "node/trie/rlp_node.hpp"
#include "vm/primitives/bytes.hpp"

#include <array>
#include <cstddef>

namespace byline::node
{
/// Makes the references to many nodes, hashing them side by side.
class NodeBatch
{
public:
    /// The empty buffer that takes the RLP of one more node. `reference` is made by the next flush
    /// at the latest and must stay where it is until then, the buffer until the next call.
    Bytes& add(NodeReference& reference);

    /// Makes all references that are not made yet.
    void flush();

private:
    /// Some times what keccak256_each hashes at once, and small enough to stay in the cache.
    static constexpr std::size_t capacity = 32;

    std::array<Bytes, capacity> rlps_;
    std::array<NodeReference*, capacity> references_{};
    std::size_t size_ = 0;
};
}  // namespace byline::node

#include "node/trie/node_batch.hpp"

#include "node/trie/rlp_node.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"

#include <array>
#include <cstddef>
#include <span>

namespace byline::node
{
Bytes& NodeBatch::add(NodeReference& reference)
{
    if (size_ == capacity)
        flush();
    references_[size_] = &reference;
    Bytes& rlp = rlps_[size_++];
    rlp.clear();
    return rlp;
}

void NodeBatch::flush()
{
    std::array<BytesView, capacity> inputs;
    std::array<NodeReference*, capacity> hashed{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < size_; ++i)
    {
        if (is_inline_size(rlps_[i].size()))
        {
            *references_[i] = reference_to(rlps_[i]);
            continue;
        }
        inputs[count] = rlps_[i];
        hashed[count++] = references_[i];
    }
    size_ = 0;

    std::array<bytes32, capacity> hashes;
    keccak256_each(std::span{inputs}.first(count), std::span{hashes}.first(count));
    for (std::size_t i = 0; i < count; ++i)
        *hashed[i] = reference_to(hashes[i]);
}
}  // namespace byline::node

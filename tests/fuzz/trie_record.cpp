#include "node/db/account_record.hpp"
#include "node/db/reverse_diff.hpp"
#include "node/trie/branch_record.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

// Each stored form is the only one: what decodes encodes to the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace byline;
    const BytesView input{data, size};
    if (const auto record = node::decode_record(input))
    {
        Bytes again;
        node::append_record(again, *record);
        BYLINE_ASSERT(std::ranges::equal(again, input));
        node::encode_node(again, *record);
    }
    if (const auto account = node::decode_slim(input))
        BYLINE_ASSERT(std::ranges::equal(node::encode_slim(*account), input));
    if (const auto slot = node::decode_slot(input))
        BYLINE_ASSERT(std::ranges::equal(node::encode_slot(*slot), input));
    if (const auto diff = node::decode_reverse_diff(input))
    {
        Bytes again;
        node::append_reverse_diff(again, *diff);
        BYLINE_ASSERT(std::ranges::equal(again, input));
    }
    return 0;
}

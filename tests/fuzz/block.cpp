#include "vm/transition/block.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"
#include "vm/transition/receipt.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// Whatever decodes, as a block, a header or a receipt, is the one encoding of what it decodes to.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const byline::BytesView input{data, size};
    if (const auto block = byline::vm::decode_block(input))
        BYLINE_ASSERT(std::ranges::equal(byline::vm::encode(*block), input));
    else
        BYLINE_ASSERT(block.error().cause.position <= size);
    if (const auto header = byline::vm::decode_header(input))
        BYLINE_ASSERT(std::ranges::equal(byline::vm::encode(*header), input));
    if (const auto receipt = byline::vm::decode_receipt(input))
        BYLINE_ASSERT(std::ranges::equal(byline::vm::encode(*receipt), input));
    return 0;
}

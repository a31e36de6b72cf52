#include "vm/transition/transaction.hpp"

#include "vm/primitives/error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// Whatever decodes is the one encoding of what it decodes to, and can be hashed and asked for its
/// sender.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const byline::BytesView input{data, size};
    const auto tx = byline::vm::decode_transaction(input);
    if (!tx)
    {
        BYLINE_ASSERT(tx.error().position <= size);
        return 0;
    }
    BYLINE_ASSERT(std::ranges::equal(byline::vm::encode(*tx), input));
    (void)byline::vm::recover_sender(*tx);
    for (const auto& authorization : tx->authorizations)
        (void)byline::vm::recover_authority(authorization);
    return 0;
}

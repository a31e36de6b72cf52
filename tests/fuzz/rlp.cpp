#include "vm/primitives/rlp.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace byline;

namespace
{
constexpr int greatest_depth = 64;

/// What the decoder accepts is canonical: encoding it again gives the same bytes.
void check(rlp::Decoder input, int depth)
{
    while (!input.empty())
    {
        const auto item = input.item();
        if (!item)
            return;
        Bytes again;
        if (item->kind == rlp::Kind::string)
            rlp::append(again, item->payload);
        else
            again = rlp::list(item->payload);
        BYLINE_ASSERT(std::ranges::equal(again, item->whole));
        if (item->kind == rlp::Kind::list && depth < greatest_depth)
            check(rlp::Decoder{item->payload}, depth + 1);

        if (const auto number = rlp::Decoder{item->whole}.number())
        {
            Bytes digits;
            rlp::append(digits, *number);
            BYLINE_ASSERT(std::ranges::equal(digits, item->whole));
        }
    }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    check(rlp::Decoder{{data, size}}, 0);
    (void)rlp::whole_list({data, size});
    return 0;
}

#include "vm/crypto/p256.hpp"
#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>

namespace byline::vm::contracts
{
PrecompileOutput p256verify(BytesView input, Bytes& room)
{
    if (input.size() != 160)
        return BytesView{};
    const auto word = [input](std::size_t index) {
        bytes32 value;
        std::ranges::copy(input.subspan(32 * index, 32), value.bytes.begin());
        return value;
    };
    const P256Signature signature{.r = to_uint256(word(1)),
        .s = to_uint256(word(2)),
        .x = to_uint256(word(3)),
        .y = to_uint256(word(4))};
    if (!p256_verify(word(0), signature))
        return BytesView{};
    return write_flag(true, room);
}
}  // namespace byline::vm::contracts

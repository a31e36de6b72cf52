#include "vm/crypto/p256.hpp"
#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace byline::vm::contracts
{
std::optional<Bytes> p256verify(BytesView input)
{
    if (input.size() != 160)
        return Bytes{};
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
        return Bytes{};
    Bytes out(32);
    out.back() = 1;
    return out;
}
}  // namespace byline::vm::contracts

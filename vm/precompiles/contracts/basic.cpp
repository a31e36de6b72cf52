#include "vm/crypto/hash.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace byline::vm::contracts
{
namespace
{
/// 20 bytes as a word.
BytesView write_right_aligned(const std::array<std::uint8_t, 20>& bytes, Bytes& room)
{
    room.assign(32, 0);
    std::ranges::copy(bytes, room.begin() + 12);
    return room;
}
}  // namespace

PrecompileOutput ecrecover(BytesView input, Bytes& room)
{
    const auto bytes = padded<128>(input);
    const auto word = [&bytes](std::size_t index) {
        bytes32 value;
        std::copy_n(
            bytes.begin() + static_cast<std::ptrdiff_t>(32 * index), 32, value.bytes.begin());
        return value;
    };
    const uint256 v = to_uint256(word(1));
    if (v != uint256{27} && v != uint256{28})
        return BytesView{};
    const auto signer = recover(word(0),
        {to_uint256(word(2)), to_uint256(word(3)), static_cast<std::uint8_t>(v.words[0] - 27)});
    if (!signer)
        return BytesView{};
    return write_right_aligned(signer->bytes, room);
}

PrecompileOutput sha256(BytesView input, Bytes& room)
{
    const bytes32 hash = vm::sha256(input);
    room.assign(hash.bytes.begin(), hash.bytes.end());
    return room;
}

PrecompileOutput ripemd160(BytesView input, Bytes& room)
{
    return write_right_aligned(vm::ripemd160(input), room);
}

PrecompileOutput identity(BytesView input, Bytes& /*room*/)
{
    return input;
}
}  // namespace byline::vm::contracts

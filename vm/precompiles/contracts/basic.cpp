#include "vm/crypto/hash.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace byline::vm::contracts
{
std::optional<Bytes> ecrecover(BytesView input)
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
        return Bytes{};
    const auto signer = recover(word(0),
        {to_uint256(word(2)), to_uint256(word(3)), static_cast<std::uint8_t>(v.words[0] - 27)});
    if (!signer)
        return Bytes{};
    Bytes out(32);
    std::ranges::copy(signer->bytes, out.begin() + 12);
    return out;
}

std::optional<Bytes> sha256(BytesView input)
{
    const bytes32 hash = vm::sha256(input);
    return Bytes{hash.bytes.begin(), hash.bytes.end()};
}

std::optional<Bytes> ripemd160(BytesView input)
{
    Bytes out(32);
    std::ranges::copy(vm::ripemd160(input), out.begin() + 12);
    return out;
}

std::optional<Bytes> identity(BytesView input)
{
    return Bytes{input.begin(), input.end()};
}
}  // namespace byline::vm::contracts

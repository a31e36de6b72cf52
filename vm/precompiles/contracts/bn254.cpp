#include "vm/crypto/bn254.hpp"

#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <vector>

namespace byline::vm::contracts
{
namespace
{
constexpr std::size_t pair_size = 192;

uint256 word(BytesView bytes, std::size_t index) noexcept
{
    bytes32 value;
    std::ranges::copy(bytes.subspan(32 * index, 32), value.bytes.begin());
    return to_uint256(value);
}

bn254::G1 first_group(BytesView bytes, std::size_t index) noexcept
{
    return {word(bytes, index), word(bytes, index + 1)};
}

/// The imaginary part comes first (EIP-197).
bn254::Complex complex(BytesView bytes, std::size_t index) noexcept
{
    return {.real = word(bytes, index + 1), .imaginary = word(bytes, index)};
}

/// Nothing if there is no point.
PrecompileOutput write(const std::expected<bn254::G1, bn254::Error>& point, Bytes& room)
{
    if (!point)
        return std::nullopt;
    room.resize(64);
    std::ranges::copy(to_bytes32(point->x).bytes, room.begin());
    std::ranges::copy(to_bytes32(point->y).bytes, room.begin() + 32);
    return room;
}
}  // namespace

PrecompileOutput bn254_add(BytesView input, Bytes& room)
{
    const auto bytes = padded<128>(input);
    return write(bn254::add(first_group(bytes, 0), first_group(bytes, 2)), room);
}

PrecompileOutput bn254_mul(BytesView input, Bytes& room)
{
    const auto bytes = padded<96>(input);
    return write(bn254::multiply(first_group(bytes, 0), word(bytes, 2)), room);
}

PrecompileOutput bn254_pairing(BytesView input, Bytes& room)
{
    if (input.size() % pair_size != 0)
        return std::nullopt;
    std::vector<bn254::Pair> pairs;
    pairs.reserve(input.size() / pair_size);
    for (; !input.empty(); input = input.subspan(pair_size))
        pairs.push_back({first_group(input, 0), {complex(input, 2), complex(input, 4)}});
    const auto is_one = bn254::pairing_is_one(pairs);
    if (!is_one)
        return std::nullopt;
    return write_flag(*is_one, room);
}
}  // namespace byline::vm::contracts

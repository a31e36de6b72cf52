#include "vm/crypto/modexp.hpp"

#include "vm/precompiles/contracts/contracts.hpp"
#include "vm/precompiles/precompiles.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace byline::vm::contracts
{
namespace
{
constexpr std::size_t header_size = 96;

/// No gas limit pays for a length above this before EIP-7823 (below 10^10 gas); it bounds memory.
constexpr std::uint64_t payable_length = 1ULL << 32;
constexpr std::uint64_t eip7823_length = 1024;

struct Lengths
{
    std::uint64_t base;
    std::uint64_t exponent;
    std::uint64_t modulus;
};

/// `size` bytes after the header; if they are not all there, a copy in `room` ends with zeros.
BytesView operands(BytesView input, std::uint64_t size, Bytes& room)
{
    const BytesView there = input.subspan(std::min(header_size, input.size()));
    if (size <= there.size())
        return there.first(size);
    room.assign(there.begin(), there.end());
    room.resize(size);
    return room;
}

/// The lengths of the header, each capped at 2^64 - 1: as unpayable as what it stands for.
Lengths lengths_of(BytesView input) noexcept
{
    const auto header = padded<header_size>(input);
    const auto length = [&header](std::size_t index) {
        bytes32 word;
        std::copy_n(
            header.begin() + static_cast<std::ptrdiff_t>(32 * index), 32, word.bytes.begin());
        const uint256 value = to_uint256(word);
        return value.fits_uint64() ? value.words[0] : std::numeric_limits<std::uint64_t>::max();
    };
    return {length(0), length(1), length(2)};
}

/// The first 32 bytes of the exponent, or all of it if it is shorter, as a number.
uint256 exponent_head(BytesView input, const Lengths& lengths) noexcept
{
    const std::size_t size = std::min<std::uint64_t>(lengths.exponent, 32);
    if (lengths.base > input.size() || header_size + lengths.base > input.size())
        return {};
    bytes32 word;
    const BytesView there = input.subspan(header_size + lengths.base);
    std::copy_n(there.begin(), std::min(size, there.size()),
        word.bytes.begin() + static_cast<std::ptrdiff_t>(32 - size));
    return to_uint256(word);
}

/// About how often the loop over the exponent's bits goes round, at least 1.
uint256 iterations(
    BytesView input, const Lengths& lengths, std::uint64_t per_byte_beyond_32) noexcept
{
    const unsigned width = exponent_head(input, lengths).bit_width();
    uint256 count{width == 0 ? 0U : width - 1};
    if (lengths.exponent > 32)
        count += uint256{lengths.exponent - 32} * uint256{per_byte_beyond_32};
    return std::max(count, uint256{1});
}

/// The square of the longer of base and modulus in words of 8 bytes.
uint256 squared_words(const Lengths& lengths) noexcept
{
    const std::uint64_t longest = std::max(lengths.base, lengths.modulus);
    const uint256 words{longest / 8 + (longest % 8 != 0 ? 1 : 0)};
    return words * words;
}

std::uint64_t capped(const uint256& gas) noexcept
{
    return gas.fits_uint64() ? gas.words[0] : std::numeric_limits<std::uint64_t>::max();
}

PrecompileOutput modexp_below(BytesView input, std::uint64_t longest, Bytes& room)
{
    const Lengths lengths = lengths_of(input);
    // Before EIP-7823 an exponent of any length is cheap if base and modulus have none.
    if (lengths.base == 0 && lengths.modulus == 0 && longest == payable_length)
        return BytesView{};
    if (std::max({lengths.base, lengths.exponent, lengths.modulus}) > longest)
        return std::nullopt;
    if (lengths.modulus == 0)
        return BytesView{};
    const std::uint64_t before_modulus = lengths.base + lengths.exponent;
    const BytesView numbers = operands(input, before_modulus + lengths.modulus, room);
    // If the numbers stand in the room it is wide enough, and the result goes over them.
    if (room.size() < lengths.modulus)
        room.resize(lengths.modulus);
    vm::modexp(numbers.first(lengths.base), numbers.subspan(lengths.base, lengths.exponent),
        numbers.subspan(before_modulus), std::span{room}.first(lengths.modulus));
    room.resize(lengths.modulus);
    return room;
}
}  // namespace

std::uint64_t modexp_gas_eip2565(BytesView input) noexcept
{
    const Lengths lengths = lengths_of(input);
    const uint256 gas = squared_words(lengths) * iterations(input, lengths, 8) / uint256{3};
    return std::max<std::uint64_t>(capped(gas), 200);
}

std::uint64_t modexp_gas_eip7883(BytesView input) noexcept
{
    const Lengths lengths = lengths_of(input);
    const uint256 complexity = std::max(lengths.base, lengths.modulus) <= 32
                                   ? uint256{16}
                                   : squared_words(lengths) * uint256{2};
    return std::max<std::uint64_t>(capped(complexity * iterations(input, lengths, 16)), 500);
}

PrecompileOutput modexp(BytesView input, Bytes& room)
{
    return modexp_below(input, payable_length, room);
}

PrecompileOutput modexp_eip7823(BytesView input, Bytes& room)
{
    return modexp_below(input, eip7823_length, room);
}
}  // namespace byline::vm::contracts

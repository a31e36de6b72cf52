#include "vm/transition/bloom.hpp"

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/state/log.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace byline::vm
{
namespace
{
struct BitPlace
{
    std::size_t byte;
    std::uint8_t mask;
};

/// The three bits of an element: the low 11 bits of the first three byte pairs of its hash, counted
/// from the filter's end.
std::array<BitPlace, 3> bit_places(BytesView element) noexcept
{
    const bytes32 hash = keccak256(element);
    std::array<BitPlace, 3> places{};
    for (std::size_t i = 0; i < places.size(); ++i)
    {
        const auto bit =
            static_cast<std::size_t>((hash.bytes[2 * i] & 7) << 8 | hash.bytes[2 * i + 1]);
        places[i] = {255 - bit / 8, static_cast<std::uint8_t>(1U << (bit % 8))};
    }
    return places;
}
}  // namespace

void Bloom::add(BytesView element) noexcept
{
    for (const BitPlace& place : bit_places(element))
        bytes[place.byte] |= place.mask;
}

void Bloom::add(const Bloom& other) noexcept
{
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] |= other.bytes[i];
}

bool Bloom::may_contain(BytesView element) const noexcept
{
    for (const BitPlace& place : bit_places(element))
    {
        if ((bytes[place.byte] & place.mask) == 0)
            return false;
    }
    return true;
}

Bloom bloom_of(std::span<const Log> logs) noexcept
{
    Bloom bloom;
    for (const Log& log : logs)
    {
        bloom.add(log.addr.bytes);
        for (const bytes32& topic : log.topics)
            bloom.add(topic.bytes);
    }
    return bloom;
}
}  // namespace byline::vm

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

/// The three bits of an element with that hash: the low 11 bits of the first three byte pairs,
/// counted from the filter's end.
std::array<BitPlace, 3> bit_places(const bytes32& hash) noexcept
{
    std::array<BitPlace, 3> places{};
    for (std::size_t i = 0; i < places.size(); ++i)
    {
        const auto bit =
            static_cast<std::size_t>((hash.bytes[2 * i] & 7) << 8 | hash.bytes[2 * i + 1]);
        places[i] = {255 - bit / 8, static_cast<std::uint8_t>(1U << (bit % 8))};
    }
    return places;
}

void set_bits(Bloom& bloom, const bytes32& hash) noexcept
{
    for (const BitPlace& place : bit_places(hash))
        bloom.bytes[place.byte] |= place.mask;
}

/// Adds elements to a filter, hashing them side by side.
class ElementBatch
{
public:
    explicit ElementBatch(Bloom& bloom) noexcept : bloom_{&bloom} {}

    /// The element must stay where it is until the next flush.
    void add(BytesView element) noexcept
    {
        if (count_ == elements_.size())
            flush();
        elements_[count_++] = element;
    }

    void flush() noexcept
    {
        std::array<bytes32, capacity> hashes;
        const std::span<bytes32> used = std::span{hashes}.first(count_);
        keccak256_each(std::span{elements_}.first(count_), used);
        for (const bytes32& hash : used)
            set_bits(*bloom_, hash);
        count_ = 0;
    }

private:
    static constexpr std::size_t capacity = 16;

    Bloom* bloom_;
    std::array<BytesView, capacity> elements_;
    std::size_t count_ = 0;
};
}  // namespace

void Bloom::add(BytesView element) noexcept
{
    set_bits(*this, keccak256(element));
}

void Bloom::add(const Bloom& other) noexcept
{
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] |= other.bytes[i];
}

bool Bloom::may_contain(BytesView element) const noexcept
{
    for (const BitPlace& place : bit_places(keccak256(element)))
    {
        if ((bytes[place.byte] & place.mask) == 0)
            return false;
    }
    return true;
}

Bloom bloom_of(std::span<const Log> logs) noexcept
{
    Bloom bloom;
    ElementBatch batch{bloom};
    for (const Log& log : logs)
    {
        batch.add(log.addr.bytes);
        for (const bytes32& topic : log.topics)
            batch.add(topic.bytes);
    }
    batch.flush();
    return bloom;
}
}  // namespace byline::vm

#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace byline::node
{
/// Big-endian integers and hashes at the end of `out`.
inline void append_uint32(Bytes& out, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

inline void append_uint64(Bytes& out, std::uint64_t value)
{
    append_uint32(out, static_cast<std::uint32_t>(value >> 32));
    append_uint32(out, static_cast<std::uint32_t>(value));
}

inline void append_bytes(Bytes& out, BytesView bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// Takes fields off the front of stored bytes. Past the end every read gives nothing.
class ByteReader
{
public:
    explicit ByteReader(BytesView bytes) noexcept : rest_{bytes} {}

    [[nodiscard]] BytesView rest() const noexcept { return rest_; }

    std::optional<BytesView> bytes(std::size_t count) noexcept
    {
        if (rest_.size() < count)
            return std::nullopt;
        const BytesView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }

    std::optional<std::uint64_t> uint64() noexcept { return integer(8); }

    std::optional<std::uint32_t> uint32() noexcept
    {
        const auto value = integer(4);
        return value ? std::optional{static_cast<std::uint32_t>(*value)} : std::nullopt;
    }

    std::optional<std::uint8_t> uint8() noexcept
    {
        const auto value = integer(1);
        return value ? std::optional{static_cast<std::uint8_t>(*value)} : std::nullopt;
    }

    std::optional<bytes32> hash() noexcept
    {
        const auto taken = bytes(32);
        if (!taken)
            return std::nullopt;
        bytes32 value;
        std::ranges::copy(*taken, value.bytes.begin());
        return value;
    }

private:
    std::optional<std::uint64_t> integer(std::size_t size) noexcept
    {
        const auto taken = bytes(size);
        if (!taken)
            return std::nullopt;
        std::uint64_t value = 0;
        for (const std::uint8_t byte : *taken)
            value = (value << 8) | byte;
        return value;
    }

    BytesView rest_;
};
}  // namespace byline::node

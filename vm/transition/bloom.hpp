#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/state/log.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace byline::vm
{
/// The 2048-bit filter over addresses and topics of logs (Yellow Paper §4.4.3).
struct Bloom
{
    std::array<std::uint8_t, 256> bytes{};

    bool operator==(const Bloom&) const noexcept = default;

    void add(BytesView element) noexcept;
    void add(const Bloom& other) noexcept;
    /// False: the element is surely not there.
    [[nodiscard]] bool may_contain(BytesView element) const noexcept;
};

Bloom bloom_of(std::span<const Log> logs) noexcept;
}  // namespace byline::vm

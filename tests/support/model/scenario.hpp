#pragma once

#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::testing::model
{
inline constexpr address scenario_sender{{0xaa}};

/// The accounts of a scenario, at addresses that a PUSH2 reaches.
inline constexpr std::size_t contract_count = 4;

constexpr address short_address(std::uint16_t number)
{
    address addr;
    addr.bytes[18] = static_cast<std::uint8_t>(number >> 8);
    addr.bytes[19] = static_cast<std::uint8_t>(number);
    return addr;
}

constexpr address contract_address(std::size_t index)
{
    return short_address(static_cast<std::uint16_t>(0x1000 + index));
}

/// One message in a small world: four contracts, the last of which has used up its nonces, an
/// account that delegates to the second contract (0x2000), one with a balance only (0x2001) and an
/// empty one (0x2002).
struct Scenario
{
    Revision revision = latest_revision;
    vm::CallKind kind = vm::CallKind::call;  ///< a call of the first contract, or a creation
    std::int64_t gas = 100'000;
    uint256 value;
    Bytes input;
    std::array<Bytes, contract_count> codes;

    [[nodiscard]] vm::Overlay world() const;
    [[nodiscard]] vm::Message message() const;
    [[nodiscard]] static vm::TxContext transaction();
    [[nodiscard]] vm::BlockContext block() const;
    [[nodiscard]] std::vector<address> warm() const;
};

/// Decisions read from bytes one after the other; when they are used up, every decision is 0.
class Choices
{
public:
    explicit Choices(BytesView bytes) : rest_{bytes} {}

    [[nodiscard]] bool exhausted() const { return rest_.empty(); }

    std::uint8_t byte();
    /// One of `count`, which is at most 65536.
    std::size_t below(std::size_t count);

    /// True about `of_256` times of 256.
    bool chance(std::size_t of_256) { return byte() >= 256 - of_256; }

private:
    BytesView rest_;
};

/// A scenario whose programs are mostly valid: every sequence of bytes gives one.
Scenario write_scenario(Choices& choices);
}  // namespace byline::testing::model

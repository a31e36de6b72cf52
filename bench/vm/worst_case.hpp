#pragma once

#include "tests/support/bytecode.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/state/overlay.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace byline::bench
{
/// The most gas that a transaction can have (EIP-7825), less what it costs in itself.
inline constexpr std::int64_t transaction_gas = 16'777'216 - 21'000;

inline constexpr address attacker{{0xaa}};
inline constexpr address victim{{0xc0, 0xde}};

/// A transaction that calls `victim`, whose code spends all its gas on one thing.
struct Attack
{
    std::string name;
    testing::Bytecode code;
    Bytes input;
    /// Puts into the world what the code meets there.
    std::function<void(vm::Overlay&)> prepare = [](vm::Overlay&) {};
};

/// `piece` over and over for ever, after `before`; the piece leaves the stack as it found it.
testing::Bytecode forever(const testing::Bytecode& before, const testing::Bytecode& piece);

/// One attack an instruction, with its worst operands.
std::vector<Attack> instruction_attacks();

/// Cold sweeps, trees of calls and creations, memory, journal and analysis.
std::vector<Attack> state_attacks();

/// One attack a precompile, with the input that takes longest for its gas.
std::vector<Attack> precompile_attacks();
}  // namespace byline::bench

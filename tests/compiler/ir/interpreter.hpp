#pragma once

#include "compiler/ir/ir.hpp"
#include "vm/primitives/bytes.hpp"

#include <array>
#include <map>
#include <vector>

namespace byline::compiler::ir
{
using Storage = std::map<uint256, uint256>;

/// What a program sees of the world before it runs.
struct World
{
    Bytes calldata;
    Bytes code;  ///< for codesize and codecopy
    std::vector<uint256> immutables;
    std::array<uint256, 2> symbols;  ///< by number of the Symbol
    Storage storage;
    uint256 self;
    uint256 caller;
    uint256 callvalue;
    uint256 balance;  ///< of `self`, with the callvalue
    uint256 refuses;  ///< a call of this address fails
};

/// A log or a call that succeeded, in the order that they happened.
struct Event
{
    std::vector<uint256> words;  ///< topics of a log; address and value of a call
    Bytes data;
    Storage storage_at_call;  ///< what whoever is called could see

    bool operator==(const Event&) const = default;
};

enum class Ending : std::uint8_t
{
    success,
    revert,
    failed,      ///< more memory than gas buys
    unfinished,  ///< more steps than the interpreter takes
};

/// All that can be observed of a run. What a run changed that did not succeed is undone.
struct Observed
{
    Ending ending = Ending::unfinished;
    Bytes output;
    Storage storage;  ///< without zeros
    std::vector<Event> events;
    uint256 balance;

    bool operator==(const Observed&) const = default;
};

/// Runs a program that is well formed, instruction by instruction as written: the oracle for passes
/// and code generator. `gas` is 0; whoever is called takes the money and does nothing else.
Observed interpret(const Program& program, const World& world);
}  // namespace byline::compiler::ir

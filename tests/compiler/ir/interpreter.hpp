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
    Storage transient;
    std::map<uint256, Bytes> accounts;  ///< the code of others, for extcodesize
    uint256 timestamp;
    uint256 chainid;
    uint256 self;
    uint256 caller;
    uint256 callvalue;
    uint256 balance;  ///< of `self`, with the callvalue
    uint256 refuses;  ///< a call of this address fails
    uint256 echoes;   ///< a call of this address gives back its input
    uint256 meddles;  ///< a call of this address calls back and changes all storage; 0: nobody does
};

/// A log or a call that succeeded, in the order that they happened.
struct Event
{
    std::vector<uint256> words;  ///< topics of a log; address and value of a call
    Bytes data;
    Storage storage_at_call = {};  ///< what whoever is called could see
    Storage transient_at_call = {};

    bool operator==(const Event&) const = default;
};

enum class Ending : std::uint8_t
{
    success,
    revert,
    failed,      ///< more memory than gas buys, more return data than there is
    unfinished,  ///< more steps than the interpreter takes
};

/// All that can be observed of a run. What a run changed that did not succeed is undone.
struct Observed
{
    Ending ending = Ending::unfinished;
    Bytes output;
    Storage storage;  ///< without zeros
    Storage transient = {};
    std::vector<Event> events;
    uint256 balance;

    bool operator==(const Observed&) const = default;
};

/// Runs a program that is well formed, instruction by instruction as written: the oracle for passes
/// and code generator. `gas` is 0; whoever is called takes the money and does no more than World
/// says.
Observed interpret(const Program& program, const World& world);
}  // namespace byline::compiler::ir

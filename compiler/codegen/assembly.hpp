#pragma once

#include "compiler/codegen/cost_model.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace byline::compiler
{
using Label = std::uint32_t;

enum class ItemKind : std::uint8_t
{
    opcode,
    push,            ///< `value`, in as few bytes as it needs
    push_label,      ///< the offset of `label`, plus `value`
    push_immutable,  ///< 20 zero bytes that deployment overwrites with immutable number `label`
    label,           ///< a jump destination; left out if nothing refers to it
    place,           ///< a place without an instruction, for offsets
    bytes,           ///< `data`
};

/// How a jump moves between functions, for the source map.
enum class JumpKind : std::uint8_t
{
    regular,
    into,
    out,
};

struct Item
{
    ItemKind kind = ItemKind::opcode;
    Opcode opcode = OP_STOP;
    uint256 value = {};
    Label label = 0;
    Bytes data = {};
    Span location = {};
    JumpKind jump = JumpKind::regular;
    std::uint32_t max_visits = 0;  ///< of a label: that of its block (ir::Block)
};

/// One instruction of assembled code and where in the source it comes from.
struct MappedInstruction
{
    std::size_t offset = 0;
    Span location;
    JumpKind jump = JumpKind::regular;
};

struct Assembly
{
    Bytes code;
    std::map<std::uint32_t, std::vector<std::size_t>>
        immutables;  ///< number -> offsets of its 20 bytes
    std::vector<MappedInstruction> instructions;
    std::map<Label, std::size_t> labels;  ///< offsets of all labels and places
    /// Offset of the destination that a loop is entered by -> how often it is come to at most each
    /// time the loop is entered.
    std::map<std::size_t, std::uint32_t> max_visits;
};

/// Lays the items out one after another with the shortest pushes that hold their labels.
Assembly assemble(const std::vector<Item>& items);

/// Code that nothing falls into and that is the same as other code is kept once.
std::vector<Item> share_tails(std::vector<Item> items);

/// Code that ends as other code does jumps there, where the bytes saved outweigh the gas: what ends
/// in a revert is taken to run once. Leaves stretches that became equal to `share_tails`.
std::vector<Item> merge_tails(std::vector<Item> items, const CostModel& costs);

/// The instructions that put a constant on the stack, the cheapest in `runs` runs.
std::vector<Item> materialise(
    const uint256& value, const CostModel& costs, std::uint64_t runs, Span location);

/// solc's compressed source map: s:l:f:j:m for each instruction, fields that repeat left out.
std::string source_map(const Assembly& assembly);
}  // namespace byline::compiler

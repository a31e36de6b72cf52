#include "compiler/codegen/assembly.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
bool ends_flow(const Item& item) noexcept
{
    if (item.kind != ItemKind::opcode)
        return false;
    return item.opcode == OP_STOP || item.opcode == OP_RETURN || item.opcode == OP_REVERT ||
           item.opcode == OP_JUMP || item.opcode == OP_INVALID;
}

/// A stretch of code: begins after code that does not fall through, ends where flow ends.
struct Chunk
{
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::vector<Chunk> chunks_of(const std::vector<Item>& items)
{
    std::vector<Chunk> chunks;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < items.size(); ++i)
    {
        if (ends_flow(items[i]))
        {
            chunks.push_back({begin, i + 1});
            begin = i + 1;
        }
    }
    return chunks;
}

/// What the chunk does, without its own label; equal keys mean equal code. Empty for a chunk that
/// has no label at its start or labels inside: others may jump into its middle. And for what a loop
/// is entered by: visits to it are counted.
std::string key_of(const std::vector<Item>& items, Chunk chunk)
{
    if (chunk.end - chunk.begin < 2 || items[chunk.begin].kind != ItemKind::label ||
        items[chunk.begin].max_visits != 0)
        return {};
    std::string key;
    for (std::size_t i = chunk.begin + 1; i < chunk.end; ++i)
    {
        const Item& item = items[i];
        if (item.kind == ItemKind::label || item.kind == ItemKind::place ||
            item.kind == ItemKind::bytes)
            return {};
        key += std::to_string(static_cast<unsigned>(item.kind)) + "," +
               std::to_string(static_cast<unsigned>(item.opcode)) + "," + to_decimal(item.value) +
               "," + std::to_string(item.label) + ";";
    }
    return key;
}

bool share_once(std::vector<Item>& items)
{
    std::map<std::string, Label> first;
    std::map<Label, Label> replaced;
    std::vector<Item> kept;
    std::size_t copied = 0;
    for (const Chunk& chunk : chunks_of(items))
    {
        std::string key = key_of(items, chunk);
        copied = chunk.end;
        if (!key.empty())
        {
            const Label label = items[chunk.begin].label;
            const auto [place, is_new] = first.try_emplace(std::move(key), label);
            if (!is_new)
            {
                replaced.emplace(label, place->second);
                continue;
            }
        }
        kept.insert(kept.end(), items.begin() + static_cast<std::ptrdiff_t>(chunk.begin),
            items.begin() + static_cast<std::ptrdiff_t>(chunk.end));
    }
    kept.insert(kept.end(), items.begin() + static_cast<std::ptrdiff_t>(copied), items.end());
    for (Item& item : kept)
    {
        if (item.kind != ItemKind::push_label)
            continue;
        if (const auto found = replaced.find(item.label); found != replaced.end())
            item.label = found->second;
    }
    items = std::move(kept);
    return !replaced.empty();
}
}  // namespace

std::vector<Item> share_tails(std::vector<Item> items)
{
    // Sharing one tail can make the code before it equal.
    while (share_once(items))
    {
    }
    return items;
}
}  // namespace byline::compiler

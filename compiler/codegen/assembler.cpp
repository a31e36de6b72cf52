#include "compiler/codegen/assembly.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
constexpr std::size_t immutable_size = 20;

std::size_t bytes_of(const uint256& value) noexcept
{
    return (value.bit_width() + 7) / 8;
}

void append_push(Bytes& code, const uint256& value, std::size_t width)
{
    code.push_back(static_cast<std::uint8_t>(OP_PUSH0 + width));
    const bytes32 word = to_bytes32(value);
    code.insert(
        code.end(), word.bytes.end() - static_cast<std::ptrdiff_t>(width), word.bytes.end());
}

class Assembler
{
public:
    explicit Assembler(const std::vector<Item>& items) : items_{items}
    {
        for (const Item& item : items)
        {
            if (item.kind == ItemKind::push_label)
                used_.insert(item.label);
        }
        widths_.assign(items.size(), 1);
    }

    Assembly run()
    {
        // Widths only grow, so this ends: with one byte too few in a push, the offsets were wrong.
        for (bool grown = true; grown;)
        {
            place_labels();
            grown = false;
            for (std::size_t i = 0; i < items_.size(); ++i)
            {
                if (items_[i].kind != ItemKind::push_label)
                    continue;
                const std::size_t needed = bytes_of(target(items_[i]));
                if (needed > widths_[i])
                {
                    widths_[i] = needed;
                    grown = true;
                }
            }
        }
        for (std::size_t i = 0; i < items_.size(); ++i)
            emit(items_[i], widths_[i]);
        return std::move(result_);
    }

private:
    [[nodiscard]] bool has_destination(const Item& item) const
    {
        return item.kind == ItemKind::label && used_.contains(item.label);
    }

    [[nodiscard]] std::size_t size(const Item& item, std::size_t width) const
    {
        switch (item.kind)
        {
            case ItemKind::opcode:
                return 1;
            case ItemKind::push:
                return 1 + bytes_of(item.value);
            case ItemKind::push_label:
                return 1 + width;
            case ItemKind::push_immutable:
                return 1 + immutable_size;
            case ItemKind::label:
                return has_destination(item) ? 1 : 0;
            case ItemKind::place:
                return 0;
            case ItemKind::bytes:
                return item.data.size();
        }
        return 0;
    }

    void place_labels()
    {
        std::size_t offset = 0;
        for (std::size_t i = 0; i < items_.size(); ++i)
        {
            const Item& item = items_[i];
            if (item.kind == ItemKind::label || item.kind == ItemKind::place)
                result_.labels[item.label] = offset;
            offset += size(item, widths_[i]);
        }
    }

    [[nodiscard]] uint256 target(const Item& item) const
    {
        const auto found = result_.labels.find(item.label);
        BYLINE_ASSERT(found != result_.labels.end());
        return uint256{found->second} + item.value;
    }

    void emit(const Item& item, std::size_t width)
    {
        Bytes& code = result_.code;
        if (item.kind != ItemKind::bytes && size(item, width) != 0)
            result_.instructions.push_back({code.size(), item.location, item.jump});
        switch (item.kind)
        {
            case ItemKind::opcode:
                code.push_back(item.opcode);
                return;
            case ItemKind::push:
                return append_push(code, item.value, bytes_of(item.value));
            case ItemKind::push_label:
                return append_push(code, target(item), width);
            case ItemKind::push_immutable:
                result_.immutables[item.label].push_back(code.size() + 1);
                return append_push(code, 0, immutable_size);
            case ItemKind::label:
                if (!has_destination(item))
                    return;
                if (item.max_visits != 0)
                    result_.max_visits[code.size()] = item.max_visits;
                code.push_back(OP_JUMPDEST);
                return;
            case ItemKind::place:
                return;
            case ItemKind::bytes:
                code.insert(code.end(), item.data.begin(), item.data.end());
                return;
        }
    }

    const std::vector<Item>& items_;
    std::set<Label> used_;
    std::vector<std::size_t> widths_;
    Assembly result_;
};
}  // namespace

Assembly assemble(const std::vector<Item>& items)
{
    return Assembler{items}.run();
}

std::string source_map(const Assembly& assembly)
{
    std::string text;
    Span last;
    JumpKind last_jump = JumpKind::regular;
    bool first = true;
    for (const MappedInstruction& instruction : assembly.instructions)
    {
        const Span at = instruction.location;
        std::string start = std::to_string(at.begin);
        std::string length = std::to_string(at.end - at.begin);
        const std::string file = first ? "0" : "";
        constexpr std::string_view jumps = "-io";
        std::string jump{jumps[static_cast<std::size_t>(instruction.jump)]};
        if (!first)
        {
            text += ";";
            if (at.begin == last.begin)
                start.clear();
            if (at.end - at.begin == last.end - last.begin)
                length.clear();
            if (instruction.jump == last_jump)
                jump.clear();
        }
        std::string entry = start;
        if (!length.empty() || !file.empty() || !jump.empty())
            entry += ":" + length;
        if (!file.empty() || !jump.empty())
            entry += ":" + file;
        if (!jump.empty())
            entry += ":" + jump;
        text += entry;
        last = at;
        last_jump = instruction.jump;
        first = false;
    }
    return text;
}
}  // namespace byline::compiler

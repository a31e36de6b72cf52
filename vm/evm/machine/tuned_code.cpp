#include "vm/evm/instructions/table.hpp"
#include "vm/evm/machine/code.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/fusion.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace byline::vm
{
namespace
{
constexpr std::size_t length_of(std::uint8_t opcode) noexcept
{
    return std::size_t{1} + opcode_table[opcode].immediates;
}

consteval std::array<bool, 256> opcodes_of(auto is_wanted)
{
    std::array<bool, 256> wanted{};
#define BYLINE_OPCODE(code, name, immediates, inputs, outputs, gas, fork) \
    wanted[code] = is_wanted(instructions::form_of<OP_##name>());
#include "vm/primitives/opcodes.def"
    return wanted;
}

/// The instructions that can end the frame otherwise than by what the block's check is about, or
/// pass gas on.
constexpr std::array<bool, 256> can_leave =
    opcodes_of([](instructions::Form form) { return form == instructions::Form::full; });

/// The instructions that use gas beyond what the block has paid.
constexpr std::array<bool, 256> uses_more_gas = opcodes_of([](instructions::Form form) {
    return form == instructions::Form::uses_gas || form == instructions::Form::in_place;
});

/// The sums over a block. Heights are in words, relative to that at its beginning.
class BlockSums
{
public:
    void add(const OpcodeTraits& traits) noexcept
    {
        gas_ += traits.gas;
        need_ = std::max(need_, traits.inputs - height_);
        height_ += traits.outputs - traits.inputs;
        peak_ = std::max(peak_, height_);
    }

    /// The record of the block; with `jumpdests` more of them before it.
    [[nodiscard]] CodeBlock record(std::uint32_t jumpdests, bool destination) const noexcept
    {
        constexpr int limit = static_cast<int>(Frame::stack_limit);
        CodeBlock block;
        block.gas_and_flag = (gas_ + jumpdests) | (destination ? CodeBlock::destination_flag : 0);
        const bool possible = need_ + peak_ <= limit;
        block.need = in_bytes(possible ? need_ : limit + 1);
        block.room = in_bytes(possible ? limit - peak_ - need_ : 0);
        return block;
    }

    [[nodiscard]] std::uint32_t gas() const noexcept { return gas_; }

private:
    static std::uint16_t in_bytes(int words) noexcept
    {
        return static_cast<std::uint16_t>(words * 32);
    }

    std::uint32_t gas_ = 0;
    int need_ = 0;
    int height_ = 0;
    int peak_ = 0;
};

/// Goes through the code once and writes down its blocks.
class BlockFinder
{
public:
    BlockFinder(Bytes& bytes, std::span<CodeBlock> blocks, std::size_t size, Revision revision)
        : bytes_{bytes}, blocks_{blocks}, size_{size}, revision_{revision}
    {}

    void run()
    {
        for (std::size_t i = 0; i < size_; i += length_of(bytes_[i]))
            visit(i);
        close();
        // What follows the last instruction is a STOP.
        begin(size_);
        close();
    }

private:
    void begin(std::size_t offset) noexcept
    {
        start_ = offset;
        run_of_jumpdests_ = 0;
        used_more_gas_ = false;
        sums_ = {};
    }

    void close()
    {
        if (start_ > size_)
            return;
        for (std::uint32_t i = 0; i + 1 < run_of_jumpdests_; ++i)
            blocks_[start_ + i] = sums_.record(run_of_jumpdests_ - 1 - i, true);
        const std::size_t last = start_ + std::max<std::uint32_t>(run_of_jumpdests_, 1) - 1;
        blocks_[last] = sums_.record(0, run_of_jumpdests_ > 0);
        for (const auto& [next, gas] : rests_)
            blocks_[next].gas_and_flag = sums_.gas() - gas;
        rests_.clear();
    }

    void visit(std::size_t offset)
    {
        const std::uint8_t opcode = bytes_[offset];
        const OpcodeTraits& traits = opcode_table[opcode];
        if (opcode == OP_JUMPDEST)
            return visit_jumpdest(offset);
        if (!traits.defined(revision_))
            bytes_[offset] = undefined_code;
        else
            sums_.add(traits);
        used_more_gas_ |= uses_more_gas[opcode];
        const bool goes_on = opcode == OP_JUMPI && may_go_on(offset + 1);
        if (goes_on)
            bytes_[offset] = inner_jumpi_code;
        if (opcode == OP_GAS || goes_on)
            rests_.emplace_back(offset + 1, sums_.gas());
        const bool jumps = opcode == OP_JUMP || (opcode == OP_JUMPI && !goes_on);
        if (!traits.defined(revision_) || can_leave[opcode] || jumps)
        {
            close();
            begin(offset + 1);
        }
    }

    /// Whether the block may go on behind a JUMPI, at `next`. Not if an instruction before has used
    /// gas of its own: with less left than is left, by the cost of what the jump leaves out, it
    /// could have failed.
    [[nodiscard]] bool may_go_on(std::size_t next) const noexcept
    {
        return !used_more_gas_ && next < size_ && bytes_[next] != OP_JUMPDEST;
    }

    void visit_jumpdest(std::size_t offset)
    {
        if (run_of_jumpdests_ > 0 && offset == start_ + run_of_jumpdests_)
            bytes_[offset] = paid_jumpdest_code;
        else
        {
            if (offset != start_)
                close();
            begin(offset);
            sums_.add(opcode_table[OP_JUMPDEST]);
        }
        ++run_of_jumpdests_;
    }

    Bytes& bytes_;
    std::span<CodeBlock> blocks_;
    std::size_t size_;
    Revision revision_;
    std::size_t start_ = 0;
    std::uint32_t run_of_jumpdests_ = 0;  ///< that the block begins with
    bool used_more_gas_ = false;          ///< some instruction of the block has
    BlockSums sums_;
    /// Where the record is that of the rest of the block, and the gas so far.
    std::vector<std::pair<std::size_t, std::uint32_t>> rests_;
};

/// The fusions that begin with an opcode: a part of `fusions`.
consteval auto make_candidates()
{
    std::array<std::pair<std::uint8_t, std::uint8_t>, 256> ranges{};
    for (std::size_t i = 0; i < fusions.size(); ++i)
    {
        auto& [first, count] = ranges[fusions[i].opcodes[0]];
        if (count++ == 0)
            first = static_cast<std::uint8_t>(i);
    }
    return ranges;
}

constexpr auto candidates = make_candidates();

/// The shared records of a code.
class SharedRecords
{
public:
    explicit SharedRecords(std::span<CodeBlock> places) : places_{places} {}

    /// Where the record is, now if not before; 0 if it finds no place.
    std::uint8_t index_of(const CodeBlock& record) noexcept
    {
        const std::uint64_t sum = record.gas_and_flag + 37 * (record.need + 37ULL * record.room);
        const auto first = static_cast<std::uint8_t>((sum * 0x9e3779b97f4a7c15) >> 56);
        for (std::uint8_t i = 0; i < tries; ++i)
        {
            const auto index = static_cast<std::uint8_t>(first + i);
            if (index == 0 || (places_[index].begins() && places_[index] != record))
                continue;
            places_[index] = record;
            return index;
        }
        return 0;
    }

private:
    static constexpr std::uint8_t tries = 4;

    std::span<CodeBlock> places_;
};

class Fuser
{
public:
    Fuser(Bytes& bytes, std::size_t size, std::span<const CodeBlock> blocks, SharedRecords shared)
        : bytes_{bytes}, size_{size}, blocks_{blocks}, shared_{shared}
    {}

    void run()
    {
        for (std::size_t i = 0; i < size_;)
            i += fuse_at(i);
    }

private:
    /// Returns how many bytes of code that was.
    std::size_t fuse_at(std::size_t offset)
    {
        const std::uint8_t opcode = bytes_[offset];
        const auto [first, count] = candidates[opcode];
        for (std::size_t i = first; i < std::size_t{first} + count; ++i)
        {
            const Fusion& fusion = fusions[i];
            if (const std::size_t length = match(offset, fusion.sequence()); length != 0)
            {
                replace(offset, length, fusion);
                return length;
            }
        }
        return length_of(opcode);
    }

    void replace(std::size_t offset, std::size_t length, const Fusion& fusion)
    {
        const bool inner = fusion.is_branch() && bytes_[offset + length - 1] == inner_jumpi_code;
        if (fusion.names_destination())
            name_destination(offset + length - 1, length_of(fusion.sequence()[fusion.length - 2U]));
        bytes_[offset] = inner ? fusion.inner_code : fusion.code;
    }

    /// For the jump at `offset`, behind a PUSH of that length.
    void name_destination(std::size_t offset, std::size_t length)
    {
        const std::size_t destination = pushed_at(offset - length);
        const CodeBlock& record = blocks_[destination];
        bytes_[offset] = record.begins() ? shared_.index_of(record) : 0;
        for (std::size_t i = 0; i + 1 < length; ++i)
            bytes_[offset - length + 1 + i] = static_cast<std::uint8_t>(destination >> (8 * i));
    }

    /// What BlockFinder found there.
    static std::uint8_t original(std::uint8_t code) noexcept
    {
        return code == inner_jumpi_code ? std::uint8_t{OP_JUMPI} : code;
    }

    /// The length of the sequence in bytes; 0 if it is not what stands at `offset`.
    [[nodiscard]] std::size_t match(
        std::size_t offset, std::span<const Opcode> sequence) const noexcept
    {
        std::size_t at = offset;
        std::size_t previous = offset;
        for (const Opcode opcode : sequence)
        {
            if (at >= size_ || original(bytes_[at]) != opcode)
                return 0;
            if ((opcode == OP_JUMP || opcode == OP_JUMPI) &&
                instructions::is_push(static_cast<Opcode>(bytes_[previous])) && !may_join(previous))
                return 0;
            previous = at;
            at += length_of(opcode);
        }
        return at - offset;
    }

    /// The operand of the PUSH at `offset`, which has four bytes at most.
    [[nodiscard]] std::size_t pushed_at(std::size_t offset) const noexcept
    {
        std::size_t value = 0;
        for (std::size_t i = 1; i < length_of(bytes_[offset]); ++i)
            value = (value << 8) | bytes_[offset + i];
        return value;
    }

    /// Whether a jump may rely on what the PUSH at `offset` names: the record there is that of a
    /// destination, or of no block, which cannot be entered.
    [[nodiscard]] bool may_join(std::size_t offset) const noexcept
    {
        const std::size_t target = pushed_at(offset);
        return target < size_ && (blocks_[target].is_destination() || !blocks_[target].begins());
    }

    Bytes& bytes_;
    std::size_t size_;
    std::span<const CodeBlock> blocks_;
    SharedRecords shared_;
};
}  // namespace

TunedCode::TunedCode(BytesView padded, std::size_t size, Revision for_revision)
    : revision_{for_revision},
      bytes_(padded.begin(), padded.end()),
      records_(most_shared + size + 1)
{
    const std::span<CodeBlock> all{records_};
    const auto blocks = all.subspan(most_shared);
    BlockFinder{bytes_, blocks, size, for_revision}.run();
    Fuser{bytes_, size, blocks, SharedRecords{all.first(most_shared)}}.run();
}
}  // namespace byline::vm

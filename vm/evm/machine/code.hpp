#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/revision.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace byline::vm
{
/// What is checked and charged once where a basic block begins, for all of its instructions. Kept
/// at the offset of the block's first instruction; elsewhere the record is `nowhere`.
struct Block
{
    static constexpr std::uint32_t destination_flag = std::uint32_t{1} << 31;

    /// The fixed gas of all instructions; with `destination_flag` if the first is a JUMPDEST.
    std::uint32_t gas_and_flag = 0;
    std::uint16_t need = 0xffff;  ///< the least height of the stack, in bytes
    std::uint16_t room = 0;       ///< how far above `need` the height may be, in bytes

    [[nodiscard]] constexpr bool is_destination() const noexcept
    {
        return (gas_and_flag & destination_flag) != 0;
    }

    [[nodiscard]] constexpr std::int64_t gas() const noexcept
    {
        return gas_and_flag & ~destination_flag;
    }

    /// Whether a block begins here at all.
    [[nodiscard]] constexpr bool begins() const noexcept { return need != 0xffff; }
};

/// A code as the threaded engine runs it when it has come more than once: the same length and the
/// same offsets, but the first opcode of a frequent sequence stands for all of it (fusions.def).
struct TunedCode
{
    TunedCode(BytesView padded, std::size_t size, Revision revision);

    Bytes bytes;                ///< padded as the original
    std::vector<Block> blocks;  ///< by offset, one behind the end included
};

/// Code ready to run: its bytes, followed by enough zeros (STOP) that neither the instruction
/// pointer nor the immediates of a PUSH leave the buffer, and where one may jump to.
class Code
{
public:
    /// What `bytes` is padded with: one STOP, and the 32 immediates of a PUSH32, rounded up to
    /// reading eight bytes at a time.
    static constexpr std::size_t padding = 48;

    Code() = default;

    explicit Code(BytesView bytes) { assign(bytes); }

    /// Takes over other bytes; keeps the buffers.
    void assign(BytesView bytes);

    [[nodiscard]] const std::uint8_t* data() const noexcept { return padded_.data(); }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] BytesView bytes() const noexcept { return {padded_.data(), size_}; }

    /// True for a JUMPDEST that is an instruction, not data of a PUSH (Yellow Paper §9.4.3).
    [[nodiscard]] bool is_jump_destination(std::uint64_t offset) const noexcept
    {
        return offset < size_ && ((destinations_[offset / 64] >> (offset % 64)) & 1) != 0;
    }

    /// Makes the tuned form, for the rules of that revision.
    void tune(Revision revision);

    /// Null where there is none.
    [[nodiscard]] const TunedCode* tuned() const noexcept { return tuned_.get(); }

private:
    Bytes padded_;
    std::size_t size_ = 0;
    std::vector<std::uint64_t> destinations_;  ///< one bit a byte of code
    std::unique_ptr<const TunedCode> tuned_;
};

/// Codes made ready, by hash. Bounded; what comes again is tuned.
class CodeCache
{
public:
    static constexpr std::size_t capacity = std::size_t{8} << 20;  ///< bytes of code

    /// The code with that hash. Where the cache is full, it is made in `spare`. The pointer is good
    /// until `make_room`, while `spare` is left alone; further calls do not disturb it.
    const Code& get(const bytes32& hash, BytesView bytes, Revision revision, Code& spare);

    /// Forgets codes that have not come for long, if space is getting short.
    void make_room();

private:
    struct Entry
    {
        Code code;
        unsigned uses = 0;
        Revision tuned_for{};
    };

    using Codes = std::unordered_map<bytes32, std::unique_ptr<Entry>>;

    Entry* find(const bytes32& hash);

    // Two generations: when the younger has grown to half the capacity, the older goes.
    Codes young_;
    Codes old_;
    std::size_t young_size_ = 0;  ///< bytes of code
    std::size_t old_size_ = 0;
};
}  // namespace byline::vm

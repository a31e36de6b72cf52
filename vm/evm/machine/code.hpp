#pragma once

#include "vm/evm/machine/slow_path.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/revision.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace byline::vm
{
/// What is checked and charged once where a basic block begins, for all of its instructions. Kept
/// at the offset of the block's first instruction; elsewhere the record is that of no block.
/// (Behind a GAS, and behind a JUMPI that does not end its block, that record has the gas of the
/// rest of the block.)
struct CodeBlock
{
    static constexpr std::uint32_t destination_flag = std::uint32_t{1} << 31;
    static constexpr std::uint16_t no_block = 0xffff;

    /// The fixed gas of all instructions; with `destination_flag` if the first is a JUMPDEST.
    std::uint32_t gas_and_flag = 0;
    std::uint16_t need = no_block;  ///< the least height of the stack, in bytes
    std::uint16_t room = 0;         ///< how far above `need` the height may be, in bytes

    [[nodiscard]] constexpr bool is_destination() const noexcept
    {
        return (gas_and_flag & destination_flag) != 0;
    }

    [[nodiscard]] constexpr std::int64_t gas() const noexcept
    {
        return gas_and_flag & ~destination_flag;
    }

    /// Whether a block begins here at all.
    [[nodiscard]] constexpr bool begins() const noexcept { return need != no_block; }

    bool operator==(const CodeBlock&) const = default;
};

/// A code as the threaded engine runs it once it has been found to be hot: the same length and the
/// same offsets, but the first opcode of a frequent sequence stands for all of it (fusions.def).
/// Where a sequence ends with a jump to what a PUSH names, the destination stands behind the PUSH
/// with its lowest byte first, and in place of the jump the index of the destination's record among
/// the shared ones; 0 if it is not there.
class TunedCode
{
public:
    TunedCode(BytesView padded, std::size_t size, Revision for_revision);

    /// Whose instructions are defined.
    [[nodiscard]] Revision revision() const noexcept { return revision_; }

    /// Padded as the original.
    [[nodiscard]] const std::uint8_t* data() const noexcept { return bytes_.data(); }

    /// By offset, one behind the end included. Before the first one, at `shared_place`, are the
    /// shared records: most blocks of a code have a few records in common, which stay in the cache
    /// where a record for each byte of the code would not.
    [[nodiscard]] const CodeBlock* blocks() const noexcept { return records_.data() + most_shared; }

    /// Where from `blocks` on the shared record with that index is.
    [[nodiscard]] static constexpr std::ptrdiff_t shared_place(std::uint8_t index) noexcept
    {
        return std::ptrdiff_t{index} - most_shared;
    }

    /// Whether a frame may begin or go on there.
    [[nodiscard]] bool begins_block(std::size_t offset) const noexcept
    {
        return most_shared + offset < records_.size() && blocks()[offset].begins();
    }

private:
    static constexpr std::ptrdiff_t most_shared = 256;

    Revision revision_;
    Bytes bytes_;
    std::vector<CodeBlock> records_;
};

/// Code ready to run: its bytes, with zeros (STOP) behind them so that neither the instruction
/// pointer nor the immediates of a PUSH leave the buffer. One thread at a time: what is known of
/// jump destinations is worked out when it is asked for.
class Code
{
public:
    /// Zeros behind the bytes: one STOP, and the 32 immediates of a PUSH32, rounded up to reading
    /// eight bytes at a time; and a row for finding jump destinations.
    static constexpr std::size_t padding = 64;

    Code() = default;

    /// Takes over other bytes; keeps the buffers.
    void assign(BytesView bytes);

    [[nodiscard]] const std::uint8_t* data() const noexcept { return buffer_.data() + margin; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] BytesView bytes() const noexcept { return {data(), size_}; }

    /// True for a JUMPDEST that is an instruction, not data of a PUSH (Yellow Paper §9.4.3).
    [[nodiscard]] bool is_jump_destination(std::uint64_t offset)
    {
        if (offset >= size_)
            return false;
        if (!jumpdests_.empty()) [[likely]]
            return ((jumpdests_[offset / 64] >> (offset % 64)) & 1) != 0;
        if (data()[offset] != OP_JUMPDEST)
            return false;
        return find_out(offset);
    }

    /// Counts a jump; true when it has made the code hot: there have been enough for tuning to pay.
    [[nodiscard]] bool count_jump() noexcept { return --jumps_until_hot_ == 0; }

    /// Counts an execution, of which eight are enough; true when it has made the code hot.
    [[nodiscard]] bool count_use() noexcept
    {
        if (jumps_until_hot_ <= 0)
            return false;
        jumps_until_hot_ -= hot_after_ / 8;
        return jumps_until_hot_ <= 0;
    }

    /// Lets the next jump be the one that makes the code hot.
    void count_down_to_one_jump() noexcept { jumps_until_hot_ = 1; }

    /// Makes the tuned form, for the rules of that revision, unless there is one.
    void tune(Revision revision);

    /// The tuned form; null where there is none for that revision.
    [[nodiscard]] const TunedCode* tuned(Revision revision) const noexcept
    {
        return tuned_ != nullptr && tuned_->revision() == revision ? tuned_.get() : nullptr;
    }

private:
    /// Zeros before the bytes, so that one may look at the 32 before any.
    static constexpr std::size_t margin = 32;

    /// Whether one of the 32 bytes before would, if it were an instruction, be a PUSH that has the
    /// byte at `offset` among its immediates. Mostly none would: then all need not be gone through.
    [[nodiscard]] bool may_be_push_data(std::size_t offset) const noexcept
    {
        // At distance d that is a PUSH of d immediates or more, up to PUSH32 = 0x7f, the greatest
        // signed byte: so one comparison a byte, sixteen at a time.
        using Lanes [[gnu::vector_size(16)]] = std::int8_t;
        constexpr Lanes far{
            126, 125, 124, 123, 122, 121, 120, 119, 118, 117, 116, 115, 114, 113, 112, 111};
        constexpr Lanes near{
            110, 109, 108, 107, 106, 105, 104, 103, 102, 101, 100, 99, 98, 97, 96, 95};
        Lanes first{};
        Lanes second{};
        std::memcpy(&first, buffer_.data() + offset, sizeof first);
        std::memcpy(&second, buffer_.data() + offset + sizeof first, sizeof second);
        const auto reaches = (first > far) | (second > near);
        std::array<std::uint64_t, 2> bits{};
        std::memcpy(bits.data(), &reaches, sizeof bits);
        return (bits[0] | bits[1]) != 0;
    }

    [[nodiscard]] std::optional<bool> search_near(std::size_t offset, int& effort) const noexcept;

    /// Whether the JUMPDEST at `offset` is an instruction: by a search, or from a map of the whole
    /// code, which is drawn when searches have cost as much.
    BYLINE_SLOW_PATH [[nodiscard]] bool find_out(std::size_t offset);

    Bytes buffer_;
    std::size_t size_ = 0;
    std::vector<std::uint64_t> jumpdests_;  ///< one bit a byte of code; empty until needed
    std::int32_t searches_left_ = 0;        ///< until the map pays
    std::int32_t hot_after_ = 0;            ///< so many jumps
    std::int32_t jumps_until_hot_ = 0;
    std::unique_ptr<const TunedCode> tuned_;
};

/// Codes made ready, by hash. Bounded.
class CodeCache
{
public:
    static constexpr std::size_t capacity = std::size_t{8} << 20;  ///< bytes of code

    /// The code with that hash. Where the cache is full, it is made in `spare`. The pointer is good
    /// until `make_room`, while `spare` is left alone; further calls do not disturb it.
    Code& get(const bytes32& hash, BytesView bytes, Code& spare);

    /// Forgets codes that have not come for long, if space is getting short.
    void make_room();

private:
    using Codes = std::unordered_map<bytes32, std::unique_ptr<Code>>;

    Code* find(const bytes32& hash);
    Code& remember(const bytes32& hash, Code& code) noexcept;

    // Two generations: when the younger has grown to half the capacity, the older goes.
    Codes young_;
    Codes old_;
    std::size_t young_size_ = 0;  ///< bytes of code
    std::size_t old_size_ = 0;
    Code* last_ = nullptr;  ///< the young one that came last, and its hash
    bytes32 last_hash_;
};
}  // namespace byline::vm

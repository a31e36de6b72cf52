#pragma once

#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace byline::vm
{
/// Code ready to run: its bytes, followed by enough zeros (STOP) that neither the instruction
/// pointer nor the immediates of a PUSH leave the buffer, and where one may jump to.
class Code
{
public:
    /// What `bytes` is padded with: one STOP, and the 32 immediates of a PUSH32, rounded up to
    /// reading eight bytes at a time.
    static constexpr std::size_t padding = 48;

    Code() = default;
    explicit Code(BytesView bytes);

    [[nodiscard]] const std::uint8_t* data() const noexcept { return padded_.data(); }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] BytesView bytes() const noexcept { return {padded_.data(), size_}; }

    /// True for a JUMPDEST that is an instruction, not data of a PUSH (Yellow Paper §9.4.3).
    [[nodiscard]] bool is_jump_destination(std::uint64_t offset) const noexcept
    {
        return offset < size_ && ((destinations_[offset / 64] >> (offset % 64)) & 1) != 0;
    }

private:
    Bytes padded_;
    std::size_t size_ = 0;
    std::vector<std::uint64_t> destinations_;  ///< one bit a byte of code
};

/// Codes made ready, by hash. Bounded: what does not fit is made ready anew each time.
class CodeCache
{
public:
    static constexpr std::size_t capacity = std::size_t{16} << 20;  ///< bytes of code

    /// The code with that hash. Where the cache is full, it is made in `spare`. The pointer is good
    /// while the cache and `spare` are left alone; further calls do not disturb it.
    const Code& get(const bytes32& hash, BytesView bytes, Code& spare);

private:
    std::unordered_map<bytes32, std::unique_ptr<const Code>> codes_;
    std::size_t used_ = 0;
};
}  // namespace byline::vm

#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

/// Recursive Length Prefix, Yellow Paper appendix B.
namespace byline::rlp
{
/// Why bytes are not the RLP wanted.
enum class Error : std::uint8_t
{
    input_too_short,     ///< an item ends beyond the input
    leftover,            ///< bytes after the last item
    non_canonical_size,  ///< a length with leading zeros, or long form for a short item
    non_canonical_byte,  ///< one byte below 0x80 wrapped in a string header
    leading_zero,        ///< an integer with a leading zero byte
    overflow,            ///< an integer wider than its type
    unexpected_list,     ///< a list where a string must stand
    unexpected_string,   ///< a string where a list must stand
    wrong_length,        ///< a fixed-size string of another size
    missing_item,        ///< the list ends before all its fields
};

/// English words for an error, without a full stop.
std::string_view to_string(Error error) noexcept;

/// Appends one item to `out`. Integers are written big-endian without leading zeros.
void append(Bytes& out, BytesView string);
void append(Bytes& out, std::uint64_t value);
void append(Bytes& out, const uint256& value);
void append(Bytes& out, const address& value);
void append(Bytes& out, const bytes32& value);

/// Appends bytes that are whole RLP items already.
void append_raw(Bytes& out, BytesView items);

/// The list whose items are the bytes of `payload`.
Bytes list(BytesView payload);

/// Appends the header of a list with a payload of that many bytes.
void append_list_header(Bytes& out, std::size_t payload_size);

/// The list of these items, each of a type that `append` takes.
template <typename... Items>
Bytes list_of(const Items&... items)
{
    Bytes payload;
    (append(payload, items), ...);
    return list(payload);
}

enum class Kind : std::uint8_t
{
    string,
    list,
};

/// One item: `payload` without, `whole` with its header; both borrow from the decoder's input.
struct Item
{
    Kind kind;
    BytesView payload;
    BytesView whole;
};

/// Reads items one after the other from borrowed bytes; accepts the canonical encoding only.
/// After an error nothing more may be read.
class Decoder
{
public:
    explicit Decoder(BytesView input) noexcept : rest_{input}, size_{input.size()} {}

    [[nodiscard]] bool empty() const noexcept { return rest_.empty(); }

    /// Bytes read so far, counted from the start of this decoder's input.
    [[nodiscard]] std::size_t position() const noexcept { return size_ - rest_.size(); }

    /// The next item without consuming it.
    [[nodiscard]] std::expected<Item, Error> peek() const noexcept;

    std::expected<Item, Error> item() noexcept;
    std::expected<BytesView, Error> string() noexcept;
    std::expected<Decoder, Error> list() noexcept;
    std::expected<std::uint64_t, Error> uint64() noexcept;
    std::expected<uint256, Error> number() noexcept;
    std::expected<bytes32, Error> hash() noexcept;
    std::expected<address, Error> account() noexcept;

    /// A string of exactly `Size` bytes.
    template <std::size_t Size>
    std::expected<std::array<std::uint8_t, Size>, Error> fixed() noexcept
    {
        BYLINE_TRY(bytes, string());
        if (bytes.size() != Size)
            return std::unexpected{Error::wrong_length};
        std::array<std::uint8_t, Size> value;
        std::ranges::copy(bytes, value.begin());
        return value;
    }

    /// `leftover` unless all was read.
    [[nodiscard]] std::expected<void, Error> finish() const noexcept;

private:
    BytesView rest_;
    std::size_t size_;
};

/// A decoder of the one list that is the whole input.
std::expected<Decoder, Error> whole_list(BytesView input) noexcept;
}  // namespace byline::rlp

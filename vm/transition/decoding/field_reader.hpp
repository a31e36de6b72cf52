#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>

namespace byline::vm
{
/// Reads the fields of an RLP list one after the other. The first error stays in the slot that the
/// constructor was given, which the readers of inner lists share; from then on every read gives
/// zero and `more` is false, so that a record is read in one go and checked once at its end.
class FieldReader
{
public:
    using ErrorSlot = std::optional<TxDecodeError>;

    /// `payload` stands at byte `start` of the whole input; both it and `error` must outlive this.
    FieldReader(BytesView payload, std::size_t start, ErrorSlot& error) noexcept
        : rest_{payload}, start_{start}, error_{&error}
    {}

    /// There is another item, and no error so far.
    [[nodiscard]] bool more() const noexcept { return !error_->has_value() && !rest_.empty(); }

    std::uint64_t uint64() noexcept { return read(&rlp::Decoder::uint64); }

    uint256 number() noexcept { return read(&rlp::Decoder::number); }

    bytes32 hash() noexcept { return read(&rlp::Decoder::hash); }

    address account() noexcept { return read(&rlp::Decoder::account); }

    Bytes string()
    {
        const BytesView bytes = read(&rlp::Decoder::string);
        return {bytes.begin(), bytes.end()};
    }

    /// An address or an empty string.
    std::optional<address> optional_account() noexcept;

    /// Whether the next item is the empty string or no item at all; consumes nothing.
    [[nodiscard]] bool next_is_empty_string() const noexcept;

    /// The next item whole; empty after an error.
    rlp::Item item() noexcept { return read(&rlp::Decoder::item); }

    /// A reader of the next item, which must be a list.
    FieldReader list() noexcept;

    /// An error unless all fields were read.
    void end() noexcept;

    /// Where the next item begins in the whole input.
    [[nodiscard]] std::size_t position() const noexcept { return start_ + rest_.position(); }

    /// Sets the error unless there is one.
    void fail(const TxDecodeError& error) noexcept
    {
        if (!error_->has_value())
            *error_ = error;
    }

private:
    template <typename T>
    T read(std::expected<T, rlp::Error> (rlp::Decoder::*method)() noexcept) noexcept
    {
        if (error_->has_value())
            return T{};
        const std::size_t at = position();
        auto value = (rest_.*method)();
        if (value)
            return *value;
        fail({TxDecodeError::Reason::rlp, value.error(), at});
        return T{};
    }

    rlp::Decoder rest_;
    std::size_t start_;
    ErrorSlot* error_;
};
}  // namespace byline::vm

#include "vm/transition/decoding/deposit.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/log.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace byline::vm
{
namespace
{
/// keccak256("DepositEvent(bytes,bytes,bytes,bytes,bytes)").
constexpr bytes32 deposit_event =
    hex_bytes32("649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5");

/// A dynamic argument: where its length word stands in the data, and how many bytes it has.
struct Field
{
    std::size_t offset;
    std::size_t size;
};

constexpr std::array<Field, 5> fields{{{160, 48}, {256, 32}, {320, 8}, {384, 96}, {512, 8}}};
constexpr std::size_t event_size = 576;

bool word_is(BytesView data, std::size_t position, std::size_t value) noexcept
{
    bytes32 word;
    std::ranges::copy(data.subspan(position, 32), word.bytes.begin());
    return to_uint256(word) == uint256{value};
}
}  // namespace

bool is_deposit(const Log& log, const address& deposit_contract) noexcept
{
    return log.addr == deposit_contract && !log.topics.empty() && log.topics[0] == deposit_event;
}

std::optional<Bytes> read_deposit(BytesView data)
{
    if (data.size() != event_size)
        return std::nullopt;
    Bytes deposit;
    for (std::size_t i = 0; i < fields.size(); ++i)
    {
        if (!word_is(data, 32 * i, fields[i].offset) ||
            !word_is(data, fields[i].offset, fields[i].size))
            return std::nullopt;
        const BytesView value = data.subspan(fields[i].offset + 32, fields[i].size);
        deposit.insert(deposit.end(), value.begin(), value.end());
    }
    return deposit;
}
}  // namespace byline::vm

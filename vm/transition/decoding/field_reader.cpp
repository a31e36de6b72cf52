#include "vm/transition/decoding/field_reader.hpp"

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/transition/transaction.hpp"

#include <cstddef>
#include <optional>

namespace byline::vm
{
bool FieldReader::next_is_empty_string() const noexcept
{
    const auto next = rest_.peek();
    return !next || (next->kind == rlp::Kind::string && next->payload.empty());
}

std::optional<address> FieldReader::optional_account() noexcept
{
    if (next_is_empty_string())
    {
        item();
        return std::nullopt;
    }
    return account();
}

FieldReader FieldReader::list() noexcept
{
    const std::size_t at = position();
    const rlp::Item next = item();
    if (next.kind != rlp::Kind::list)
        fail({TxDecodeError::Reason::rlp, rlp::Error::unexpected_string, at});
    return {next.payload, at + next.whole.size() - next.payload.size(), *error_};
}

void FieldReader::end() noexcept
{
    if (!rest_.empty())
        fail({TxDecodeError::Reason::rlp, rlp::Error::leftover, position()});
}
}  // namespace byline::vm

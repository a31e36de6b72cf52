#include "vm/evm/instructions/environment.hpp"

#include "vm/evm/evm.hpp"
#include "vm/evm/instructions/memory.hpp"
#include "vm/evm/instructions/stack.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/evm/machine/gas.hpp"
#include "vm/evm/machine/memory.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace byline::vm::instructions
{
namespace
{
constexpr std::uint64_t block_hash_window = 256;

/// Makes the account warm and pays for it.
bool charge_access(std::int64_t& left, Frame& frame, const address& addr)
{
    return gas::charge(
        left, gas::account_surcharge(frame.environment->journal.access_address(addr)));
}
}  // namespace

uint256 partial_call_data(std::size_t offset, BytesView data) noexcept
{
    std::array<std::uint8_t, 32> word{};
    const BytesView rest = data.subspan(offset);
    std::ranges::copy(rest.first(std::min(rest.size(), word.size())), word.begin());
    return load_word(word.data());
}

Flow returndatacopy(uint256* top, std::int64_t& left, Frame& frame)
{
    const auto [end, wraps] = add_with_carry(top[-1], top[-2]);
    if (wraps || end > uint256{frame.return_data.size()})
        return frame.halt(Status::return_data_out_of_bounds);
    copy_to_memory(top[0], top[-1], top[-2], left, frame, frame.return_data);
    return left >= 0 ? Flow::next : frame.halt(Status::out_of_gas);
}

uint256 blockhash(const uint256& number, Frame& frame)
{
    const std::uint64_t now = frame.environment->block.number;
    if (number >= uint256{now} || now - number.words[0] > block_hash_window)
        return {};
    return to_uint256(frame.environment->journal.block_hash(number.words[0]));
}

uint256 selfbalance(Frame& frame)
{
    return frame.environment->journal.balance(frame.call.recipient);
}

void keccak(uint256* top, std::int64_t& left, Frame& frame)
{
    if (expand(left, frame.memory, top[0], top[-1]) &&
        gas::charge(left, gas::keccak_word * gas::words(top[-1].words[0])))
        top[-1] = to_uint256(keccak256(frame.memory.view(top[0], top[-1])));
}

void balance(uint256* top, std::int64_t& left, Frame& frame)
{
    const address addr = to_address(top[0]);
    if (charge_access(left, frame, addr))
        top[0] = frame.environment->journal.balance(addr);
}

void extcodesize(uint256* top, std::int64_t& left, Frame& frame)
{
    const address addr = to_address(top[0]);
    if (charge_access(left, frame, addr))
        top[0] = frame.environment->journal.code(addr).size();
}

void extcodecopy(uint256* top, std::int64_t& left, Frame& frame)
{
    const address addr = to_address(top[0]);
    if (charge_access(left, frame, addr))
        copy_to_memory(
            top[-1], top[-2], top[-3], left, frame, frame.environment->journal.code(addr));
}

/// Zero for a dead account (EIP-1052, EIP-161).
void extcodehash(uint256* top, std::int64_t& left, Frame& frame)
{
    const address addr = to_address(top[0]);
    if (!charge_access(left, frame, addr))
        return;
    Journal& journal = frame.environment->journal;
    top[0] = journal.is_empty(addr) ? uint256{} : to_uint256(journal.code_hash(addr));
}
}  // namespace byline::vm::instructions

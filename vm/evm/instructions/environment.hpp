#pragma once

#include "vm/evm/instructions/memory.hpp"
#include "vm/evm/instructions/stack.hpp"
#include "vm/evm/machine/frame.hpp"

namespace byline::vm::instructions
{
inline void own_address(uint256* top, Frame& frame) noexcept
{
    top[1] = to_uint256(frame.call.recipient);
}

inline void origin(uint256* top, Frame& frame) noexcept
{
    top[1] = to_uint256(frame.environment->tx.origin);
}

inline void caller(uint256* top, Frame& frame) noexcept
{
    top[1] = to_uint256(frame.call.sender);
}

inline void callvalue(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.call.value;
}

/// The call data of a creation is empty: its input is the code.
inline BytesView call_data(const Frame& frame) noexcept
{
    return is_creation(frame.call.kind) ? BytesView{} : frame.call.input;
}

void calldataload(uint256* top, Frame& frame) noexcept;

inline void calldatasize(uint256* top, Frame& frame) noexcept
{
    top[1] = call_data(frame).size();
}

inline Flow calldatacopy(uint256* top, std::int64_t& left, Frame& frame)
{
    return copy_to_memory(top, left, frame, call_data(frame));
}

inline void codesize(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.code->size();
}

inline Flow codecopy(uint256* top, std::int64_t& left, Frame& frame)
{
    return copy_to_memory(top, left, frame, frame.code->bytes());
}

inline void gasprice(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.environment->tx.gas_price;
}

inline void returndatasize(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.return_data.size();
}

/// EIP-211: reading beyond the buffer ends the frame, also where the size is zero.
Flow returndatacopy(uint256* top, std::int64_t& left, Frame& frame);

inline void coinbase(uint256* top, Frame& frame) noexcept
{
    top[1] = to_uint256(frame.environment->block.coinbase);
}

inline void timestamp(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.environment->block.timestamp;
}

inline void number(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.environment->block.number;
}

inline void prevrandao(uint256* top, Frame& frame) noexcept
{
    top[1] = to_uint256(frame.environment->block.prev_randao);
}

inline void gaslimit(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.environment->block.gas_limit;
}

inline void chainid(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.environment->block.chain_id;
}

inline void basefee(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.environment->block.base_fee;
}

/// EIP-7516
inline void blobbasefee(uint256* top, Frame& frame) noexcept
{
    top[1] = frame.environment->block.blob_base_fee;
}

/// EIP-4844
inline void blobhash(uint256* top, Frame& frame) noexcept
{
    const auto hashes = frame.environment->tx.blob_hashes;
    top[0] = top[0] < uint256{hashes.size()} ? to_uint256(hashes[top[0].words[0]]) : uint256{};
}

/// The last 256 blocks have a hash; others give zero.
void blockhash(uint256* top, Frame& frame);

void selfbalance(uint256* top, Frame& frame);

Flow keccak(uint256* top, std::int64_t& left, Frame& frame);

/// @name Other accounts: a cold one costs more (EIP-2929)
/// @{
Flow balance(uint256* top, std::int64_t& left, Frame& frame);
Flow extcodesize(uint256* top, std::int64_t& left, Frame& frame);
Flow extcodecopy(uint256* top, std::int64_t& left, Frame& frame);
Flow extcodehash(uint256* top, std::int64_t& left, Frame& frame);
/// @}
}  // namespace byline::vm::instructions

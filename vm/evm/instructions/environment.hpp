#pragma once

#include "vm/evm/instructions/memory.hpp"
#include "vm/evm/instructions/stack.hpp"
#include "vm/evm/machine/frame.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>

namespace byline::vm::instructions
{
inline uint256 own_address(Frame& frame) noexcept
{
    return to_uint256(frame.call.recipient);
}

inline uint256 origin(Frame& frame) noexcept
{
    return to_uint256(frame.environment->tx.origin);
}

inline uint256 caller(Frame& frame) noexcept
{
    return to_uint256(frame.call.sender);
}

inline uint256 callvalue(Frame& frame) noexcept
{
    return frame.call.value;
}

/// The word at an offset inside the call data that ends before the word does: zeros beyond its end.
uint256 partial_call_data(std::size_t offset, BytesView data) noexcept;

inline uint256 calldataload(const uint256& offset, Frame& frame) noexcept
{
    const BytesView data = frame.call_data;
    if (!offset.fits_uint64() || offset.words[0] >= data.size())
        return {};
    if (data.size() - offset.words[0] >= 32) [[likely]]
        return load_word(data.data() + offset.words[0]);
    return partial_call_data(offset.words[0], data);
}

inline uint256 calldatasize(Frame& frame) noexcept
{
    return frame.call_data.size();
}

inline void calldatacopy(
    const uint256& to, const uint256& from, const uint256& size, std::int64_t& left, Frame& frame)
{
    copy_to_memory(to, from, size, left, frame, frame.call_data);
}

inline uint256 codesize(Frame& frame) noexcept
{
    return frame.code->size();
}

inline void codecopy(
    const uint256& to, const uint256& from, const uint256& size, std::int64_t& left, Frame& frame)
{
    copy_to_memory(to, from, size, left, frame, frame.code->bytes());
}

inline uint256 gasprice(Frame& frame) noexcept
{
    return frame.environment->tx.gas_price;
}

inline uint256 returndatasize(Frame& frame) noexcept
{
    return frame.return_data.size();
}

/// EIP-211: reading beyond the buffer ends the frame, also where the size is zero.
Flow returndatacopy(uint256* top, std::int64_t& left, Frame& frame);

inline uint256 coinbase(Frame& frame) noexcept
{
    return to_uint256(frame.environment->block.coinbase);
}

inline uint256 timestamp(Frame& frame) noexcept
{
    return frame.environment->block.timestamp;
}

inline uint256 number(Frame& frame) noexcept
{
    return frame.environment->block.number;
}

inline uint256 prevrandao(Frame& frame) noexcept
{
    return to_uint256(frame.environment->block.prev_randao);
}

inline uint256 gaslimit(Frame& frame) noexcept
{
    return frame.environment->block.gas_limit;
}

inline uint256 chainid(Frame& frame) noexcept
{
    return frame.environment->block.chain_id;
}

inline uint256 basefee(Frame& frame) noexcept
{
    return frame.environment->block.base_fee;
}

/// EIP-7516
inline uint256 blobbasefee(Frame& frame) noexcept
{
    return frame.environment->block.blob_base_fee;
}

/// EIP-4844
inline uint256 blobhash(const uint256& index, Frame& frame) noexcept
{
    const auto hashes = frame.environment->tx.blob_hashes;
    return index < uint256{hashes.size()} ? to_uint256(hashes[index.words[0]]) : uint256{};
}

/// The last 256 blocks have a hash; others give zero.
uint256 blockhash(const uint256& number, Frame& frame);

uint256 selfbalance(Frame& frame);

void keccak(uint256* top, std::int64_t& left, Frame& frame);

/// @name Other accounts: a cold one costs more (EIP-2929)
/// @{
void balance(uint256* top, std::int64_t& left, Frame& frame);
void extcodesize(uint256* top, std::int64_t& left, Frame& frame);
void extcodecopy(uint256* top, std::int64_t& left, Frame& frame);
void extcodehash(uint256* top, std::int64_t& left, Frame& frame);
/// @}
}  // namespace byline::vm::instructions

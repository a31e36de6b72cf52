#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/bloom.hpp"
#include "vm/transition/transaction.hpp"

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

namespace byline::vm
{
/// keccak256(rlp([])): the ommers hash of every block since Paris.
inline constexpr bytes32 empty_ommers_hash =
    hex_bytes32("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");

/// A block header (Yellow Paper §4.4). The later fields are there from the fork on that brought
/// them.
struct BlockHeader
{
    bytes32 parent_hash;
    bytes32 ommers_hash = empty_ommers_hash;
    address coinbase;
    bytes32 state_root;
    bytes32 transactions_root = empty_trie_root;
    bytes32 receipts_root = empty_trie_root;
    Bloom logs_bloom;
    uint256 difficulty;  ///< 0 since Paris
    std::uint64_t number = 0;
    std::uint64_t gas_limit = 0;
    std::uint64_t gas_used = 0;
    std::uint64_t timestamp = 0;  ///< seconds
    Bytes extra_data;             ///< at most 32 bytes
    bytes32 prev_randao;
    std::array<std::uint8_t, 8> nonce{};              ///< 0 since Paris
    std::optional<uint256> base_fee_per_gas;          ///< London, EIP-1559
    std::optional<bytes32> withdrawals_root;          ///< Shanghai, EIP-4895
    std::optional<std::uint64_t> blob_gas_used;       ///< Cancun, EIP-4844
    std::optional<std::uint64_t> excess_blob_gas;     ///< Cancun, EIP-4844
    std::optional<bytes32> parent_beacon_block_root;  ///< Cancun, EIP-4788
    std::optional<bytes32> requests_hash;             ///< Prague, EIP-7685

    bool operator==(const BlockHeader&) const = default;
};

/// A withdrawal from the consensus layer (EIP-4895); the amount is in gwei.
struct Withdrawal
{
    std::uint64_t index = 0;
    std::uint64_t validator_index = 0;
    address recipient;
    std::uint64_t amount = 0;

    bool operator==(const Withdrawal&) const noexcept = default;
};

/// A block since Paris: no ommers.
struct Block
{
    BlockHeader header;
    std::vector<Transaction> transactions;
    std::vector<Withdrawal> withdrawals;

    bool operator==(const Block&) const = default;
};

/// Why bytes are not a block: the part that failed and how.
struct BlockDecodeError
{
    enum class Part : std::uint8_t
    {
        block,
        header,
        transaction,
        ommers,
        withdrawal,
    };
    Part part = Part::block;
    TxDecodeError cause;  ///< `position` counts from the start of the block

    bool operator==(const BlockDecodeError&) const noexcept = default;
};

Bytes encode(const BlockHeader& header);
/// keccak256 of the encoded header: the block's hash.
bytes32 hash(const BlockHeader& header);
std::expected<BlockHeader, rlp::Error> decode_header(BytesView bytes);

/// [header, transactions, ommers, withdrawals], typed transactions as byte strings.
Bytes encode(const Block& block);
std::expected<Block, BlockDecodeError> decode_block(BytesView bytes);

/// Items of the withdrawals trie.
Bytes encode(const Withdrawal& withdrawal);
}  // namespace byline::vm

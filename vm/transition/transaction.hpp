#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/rlp.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace byline::vm
{
/// EIP-2718 transaction types.
enum class TxType : std::uint8_t
{
    legacy = 0,
    access_list = 1,  ///< EIP-2930
    fee_market = 2,   ///< EIP-1559
    blob = 3,         ///< EIP-4844
    set_code = 4,     ///< EIP-7702
};

/// One entry of an access list (EIP-2930).
struct AccessListEntry
{
    address addr;
    std::vector<bytes32> keys;

    bool operator==(const AccessListEntry&) const = default;
};

/// One authorization tuple (EIP-7702).
struct Authorization
{
    uint256 chain_id;  ///< 0: any chain
    address addr;      ///< the code to delegate to; zero clears
    std::uint64_t nonce = 0;
    uint256 y_parity;  ///< as given: valid only if 0 or 1
    uint256 r;
    uint256 s;

    bool operator==(const Authorization&) const = default;
};

/// A transaction of any type; fields that its type lacks stay empty.
struct Transaction
{
    TxType type = TxType::legacy;
    std::optional<std::uint64_t> chain_id;  ///< absent: a legacy transaction from before EIP-155
    std::uint64_t nonce = 0;
    uint256 max_priority_fee_per_gas;  ///< types 0 and 1: the gas price
    uint256 max_fee_per_gas;           ///< types 0 and 1: the gas price
    std::uint64_t gas_limit = 0;
    std::optional<address> to;  ///< absent: creates a contract
    uint256 value;              ///< wei
    Bytes data;
    std::vector<AccessListEntry> access_list;
    uint256 max_fee_per_blob_gas;
    std::vector<bytes32> blob_hashes;
    std::vector<Authorization> authorizations;
    std::uint8_t y_parity = 0;  ///< 0 or 1, whatever the form of v
    uint256 r;
    uint256 s;

    bool operator==(const Transaction&) const = default;
};

/// Why bytes are not a transaction.
struct TxDecodeError
{
    enum class Reason : std::uint8_t
    {
        rlp,           ///< see `rlp`
        type_unknown,  ///< first byte names no type
        bad_v,         ///< v or y_parity out of range
        empty,
    };
    Reason reason = Reason::rlp;
    rlp::Error rlp = rlp::Error::input_too_short;
    std::size_t position = 0;  ///< byte of the input, as near as known

    bool operator==(const TxDecodeError&) const noexcept = default;
};

/// "field 3 ...": words for people.
std::string_view to_string(const TxDecodeError& error) noexcept;

/// Decodes the canonical form (EIP-2718): a type byte and its payload, or a legacy list. The whole
/// input is one transaction.
std::expected<Transaction, TxDecodeError> decode_transaction(BytesView bytes);

/// The canonical signed form.
Bytes encode(const Transaction& tx);

/// keccak256 of the canonical form.
bytes32 hash(const Transaction& tx);

/// What the sender signs.
bytes32 signing_hash(const Transaction& tx);

/// The signer; nothing if the signature is not valid: r, s in range and s in the lower half
/// (EIP-2).
std::optional<address> recover_sender(const Transaction& tx);

/// The signer of an authorization tuple (EIP-7702); nothing if it is not valid.
std::optional<address> recover_authority(const Authorization& authorization);

/// Fills in the signature of that private key. The key must be a valid scalar.
void sign(Transaction& tx, const bytes32& private_key);
}  // namespace byline::vm

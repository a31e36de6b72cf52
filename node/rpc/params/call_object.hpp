#pragma once

#include "node/rpc/params/values.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace byline::node::rpc
{
/// The transaction object of eth_call, eth_estimateGas and eth_sendTransaction: all fields as the
/// client gave them.
struct CallObject
{
    std::optional<address> from;
    std::optional<address> to;
    std::optional<std::uint64_t> gas;
    std::optional<uint256> gas_price;
    std::optional<uint256> max_fee_per_gas;
    std::optional<uint256> max_priority_fee_per_gas;
    std::optional<uint256> max_fee_per_blob_gas;
    std::optional<uint256> value;
    std::optional<std::uint64_t> nonce;
    std::optional<std::uint64_t> chain_id;
    std::optional<Bytes> data;
    std::vector<vm::AccessListEntry> access_list;
    std::vector<bytes32> blob_hashes;
    std::vector<vm::Authorization> authorizations;
    vm::TxType type = vm::TxType::fee_market;  ///< that the fields ask for (EIP-2718)

    /// True if the client said anything about the price of gas.
    [[nodiscard]] bool has_fees() const noexcept
    {
        return gas_price || max_fee_per_gas || max_priority_fee_per_gas;
    }

    /// An unsigned transaction of these fields; prices and gas that are left out are 0.
    [[nodiscard]] vm::Transaction transaction() const;
};

/// Reads the object; `data` and `input` mean the same and must agree.
Parsed<CallObject> read_call_object(const boost::json::value& value);
}  // namespace byline::node::rpc

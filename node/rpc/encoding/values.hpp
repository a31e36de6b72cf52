#pragma once

#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json/storage_ptr.hpp>
#include <boost/json/string.hpp>

#include <string_view>

/// Our values as JSON-RPC writes them (EIP-1474).
namespace byline::node::rpc
{
inline boost::json::string text_json(std::string_view text, const boost::json::storage_ptr& sp)
{
    return {boost::json::string_view{text.data(), text.size()}, sp};
}

inline boost::json::string quantity_json(const uint256& value, const boost::json::storage_ptr& sp)
{
    return text_json(to_quantity(value), sp);
}

/// "0x" and two digits a byte.
boost::json::string data_json(BytesView bytes, const boost::json::storage_ptr& sp);

inline boost::json::string data_json(const address& value, const boost::json::storage_ptr& sp)
{
    return data_json(BytesView{value.bytes}, sp);
}

inline boost::json::string data_json(const bytes32& value, const boost::json::storage_ptr& sp)
{
    return data_json(BytesView{value.bytes}, sp);
}
}  // namespace byline::node::rpc

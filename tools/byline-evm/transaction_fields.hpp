#pragma once

#include "tools/byline-evm/json_reading.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/transition/transaction.hpp"

#include <boost/json/array.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

/// The fields of a transaction that hold more than one value, as all public JSON forms write them.
namespace byline::tools
{
/// The text at an index of one of the lists of a state test's transaction.
std::string_view text_at(const JsonReader& fields, std::string_view list, std::uint64_t index);

/// The same as a number.
uint256 number_at(const JsonReader& fields, std::string_view list, std::uint64_t index);

/// `what` names the list in an error.
std::vector<bytes32> read_hashes(
    const JsonReader& fields, const boost::json::array& list, std::string_view what);

/// Objects with `address` and `storageKeys` (EIP-2930).
std::vector<vm::AccessListEntry> read_access_list(
    const JsonReader& fields, const boost::json::array& list);

/// The member `authorizationList` (EIP-7702).
std::vector<vm::Authorization> read_authorizations(const JsonReader& fields);
}  // namespace byline::tools

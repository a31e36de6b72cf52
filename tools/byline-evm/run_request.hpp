#pragma once

#include "tools/byline-evm/code_flags.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"

#include <boost/program_options/options_description.hpp>

#include <cstdint>
#include <expected>

namespace byline::tools
{
/// A message to execute by hand, and what it is executed on.
struct RunRequest
{
    vm::Overlay state;
    vm::BlockContext block;
    vm::CallKind kind = vm::CallKind::call;
    std::int64_t gas = 0;
    address sender;
    address recipient;  ///< for a creation, the address of the new contract
    uint256 value;      ///< wei
    uint256 gas_price;  ///< wei a gas
    Bytes input;        ///< call data, or initialisation code
};

/// The flags of `run`, but for how it prints.
boost::program_options::options_description request_flags();

/// Puts the code of a call into the state, and gives the sender what it pays if the state has no
/// account of it.
std::expected<RunRequest, FlagError> read_request(const ParsedLine& line);
}  // namespace byline::tools

#pragma once

#include "tools/byline-evm/t8n_execution.hpp"
#include "vm/state/overlay.hpp"

#include <boost/json/object.hpp>

#include <string>

/// What the transition tool writes, in the form of go-ethereum's.
namespace byline::tools
{
/// All accounts of a state; code, nonce and storage only where there is any.
boost::json::object alloc_json(const vm::Overlay& state);

/// Roots, receipts, rejected transactions and what else belongs into the block's header.
boost::json::object result_json(const T8nResult& result);

/// The RLP of the list of the included transactions in hex, which `--input.txs` reads.
std::string body_hex(const T8nResult& result);
}  // namespace byline::tools

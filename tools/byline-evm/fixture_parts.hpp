#pragma once

#include "tools/byline-evm/json_reading.hpp"
#include "vm/evm/evm.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/chain_config.hpp"
#include "vm/transition/transition.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::tools
{
/// A whole state from a map of accounts, as `pre` and `postState` hold it.
vm::Overlay read_state(const boost::json::object& accounts, const JsonReader& fixture);

/// The rules of a network name: "Prague", "CancunToPragueAtTime15k"; nothing where rules are not
/// here. `blobSchedule` and `chainid` of the fixture's `config` count.
std::optional<vm::ChainConfig> read_chain_config(
    std::string_view network, const JsonReader& fixture);

/// Fails where the rules of blobs could not be computed with them: a fraction or a `max` of zero, a
/// `target` above `max`, more blobs than any block could hold.
void check_blob_parameters(const vm::BlobParameters& blobs, const JsonReader& reader);

/// The block that the `env` of a state test describes.
vm::BlockContext read_block(
    const JsonReader& env, const vm::ForkActivation& fork, std::uint64_t chain_id);

/// Why cases of that network are skipped.
std::string skip_reason(std::string_view network);

/// True if one of the |-separated names after "TransactionException." or "BlockException." is that
/// one.
bool lists_exception(std::string_view expected, std::string_view name);
}  // namespace byline::tools

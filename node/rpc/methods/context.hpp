#pragma once

// What every method works with.
// IWYU pragma: begin_exports
#include "node/chain/node.hpp"
#include "node/rpc/envelope/error.hpp"
#include "node/rpc/methods/accounts.hpp"
#include "node/rpc/methods/block_cache.hpp"
#include "node/rpc/params/block_id.hpp"
#include "node/rpc/server.hpp"
// IWYU pragma: end_exports

#include "vm/evm/evm.hpp"
#include "vm/state/state_view.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>

namespace byline::node::rpc
{
/// What the methods work on; shared by all threads.
struct Context
{
    Node& node;
    const ServerOptions& options;
    Accounts accounts;
    BlockCache blocks;
    std::timed_mutex trace_mutex;  ///< held by the one trace that is being made

    Context(Node& the_node, const ServerOptions& the_options)
        : node{the_node}, options{the_options}, accounts{the_options.development_keys}
    {}
};

/// The number of a block that is stored; nothing if there is none such. "pending" is the latest.
std::optional<std::uint64_t> stored_number(const Context& context, const BlockId& id);

/// A stored block; null if there is none such.
std::shared_ptr<const StoredBlock> stored_block(Context& context, const BlockId& id);

/// A state and the block in whose context calls on it run.
struct StateOfBlock
{
    std::shared_ptr<const vm::StateView> state;
    vm::BlockContext block;
};

/// The state after that block. Only what is held can be had: the error says which.
std::expected<StateOfBlock, Error> state_of(const Context& context, const BlockId& id);
}  // namespace byline::node::rpc

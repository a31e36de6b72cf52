#include "node/rpc/methods/context.hpp"

#include "node/db/database.hpp"
#include "vm/evm/evm.hpp"
#include "vm/transition/block_execution.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace byline::node::rpc
{
std::optional<std::uint64_t> stored_number(const Context& context, const BlockId& id)
{
    const std::uint64_t head = context.node.tip()->header.number;
    switch (id.kind)
    {
        case BlockId::Kind::latest:
        case BlockId::Kind::pending:
            return head;
        case BlockId::Kind::number:
            return id.number <= head ? std::optional{id.number} : std::nullopt;
        case BlockId::Kind::hash:
            return context.node.database().block_number(id.hash);
    }
    return std::nullopt;
}

std::shared_ptr<const StoredBlock> stored_block(Context& context, const BlockId& id)
{
    const auto number = stored_number(context, id);
    return number ? context.blocks.get(context.node.database(), *number) : nullptr;
}

std::expected<StateOfBlock, Error> state_of(const Context& context, const BlockId& id)
{
    const auto tip = context.node.tip();
    const bool is_tip = id.kind == BlockId::Kind::latest || id.kind == BlockId::Kind::pending ||
                        (id.kind == BlockId::Kind::number && id.number == tip->header.number) ||
                        (id.kind == BlockId::Kind::hash && id.hash == tip->hash);
    if (is_tip)
    {
        const vm::BlockContext block = id.kind == BlockId::Kind::pending
                                           ? context.node.pending_context()
                                           : vm::block_context(tip->header, context.node.config());
        return StateOfBlock{tip->state, block};
    }
    const auto number = stored_number(context, id);
    const auto header = number ? context.node.database().header(*number) : std::nullopt;
    if (!header)
        return std::unexpected{server_error("header not found")};
    auto state = context.node.database().state_at(*number);
    if (!state)
        return std::unexpected{server_error("missing trie node: " + state.error())};
    return StateOfBlock{*std::move(state), vm::block_context(*header, context.node.config())};
}
}  // namespace byline::node::rpc

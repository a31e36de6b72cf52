#include "node/chain/node.hpp"

#include "node/chain/sealing/live_node.hpp"
#include "node/chain/sealing/opening.hpp"
#include "node/db/database.hpp"
#include "vm/primitives/error.hpp"
#include "vm/transition/block.hpp"

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <utility>

namespace byline::node
{
std::expected<std::unique_ptr<Node>, std::string> Node::open(NodeOptions options)
{
    if (options.sealing == Sealing::interval && options.interval <= std::chrono::milliseconds{0})
        return std::unexpected{std::string{"the sealing interval must be above 0"}};
    try
    {
        BYLINE_TRY(chain, open_chain(options.folder, options.genesis_document, options.database));
        const auto state = chain.database->snapshot();
        const auto header = chain.database->header(state->head().number);
        if (!header || vm::hash(*header) != state->head().hash)
            return std::unexpected{options.folder.string() + " is damaged: the header of block " +
                                   std::to_string(state->head().number) +
                                   " is not the one that the head names."};
        Tip tip{*header, state->head().hash, state};
        return std::make_unique<LiveNode>(std::move(options), std::move(chain), std::move(tip));
    }
    catch (const DatabaseReadError& error)
    {
        return std::unexpected{error.error().message};
    }
}
}  // namespace byline::node

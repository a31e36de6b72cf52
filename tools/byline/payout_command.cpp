#include "node/client/licence.hpp"
#include "tools/byline/chain_flags.hpp"
#include "tools/byline/commands.hpp"
#include "tools/byline/payout_table.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/json.hpp>

#include <iostream>
#include <span>
#include <string>
#include <utility>

namespace byline::tools
{
int payouts(std::span<const std::string> words)
{
    auto flags = chain_flags();
    add_artifact_flag(flags);
    const auto line = parse_line(payouts_command, std::move(flags), {1, 1}, words);
    if (!line)
        return line.error();
    const auto licence = licence_of(payouts_command, *line);
    if (!licence)
        return licence.error();
    const auto artifact = artifact_of(payouts_command, *line);
    if (!artifact)
        return artifact.error();
    auto chain = chain_of(payouts_command, *line);
    if (!chain)
        return chain.error();
    const auto table =
        node::read_payouts(*chain, artifact->abi, *licence, question_of(artifact->file));
    if (!table)
        return fail(payouts_command, table.error(), artifact->abi);
    const PayoutTable answer{artifact->file, *table};
    if (line->has("json"))
        std::cout << answer.to_json() << '\n';
    else
        answer.print();
    if (!table->balances())
        return fail(payouts_command.name, "the licence's money does not balance to the wei");
    return exit_done;
}
}  // namespace byline::tools

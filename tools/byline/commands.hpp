#pragma once

#include "tools/cli/command_line.hpp"

#include <span>
#include <string>

namespace byline::tools
{
// What `byline` can do. Each command reads its own words and gives the exit code.
int deploy(std::span<const std::string> words);
int send(std::span<const std::string> words);
int call(std::span<const std::string> words);
int claim(std::span<const std::string> words);
int payouts(std::span<const std::string> words);
int audit_export(std::span<const std::string> words);
int audit_replay(std::span<const std::string> words);

inline constexpr Command deploy_command{"byline deploy", "ARTIFACT PARTY=ACCOUNT...",
    "Deploys a licence: each party gets an address (0x...) or a development account (#N).", deploy};
inline constexpr Command send_command{
    "byline send", "ADDRESS ACT ARGUMENT...", "Sends a transaction to a licence.", send};
inline constexpr Command call_command{"byline call", "ADDRESS FUNCTION ARGUMENT...",
    "Asks a licence a question; nothing is sent.", call};
inline constexpr Command claim_command{
    "byline claim", "ADDRESS", "Withdraws what a licence owes to the account.", claim};
inline constexpr Command payouts_command{"byline payouts", "ADDRESS",
    "Shows each payee's share and money, and checks that in = paid + owed + dust.", payouts};
inline constexpr Command audit_export_command{"byline audit export", "",
    "Writes the chain of a data folder to one file, genesis and head hash included.", audit_export};
inline constexpr Command audit_replay_command{"byline audit replay", "[FILE]",
    "Executes every block again from genesis and checks all that headers commit to.", audit_replay};
}  // namespace byline::tools

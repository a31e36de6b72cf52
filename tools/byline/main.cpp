#include "tools/byline/commands.hpp"
#include "tools/cli/command_line.hpp"

#include <array>

int main(int argc, char** argv)
{
    using namespace byline::tools;
    constexpr std::array commands{deploy_command, send_command, call_command, claim_command,
        payouts_command, audit_export_command, audit_replay_command};
    return run_commands(
        "byline", "Deploys, uses and audits Byline licences.", commands, argc, argv);
}

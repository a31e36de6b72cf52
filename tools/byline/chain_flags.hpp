#pragma once

#include "compiler/artifact/artifact.hpp"
#include "node/client/abi_type.hpp"
#include "node/client/chain_client.hpp"
#include "node/client/wallet.hpp"
#include "tools/cli/command_line.hpp"

#include <boost/program_options/options_description.hpp>

#include <expected>
#include <string>

namespace byline::tools
{
/// --rpc, --timeout, --json.
boost::program_options::options_description chain_flags();

/// --account, --key, --chain-id: who signs, and for which chain.
void add_signer_flags(boost::program_options::options_description& flags);

/// --artifact.
void add_artifact_flag(boost::program_options::options_description& flags);

/// An artifact file with its ABI read.
struct Artifact
{
    compiler::ArtifactFile file;
    node::Abi abi;
};

// Each reads its flags; the error is the exit code, after stderr has been told.
std::expected<Artifact, int> load_artifact(const Command& command, const std::string& path);
std::expected<Artifact, int> artifact_of(const Command& command, const ParsedLine& line);
std::expected<node::Wallet, int> signer_of(const Command& command, const ParsedLine& line);
std::expected<node::ChainClient, int> chain_of(const Command& command, const ParsedLine& line);
node::SendOptions send_options_of(const ParsedLine& line);

/// A licence's address, from the first argument.
std::expected<address, int> licence_of(const Command& command, const ParsedLine& line);

/// Says what went wrong in the contract's own words; gives the exit code.
int fail(const Command& command, const node::ClientError& error, const node::Abi& abi);
}  // namespace byline::tools

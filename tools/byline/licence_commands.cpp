#include "node/client/abi_type.hpp"
#include "node/client/abi_value.hpp"
#include "node/client/amount.hpp"
#include "node/client/chain_client.hpp"
#include "node/client/contract.hpp"
#include "node/client/licence.hpp"
#include "node/client/wallet.hpp"
#include "tools/byline/chain_flags.hpp"
#include "tools/byline/commands.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <boost/json.hpp>
#include <boost/program_options.hpp>

#include <cstddef>
#include <iostream>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
namespace json = boost::json;
namespace options = boost::program_options;

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

json::object receipt_json(const node::ChainReceipt& receipt, const node::Abi& abi)
{
    json::array events;
    for (const auto& log : receipt.logs)
    {
        const auto event = node::decode_event(abi, log);
        if (!event)
            continue;
        json::object arguments;
        for (std::size_t i = 0; i < event->values.size(); ++i)
        {
            const auto& input = event->event->inputs[i];
            arguments[input.name] = node::to_json(input.type, event->values[i]);
        }
        events.push_back(
            json::object{{"event", event->event->name}, {"arguments", std::move(arguments)}});
    }
    return {{"transactionHash", to_hex(receipt.transaction_hash)},
        {"blockNumber", receipt.block_number}, {"blockHash", to_hex(receipt.block_hash)},
        {"gasUsed", receipt.gas_used}, {"events", std::move(events)}};
}

void print_receipt(const node::ChainReceipt& receipt, const node::Abi& abi)
{
    std::cout << "transaction " << to_hex(receipt.transaction_hash) << "\nblock       "
              << receipt.block_number << "\ngas used    " << receipt.gas_used << '\n';
    for (const auto& log : receipt.logs)
    {
        if (const auto event = node::decode_event(abi, log))
            std::cout << "event       " << node::to_text(*event) << '\n';
    }
}

/// Sends a call to a licence, waits, and prints the receipt: what `send` and `claim` share.
int send_call(const Command& command, const ParsedLine& line, const Artifact& artifact,
    const node::ChainCall& message)
{
    const auto wallet = signer_of(command, line);
    if (!wallet)
        return wallet.error();
    auto chain = chain_of(command, line);
    if (!chain)
        return chain.error();
    const auto receipt = node::send_and_wait(*chain, *wallet, message, send_options_of(line));
    if (!receipt)
        return fail(command, receipt.error(), artifact.abi);
    if (line.has("json"))
        std::cout << receipt_json(*receipt, artifact.abi) << '\n';
    else
        print_receipt(*receipt, artifact.abi);
    return exit_done;
}
}  // namespace

int deploy(std::span<const std::string> words)
{
    auto flags = chain_flags();
    add_signer_flags(flags);
    const auto line = parse_line(deploy_command, std::move(flags), {1, any_number}, words);
    if (!line)
        return line.error();
    const auto artifact = load_artifact(deploy_command, line->arguments[0]);
    if (!artifact)
        return artifact.error();
    const auto parties =
        node::bind_parties(artifact->file.parties, std::span{line->arguments}.subspan(1));
    if (!parties)
        return fail(deploy_command, parties.error(), artifact->abi);
    const auto wallet = signer_of(deploy_command, *line);
    if (!wallet)
        return wallet.error();
    auto chain = chain_of(deploy_command, *line);
    if (!chain)
        return chain.error();

    const node::ChainCall creation{
        {}, {}, {}, node::deployment_data(artifact->file.creation_code, *parties)};
    const auto receipt = node::send_and_wait(*chain, *wallet, creation, send_options_of(*line));
    if (!receipt)
        return fail(deploy_command, receipt.error(), artifact->abi);
    if (!receipt->contract)
        return fail(deploy_command.name, "the node's receipt names no contract");
    if (line->has("json"))
    {
        json::object result = receipt_json(*receipt, artifact->abi);
        result["address"] = to_checksum_hex(*receipt->contract);
        std::cout << result << '\n';
        return exit_done;
    }
    std::cout << artifact->file.name << " is at " << to_checksum_hex(*receipt->contract) << '\n';
    print_receipt(*receipt, artifact->abi);
    return exit_done;
}

int send(std::span<const std::string> words)
{
    auto flags = chain_flags();
    add_signer_flags(flags);
    add_artifact_flag(flags);
    flags.add_options()("value", options::value<std::string>()->value_name("AMOUNT"),
        "what to pay: wei, or with a unit 0.001ether, 5gwei");
    const auto line = parse_line(send_command, std::move(flags), {2, any_number}, words);
    if (!line)
        return line.error();
    const auto licence = licence_of(send_command, *line);
    if (!licence)
        return licence.error();
    uint256 value;
    if (line->has("value"))
    {
        const auto amount = node::parse_amount(line->text("value"));
        if (!amount)
            return fail(send_command.name, "--value: " + amount.error(), exit_wrong_usage);
        value = *amount;
    }
    const auto artifact = artifact_of(send_command, *line);
    if (!artifact)
        return artifact.error();
    auto encoded =
        node::encode_call(artifact->abi, line->arguments[1], std::span{line->arguments}.subspan(2));
    if (!encoded)
        return fail(send_command, encoded.error(), artifact->abi);
    return send_call(
        send_command, *line, *artifact, {{}, *licence, value, std::move(encoded->data)});
}

int claim(std::span<const std::string> words)
{
    auto flags = chain_flags();
    add_signer_flags(flags);
    add_artifact_flag(flags);
    const auto line = parse_line(claim_command, std::move(flags), {1, 1}, words);
    if (!line)
        return line.error();
    const auto licence = licence_of(claim_command, *line);
    if (!licence)
        return licence.error();
    const auto artifact = artifact_of(claim_command, *line);
    if (!artifact)
        return artifact.error();
    auto encoded = node::encode_call(artifact->abi, "claim", {});
    if (!encoded)
        return fail(claim_command, encoded.error(), artifact->abi);
    return send_call(claim_command, *line, *artifact, {{}, *licence, {}, std::move(encoded->data)});
}

int call(std::span<const std::string> words)
{
    auto flags = chain_flags();
    add_artifact_flag(flags);
    const auto line = parse_line(call_command, std::move(flags), {2, any_number}, words);
    if (!line)
        return line.error();
    const auto licence = licence_of(call_command, *line);
    if (!licence)
        return licence.error();
    const auto artifact = artifact_of(call_command, *line);
    if (!artifact)
        return artifact.error();
    const auto encoded =
        node::encode_call(artifact->abi, line->arguments[1], std::span{line->arguments}.subspan(2));
    if (!encoded)
        return fail(call_command, encoded.error(), artifact->abi);
    auto chain = chain_of(call_command, *line);
    if (!chain)
        return chain.error();
    const auto output = chain->call({{}, *licence, {}, encoded->data});
    if (!output)
        return fail(call_command, output.error(), artifact->abi);
    const auto& results = encoded->function->outputs;
    const auto values = node::decode_abi(results, *output);
    if (!values)
        return fail(call_command.name, "the answer of " + line->arguments[1] +
                                           " is not understood: " + values.error() +
                                           "; is the licence at that address?");
    json::array list;
    for (std::size_t i = 0; i < values->size(); ++i)
    {
        if (line->has("json"))
            list.push_back(node::to_json(results[i].type, (*values)[i]));
        else
            std::cout << node::to_text(results[i].type, (*values)[i]) << '\n';
    }
    if (line->has("json"))
        std::cout << list << '\n';
    return exit_done;
}
}  // namespace byline::tools

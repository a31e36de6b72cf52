#include "node/chain/genesis.hpp"
#include "node/rpc/server.hpp"
#include "tests/node/rpc/recorded_chain.hpp"
#include "tests/support/fixtures.hpp"
#include "vm/primitives/rlp.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

// The public JSON-RPC conversations (ethereum/execution-apis): request and expected answer over one
// recorded chain. The chain begins under Frontier's rules, which are not here: its blocks are taken
// as they are, and those before Cancun executed under Cancun's rules.
namespace byline::testing
{
namespace
{
namespace json = boost::json;
const std::filesystem::path folder = "dev-core/rpc";

struct KnownDifference
{
    std::string_view conversation;
    std::string_view reason;
};

constexpr std::string_view no_withdrawals = "size of blocks from before Shanghai";
constexpr std::string_view old_gas = "gas and logs of blocks from before Cancun";
constexpr std::string_view old_receipts = "receipts from before Byzantium, which hold a root";

constexpr KnownDifference known_differences[] = {
    {"eth_getBlockByHash/get-block-by-hash", no_withdrawals},
    {"eth_getBlockByNumber/get-block-london-fork", no_withdrawals},
    {"eth_getBlockByNumber/get-block-merge-fork", no_withdrawals},
    {"eth_getBlockByNumber/get-genesis", no_withdrawals},
    {"eth_getLogs/contract-addr", old_gas},
    {"eth_getTransactionReceipt/get-legacy-contract", old_receipts},
    {"eth_getTransactionReceipt/get-legacy-input", old_receipts},
    {"eth_getTransactionReceipt/get-legacy-receipt", old_receipts},
    {"eth_sendRawTransaction/send-blob-tx", "blob transactions with their blobs are not taken"},
};

vm::ChainConfig rules()
{
    vm::ChainConfig config;
    config.chain_id = 3'503'995'874'084'926;
    config.deposit_contract = {};
    config.forks = {{0, Revision::cancun, vm::mainnet_blobs(Revision::cancun)},
        {450, Revision::prague, vm::mainnet_blobs(Revision::prague)},
        {480, Revision::osaka, vm::mainnet_blobs(Revision::osaka)},
        {510, Revision::osaka, {10, 15, 8'346'193}}, {540, Revision::osaka, {14, 21, 11'684'671}}};
    return config;
}

/// The genesis state, and the block as Frontier had it.
node::StoredBlock read_genesis_block(const json::value& document, vm::Overlay& state)
{
    json::object changed = document.as_object();
    changed["config"] = {{"chainId", 1}, {"cancunTime", 0}};
    const auto genesis = node::read_genesis(json::serialize(changed));
    node::StoredBlock stored;
    if (!genesis)
    {
        ADD_FAILURE() << genesis.error().message;
        return stored;
    }
    state = genesis->state;
    stored.block = genesis->block;
    vm::BlockHeader& header = stored.block.header;
    header.base_fee_per_gas.reset();
    header.withdrawals_root.reset();
    header.blob_gas_used.reset();
    header.excess_blob_gas.reset();
    header.parent_beacon_block_root.reset();
    stored.hash = vm::hash(header);
    return stored;
}

/// Also blocks from before Shanghai, which have no list of withdrawals.
vm::Block read_block(BytesView bytes)
{
    if (auto block = vm::decode_block(bytes))
        return *block;
    rlp::Decoder parts = rlp::whole_list(bytes).value();
    vm::Block block;
    block.header = vm::decode_header(parts.item().value().whole).value();
    for (rlp::Decoder transactions = parts.list().value(); !transactions.empty();)
    {
        const rlp::Item item = transactions.item().value();
        const bool is_legacy = item.kind == rlp::Kind::list;
        block.transactions.push_back(
            vm::decode_transaction(is_legacy ? item.whole : item.payload).value());
    }
    return block;
}

std::unique_ptr<RecordedNode> read_chain(const json::value& genesis)
{
    std::ifstream in{fixture_folder() / folder / "chain.rlp", std::ios::binary};
    const Bytes bytes{std::istreambuf_iterator<char>{in}, {}};
    auto database = std::make_unique<RecordedDatabase>();
    const vm::ChainConfig config = rules();
    vm::Overlay state;
    node::StoredBlock first = read_genesis_block(genesis, state);
    database->add(std::move(first), state);
    state.set_block_hash(0, *database->block_hash(0));
    for (rlp::Decoder decoder{bytes}; !decoder.empty();)
    {
        const vm::Block block = read_block(decoder.item().value().whole);
        node::StoredBlock stored = record_block(config, block, state);
        database->add(std::move(stored), state);
    }
    return std::make_unique<RecordedNode>(config, std::move(database));
}

/// JSON trees are equal: numbers by value, the text of errors aside.
bool same(const json::value& a, const json::value& b)
{
    if (a.is_number() && b.is_number())
        return a.to_number<double>() == b.to_number<double>();
    if (a.kind() != b.kind())
        return false;
    if (const auto* array = a.if_array())
        return std::ranges::equal(*array, b.get_array(), same);
    if (const auto* object = a.if_object())
        return object->size() == b.get_object().size() &&
               std::ranges::all_of(*object, [&](const auto& member) {
                   const json::value* other = b.get_object().if_contains(member.key());
                   return other != nullptr &&
                          (member.key() == "message" || same(member.value(), *other));
               });
    return a == b;
}

/// Only the form is told by the conversation: result or error, and of what kind.
bool same_form(const json::value& a, const json::value& b)
{
    const auto* result = a.as_object().if_contains("result");
    const auto* expected = b.as_object().if_contains("result");
    if (result == nullptr || expected == nullptr)
        return result == expected && same(a.at("error").at("code"), b.at("error").at("code"));
    return result->kind() == expected->kind();
}

struct Conversation
{
    std::string name;
    std::vector<std::pair<std::string, std::string>> exchanges;
    bool form_only = false;
};

Conversation read_conversation(const std::filesystem::path& path)
{
    Conversation conversation;
    conversation.name = path.parent_path().filename() / path.stem();
    std::ifstream in{path};
    for (std::string line; std::getline(in, line);)
    {
        if (line.starts_with("// speconly"))
            conversation.form_only = true;
        else if (line.starts_with(">> "))
            conversation.exchanges.emplace_back(line.substr(3), "");
        else if (line.starts_with("<< ") && !conversation.exchanges.empty())
            conversation.exchanges.back().second = line.substr(3);
    }
    return conversation;
}

/// What is wrong with the answers; empty if nothing is.
std::string check(node::RequestHandler& handler, const Conversation& conversation)
{
    for (const auto& [request, expected] : conversation.exchanges)
    {
        const std::string answer = handler.handle(request);
        const json::value a = json::parse(answer);
        const json::value b = json::parse(expected);
        if (!(conversation.form_only ? same_form(a, b) : same(a, b)))
            return "asked    " + request.substr(0, 600) + "\nexpected " + expected.substr(0, 3000) +
                   "\ngot      " + answer.substr(0, 3000);
    }
    return {};
}

bool offered(node::RequestHandler& handler, const Conversation& conversation)
{
    return std::ranges::all_of(conversation.exchanges, [&](const auto& exchange) {
        const json::value request = json::parse(exchange.first);
        const json::value answer = json::parse(handler.handle(
            R"({"jsonrpc":"2.0","id":1,"method":)" + json::serialize(request.at("method")) +
            R"(,"params":[{},{},{},{},{}]})"));
        return answer.at("error").at("code").as_int64() != -32601;
    });
}

std::optional<std::string_view> known_reason(std::string_view name)
{
    const auto* known = std::ranges::find(known_differences, name, &KnownDifference::conversation);
    return known != std::end(known_differences) ? std::optional{known->reason} : std::nullopt;
}

TEST(rpc_conversations, go_as_recorded)
{
    BYLINE_FIXTURE_OR_SKIP(genesis, folder / "genesis.json");
    const auto node = read_chain(genesis);
    node::RequestHandler handler{*node, {}};
    std::vector<std::filesystem::path> paths;
    for (const auto& entry :
        std::filesystem::recursive_directory_iterator(fixture_folder() / folder))
    {
        if (entry.path().extension() == ".io")
            paths.push_back(entry.path());
    }
    std::ranges::sort(paths);

    std::size_t passed = 0;
    std::size_t not_offered = 0;
    std::map<std::string_view, std::size_t> known;
    for (const auto& path : paths)
    {
        const Conversation conversation = read_conversation(path);
        const auto reason = known_reason(conversation.name);
        if (!offered(handler, conversation))
            ++not_offered;
        else if (const std::string wrong = check(handler, conversation); wrong.empty() != !reason)
            ADD_FAILURE() << conversation.name << (wrong.empty() ? ": passes now\n" : "\n")
                          << wrong;
        else if (reason)
            ++known[*reason];
        else
            ++passed;
    }
    std::cout << "conversations: " << passed << " passed, " << not_offered
              << " of methods not offered";
    for (const auto& [reason, count] : known)
        std::cout << ", " << count << " known to differ (" << reason << ")";
    std::cout << '\n';
}
}  // namespace
}  // namespace byline::testing

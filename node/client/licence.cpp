#include "node/client/licence.hpp"

#include "node/client/abi_type.hpp"
#include "node/client/abi_value.hpp"
#include "node/client/chain_client.hpp"
#include "node/client/contract.hpp"
#include "node/client/wallet.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace byline::node
{
namespace
{
ClientError failure(ClientError::Kind kind, std::string message)
{
    return {kind, std::move(message), {}};
}

std::string joined(std::span<const std::string> names)
{
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// The one value that a reading function answers with.
std::expected<AbiValue, ClientError> ask(ChainClient& chain, const Abi& abi, const address& licence,
    std::string_view function, std::span<const std::string> arguments)
{
    BYLINE_TRY(encoded, encode_call(abi, function, arguments));
    const auto output = chain.call({{}, licence, {}, encoded.data});
    if (!output)
        return std::unexpected{explain(output.error(), abi)};
    auto values = decode_abi(encoded.function->outputs, *output);
    if (!values || values->size() != 1)
        return std::unexpected{failure(ClientError::Kind::failed,
            to_checksum_hex(licence) + " does not answer " + std::string{function} +
                "(): is it the licence of this artifact?")};
    return std::move(values->front());
}

template <typename T>
std::expected<T, ClientError> ask_for(ChainClient& chain, const Abi& abi, const address& licence,
    std::string_view function, std::span<const std::string> arguments = {})
{
    BYLINE_TRY(value, ask(chain, abi, licence, function, arguments));
    if (const T* wanted = std::get_if<T>(&value.data))
        return *wanted;
    return std::unexpected{
        failure(ClientError::Kind::usage, "the artifact's " + std::string{function} +
                                              "() answers with another type than licences' do")};
}

/// Adds up what the licence's events of that name say, whose last two fields are payee and amount.
std::expected<void, ClientError> add_claims(ChainClient& chain, const Abi& abi,
    const address& licence, std::string_view name, PayoutTable& table)
{
    const AbiEntry* const claimed = find(abi.events, name);
    if (claimed == nullptr)
        return {};
    BYLINE_TRY(logs, chain.logs({licence, topic(*claimed)}));
    for (const auto& log : logs)
    {
        const auto event = decode_event(abi, log);
        if (!event)
            return std::unexpected{failure(ClientError::Kind::failed,
                "a " + std::string{name} + " log in block " + std::to_string(log.block_number) +
                    " is not understood")};
        const std::size_t fields = event->values.size();
        const uint256 amount = std::get<uint256>(event->values[fields - 1].data);
        const address payee = std::get<address>(event->values[fields - 2].data);
        for (Payout& row : table.rows)
            row.claimed += row.payee == payee ? amount : uint256{};
        table.paid += amount;
    }
    return {};
}

/// The events that tell what was paid, which every licence has in this form.
std::expected<void, ClientError> check_events(const Abi& abi)
{
    const AbiEntry* const claimed = find(abi.events, "Claimed");
    if (claimed == nullptr || signature(*claimed) != "Claimed(address,uint256)")
        return std::unexpected{failure(ClientError::Kind::usage,
            "the artifact has no event Claimed(address,uint256): nothing in it pays out")};
    const AbiEntry* const epoch = find(abi.events, "EpochClaimed");
    if (epoch != nullptr && signature(*epoch) != "EpochClaimed(uint64,address,uint256)")
        return std::unexpected{failure(ClientError::Kind::usage,
            "the artifact's event EpochClaimed has other fields than licences' do")};
    return {};
}

std::expected<uint256, ClientError> balance_of(
    ChainClient& chain, const address& licence, const std::optional<address>& token)
{
    if (!token)
        return chain.balance(licence);
    static constexpr std::string_view erc20 =
        R"([{"type":"function","name":"balanceOf","stateMutability":"view",)"
        R"("inputs":[{"name":"owner","type":"address"}],"outputs":[{"name":"","type":"uint256"}]}])";
    const auto abi = parse_abi(erc20);
    if (!abi)
        return std::unexpected{failure(ClientError::Kind::failed, abi.error())};
    const std::string owner = to_hex(licence);
    return ask_for<uint256>(chain, *abi, *token, "balanceOf", std::span{&owner, 1});
}

std::expected<void, ClientError> add_parties(ChainClient& chain, const Abi& abi,
    const address& licence, const PayoutQuestion& question, PayoutTable& table)
{
    for (const auto& party : question.parties)
    {
        BYLINE_TRY(payee, ask_for<address>(chain, abi, licence, party));
        const std::string argument = to_hex(payee);
        BYLINE_TRY(
            claimable, ask_for<uint256>(chain, abi, licence, "claimable", std::span{&argument, 1}));
        // One address may be several parties; it is owed its money once.
        if (std::ranges::find(table.rows, payee, &Payout::payee) == table.rows.end())
            table.owed += claimable;
        table.rows.push_back({party, payee, {}, {}, claimable});
    }
    for (const auto& bucket : question.tiered)
    {
        const std::string own = bucket + "Received";
        const bool is_only = find(abi.functions, own) == nullptr;
        BYLINE_TRY(receipts, ask_for<uint256>(chain, abi, licence, is_only ? "received" : own));
        table.tiered.push_back(receipts);
    }
    return {};
}

/// What came in, and where it is by the balance.
std::expected<void, ClientError> add_sums(ChainClient& chain, const Abi& abi,
    const address& licence, const PayoutQuestion& question, PayoutTable& table)
{
    BYLINE_TRY(received, ask_for<uint256>(chain, abi, licence, "received"));
    BYLINE_TRY(surplus, ask_for<uint256>(chain, abi, licence, "surplus"));
    BYLINE_TRY(balance, balance_of(chain, licence, question.token));
    const uint256 there = balance - surplus;
    table.received = question.receipts_are_kept ? received : table.paid + there;
    table.rest = there - table.owed;
    table.is_covered = balance >= surplus && there >= table.owed;
    if (question.receipts_are_kept && question.holds_for_others)
    {
        const uint256 left = table.received - table.paid;
        table.is_covered =
            table.is_covered && table.received >= table.paid + table.owed && there >= left;
        table.rest = left - table.owed;
        table.kept = there - left;
    }
    return {};
}

std::expected<PayoutTable, ClientError> read_once(
    ChainClient& chain, const Abi& abi, const address& licence, const PayoutQuestion& question)
{
    PayoutTable table;
    BYLINE_TRY_VOID(add_parties(chain, abi, licence, question, table));
    BYLINE_TRY_VOID(check_events(abi));
    for (const std::string_view name : {"Claimed", "EpochClaimed"})
        BYLINE_TRY_VOID(add_claims(chain, abi, licence, name, table));
    BYLINE_TRY_VOID(add_sums(chain, abi, licence, question, table));
    for (auto& row : table.rows)
        row.entitled = row.claimed + row.claimable;
    return table;
}
}  // namespace

std::expected<std::vector<address>, ClientError> bind_parties(
    std::span<const std::string> parties, std::span<const std::string> assignments)
{
    const auto usage = [&](std::string message) {
        return std::unexpected{failure(ClientError::Kind::usage, std::move(message))};
    };
    std::vector<std::optional<address>> bound(parties.size());
    for (const auto& assignment : assignments)
    {
        const std::size_t equals = assignment.find('=');
        if (equals == std::string::npos)
            return usage("'" + assignment + "' names no party: write PARTY=0x… or PARTY=#N");
        const std::string name = assignment.substr(0, equals);
        const auto party = std::ranges::find(parties, name);
        if (party == parties.end())
            return usage(
                "the licence has no party '" + name + "'; its parties are: " + joined(parties));
        auto& place = bound[static_cast<std::size_t>(party - parties.begin())];
        if (place)
            return usage("party '" + name + "' is given twice");
        const auto account = parse_account(assignment.substr(equals + 1));
        if (!account)
            return usage("party '" + name + "': " + account.error());
        place = *account;
    }
    std::vector<std::string> missing;
    std::vector<address> result;
    for (std::size_t i = 0; i < parties.size(); ++i)
    {
        if (bound[i])
            result.push_back(*bound[i]);
        else
            missing.push_back(parties[i]);
    }
    if (!missing.empty())
        return usage("no address is given for " + joined(missing) + ": add " + missing[0] +
                     "=0x… or " + missing[0] + "=#N");
    return result;
}

Bytes deployment_data(BytesView creation_code, std::span<const address> parties)
{
    Bytes data(creation_code.begin(), creation_code.end());
    for (const auto& party : parties)
    {
        const bytes32 word = to_bytes32(to_uint256(party));
        data.insert(data.end(), word.bytes.begin(), word.bytes.end());
    }
    return data;
}

std::expected<PayoutTable, ClientError> read_payouts(
    ChainClient& chain, const Abi& abi, const address& licence, const PayoutQuestion& question)
{
    // The answers are of one moment if no block came in between; on a busy chain, try again.
    constexpr int tries = 20;
    for (int i = 0; i < tries; ++i)
    {
        BYLINE_TRY(before, chain.block_number());
        auto table = read_once(chain, abi, licence, question);
        BYLINE_TRY(after, chain.block_number());
        if (before == after)
            return table;
    }
    return std::unexpected{failure(ClientError::Kind::failed,
        "the chain is too busy: blocks came between the questions, twenty times over")};
}
}  // namespace byline::node

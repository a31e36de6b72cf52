// Example (d): eight payees, weighted anew each epoch by whoever signs the report.
#include "bench/contracts/call_data.hpp"
#include "bench/contracts/merkle.hpp"
#include "bench/contracts/subject.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex_literal.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace byline::bench
{
namespace
{
constexpr bytes32 attributor_key =
    hex_bytes32("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
/// What comes in before each report: two payments.
constexpr std::uint64_t pot = 2 * milliether;

address attributor()
{
    return *vm::address_of_key(attributor_key);
}

std::vector<Weighted> payees()
{
    std::vector<Weighted> found;
    found.reserve(8);
    for (std::uint64_t i = 0; i < 8; ++i)
        found.push_back({person("payee " + std::to_string(i)), 100 + 10 * i});
    return found;
}

std::uint64_t total()
{
    return SumTree{payees()}.total();
}

/// keccak(19 01 ‖ domain ‖ struct) signed (EIP-712), as r, s, v.
ByteString sign(std::string_view name, const address& contract, const bytes32& struct_hash)
{
    const bytes32 domain = keccak256(encode_words(
        {to_uint256(keccak256(std::string_view{"EIP712Domain(string name,string version,uint256 "
                                               "chainId,address verifyingContract)"})),
            to_uint256(keccak256(name)), to_uint256(keccak256(std::string_view{"1"})), chain_id,
            to_uint256(contract)}));
    Bytes message{0x19, 0x01};
    message.insert(message.end(), domain.bytes.begin(), domain.bytes.end());
    message.insert(message.end(), struct_hash.bytes.begin(), struct_hash.bytes.end());
    const vm::Signature signature = *vm::sign(keccak256(message), attributor_key);
    Bytes bytes = encode_words({signature.r, signature.s});
    bytes.push_back(static_cast<std::uint8_t>(27 + signature.y_parity));
    return {std::move(bytes)};
}

/// The report of an epoch whose message is epoch, root and total.
std::vector<Argument> signed_report(
    std::string_view name, const address& contract, std::uint64_t epoch, const bytes32& root)
{
    const bytes32 struct_hash = keccak256(encode_words(
        {to_uint256(keccak256(std::string_view{"Report(uint64 epoch,bytes32 root,uint64 total)"})),
            epoch, to_uint256(root), total()}));
    return {word(epoch), word(root), word(total()), sign(name, contract, struct_hash)};
}

/// How a version is called.
struct Interface
{
    std::string_view record;
    std::function<Bytes(const address& contract, std::uint64_t epoch)> report;
    std::function<Bytes(std::uint64_t epoch, std::size_t payee)> claim;
    /// A report credits every payee: payee 0 with the remainder of rounding too, and a claim pays
    /// what several epochs left.
    bool credits = false;
};

std::uint64_t part(const Interface& calls, std::size_t payee)
{
    const std::vector<Weighted> all = payees();
    std::uint64_t paid = pot * all[payee].weight / total();
    if (calls.credits && payee == 0)
    {
        paid = pot;
        for (std::size_t i = 1; i < all.size(); ++i)
            paid -= pot * all[i].weight / total();
    }
    return paid;
}

Step record(std::string function, const Interface& calls)
{
    return {.function = std::move(function),
        .from = person("licensee"),
        .data = call_data(calls.record, {word(1)}),
        .value = milliether,
        .pays = {}};
}

/// Two epochs; in the second, all but the first payee claim into a word of claims that is there.
Story story(const Interface& calls)
{
    return [calls](const address& contract) {
        const auto report = [&](std::string function, std::uint64_t epoch) {
            return Step{.function = std::move(function),
                .from = person("relayer"),
                .data = calls.report(contract, epoch),
                .pays = {}};
        };
        const auto claim = [&](std::string function, std::uint64_t epoch, std::size_t payee,
                               std::uint64_t credited = 1) {
            const address account = payees()[payee].account;
            return Step{.function = std::move(function),
                .from = account,
                .data = calls.claim(epoch, payee),
                .pays = Step::Payout{account, part(calls, payee) * (calls.credits ? credited : 1)}};
        };
        return std::vector<Step>{record("record first", calls), record("record", calls),
            report("report first", 0), claim("claim first", 0, 0), record("", calls),
            record("", calls), report("report", 1), claim("", 1, 0), claim("claim", 1, 1, 2)};
    };
}

Interface ours()
{
    return {.record = "record(uint64)",
        .report =
            [](const address& contract, std::uint64_t epoch) {
                return call_data("report((uint64,bytes32,uint64),bytes)",
                    signed_report("EpochModel", contract, epoch, SumTree{payees()}.root()));
            },
        .claim =
            [](std::uint64_t epoch, std::size_t payee) {
                const SumTree tree{payees()};
                const Weighted mine = payees()[payee];
                return call_data(
                    "claimEpoch(uint64,address,uint64,uint256,bytes32,uint64,uint256,uint64,"
                    "uint256[])",
                    {word(epoch), word(mine.account), word(mine.weight), word(payee),
                        word(tree.root()), word(tree.total()), word(pot), word(block_time),
                        WordList{tree.proof(payee)}});
            }};
}

Interface target()
{
    return {.record = "record(uint256)",
        .report =
            [](const address& contract, std::uint64_t epoch) {
                return call_data("report(uint64,bytes32,uint64,bytes)",
                    signed_report("Epochs", contract, epoch, SumTree{payees()}.root()));
            },
        .claim =
            [](std::uint64_t epoch, std::size_t payee) {
                const SumTree tree{payees()};
                return call_data(
                    "claim(uint64,uint256,uint64,bytes32,uint64,uint256,uint64,uint256[])",
                    {word(epoch), word(payee), word(payees()[payee].weight), word(tree.root()),
                        word(tree.total()), word(pot), word(block_time),
                        WordList{tree.proof(payee)}});
            }};
}

Interface merkle()
{
    return {.record = "record(uint256)",
        .report =
            [](const address& contract, std::uint64_t epoch) {
                return call_data("report(uint64,bytes32,uint64,bytes)",
                    signed_report("Epochs", contract, epoch, SortedTree{payees()}.root()));
            },
        .claim =
            [](std::uint64_t epoch, std::size_t payee) {
                return call_data("claim(uint64,uint64,bytes32[])",
                    {word(epoch), word(payees()[payee].weight),
                        WordList{SortedTree{payees()}.proof(payee)}});
            }};
}

Bytes listed_report(const address& contract, std::uint64_t epoch)
{
    std::vector<uint256> accounts;
    std::vector<uint256> weights;
    for (const auto& [account, weight] : payees())
    {
        accounts.push_back(to_uint256(account));
        weights.emplace_back(weight);
    }
    const bytes32 struct_hash = keccak256(
        encode_words({to_uint256(keccak256(
                          std::string_view{"Report(uint64 epoch,address[] who,uint64[] weight)"})),
            epoch, to_uint256(keccak256(encode_words(accounts))),
            to_uint256(keccak256(encode_words(weights)))}));
    return call_data("report(uint64,address[],uint64[],bytes)",
        {word(epoch), WordList{accounts}, WordList{weights},
            sign("Epochs", contract, struct_hash)});
}

Interface list()
{
    return {.record = "record(uint256)",
        .report = listed_report,
        .claim = [](std::uint64_t /*epoch*/,
                     std::size_t /*payee*/) { return call_data("claim()"); },
        .credits = true};
}
}  // namespace

Subject epochs()
{
    const Bytes signer = encode_words({to_uint256(attributor())});
    const Bytes parties = encode_words({to_uint256(attributor()), to_uint256(person("treasury"))});
    return {.name = "(d) eight payees weighted each epoch",
        .licence = "tests/compiler/syntax/examples/d_epoch_model.byl",
        .ours = {"EpochModel", {parties}, story(ours())},
        .others = {{"DLicence", {parties}, story(ours()), true},
            {"DMerkle", {signer}, story(merkle())}, {"DList", {signer}, story(list())},
            {"DTarget", {signer}, story(target())}},
        .targets = {{"record", 23'130}, {"report", 57'600}, {"claim", 51'500}},
        .most_bytes = {}};
}
}  // namespace byline::bench

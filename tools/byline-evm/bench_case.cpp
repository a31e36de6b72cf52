#include "tools/byline-evm/bench_case.hpp"

#include "tools/byline-evm/fixture_parts.hpp"
#include "tools/byline-evm/json_reading.hpp"
#include "tools/byline-evm/transaction_fields.hpp"
#include "tools/cli/command_line.hpp"
#include "vm/crypto/secp256k1.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/revision.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/overlay.hpp"
#include "vm/transition/chain_config.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace byline::tools
{
namespace
{
constexpr std::uint64_t most_gas = std::numeric_limits<std::int64_t>::max();

address sender_of(const JsonReader& transaction)
{
    if (transaction.has("sender"))
        return transaction.account("sender");
    const auto sender = vm::address_of_key(transaction.hash("secretKey"));
    if (!sender)
        transaction.fail("transaction.secretKey is no key");
    return sender.value_or(address{});
}

/// "/label", "/index" or nothing: what tells the cases of a test apart.
std::string suffix_of(const JsonReader& test, std::uint64_t data_index)
{
    if (test.reader("transaction").array("data").size() < 2)
        return {};
    const std::string index = std::to_string(data_index);
    if (!test.has("_info") || !test.reader("_info").has("labels"))
        return "/" + index;
    const JsonReader labels = test.reader("_info").reader("labels");
    return "/" + (labels.has(index) ? std::string{labels.text(index)} : index);
}

/// What all cases of a test have together.
BenchCase common_part(const JsonReader& test, Revision revision)
{
    const JsonReader transaction = test.reader("transaction");
    vm::ForkActivation rules;
    rules.revision = revision;
    rules.blobs = vm::mainnet_blobs(revision);
    BenchCase common;
    common.pre = std::make_shared<vm::Overlay>(read_state(test.object("pre"), test));
    common.block = read_block(test.reader("env"), rules, vm::ChainConfig{}.chain_id);
    common.gas_price =
        transaction.number(transaction.has("gasPrice") ? "gasPrice" : "maxFeePerGas");
    common.sender = sender_of(transaction);
    if (transaction.text("to").empty())
        transaction.fail("transaction.to is empty: a creation cannot be timed");
    else
        common.recipient = transaction.account("to");
    return common;
}

void add_case(const BenchCase& common, const std::string& name, const JsonReader& test,
    const JsonReader& indexes, std::vector<BenchCase>& cases)
{
    const JsonReader transaction = test.reader("transaction");
    const std::uint64_t data_index = indexes.uint64("data");
    BenchCase one = common;
    one.name = name + suffix_of(test, data_index);
    const uint256 gas = number_at(transaction, "gasLimit", indexes.uint64("gas"));
    if (gas > uint256{most_gas})
        transaction.fail("transaction.gasLimit is above 2^63-1");
    one.gas = static_cast<std::int64_t>(gas.words[0]);
    one.value = number_at(transaction, "value", indexes.uint64("value"));
    auto input = from_hex(text_at(transaction, "data", data_index));
    if (!input)
        transaction.fail("transaction.data holds what is not hex");
    one.input = std::move(input).value_or(Bytes{});
    cases.push_back(std::move(one));
}

void read_test(const std::string& name, const JsonReader& test, Revision revision,
    std::vector<BenchCase>& cases)
{
    const BenchCase common = common_part(test, revision);
    const boost::json::object& forks = test.object("post");
    if (forks.empty())
        test.fail("post is empty");
    if (test.failed())
        return;
    const boost::json::array& entries = test.reader("post").array(forks.begin()->key());
    std::set<std::uint64_t> seen;
    for (const boost::json::value& element : entries)
    {
        const JsonReader indexes = test.element(element).reader("indexes");
        if (seen.insert(indexes.uint64("data")).second)
            add_case(common, name, test, indexes, cases);
        if (test.failed())
            return;
    }
}
}  // namespace

std::expected<std::vector<BenchCase>, std::string> read_bench_cases(
    const std::filesystem::path& file, Revision revision)
{
    BYLINE_TRY(text, read_file(file.string()));
    const auto document = parse_json(text);
    if (!document)
        return std::unexpected{file.string() + " " + document.error()};
    if (!document->is_object())
        return std::unexpected{file.string() + " is no object of state tests"};
    std::vector<BenchCase> cases;
    for (const auto& [key, value] : document->get_object())
    {
        const std::string name{key};
        if (!value.is_object())
            return std::unexpected{file.string() + ": " + name + " is no state test"};
        JsonReader::ErrorSlot error;
        read_test(name, {value.get_object(), error}, revision, cases);
        if (error)
            return std::unexpected{file.string() + ": " + name + ": " + *error};
    }
    return cases;
}
}  // namespace byline::tools

#include "compiler/standard_json.hpp"

#include "compiler/compile.hpp"
#include "vm/primitives/hex.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;
using ::testing::HasSubstr;

const std::string licence =
    "licence L { party a, b unit call split s { a 50% b 50% } "
    "act x(n: calls) { takes n * 1 ether per call into s } }";

json::object input_of(const std::string& source, const json::array& outputs)
{
    return {{"language", "Byline"},
        {"sources", json::object{{"l.byl", json::object{{"content", source}}}}},
        {"settings",
            json::object{{"outputSelection", json::object{{"*", json::object{{"*", outputs}}}}}}}};
}

json::object compiled(const json::object& input)
{
    return json::parse(compile_standard_json(json::serialize(input))).as_object();
}

std::string only_error(const std::string& input)
{
    const json::object output = json::parse(compile_standard_json(input)).as_object();
    EXPECT_FALSE(output.contains("contracts"));
    return std::string{output.at("errors").at(0).at("message").as_string()};
}

TEST(standard_json, gives_what_the_selection_asks_for)
{
    const json::object output =
        compiled(input_of(licence, {"abi", "evm.bytecode.object", "evm.methodIdentifiers"}));
    EXPECT_FALSE(output.contains("errors"));
    const json::object& contract = output.at("contracts").at("l.byl").at("L").as_object();
    EXPECT_TRUE(contract.contains("abi"));
    EXPECT_FALSE(contract.contains("storageLayout"));
    const json::object& evm = contract.at("evm").as_object();
    EXPECT_FALSE(evm.contains("deployedBytecode"));
    EXPECT_EQ(evm.at("bytecode").as_object().size(), 1U);
    const Compilation direct = compile({"l.byl", licence});
    EXPECT_EQ("0x" + std::string{evm.at("bytecode").at("object").as_string()},
        to_hex(direct.licences[0].artifact.creation_code));
    EXPECT_EQ(evm.at("methodIdentifiers").at("claim()"), "4e71d92d");
}

TEST(standard_json, gives_all_for_a_star)
{
    const json::object output = compiled(input_of(licence, {"*"}));
    const json::object& contract = output.at("contracts").at("l.byl").at("L").as_object();
    for (const char* name : {"abi", "evm", "storageLayout", "userdoc", "devdoc", "metadata",
             "terms", "shares", "clauses"})
        EXPECT_TRUE(contract.contains(name)) << name;
    for (const char* name : {"bytecode", "deployedBytecode", "methodIdentifiers", "gasEstimates"})
        EXPECT_TRUE(contract.at("evm").as_object().contains(name)) << name;
    const json::object& gas = contract.at("evm").at("gasEstimates").as_object();
    for (const char* name : {"codeDepositCost", "executionCost", "totalCost"})
        EXPECT_GT(std::stoull(std::string{gas.at("creation").at(name).as_string()}), 0U) << name;
    const auto& external = gas.at("external").as_object();
    EXPECT_GT(std::stoull(std::string{external.at("claim()").as_string()}), 20'000U);
    EXPECT_TRUE(
        contract.at("evm").at("deployedBytecode").as_object().contains("immutableReferences"));
    const json::value metadata = json::parse(contract.at("metadata").as_string());
    EXPECT_EQ(metadata.at("sources").at("l.byl").at("content").as_string(), licence);
}

TEST(standard_json, says_what_is_wrong_with_a_source_and_where)
{
    const json::object output =
        compiled(input_of("licence L { party a split s { a 50% } }", {"*"}));
    EXPECT_FALSE(output.contains("contracts"));
    const json::object& error = output.at("errors").at(0).as_object();
    EXPECT_EQ(error.at("errorCode"), "B101");
    EXPECT_EQ(error.at("severity"), "error");
    EXPECT_EQ(error.at("sourceLocation").at("file"), "l.byl");
    EXPECT_THAT(std::string{error.at("formattedMessage").as_string()}, HasSubstr("l.byl:1"));
}

TEST(standard_json, says_what_is_wrong_with_the_input)
{
    EXPECT_THAT(only_error("{"), HasSubstr("not JSON"));
    EXPECT_EQ(only_error("[]"), "the input is not a JSON object");
    EXPECT_EQ(only_error(R"({"language":"Solidity"})"), R"("language" is not "Byline")");
    EXPECT_THAT(only_error(R"({"language":"Byline"})"), HasSubstr("\"sources\""));
    EXPECT_THAT(only_error(R"({"language":"Byline","sources":{"a":{"urls":["x"]}}})"),
        HasSubstr("no \"content\""));
    EXPECT_THAT(only_error(R"({"language":"Byline","sources":{"a":{"content":""}},"settings":1})"),
        HasSubstr("\"settings\""));
    EXPECT_THAT(
        only_error(
            R"({"language":"Byline","sources":{"a":{"content":""}},"settings":{"outputSelection":[]}})"),
        HasSubstr("outputSelection"));
    EXPECT_THAT(only_error(std::string(max_standard_json_bytes + 1, ' ')), HasSubstr("8 MiB"));
}
}  // namespace
}  // namespace byline::compiler

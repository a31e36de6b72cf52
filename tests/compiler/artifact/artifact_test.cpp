#include "compiler/artifact/artifact.hpp"

#include "compiler/artifact/metadata.hpp"
#include "compiler/compile.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/opcodes.hpp"

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

Artifact compile_clean(const std::string& text)
{
    const Compilation compilation = compile({"t.byl", text});
    EXPECT_TRUE(compilation.is_done());
    return compilation.is_done() ? compilation.licences[0].artifact : Artifact{};
}

/// `payees` payees p0, p1 ... of equal shares but for the last one, which has the rest.
std::string licence_of(std::size_t payees)
{
    std::string parties;
    std::string shares;
    for (std::size_t i = 0; i < payees; ++i)
    {
        const std::string name = "p" + std::to_string(i);
        parties += (i == 0 ? "" : ", ") + name;
        shares += name + (i + 1 == payees ? " the rest " : " 1% ");
    }
    return "licence T { party " + parties + " unit call split s { " + shares +
           "} // Meters.\nact x(n: calls) { takes n * 1 ether per call into s } }";
}

json::object parsed(const Artifact& artifact)
{
    return json::parse(artifact.json).as_object();
}

TEST(artifact, is_read_back)
{
    const Artifact artifact = compile_clean(licence_of(3));
    const auto file = read_artifact(artifact.json);
    ASSERT_TRUE(file) << file.error();
    EXPECT_EQ(file->name, artifact.name);
    EXPECT_EQ(file->parties, artifact.parties);
    EXPECT_EQ(file->creation_code, artifact.creation_code);
    EXPECT_EQ(json::parse(file->abi_json), parsed(artifact).at("abi"));
}

TEST(artifact, is_read_with_its_buckets_and_its_currency)
{
    const auto file = read_artifact(compile_clean(
        "licence T { currency usd = token 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 with 6 "
        "decimals "
        "party a, b, desk unit point "
        "waterfall w { first a until 40 usd then { a 50% b 50% } until 100 usd then { b 100% } } "
        "pool p of points { managed by desk when empty to a } "
        "act x() { takes 10 usd into { w 90% p 10% } } "
        "act give(who: account, n: points) { by desk grant n to who in p } }")
            .json);
    ASSERT_TRUE(file) << file.error();
    EXPECT_EQ(file->currency.name, "usd");
    EXPECT_EQ(file->currency.decimals, 6U);
    EXPECT_EQ(to_hex(file->currency.token.value()), "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48");
    ASSERT_EQ(file->buckets.size(), 2U);
    const ArtifactBucket& waterfall = file->buckets[0];
    EXPECT_EQ(waterfall.name + ' ' + waterfall.kind, "w waterfall");
    ASSERT_EQ(waterfall.tiers.size(), 3U);
    EXPECT_EQ(waterfall.tiers[0].until, uint256{40'000'000});
    EXPECT_EQ(waterfall.tiers[2].until, std::nullopt);
    ASSERT_EQ(waterfall.tiers[1].shares.size(), 2U);
    EXPECT_EQ(
        waterfall.tiers[1].shares[1].party + ' ' + waterfall.tiers[1].shares[1].share, "b 50 %");
    EXPECT_EQ(file->buckets[1].name + ' ' + file->buckets[1].kind, "p pool");
    EXPECT_TRUE(file->buckets[1].tiers.empty());
}

TEST(artifact, says_what_is_wrong_with_a_file)
{
    const auto error = [](std::string_view text) {
        const auto file = read_artifact(text);
        return file ? "" : file.error();
    };
    EXPECT_THAT(error(""), HasSubstr("not JSON"));
    EXPECT_THAT(error("{\"format\": oops"), HasSubstr("not JSON at byte"));
    EXPECT_EQ(error("[]"), "not a JSON object");
    EXPECT_EQ(error("{}"), "\"format\" is missing");
    EXPECT_THAT(error(R"({"format":"other"})"), HasSubstr("not \"byline-artifact-1\""));
    const std::string start =
        R"({"format":"byline-artifact-1","name":"A","abi":[],"shares":[],"terms":{"text":"","json":{"currency":{"name":"ether","decimals":18}}},)";
    EXPECT_EQ(error(start + R"("parties":"a","bytecode":"0x"})"), "\"parties\" is not a list");
    EXPECT_EQ(error(start + R"("parties":[1],"bytecode":"0x"})"),
        "\"parties\" holds something that is not a text");
    EXPECT_THAT(error(start + R"("parties":[],"bytecode":"0xg0"})"), HasSubstr("no hex"));
    EXPECT_EQ(error(start + R"("parties":[],"bytecode":"0x00"})"), "");
    const auto shares = [&](const std::string& list) {
        return error(R"({"format":"byline-artifact-1","name":"A","abi":[],"parties":[],)"
                     R"("bytecode":"0x","terms":{"text":"","json":{"currency":)"
                     R"({"name":"ether","decimals":18}}},"shares":)" +
                     list + "}");
    };
    EXPECT_EQ(shares("[1]"), "\"shares\" holds something that is not an object");
    EXPECT_EQ(shares(R"([{"name":"s","kind":"split"}])"), "\"tiers\" is missing");
    EXPECT_EQ(shares(R"([{"name":"s","kind":"waterfall","tiers":[{"shares":[],"until":"x"}]}])"),
        "\"until\" is not a decimal number");
    EXPECT_EQ(shares(R"([{"name":"t","kind":"tab"}])"), "");
    EXPECT_THAT(error(start + R"("parties":[],"bytecode":"0x00"} x)"), HasSubstr("not JSON"));
}

TEST(artifact, has_the_same_code_in_all_its_forms)
{
    const Artifact artifact = compile_clean(licence_of(3));
    const json::object object = parsed(artifact);
    EXPECT_EQ(object.at("bytecode").as_string(), to_hex(artifact.creation_code));
    EXPECT_EQ(object.at("deployedBytecode").as_string(), to_hex(artifact.runtime_code));
    EXPECT_EQ(object.at("terms").at("hash").as_string(), to_hex(artifact.terms_hash));
    EXPECT_EQ(object.at("terms").at("text").as_string(), artifact.terms_text);
    EXPECT_EQ(keccak256(json::serialize(object.at("terms").at("json"))), artifact.terms_hash);
    // The creation code ends with the runtime code.
    const std::string creation = to_hex(artifact.creation_code);
    EXPECT_TRUE(creation.ends_with(to_hex(artifact.runtime_code).substr(2)));
}

TEST(artifact, names_every_place_of_an_address)
{
    const Artifact artifact = compile_clean(licence_of(3));
    std::size_t places = 0;
    const json::object object = parsed(artifact);
    for (const auto& [name, list] : object.at("immutableReferences").as_object())
    {
        for (const json::value& place : list.as_array())
        {
            const auto start = place.at("start").to_number<std::size_t>();
            ASSERT_LE(start + 20, artifact.runtime_code.size());
            EXPECT_EQ(artifact.runtime_code[start - 1], OP_PUSH20);
            for (std::size_t i = 0; i < 20; ++i)
                EXPECT_EQ(artifact.runtime_code[start + i], 0);
            ++places;
        }
    }
    EXPECT_EQ(places, 6U);
}

TEST(artifact, has_selectors_for_all_functions_of_the_abi)
{
    const json::object object = parsed(compile_clean(licence_of(2)));
    std::size_t functions = 0;
    for (const json::value& entry : object.at("abi").as_array())
        functions += entry.at("type") == "function" ? 1U : 0U;
    const json::object& identifiers = object.at("methodIdentifiers").as_object();
    EXPECT_EQ(identifiers.size(), functions);
    EXPECT_EQ(identifiers.at("claim()"), "4e71d92d");
    EXPECT_EQ(identifiers.at("supportsInterface(bytes4)"), "01ffc9a7");
    EXPECT_EQ(object.at("userdoc").at("methods").at("claim()").at("notice"),
        "Pays the caller all that it may withdraw.");
}

TEST(artifact, lays_out_storage_as_the_counters_lie)
{
    const auto storage = [](std::size_t payees) {
        return parsed(compile_clean(licence_of(payees))).at("storageLayout").as_object();
    };
    EXPECT_EQ(storage(1).at("storage").as_array().size(), 1U);
    const json::object two = storage(2);
    EXPECT_EQ(two.at("storage").at(1).at("offset").to_number<int>(), 16);
    EXPECT_EQ(two.at("storage").at(1).at("type"), "t_uint128");
    EXPECT_EQ(storage(3).at("packed").as_array().size(), 3U);
    EXPECT_EQ(storage(4).at("storage").at(3).at("slot"), "1");
    const json::object five = storage(5);
    ASSERT_EQ(five.at("storage").as_array().size(), 6U);
    EXPECT_EQ(five.at("storage").at(0).at("label"), "s.claimed");
    EXPECT_EQ(five.at("storage").at(5).at("slot"), "5");
}

TEST(artifact, maps_every_instruction_to_the_source)
{
    const Artifact artifact = compile_clean(licence_of(3));
    const json::object object = parsed(artifact);
    std::size_t instructions = 0;
    const std::size_t end = artifact.runtime_code.size() - artifact.metadata_size;
    for (std::size_t at = 0; at < end; ++instructions)
        at += 1U + opcode_table[artifact.runtime_code[at]].immediates;
    const std::string map{object.at("deployedSourceMap").as_string()};
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(map, ';')) + 1, instructions);
}

TEST(metadata, is_a_cbor_map_and_its_length)
{
    const Bytes tail = metadata_tail("source");
    const std::size_t size = tail.size();
    EXPECT_EQ(tail[size - 2] * 256U + tail[size - 1], size - 2);
    const std::string hash = to_hex(keccak256(std::string_view{"source"})).substr(2);
    EXPECT_THAT(to_hex(tail), HasSubstr("66736f75726365"
                                        "5820" +
                                        hash));
    EXPECT_EQ(tail[0], 0xa2);
}
}  // namespace
}  // namespace byline::compiler

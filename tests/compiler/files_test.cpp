// Files of several licences.
#include "compiler/compile.hpp"
#include "compiler/standard_json.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace byline::compiler
{
namespace
{
namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;

/// The eight examples of the language, each alone.
std::vector<SourceFile> examples()
{
    std::vector<SourceFile> files;
    const fs::path folder = fs::path{BYLINE_SOURCE_DIR} / "tests/compiler/syntax/examples";
    for (const fs::directory_entry& entry : fs::directory_iterator{folder})
    {
        std::ifstream file{entry.path(), std::ios::binary};
        files.push_back({entry.path().filename().string(),
            std::string{std::istreambuf_iterator<char>{file}, {}}});
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

SourceFile joined(const std::vector<SourceFile>& files)
{
    SourceFile result{"examples.byl", {}};
    for (const SourceFile& file : files)
        result.text += file.text;
    return result;
}

/// The code without its tail, which hashes the whole file.
Bytes code_of(const Artifact& artifact)
{
    Bytes code = artifact.runtime_code;
    code.resize(code.size() - artifact.metadata_size);
    return code;
}

TEST(files, hold_several_licences_that_are_what_they_are_alone)
{
    const std::vector<SourceFile> alone = examples();
    ASSERT_EQ(alone.size(), 8U);
    const SourceFile source = joined(alone);
    const Compilation together = compile(source, {.proofs = proof::Budget{}});
    ASSERT_EQ(together.licences.size(), 8U) << render(source, together.diagnostics);
    EXPECT_EQ(together.file.tests.size(), 1U);
    for (std::size_t i = 0; i < alone.size(); ++i)
    {
        const Compilation one = compile(alone[i], {.proofs = proof::Budget{}});
        ASSERT_EQ(one.licences.size(), 1U);
        const LicenceOutput& expected = one.licences[0];
        const LicenceOutput& actual = together.licences[i];
        EXPECT_EQ(actual.artifact.name, expected.artifact.name);
        EXPECT_EQ(actual.artifact.terms_hash, expected.artifact.terms_hash);
        EXPECT_EQ(code_of(actual.artifact), code_of(expected.artifact)) << alone[i].path;
        EXPECT_FALSE(actual.compiled.proof.empty());
        EXPECT_EQ(actual.compiled.proof.size(), expected.compiled.proof.size());
    }
}

TEST(files, are_contracts_of_standard_json_by_name)
{
    const std::vector<SourceFile> alone = examples();
    const SourceFile source = joined(alone);
    const json::object input{{"language", "Byline"},
        {"sources", json::object{{source.path, json::object{{"content", source.text}}}}},
        {"settings",
            json::object{{"outputSelection",
                json::object{{"*", json::object{{"*", {"abi"}}, {"Seats", {"terms"}}}}}}}}};
    const json::value output = json::parse(compile_standard_json(json::serialize(input)));
    EXPECT_FALSE(output.as_object().contains("errors")) << output;
    const json::object& contracts = output.at("contracts").at(source.path).as_object();
    EXPECT_EQ(contracts.size(), 8U);
    EXPECT_TRUE(contracts.at("TunedModel").as_object().contains("abi"));
    EXPECT_FALSE(contracts.at("TunedModel").as_object().contains("terms"));
    EXPECT_TRUE(contracts.at("Seats").as_object().contains("terms"));
}

const std::string shared =
    "message Usage { licensee: account  upTo: count }\n"
    "message Stop { at: time }\n";

/// A licence that takes `Usage`, and names a function as the other message.
std::string metered(const std::string& name)
{
    return "licence " + name +
           " { party provider, owner  split revenue { owner 100% }  tab deposit notice 7 days "
           "keep used: account -> count  act Stop() { by provider set used[caller] = 1 } "
           "act redeem(batch: list of signed Usage max 8) { by provider "
           "for each v in batch signed by v.licensee { when v.upTo > used[v.licensee] else skip "
           "move (v.upTo - used[v.licensee]) * 20 gwei from deposit[v.licensee] to revenue else "
           "skip set used[v.licensee] = v.upTo } } }\n";
}

const std::string stopped =
    "licence Stopped { party a, b  split s { a 50% b 50% }  keep last: time  "
    "act halt(orders: list of signed Stop max 4) { for each o in orders signed by a { "
    "when o.at > last else skip set last = o.at } } act pay() { takes 1 ether into s } }\n";

TEST(files, share_messages_and_each_licence_has_those_that_it_takes)
{
    const SourceFile source{"m.byl", shared + metered("One") + metered("Two") + stopped};
    const Compilation compilation = compile(source);
    ASSERT_EQ(compilation.licences.size(), 3U) << render(source, compilation.diagnostics);
    for (const LicenceOutput& licence : compilation.licences)
    {
        ASSERT_EQ(licence.compiled.licence.messages.size(), 1U);
        const bool is_stopped = licence.artifact.name == "Stopped";
        EXPECT_EQ(licence.compiled.licence.messages[0].name, is_stopped ? "Stop" : "Usage");
    }
}

TEST(files, say_what_is_wrong_with_a_shared_message_once)
{
    const SourceFile source{"m.byl",
        "message Usage { licensee: account  upTo: nothing }\n" + metered("One") + metered("Two")};
    const Compilation compilation = compile(source);
    EXPECT_FALSE(compilation.is_done());
    ASSERT_FALSE(compilation.diagnostics.empty());
    EXPECT_EQ(
        std::ranges::count(compilation.diagnostics, "AN UNKNOWN TYPE", &Diagnostic::title), 1);
}

TEST(files, of_a_wrong_licence_make_nothing_and_every_mistake_is_said)
{
    const Compilation compilation = compile({"m.byl",
        "licence A { party a split s { a 90% } }\n"
        "licence B { party a, b split s { a 50% b 50% } act x() { takes 1 ether into t } }\n"
        "licence C { party a split s { a 100% } act pay() { takes 1 ether into s } }\n"});
    EXPECT_TRUE(compilation.licences.empty());
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : compilation.diagnostics)
        codes.push_back(diagnostic.code);
    EXPECT_THAT(codes, ::testing::Contains("B101"));
    EXPECT_GT(codes.size(), 1U);
}
}  // namespace
}  // namespace byline::compiler

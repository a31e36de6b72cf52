#include "compiler/uses.hpp"

#include "compiler/compile.hpp"
#include "compiler/standard_json.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace byline::compiler
{
namespace
{
using ::testing::HasSubstr;
using Files = std::map<std::string, std::string>;

const std::string usage = "message Usage { licensee: account  upTo: count }\n";

std::string pinned(const std::string& name, const std::string& text)
{
    return "use \"" + name + "#" + to_hex(keccak256(std::string_view{text})) + "\"\n";
}

const std::string metered =
    "licence Metered { party provider, owner  split revenue { owner 100% }  tab deposit notice 7 "
    "days "
    "keep used: account -> count  act redeem(batch: list of signed Usage max 8) { by provider "
    "for each v in batch signed by v.licensee { when v.upTo > used[v.licensee] else skip "
    "move (v.upTo - used[v.licensee]) * 20 gwei from deposit[v.licensee] to revenue else skip "
    "set used[v.licensee] = v.upTo } } }";

Compilation compile_with(const std::string& source, const Files& files)
{
    return compile({"folder/main.byl", source},
        {.proofs = {},
            .read = [&](const std::string& path) -> std::expected<std::string, std::string> {
                const auto found = files.find(path);
                if (found == files.end())
                    return std::unexpected{"no file `" + path + "`"};
                return found->second;
            }});
}

std::string first_error(const Compilation& compilation)
{
    EXPECT_FALSE(compilation.artifact);
    if (compilation.diagnostics.empty())
        return {};
    const Diagnostic& first = compilation.diagnostics.front();
    return first.code + " " + first.title + ": " + first.message + " " + first.hint;
}

TEST(uses, take_the_messages_of_a_pinned_file)
{
    const Compilation compilation =
        compile_with(pinned("lib/usage.byl", usage) + metered, {{"folder/lib/usage.byl", usage}});
    ASSERT_TRUE(compilation.artifact) << compilation.diagnostics.front().message;
    ASSERT_EQ(compilation.compiled->licence.messages.size(), 1U);
    EXPECT_EQ(compilation.compiled->licence.messages[0].name, "Usage");
    // As if it stood in the file.
    const Compilation whole = compile({"main.byl", usage + metered});
    ASSERT_TRUE(whole.compiled);
    EXPECT_EQ(whole.compiled->terms.hash, compilation.compiled->terms.hash);
}

TEST(uses, reach_through_files_that_use_others)
{
    const std::string middle = pinned("../usage.byl", usage);
    const Compilation compilation = compile_with(pinned("lib/middle.byl", middle) + metered,
        {{"folder/lib/middle.byl", middle}, {"folder/usage.byl", usage}});
    EXPECT_TRUE(compilation.artifact);
}

TEST(uses, refuse_a_text_that_is_not_the_one_meant)
{
    EXPECT_THAT(
        first_error(compile_with("use \"usage.byl\"\n" + metered, {{"folder/usage.byl", usage}})),
        HasSubstr("write: " + pinned("usage.byl", usage).substr(0, 82)));
    EXPECT_THAT(first_error(compile_with(
                    pinned("usage.byl", usage) + metered, {{"folder/usage.byl", usage + " "}})),
        HasSubstr("B502 THIS IS NOT THE TEXT THAT IS MEANT"));
    EXPECT_THAT(first_error(compile_with(pinned("usage.byl", usage) + metered, {})),
        HasSubstr("no file `folder/usage.byl`"));
    EXPECT_THAT(first_error(compile({"main.byl", pinned("usage.byl", usage) + metered})),
        HasSubstr("not among the files at hand"));
}

TEST(uses, say_what_is_wrong_in_a_file_that_is_used)
{
    const std::string broken = "message Usage {";
    EXPECT_THAT(first_error(compile_with(
                    pinned("usage.byl", broken) + metered, {{"folder/usage.byl", broken}})),
        HasSubstr("`folder/usage.byl`"));
    const std::string unknown = "message Usage { licensee: account  upTo: nothing }";
    const Compilation compilation =
        compile_with(pinned("usage.byl", unknown) + metered, {{"folder/usage.byl", unknown}});
    EXPECT_FALSE(compilation.artifact);
    ASSERT_FALSE(compilation.diagnostics.empty());
    // It is shown where the file is used.
    EXPECT_LT(compilation.diagnostics.front().span.begin, 10U);
}

TEST(uses, are_sources_of_standard_json)
{
    namespace json = boost::json;
    const json::object input{{"language", "Byline"},
        {"sources", json::object{{"main.byl", json::object{{"content",
                                                  pinned("usage.byl", usage) + metered}}},
                        {"usage.byl", json::object{{"content", usage}}}}},
        {"settings",
            json::object{{"outputSelection", json::object{{"*", json::object{{"*", {"abi"}}}}}}}}};
    const json::value output = json::parse(compile_standard_json(json::serialize(input)));
    EXPECT_FALSE(output.as_object().contains("errors")) << output;
    EXPECT_TRUE(output.at("contracts").as_object().contains("main.byl"));
    EXPECT_FALSE(output.at("contracts").as_object().contains("usage.byl"));
}
}  // namespace
}  // namespace byline::compiler

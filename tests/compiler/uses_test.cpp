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
    EXPECT_FALSE(compilation.is_done());
    if (compilation.diagnostics.empty())
        return {};
    const Diagnostic& first = compilation.diagnostics.front();
    return first.code + " " + first.title + ": " + first.message + " " + first.hint;
}

TEST(uses, take_the_messages_of_a_pinned_file)
{
    const Compilation compilation =
        compile_with(pinned("lib/usage.byl", usage) + metered, {{"folder/lib/usage.byl", usage}});
    ASSERT_TRUE(compilation.is_done()) << compilation.diagnostics.front().message;
    ASSERT_EQ(compilation.licences[0].compiled.licence.messages.size(), 1U);
    EXPECT_EQ(compilation.licences[0].compiled.licence.messages[0].name, "Usage");
    // As if it stood in the file.
    const Compilation whole = compile({"main.byl", usage + metered});
    ASSERT_TRUE(whole.is_done());
    EXPECT_EQ(whole.licences[0].compiled.terms.hash, compilation.licences[0].compiled.terms.hash);
}

TEST(uses, reach_through_files_that_use_others)
{
    const std::string middle = pinned("../usage.byl", usage);
    const Compilation compilation = compile_with(pinned("lib/middle.byl", middle) + metered,
        {{"folder/lib/middle.byl", middle}, {"folder/usage.byl", usage}});
    EXPECT_TRUE(compilation.is_done());
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
    EXPECT_FALSE(compilation.is_done());
    ASSERT_FALSE(compilation.diagnostics.empty());
    // It is shown where the file is used.
    EXPECT_LT(compilation.diagnostics.front().span.begin, 10U);
}

/// Under another name, or that of no file.
std::string pinned_as(const std::string& name, const std::string& text, const std::string& as)
{
    std::string line = pinned(name, text);
    line.pop_back();
    return line + " as " + as + "\n";
}

std::string qualified(const std::string& name)
{
    std::string text = metered;
    text.replace(text.find("signed Usage"), 12, "signed " + name);
    return text;
}

TEST(uses, name_what_they_bring)
{
    const Compilation compilation =
        compile_with(pinned_as("usage.byl", usage, "meter") + qualified("meter.Usage"),
            {{"folder/usage.byl", usage}});
    ASSERT_TRUE(compilation.is_done()) << compilation.diagnostics.front().message;
    const Message& message = compilation.licences[0].compiled.licence.messages.at(0);
    EXPECT_EQ(message.name, "Usage");
    EXPECT_EQ(message.written, "meter.Usage");
    // Who signs sees the same.
    const Compilation plain =
        compile_with(pinned("usage.byl", usage) + metered, {{"folder/usage.byl", usage}});
    EXPECT_EQ(
        plain.licences.at(0).compiled.terms.hash, compilation.licences[0].compiled.terms.hash);
    EXPECT_THAT(first_error(compile_with(pinned_as("usage.byl", usage, "meter") + metered,
                    {{"folder/usage.byl", usage}})),
        HasSubstr("B501 AN UNKNOWN TYPE: `Usage` is no type."));
}

TEST(uses, name_what_files_bring_that_they_use)
{
    const std::string middle = pinned_as("usage.byl", usage, "inner");
    const Files files{{"folder/middle.byl", middle}, {"folder/usage.byl", usage}};
    EXPECT_TRUE(
        compile_with(pinned("middle.byl", middle) + qualified("inner.Usage"), files).is_done());
    EXPECT_TRUE(
        compile_with(pinned_as("middle.byl", middle, "outer") + qualified("outer.Usage"), files)
            .is_done());
}

TEST(uses, of_one_file_by_two_are_one)
{
    const std::string middle = pinned("usage.byl", usage);
    EXPECT_TRUE(compile_with(pinned("middle.byl", middle) + pinned("usage.byl", usage) + metered,
        {{"folder/middle.byl", middle}, {"folder/usage.byl", usage}})
            .is_done());
}

TEST(uses, keep_messages_of_one_name_apart)
{
    const std::string other = "message Usage { who: account  units: count }\n";
    const Files files{{"folder/usage.byl", usage}, {"folder/other.byl", other}};
    const std::string both =
        pinned_as("usage.byl", usage, "a") + pinned_as("other.byl", other, "b");
    EXPECT_TRUE(compile_with(both + qualified("a.Usage"), files).is_done());
    std::string two = qualified("a.Usage");
    two.replace(two.find("a.Usage max 8"), 13, "a.Usage max 8, more: list of signed b.Usage max 8");
    EXPECT_THAT(first_error(compile_with(both + two, files)),
        HasSubstr("B601 TWO MESSAGES OF ONE NAME: `Metered` takes `a.Usage` already"));
    EXPECT_THAT(first_error(compile_with(pinned_as("usage.byl", usage, "a") +
                                             pinned_as("other.byl", other, "a") + metered,
                    files)),
        HasSubstr("B501 ONE NAME FOR TWO FILES"));
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

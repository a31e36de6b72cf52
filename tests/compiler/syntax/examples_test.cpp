// The eight example licences and the test block of the language, read into the tree.
#include "compiler/compile.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/parser.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace byline::compiler
{
namespace
{
namespace fs = std::filesystem;

const fs::path folder = fs::path{BYLINE_SOURCE_DIR} / "tests/compiler/syntax/examples";

std::string read(const std::string& name)
{
    std::ifstream file{folder / (name + ".byl"), std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

syntax::File parsed(const std::string& name)
{
    const std::string text = read(name);
    Diagnostics diagnostics;
    syntax::File file = parse(text, diagnostics);
    EXPECT_TRUE(diagnostics.empty()) << render({name, text}, diagnostics.list());
    EXPECT_EQ(file.licences.size(), 1U);
    return file;
}

TEST(examples, a_has_a_split_and_a_price)
{
    const syntax::File file = parsed("a_street_scenes");
    EXPECT_EQ(file.licences.at(0).splits.at(0).shares.entries.size(), 3U);
}

TEST(examples, b_has_terms_a_table_and_state)
{
    const syntax::File file = parsed("b_vision_model");
    const syntax::Licence& licence = file.licences.at(0);
    EXPECT_EQ(licence.terms.at(0).lines.at(1).texts.at(2).text, "training a competing model");
    const syntax::Table& plan = licence.tables.at(0);
    EXPECT_EQ(plan.key.text, "Tier");
    ASSERT_EQ(plan.rows.size(), 3U);
    EXPECT_EQ(plan.rows[2].name.text, "Enterprise");
    EXPECT_EQ(plan.rows[2].cells.size(), 2U);
    EXPECT_EQ(file.expressions[plan.rows[2].cells[1]].unit->text, "calls");
    EXPECT_EQ(licence.keeps.at(0).value->fields.size(), 2U);
    const syntax::Act& subscribe = licence.acts.at(0);
    ASSERT_EQ(subscribe.whens.size(), 2U);
    EXPECT_EQ(subscribe.whens[1].otherwise->error->text, "StillRunning");
    const auto& set = std::get<syntax::Set>(subscribe.effects.at(0).what);
    EXPECT_EQ(file.expressions[set.value].kind, syntax::ExpressionKind::tuple);
    EXPECT_EQ(licence.acts.at(1).by->callers.at(0).text, "lab");
    EXPECT_EQ(std::get<syntax::Set>(licence.acts[1].effects.at(0).what).how,
        syntax::Assignment::subtract);
}

TEST(examples, c_has_parties_that_are_licences)
{
    const syntax::File file = parsed("c_tuned_model");
    const syntax::Licence& licence = file.licences.at(0);
    EXPECT_TRUE(licence.parties.at(1).licence_word);
    EXPECT_FALSE(licence.parties.at(2).licence_word);
    EXPECT_EQ(licence.splits.at(0).shares.entries.at(2).nested.size(), 1U);
}

TEST(examples, d_has_epochs)
{
    const syntax::File file = parsed("d_epoch_model");
    const syntax::Epochs& epochs = file.licences.at(0).epochs.at(0);
    EXPECT_EQ(epochs.signer.text, "attributor");
    EXPECT_EQ(epochs.leaf.fields.size(), 2U);
    EXPECT_EQ(epochs.unclaimed_to.text, "treasury");
    EXPECT_EQ(file.licences[0].messages.at(0).fields.size(), 3U);
}

TEST(examples, e_has_a_waterfall)
{
    const syntax::File file = parsed("e_album");
    const syntax::Waterfall& income = file.licences.at(0).waterfalls.at(0);
    EXPECT_TRUE(income.is_default);
    ASSERT_EQ(income.tiers.size(), 3U);
    EXPECT_EQ(income.tiers[0].payee->text, "publisher");
    EXPECT_TRUE(income.tiers[1].until && income.tiers[1].shares);
    EXPECT_FALSE(income.tiers[2].until);
}

TEST(examples, f_has_a_royalty)
{
    const syntax::File file = parsed("f_prints");
    EXPECT_EQ(file.licences.at(0).conforms.at(0).text, "ERC2981");
    EXPECT_EQ(file.licences.at(0).royalties.at(0).percent.digits, 75);
}

TEST(examples, g_has_a_loop_over_signed_messages)
{
    const syntax::File file = parsed("g_metered");
    const syntax::Licence& licence = file.licences.at(0);
    EXPECT_TRUE(licence.tabs.at(0).notice);
    const syntax::Act& redeem = licence.acts.at(0);
    EXPECT_TRUE(redeem.parameters.at(0).type.is_signed);
    const auto& loop = std::get<syntax::ForEach>(redeem.effects.at(0).what);
    EXPECT_TRUE(loop.signer);
    ASSERT_EQ(loop.whens.size(), 1U);
    EXPECT_FALSE(loop.whens[0].otherwise->error);
    EXPECT_EQ(loop.effects.size(), 2U);
}

TEST(examples, h_has_a_pool_a_currency_and_a_test)
{
    const syntax::File file = parsed("h_seats");
    const syntax::Licence& licence = file.licences.at(0);
    EXPECT_EQ(licence.currencies.at(0).decimals.digits, 6);
    EXPECT_EQ(licence.pools.at(0).when_empty.text, "author");
    EXPECT_EQ(licence.acts.at(0).takes.at(0).shares->entries.size(), 2U);
    EXPECT_EQ(licence.views.at(0).result.name.text, "flag");
    EXPECT_TRUE(licence.upgrades.at(0).notice);
    ASSERT_EQ(file.tests.at(0).steps.size(), 3U);
    const auto& call = std::get<syntax::Call>(file.tests[0].steps[1].what);
    EXPECT_EQ(call.act.text, "subscribe");
    EXPECT_EQ(file.expressions[*call.paying].unit->text, "usdc");
}

TEST(examples, compile)
{
    for (const fs::directory_entry& entry : fs::directory_iterator{folder})
    {
        const std::string name = entry.path().stem().string();
        const SourceFile source{name, read(name)};
        const Compilation compilation = compile(source);
        EXPECT_TRUE(compilation.is_done()) << render(source, compilation.diagnostics);
    }
}
}  // namespace
}  // namespace byline::compiler

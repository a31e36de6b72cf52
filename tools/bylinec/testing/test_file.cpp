#include "compiler/source/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/accounts.hpp"
#include "tools/bylinec/testing/failure_words.hpp"
#include "tools/bylinec/testing/histories.hpp"
#include "tools/bylinec/testing/report.hpp"
#include "tools/bylinec/testing/run_test.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"
#include "tools/bylinec/testing/world.hpp"
#include "vm/primitives/address.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace byline::tools::testing
{
namespace syntax = compiler::syntax;

namespace
{
/// Parties are #1, #2, ... in their order.
TestResult test_without_steps(const Subjects& subjects, std::size_t licence, const Effort& effort)
{
    const Subject& subject = subjects[licence];
    Accounts accounts;
    Scene scene{subjects, accounts};
    scene.look_at(licence);
    std::vector<address> parties;
    std::string title = subject.licence.name + " signed by ";
    for (std::size_t i = 0; i < subject.licence.parties.size(); ++i)
    {
        parties.push_back(accounts[i + 1]);
        title += (i == 0 ? "#" : ", #") + std::to_string(i + 1);
    }
    TestResult result{std::move(title), {}, {}};
    const compiler::Span span = subject.licence.span;
    if (const Outcome outcome = scene.sign(parties); !outcome.is_done())
        result.failure = Trouble{span, "THE LICENCE CANNOT BE SIGNED BY ACCOUNTS",
            failure_in_words(scene, outcome) + ".",
            "Write a test that signs it with other parties."};
    else
        result.histories = run_histories(scene, effort, span);
    return result;
}

TestResult run_one(const Subjects& subjects, const syntax::Test& test, const Effort& effort)
{
    Accounts accounts;
    Scene scene{subjects, accounts};
    TestResult result{test.title.text, {}, {}};
    if (auto done = run_test(scene, test); !done)
        result.failure = std::move(done.error());
    else if (scene.is_signed())
        result.histories = run_histories(scene, effort, test.word);
    return result;
}

/// The licences that no test signs.
std::vector<std::size_t> unsigned_by(
    const std::vector<syntax::Test>& tests, const Subjects& subjects)
{
    std::set<std::string_view> names;
    for (const syntax::Test& test : tests)
    {
        for (const syntax::TestStep& step : test.steps)
        {
            if (const auto* sign = std::get_if<syntax::Sign>(&step.what))
                names.insert(sign->licence.text);
        }
    }
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < subjects.size(); ++i)
    {
        if (!names.contains(subjects[i].licence.name))
            result.push_back(i);
    }
    return result;
}
}  // namespace

FileResult test_file(const Subjects& subjects, const Effort& effort)
{
    FileResult result{effort.seed, {}};
    const std::vector<syntax::Test>& tests = subjects.front().file.tests;
    const std::vector<std::size_t> unsigned_licences = unsigned_by(tests, subjects);
    const std::uint64_t count = tests.size() + unsigned_licences.size();
    const Effort each{(effort.histories + count - 1) / count, effort.seed};
    for (const syntax::Test& test : tests)
        result.tests.push_back(run_one(subjects, test, each));
    for (const std::size_t licence : unsigned_licences)
        result.tests.push_back(test_without_steps(subjects, licence, each));
    return result;
}
}  // namespace byline::tools::testing

#include "tools/bylinec/testing/failure_words.hpp"
#include "tools/bylinec/testing/report.hpp"
#include "tools/bylinec/testing/run_test.hpp"

#include <algorithm>
#include <utility>

namespace byline::tools::testing
{
namespace syntax = compiler::syntax;

namespace
{
/// Parties are #1, #2, ... in their order.
TestResult test_without_steps(const Subject& subject, const Effort& effort)
{
    Accounts accounts;
    Scene scene{subject, accounts};
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

TestResult run_one(const Subject& subject, const syntax::Test& test, const Effort& effort)
{
    Accounts accounts;
    Scene scene{subject, accounts};
    TestResult result{test.title.text, {}, {}};
    if (auto done = run_test(scene, test); !done)
        result.failure = std::move(done.error());
    else if (scene.is_signed())
        result.histories = run_histories(scene, effort, test.word);
    return result;
}
}  // namespace

FileResult test_file(const Subject& subject, const Effort& effort)
{
    FileResult result{effort.seed, {}};
    const std::vector<syntax::Test>& tests = subject.file.tests;
    if (tests.empty())
        result.tests.push_back(test_without_steps(subject, effort));
    const std::uint64_t count = std::max<std::size_t>(tests.size(), 1);
    const Effort each{(effort.histories + count - 1) / count, effort.seed};
    for (const syntax::Test& test : tests)
        result.tests.push_back(run_one(subject, test, each));
    return result;
}
}  // namespace byline::tools::testing

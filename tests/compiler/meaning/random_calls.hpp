#pragma once

#include "tests/compiler/meaning/licence_model.hpp"
#include "tests/compiler/meaning/random_arguments.hpp"
#include "tests/compiler/meaning/random_epochs.hpp"
#include "tests/compiler/meaning/subject.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace byline::testing
{
/// A call on its way, and what it should come to.
struct PlannedCall
{
    std::string said;  ///< for whoever reads of a difference
    Integer caller;
    Integer value = 0;
    Bytes data;
    Meaning meaning;
};

/// Calls of a licence at random.
class RandomCalls
{
public:
    /// `people`: who calls, the parties first; `wallet` signs without a key.
    RandomCalls(Choices& choices, const Subject& subject, const address& contract,
        const std::vector<Signer>& people, const Integer& wallet);

    /// Anything at any time. Where `caller` is said, nobody else calls, and nothing is paid.
    PlannedCall next(
        const LicenceModel& model, std::uint64_t now, const std::optional<Integer>& caller = {});

private:
    PlannedCall act(const LicenceModel& model);
    PlannedCall cut_off(PlannedCall planned, const compiler::Act& act);
    PlannedCall view();
    PlannedCall claim();
    PlannedCall holdings();
    PlannedCall fund(std::size_t bucket, ModelCall call);
    PlannedCall epochs(const LicenceModel& model, std::size_t bucket);
    PlannedCall report(const LicenceModel& model, std::size_t bucket);
    PlannedCall claim_epoch(const ProvedClaim& proved, std::size_t bucket);
    PlannedCall powers(const LicenceModel& model);

    /// The only function of that kind, or the one of that index.
    const compiler::ExternalFunction& function(
        compiler::FunctionKind kind, std::size_t index = 0) const;
    [[nodiscard]] bool has(compiler::FunctionKind kind) const;
    Integer person();
    Integer anybody();
    /// Mostly who may.
    Integer actor(const LicenceModel& model, const std::vector<std::size_t>& actors);
    ModelCall from(const Integer& caller) const;
    /// A call whose arguments are words.
    PlannedCall plain(const compiler::ExternalFunction& called, const ModelCall& call,
        const std::vector<Integer>& words, Meaning meaning) const;

    Choices& choices_;
    const compiler::CompiledLicence& compiled_;
    const compiler::Licence& licence_;
    address contract_;
    std::vector<Integer> people_;
    Integer wallet_;
    RandomArguments arguments_;
    RandomEpochs trees_;
    std::optional<Integer> caller_;
    std::uint64_t now_ = 0;
};
}  // namespace byline::testing

#pragma once

#include "tests/compiler/meaning/licence_model.hpp"
#include "tests/compiler/meaning/subject.hpp"

#include <optional>
#include <string>
#include <vector>

namespace byline::testing
{
/// Looks for the first difference between a licence on a chain and its model, in words.
class Comparison
{
public:
    /// `people`: whose amounts are compared.
    Comparison(const Subject& subject, const LicenceWorld& world, const address& contract,
        std::vector<Integer> people)
        : compiled_{subject.compiled},
          licence_{subject.compiled.licence},
          world_{world},
          contract_{contract},
          people_{std::move(people)}
    {}

    /// Status, error, events and what is given back.
    std::optional<std::string> of_outcome(const vm::TxOutcome& outcome, const Expected& expected);
    /// Balances, and what each getter says.
    std::optional<std::string> of_state(const LicenceModel& model);

private:
    void same(const std::string& what, const std::string& chain, const std::string& model);
    void balances(const ModelState& state);
    void answer(const compiler::ExternalFunction& called, const std::vector<Integer>& arguments,
        const std::vector<Integer>& expected);
    void getter(const compiler::ExternalFunction& called, const LicenceModel& model);
    void holdings(const compiler::ExternalFunction& called, const ModelState& state);
    void claimable(const compiler::ExternalFunction& called, const LicenceModel& model,
        std::optional<std::size_t> bucket);
    void kept(const compiler::ExternalFunction& called, const LicenceModel& model);

    const compiler::CompiledLicence& compiled_;
    const compiler::Licence& licence_;
    const LicenceWorld& world_;
    address contract_;
    std::vector<Integer> people_;
    std::optional<std::string> difference_;
};
}  // namespace byline::testing

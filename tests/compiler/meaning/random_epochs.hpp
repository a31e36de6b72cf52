#pragma once

#include "bench/contracts/merkle.hpp"
#include "tests/compiler/meaning/licence_model.hpp"
#include "tests/compiler/meaning/random_text.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace byline::testing
{
/// Who shares in an epoch, as its signer sees it.
struct EpochTree
{
    std::vector<bench::Weighted> payees;
    bench::SumTree tree;
};

/// A claim with the words of its proof.
struct ProvedClaim
{
    ModelEpochClaim claim;
    std::vector<uint256> proof;
};

/// Trees of payees at random, and proofs from them, some of them wrong.
class RandomEpochs
{
public:
    RandomEpochs(Choices& choices, std::vector<Integer> people)
        : choices_{choices}, people_{std::move(people)}
    {}

    /// A new tree; it is remembered by its root.
    const EpochTree& grow();
    /// A claim from one of the epochs that were closed; nothing if none was.
    std::optional<ProvedClaim> claim(const ModelEpochs& epochs);
    /// One of the epochs that were closed, and with what; sometimes that is not quite it.
    std::optional<std::pair<Integer, ModelClosing>> closing(const ModelEpochs& epochs);

private:
    [[nodiscard]] const EpochTree* find(const Integer& root) const;
    void spoil(ProvedClaim& claim);

    Choices& choices_;
    std::vector<Integer> people_;
    std::vector<EpochTree> trees_;
};
}  // namespace byline::testing

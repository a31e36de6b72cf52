#pragma once

#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "tests/compiler/meaning/model_state.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace byline::testing
{
/// One argument of an act: the words of a scalar or a message; of a list, those of each entry.
struct ModelArgument
{
    std::vector<std::vector<Integer>> entries;
    std::vector<Integer> signers = {};  ///< of signed messages: by entry who signed it, or 0
};

/// Who calls, with what, and when.
struct ModelCall
{
    Integer caller;
    Integer value = 0;
    Integer now;
    std::vector<ModelArgument> arguments = {};
};

/// What a licence means, from its typed tree and the rules of language.md and money.md alone: the
/// simplest thing that follows them. Licences paid in ether, without epochs, signatures and powers.
class LicenceModel
{
public:
    LicenceModel(const compiler::Licence& licence, const compiler::Interface& interface,
        const Integer& terms_hash, std::vector<Integer> parties, const Integer& self);

    Expected act(std::size_t index, const ModelCall& call);
    Expected view(std::size_t index, const ModelCall& call);
    /// claim, claimFor, claimTo: whose money goes where.
    Expected claim(const Integer& payee, const Integer& to);
    Expected fund(std::size_t bucket, const ModelCall& call);
    Expected leave(std::size_t bucket, const ModelCall& call);
    Expected withdraw(std::size_t bucket, const ModelCall& call);
    Expected exit(std::size_t bucket, const ModelCall& call);
    /// A plain transfer, and ether that arrives without a call.
    Expected transfer(const Integer& value);
    void force(const Integer& value);

    [[nodiscard]] Integer claimable(std::size_t bucket, const Integer& who) const;
    [[nodiscard]] Integer received(std::size_t bucket) const;
    [[nodiscard]] Integer received_by_all() const;
    [[nodiscard]] Integer surplus() const;
    [[nodiscard]] std::vector<Integer> kept(std::size_t keep, const Integer& key) const;

    [[nodiscard]] const ModelState& state() const noexcept { return state_; }

private:
    friend class ModelExecution;
    friend class ModelEvaluation;

    /// Runs it; a failure leaves the state as it was.
    Expected attempt(const std::function<void(Expected&)>& run);
    void receive(std::size_t group, const Integer& amount);
    void put(std::size_t bucket, const Integer& account, const Integer& amount, const Integer& now);
    void send(const Integer& to, const Integer& amount);
    [[nodiscard]] Exact entitlement(std::size_t bucket, const Integer& who) const;
    [[nodiscard]] bool has_place(std::size_t bucket, const Integer& who) const;
    [[nodiscard]] std::string event(std::string_view name) const;
    [[nodiscard]] std::string error(std::string_view name) const;

    const compiler::Licence& licence_;
    const compiler::Interface& interface_;
    Integer terms_hash_;
    std::vector<Integer> parties_;
    Integer self_;
    ModelState state_;
};
}  // namespace byline::testing

#pragma once

#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "tests/attacks/token_code.hpp"
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
    bool permits = false;  ///< a permit of the price comes along (EIP-2612)
};

/// A report on its way: what it says, and who signed it, or 0.
struct ModelReport
{
    Integer epoch;
    Integer root;
    Integer total;
    std::optional<Integer> pot;
    Integer signer;
};

/// A claim from an epoch. Whether the proof leads from the leaf to root and total is for whoever
/// made it to know.
struct ModelEpochClaim
{
    Integer epoch;
    Integer account;
    Integer weight;
    Integer index;
    ModelClosing closing;
    bool is_proved = false;
};

class LicenceModel;

/// What a call means.
using Meaning = std::function<Expected(LicenceModel&)>;

/// What a licence means, from its typed tree and the rules of language.md and money.md alone: the
/// simplest thing that follows them.
class LicenceModel
{
public:
    LicenceModel(const compiler::Licence& licence, const compiler::Interface& interface,
        const Integer& terms_hash, std::vector<Integer> parties, const Integer& self);

    Expected act(std::size_t index, const ModelCall& call);
    Expected view(std::size_t index, const ModelCall& call);
    /// claim, claimFor, claimTo: whose money goes where.
    Expected claim(const Integer& payee, const Integer& to);
    /// Of ether, `amount` is what comes with the call.
    Expected fund(std::size_t bucket, const ModelCall& call, const Integer& amount);
    Expected leave(std::size_t bucket, const ModelCall& call);
    Expected withdraw(std::size_t bucket, const ModelCall& call);
    Expected exit(std::size_t bucket, const ModelCall& call);
    Expected report(std::size_t bucket, const ModelReport& report, const Integer& now);
    Expected claim_epoch(std::size_t bucket, const ModelEpochClaim& claim);
    Expected sweep(
        std::size_t bucket, const Integer& epoch, const ModelClosing& closing, const Integer& now);
    Expected close_silent(std::size_t bucket, const Integer& now);
    Expected pause(const ModelCall& call);
    Expected resume(const ModelCall& call);
    Expected announce(const ModelCall& call, const Integer& successor);
    Expected assign(const ModelCall& call, const Integer& to);
    Expected accept(const ModelCall& call);
    Expected absorb();
    /// A plain transfer, and ether that arrives without a call.
    Expected transfer(const Integer& value);
    void force(const Integer& value);

    /// From now on the token behaves so; somebody has so many units, and lets the licence take so
    /// many.
    void set_token(const TokenKind& kind) { token_ = kind; }

    void give_tokens(const Integer& who, const Integer& units) { state_.tokens[who] += units; }

    void allow_tokens(const Integer& who, const Integer& units) { state_.allowed[who] = units; }

    /// Who is paid, or the token, calls the licence once in the middle of the next call.
    void let_enter(const Integer& who, Meaning meaning) { entry_ = Entry{who, std::move(meaning)}; }

    /// Whether that happened, and what it came to: 0, 1 for a failure, 2 for a success.
    [[nodiscard]] int entered() const { return entry_ ? entry_->came_to : 0; }

    void let_nobody_enter() { entry_.reset(); }

    [[nodiscard]] Integer claimable(std::size_t bucket, const Integer& who) const;
    [[nodiscard]] Integer received(std::size_t bucket) const;
    [[nodiscard]] Integer received_by_all() const;
    [[nodiscard]] Integer surplus() const;
    [[nodiscard]] Integer outstanding(std::size_t bucket) const;
    [[nodiscard]] std::vector<Integer> kept(std::size_t keep, const Integer& key) const;

    [[nodiscard]] const ModelState& state() const noexcept { return state_; }

private:
    friend class ModelExecution;
    friend class ModelEvaluation;

    struct Entry
    {
        Integer who;
        Meaning meaning;
        int came_to = 0;
        bool is_over = false;
    };

    /// Runs what writes: while tokens are under way it is locked. A failure leaves the state as it
    /// was.
    Expected attempt(const std::function<void()>& run);
    /// The same for what only reads.
    Expected answer(const std::function<void(Expected&)>& run);

    void tell(Told told) { told_.push_back(std::move(told)); }

    [[nodiscard]] bool is_token() const { return licence_.currency.is_token(); }

    void receive(std::size_t group, const Integer& amount);
    void put(std::size_t bucket, const Integer& account, const Integer& amount, const Integer& now);
    /// Sum of what tabs and pots hold.
    [[nodiscard]] Integer set_aside() const;
    void send(const Integer& to, const Integer& amount);
    void enter(const Integer& who);
    void enter_by_token(Hook when);
    /// Rule M13: locked from here on until the act has had its effects.
    void take_tokens(const ModelCall& call, const Integer& price);
    void move_tokens(const Integer& from, const Integer& to, const Integer& amount);
    [[nodiscard]] Integer accounted() const;
    void pay_from_epoch(
        std::size_t bucket, const Integer& epoch, const Integer& to, const Integer& amount);
    ModelEpoch& closed_as(std::size_t bucket, const Integer& epoch, const ModelClosing& closing);
    void require_actor(std::size_t actor, const Integer& caller) const;
    void require_running(const Integer& now) const;
    [[nodiscard]] bool is_rival(std::size_t party, const Integer& account) const;
    void hand_over(std::size_t party, const Integer& to);
    [[nodiscard]] Exact entitlement(std::size_t bucket, const Integer& who) const;
    [[nodiscard]] bool has_place(std::size_t bucket, const Integer& who) const;
    [[nodiscard]] std::string event(std::string_view name) const;
    [[nodiscard]] std::string error(std::string_view name) const;

    const compiler::Licence& licence_;
    const compiler::Interface& interface_;
    Integer terms_hash_;
    Integer self_;
    ModelState state_;
    TokenKind token_;
    std::optional<Entry> entry_;
    std::vector<Told> told_;
    int depth_ = 0;
};
}  // namespace byline::testing

#pragma once

#include "compiler/compile.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/source/source_file.hpp"
#include "tools/bylinec/testing/abi.hpp"
#include "tools/bylinec/testing/accounts.hpp"
#include "tools/bylinec/testing/epoch_book.hpp"
#include "tools/bylinec/testing/world.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace byline::tools::testing
{
/// One licence that is tested. All that it is made of must outlive whoever has it.
struct Subject
{
    Subject(const compiler::syntax::File& file, const compiler::LicenceOutput& output);

    const compiler::syntax::File& file;
    const compiler::Artifact& artifact;
    const compiler::CompiledLicence& compiled;
    const compiler::Licence& licence;
    Bytes token_code;  ///< empty where the licence is paid in ether
};

/// The licences of a file, in its order.
using Subjects = std::vector<Subject>;

Subjects subjects_of(const compiler::Compilation& compilation);

/// What went into the licence and came out of it, in the currency's smallest unit.
struct Ledger
{
    uint256 in;
    uint256 out;
    uint256 claimed;  ///< as the licence's events Claimed say
};

/// A call of the licence.
struct LicenceCall
{
    address from;
    const compiler::ExternalFunction* function = nullptr;  ///< none: a plain transfer
    std::vector<AbiValue> arguments = {};
    uint256 paying = {};            ///< ether that comes along, or tokens that are approved
    std::vector<Leaf> leaves = {};  ///< of a report: the payees of the epoch that it closes
};

/// The licences of a file on a chain of their own, and what happened to them so far. Everything is
/// said of one of them, at first the first.
class Scene
{
public:
    Scene(const Subjects& subjects, Accounts& accounts);

    /// A scene that goes on from here without changing this one, which must outlive it.
    [[nodiscard]] Scene fork() const;

    /// The same of which everything is said of the licence with this index.
    [[nodiscard]] Scene of(std::size_t licence) const;

    /// From now on everything is said of that licence.
    void look_at(std::size_t licence) noexcept { at_ = licence; }

    [[nodiscard]] std::size_t at() const noexcept { return at_; }

    /// The licence of that name; nothing where the file has none.
    [[nodiscard]] std::optional<std::size_t> licence_named(std::string_view name) const;

    /// Which licences are signed.
    [[nodiscard]] std::vector<std::size_t> signed_licences() const;

    /// Which licence has that address.
    [[nodiscard]] std::optional<std::size_t> licence_at(const address& who) const;

    /// Deploys with these parties, in declared order. One that must be a licence itself gets the
    /// code of some licence, unless it has code.
    Outcome sign(const std::vector<address>& parties);

    [[nodiscard]] bool is_signed() const noexcept { return one().is_signed; }

    [[nodiscard]] bool is_signed(std::size_t licence) const { return licences_[licence].is_signed; }

    /// Sends the call; keeps the books.
    Outcome call(const LicenceCall& call);

    /// What a view function gives; nothing if it reverts.
    [[nodiscard]] std::optional<std::vector<uint256>> ask(
        const compiler::ExternalFunction& function, const std::vector<uint256>& arguments) const;

    /// The first word that a function gives, of a kind that every licence with that thing has.
    [[nodiscard]] std::optional<uint256> word(compiler::FunctionKind kind, std::size_t index = 0,
        const std::vector<uint256>& arguments = {}) const;

    /// Nothing where the licence has no such function.
    [[nodiscard]] const compiler::ExternalFunction* find(
        compiler::FunctionKind kind, std::size_t index = 0) const;
    [[nodiscard]] const compiler::ExternalFunction* find(std::string_view name) const;

    /// What an account has of the currency.
    [[nodiscard]] uint256 money_of(const address& who) const;

    [[nodiscard]] uint256 held() const { return money_of(contract()); }

    /// The epoch that is open; the licence has epochs.
    [[nodiscard]] std::uint64_t open_epoch() const;
    /// What closed epochs owe still, and what lies in the open one.
    [[nodiscard]] uint256 epochs_money() const;
    [[nodiscard]] uint256 open_pot() const;

    /// The arguments of claimEpoch for a payee, and of sweepEpoch.
    [[nodiscard]] static std::vector<AbiValue> claim_of(const ClosedEpoch& epoch, std::size_t leaf);
    [[nodiscard]] static std::vector<AbiValue> sweep_of(const ClosedEpoch& epoch);

    /// Accounts that had something to do with the licence.
    [[nodiscard]] const std::set<address>& known() const noexcept { return one().known; }

    void know(const address& who);

    [[nodiscard]] const Subject& subject() const noexcept { return (*subjects_)[at_]; }

    [[nodiscard]] const Subjects& subjects() const noexcept { return *subjects_; }

    [[nodiscard]] Accounts& accounts() const noexcept { return *accounts_; }

    [[nodiscard]] const address& contract() const noexcept { return one().contract; }

    [[nodiscard]] const Ledger& ledger() const noexcept { return one().ledger; }

    [[nodiscard]] const World& world() const noexcept { return world_; }

    World& world() noexcept { return world_; }

    [[nodiscard]] std::vector<ClosedEpoch>& epochs() noexcept { return one().epochs; }

    [[nodiscard]] const std::vector<ClosedEpoch>& epochs() const noexcept { return one().epochs; }

    void wait(std::uint64_t seconds) noexcept { world_.wait(seconds); }

    /// Gas of execution of the last call of a function that was done.
    [[nodiscard]] std::optional<std::uint64_t> gas_of(std::string_view function) const;

private:
    /// What became of one licence.
    struct Licence
    {
        address contract;
        bool is_signed = false;
        Ledger ledger;
        std::set<address> known;
        std::map<std::string, std::uint64_t, std::less<>> gas;
        std::vector<ClosedEpoch> epochs;
    };

    Scene(const Scene& from, World world);

    [[nodiscard]] Licence& one() noexcept { return licences_[at_]; }

    [[nodiscard]] const Licence& one() const noexcept { return licences_[at_]; }

    void know_accounts_in(const std::vector<AbiValue>& values);
    void approve(const LicenceCall& call);
    Outcome send(const LicenceCall& call);
    void keep_books(
        const LicenceCall& call, const Outcome& outcome, const std::vector<uint256>& before);
    [[nodiscard]] std::vector<uint256> all_held() const;
    void note(Licence& licence, const LicenceCall& call, const vm::Log& log) const;
    [[nodiscard]] std::optional<std::size_t> epochs_bucket() const;
    [[nodiscard]] uint256 slot(std::size_t number) const;

    const Subjects* subjects_;
    Accounts* accounts_;
    World world_;
    std::vector<Licence> licences_;  ///< of the subjects with the same indices
    std::size_t at_ = 0;
};

/// An address as a word of the ABI.
inline AbiValue abi(const address& who)
{
    return AbiValue::of(to_uint256(who));
}
}  // namespace byline::tools::testing

#include "tools/bylinec/testing/scene.hpp"

#include "compiler/compile.hpp"
#include "compiler/sema/bucket.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/abi.hpp"
#include "tools/bylinec/testing/accounts.hpp"
#include "tools/bylinec/testing/epoch_book.hpp"
#include "tools/bylinec/testing/token.hpp"
#include "tools/bylinec/testing/world.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes.hpp"
#include "vm/primitives/keccak.hpp"
#include "vm/primitives/opcodes.hpp"
#include "vm/primitives/uint256.hpp"
#include "vm/state/log.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace byline::tools::testing
{
using compiler::ExternalFunction;
using compiler::FunctionKind;

namespace
{
/// Who signs for others and who only asks: no account has these addresses.
constexpr address signer_of_licences{{0x51, 0x67}};
constexpr address onlooker{{0x10, 0x0c}};

/// Code for a party that must itself be a licence (rule M5): takes money, and says that it does.
Bytes some_licence()
{
    return {OP_PUSH0 + 1, 1, OP_PUSH0, OP_MSTORE, OP_PUSH0 + 1, 32, OP_PUSH0, OP_RETURN};
}

std::vector<AbiValue> abi_words(const std::vector<uint256>& words)
{
    std::vector<AbiValue> values;
    for (const uint256& word : words)
        values.push_back(AbiValue::of(word));
    return values;
}

uint256 topic(std::string_view signature)
{
    return to_uint256(keccak256(signature));
}
}  // namespace

Subject::Subject(const compiler::syntax::File& of, const compiler::LicenceOutput& output)
    : file{of}, artifact{output.artifact}, compiled{output.compiled}, licence{compiled.licence}
{
    if (licence.currency.is_token())
        token_code = testing::token_code(licence.currency.decimals);
}

Subjects subjects_of(const compiler::Compilation& compilation)
{
    Subjects subjects;
    for (const compiler::LicenceOutput& output : compilation.licences)
        subjects.emplace_back(compilation.file, output);
    return subjects;
}

Scene::Scene(const Subjects& subjects, Accounts& accounts)
    : subjects_{&subjects}, accounts_{&accounts}, licences_(subjects.size())
{}

Scene::Scene(const Scene& from, World world)
    : subjects_{from.subjects_},
      accounts_{from.accounts_},
      world_{std::move(world)},
      licences_{from.licences_},
      at_{from.at_}
{}

Scene Scene::fork() const
{
    return Scene{*this, world_.fork()};
}

Scene Scene::of(std::size_t licence) const
{
    Scene scene = fork();
    scene.look_at(licence);
    return scene;
}

std::optional<std::size_t> Scene::licence_named(std::string_view name) const
{
    for (std::size_t i = 0; i < subjects_->size(); ++i)
    {
        if ((*subjects_)[i].licence.name == name)
            return i;
    }
    return std::nullopt;
}

std::vector<std::size_t> Scene::signed_licences() const
{
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < licences_.size(); ++i)
    {
        if (licences_[i].is_signed)
            result.push_back(i);
    }
    return result;
}

std::optional<std::size_t> Scene::licence_at(const address& who) const
{
    for (std::size_t i = 0; i < licences_.size(); ++i)
    {
        if (licences_[i].is_signed && licences_[i].contract == who)
            return i;
    }
    return std::nullopt;
}

Outcome Scene::sign(const std::vector<address>& parties)
{
    if (const auto& token = subject().licence.currency.token)
        world_.state().set_code(*token, subject().token_code);
    Bytes code = subject().artifact.creation_code;
    std::vector<uint256> words;
    for (std::size_t i = 0; i < parties.size(); ++i)
    {
        know(parties[i]);
        words.push_back(to_uint256(parties[i]));
        if (subject().licence.parties[i].is_licence && !world_.has_code(parties[i]))
            world_.state().set_code(parties[i], some_licence());
    }
    const Bytes arguments = encode_words(words);
    code.insert(code.end(), arguments.begin(), arguments.end());
    Outcome outcome = world_.send(signer_of_licences, std::nullopt, std::move(code));
    one().is_signed = outcome.is_done() && outcome.created;
    if (one().is_signed)
        one().contract = *outcome.created;
    return outcome;
}

void Scene::know(const address& who)
{
    if (!who.is_zero() && who != contract())
        one().known.insert(who);
}

/// Whoever is named may be owed money from now on.
void Scene::know_accounts_in(const std::vector<AbiValue>& values)  // NOLINT(misc-no-recursion)
{
    for (const AbiValue& value : values)
    {
        const address who = to_address(value.word);
        if (to_uint256(who) == value.word && (accounts_->number_of(who) || licence_at(who)))
            know(who);
        know_accounts_in(value.items);
    }
}

/// Gives the caller the tokens that it pays with, and allows the licence to take them.
void Scene::approve(const LicenceCall& call)
{
    const address& token = *subject().licence.currency.token;
    const uint256 has = money_of(call.from);
    // What another licence has is its payees': it is given what it pays.
    if (const auto licence = licence_at(call.from))
    {
        world_.state().set_storage(token, to_uint256(call.from), has + call.paying);
        Ledger& ledger = licences_[*licence].ledger;
        ledger.in = ledger.in + call.paying;
    }
    else if (has < call.paying)
        world_.state().set_storage(token, to_uint256(call.from), call.paying);
    world_.state().set_storage(token, allowance_slot(call.from, contract()), call.paying);
}

Outcome Scene::send(const LicenceCall& call)
{
    const auto& token = subject().licence.currency.token;
    if (token)
        approve(call);
    if (call.function == nullptr && token)
        return world_.send(call.from, *token,
            call_data("transfer(address,uint256)", {abi(contract()), AbiValue::of(call.paying)}));
    Bytes data;
    if (call.function != nullptr)
        data = call_data(signature_of(*call.function), call.arguments);
    Outcome outcome =
        world_.send(call.from, contract(), std::move(data), token ? uint256{} : call.paying);
    if (token)
        world_.state().set_storage(*token, allowance_slot(call.from, contract()), 0);
    return outcome;
}

Outcome Scene::call(const LicenceCall& call)
{
    know(call.from);
    know_accounts_in(call.arguments);
    for (const Leaf& leaf : call.leaves)
        know(leaf.account);
    const std::vector<uint256> before = all_held();
    Outcome outcome = send(call);
    if (outcome.is_done())
        keep_books(call, outcome, before);
    return outcome;
}

std::vector<uint256> Scene::all_held() const
{
    std::vector<uint256> result;
    for (const Licence& licence : licences_)
        result.push_back(licence.is_signed ? money_of(licence.contract) : uint256{});
    return result;
}

void Scene::keep_books(
    const LicenceCall& call, const Outcome& outcome, const std::vector<uint256>& before)
{
    if (call.function != nullptr)
        one().gas[call.function->name] = outcome.gas;
    for (const vm::Log& log : outcome.logs)
    {
        for (Licence& licence : licences_)
            note(licence, call, log);
    }
    for (ClosedEpoch& epoch : one().epochs)
    {
        if (call.function != nullptr && call.function->kind == FunctionKind::epochs_sweep &&
            call.arguments.front().word == uint256{epoch.epoch})
            epoch.is_swept = true;
    }
    if (subject().licence.currency.is_token())
        return;
    const std::vector<uint256> after = all_held();
    for (std::size_t i = 0; i < licences_.size(); ++i)
    {
        // The one that is called gets what comes with the call; others only what is sent on.
        Ledger& ledger = licences_[i].ledger;
        const uint256 brought = i == at_ ? call.paying : after[i] - std::min(before[i], after[i]);
        ledger.in = ledger.in + brought;
        ledger.out = ledger.out + (before[i] + brought - after[i]);
    }
}

void Scene::note(Licence& licence, const LicenceCall& call, const vm::Log& log) const
{
    static const uint256 transfer = topic("Transfer(address,address,uint256)");
    static const uint256 claimed = topic("Claimed(address,uint256)");
    static const uint256 reported = topic("Reported(uint64,bytes32,uint64,uint256,uint64)");
    if (log.topics.empty() || !licence.is_signed)
        return;
    const uint256 event = to_uint256(log.topics.front());
    const std::vector<uint256> words = words_of(log.data);
    const auto& token = subject().licence.currency.token;
    if (token && log.addr == *token && event == transfer)
    {
        const uint256 self = to_uint256(licence.contract);
        if (to_uint256(log.topics[2]) == self)
            licence.ledger.in = licence.ledger.in + words[0];
        if (to_uint256(log.topics[1]) == self)
            licence.ledger.out = licence.ledger.out + words[0];
    }
    if (log.addr != licence.contract)
        return;
    if (event == claimed)
        licence.ledger.claimed = licence.ledger.claimed + words[0];
    if (event != reported)
        return;
    const ClosedEpoch epoch{.epoch = to_uint256(log.topics[1]).words[0],
        .leaves = call.leaves,
        .root = to_bytes32(words[0]),
        .total = words[1].words[0],
        .pot = words[2],
        .closed_at = words[3].words[0]};
    licence.epochs.push_back(epoch);
}

std::optional<std::vector<uint256>> Scene::ask(
    const ExternalFunction& function, const std::vector<uint256>& arguments) const
{
    const Outcome outcome =
        world_.look(onlooker, contract(), call_data(signature_of(function), abi_words(arguments)));
    if (!outcome.is_done())
        return std::nullopt;
    return words_of(outcome.output);
}

std::optional<uint256> Scene::word(
    FunctionKind kind, std::size_t index, const std::vector<uint256>& arguments) const
{
    const ExternalFunction* function = find(kind, index);
    const auto words = function == nullptr ? std::nullopt : ask(*function, arguments);
    if (!words || words->empty())
        return std::nullopt;
    return words->front();
}

const ExternalFunction* Scene::find(FunctionKind kind, std::size_t index) const
{
    const auto& functions = subject().compiled.interface.functions;
    const auto found = std::ranges::find_if(functions, [&](const ExternalFunction& function) {
        return function.kind == kind && function.index == index;
    });
    return found == functions.end() ? nullptr : &*found;
}

const ExternalFunction* Scene::find(std::string_view name) const
{
    const auto& functions = subject().compiled.interface.functions;
    const auto found = std::ranges::find(functions, name, &ExternalFunction::name);
    return found == functions.end() ? nullptr : &*found;
}

uint256 Scene::money_of(const address& who) const
{
    const auto& token = subject().licence.currency.token;
    return token ? world_.state().storage(*token, to_uint256(who)) : world_.balance(who);
}

std::optional<std::size_t> Scene::epochs_bucket() const
{
    const auto& buckets = subject().licence.buckets;
    for (std::size_t i = 0; i < buckets.size(); ++i)
    {
        if (std::holds_alternative<compiler::EpochsRule>(buckets[i].rule))
            return i;
    }
    return std::nullopt;
}

uint256 Scene::slot(std::size_t number) const
{
    return world_.state().storage(contract(), number);
}

std::uint64_t Scene::open_epoch() const
{
    const auto bucket = epochs_bucket();
    return bucket ? slot(subject().compiled.storage.buckets[*bucket].slot).words[0] : 0;
}

uint256 Scene::epochs_money() const
{
    const auto bucket = epochs_bucket();
    if (!bucket)
        return {};
    const uint256 state = slot(subject().compiled.storage.buckets[*bucket].slot);
    return open_pot() + uint256{0, 0, state.words[2], state.words[1]};
}

uint256 Scene::open_pot() const
{
    const auto bucket = epochs_bucket();
    if (!bucket)
        return {};
    const auto& plan = subject().compiled.storage;
    if (const auto& counter = plan.receipts[subject().licence.buckets[*bucket].group])
        return slot(counter->slot);
    const uint256 state = slot(plan.buckets[*bucket].slot);
    const uint256 others = plan.held ? slot(*plan.held) : uint256{};
    return held() - others - uint256{0, 0, state.words[2], state.words[1]};
}

std::vector<AbiValue> Scene::claim_of(const ClosedEpoch& epoch, std::size_t leaf)
{
    std::vector<AbiValue> arguments =
        abi_words({epoch.epoch, to_uint256(epoch.leaves[leaf].account), epoch.leaves[leaf].weight,
            leaf, to_uint256(epoch.root), epoch.total, epoch.pot, epoch.closed_at});
    arguments.push_back(AbiValue::list(abi_words(SumTree{epoch.leaves}.proof(leaf))));
    return arguments;
}

std::vector<AbiValue> Scene::sweep_of(const ClosedEpoch& epoch)
{
    return abi_words(
        {epoch.epoch, to_uint256(epoch.root), epoch.total, epoch.pot, epoch.closed_at});
}

std::optional<std::uint64_t> Scene::gas_of(std::string_view function) const
{
    const auto found = one().gas.find(function);
    return found == one().gas.end() ? std::nullopt : std::optional{found->second};
}
}  // namespace byline::tools::testing

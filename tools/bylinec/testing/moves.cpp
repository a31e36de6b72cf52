#include "tools/bylinec/testing/moves.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/statement.hpp"
#include "compiler/sema/type.hpp"
#include "tools/bylinec/testing/abi.hpp"
#include "tools/bylinec/testing/epoch_book.hpp"
#include "tools/bylinec/testing/failure_words.hpp"
#include "tools/bylinec/testing/random.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/signing.hpp"
#include "tools/bylinec/testing/world.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace byline::tools::testing
{
using compiler::ExternalFunction;
using compiler::FunctionKind;
using compiler::ParameterKind;
using compiler::ScalarKind;
using compiler::ScalarType;

namespace
{
/// No payment is larger: all ether there is stays below 2^87, and claims of splits count to 2^85.
constexpr unsigned payment_bits = 80;

/// Behind the parties: who only uses what is licensed.
constexpr std::uint64_t users = 4;

std::string amount_text(const compiler::Licence& licence, const uint256& units)
{
    if (!licence.currency.is_token())
        return to_decimal(units) + " wei";
    return compiler::amount_in_words(units, licence.currency);
}

std::string account_text(const Scene& scene, const address& who)
{
    const auto number = scene.accounts().number_of(who);
    if (number)
        return "#" + std::to_string(*number);
    const auto licence = scene.licence_at(who);
    return licence ? scene.subjects()[*licence].licence.name : to_checksum_hex(who);
}

/// How often a function is drawn: acts are what a licence is for; some things end the game.
std::size_t weight_of(const ExternalFunction& function)
{
    switch (function.kind)
    {
        case FunctionKind::act:
            return 12;
        case FunctionKind::tab_fund:
        case FunctionKind::claim:
        case FunctionKind::epochs_claim:
            return 4;
        case FunctionKind::announce:
        case FunctionKind::pause:
        case FunctionKind::assign:
            return 1;
        default:
            return 2;
    }
}
}  // namespace

Moves::Moves(const Subject& subject, std::string of, Random& random)
    : subject_{subject}, licence_{subject.licence}, of_{std::move(of)}, random_{random}
{
    for (const ExternalFunction& function : subject.compiled.interface.functions)
    {
        // A permit changes who approves, and nothing else.
        if (function.is_view || function.kind == FunctionKind::act_with_permit)
            continue;
        functions_.insert(functions_.end(), weight_of(function), &function);
    }
}

std::optional<Move> Moves::draw(const Scene& scene)
{
    constexpr std::uint64_t waits = 6;
    // Where there is nothing to call, money comes in by itself.
    const std::uint64_t transfers = licence_.acts.empty() ? 2 : 12;
    if (random_.once_in(waits))
        return wait();
    if (compiler::default_bucket(licence_) != nullptr && random_.once_in(transfers))
        return transfer(scene);
    return function(scene, *random_.of(functions_));
}

Move Moves::wait()
{
    static const std::vector<std::uint64_t> times{
        1, 60, 3'600, 86'400, 7 * 86'400, 30 * 86'400, 31 * 86'400, 180 * 86'400, 365 * 86'400};
    Move move;
    move.wait = random_.of(times) + (random_.once_in(2) ? random_.below(100) : 0);
    move.text = "wait " + std::to_string(move.wait) + " seconds";
    return move;
}

std::optional<Move> Moves::transfer(const Scene& scene)
{
    Move move;
    move.call.from = somebody(scene);
    move.call.paying = payment();
    move.text = "as " + account_text(scene, move.call.from) + " " + of_ + "transfer() paying " +
                amount_text(licence_, move.call.paying);
    return move;
}

uint256 Moves::payment()
{
    return random_.within({1, uint256{1} << payment_bits});
}

address Moves::somebody(const Scene& scene)
{
    // Those who are known, so that what one act gives another takes.
    const std::uint64_t number = random_.below(licence_.parties.size() + users);
    if (random_.once_in(2) || scene.known().empty())
        return scene.accounts()[number + 1];
    auto who = scene.known().begin();
    std::advance(who, static_cast<std::ptrdiff_t>(random_.below(scene.known().size())));
    return *who;
}

/// Mostly somebody who may.
address Moves::caller(const Scene& scene, const ExternalFunction& function)
{
    constexpr std::uint64_t strangers = 5;
    if (random_.once_in(strangers))
        return somebody(scene);
    std::vector<std::size_t> actors;
    if (function.kind == FunctionKind::act)
        actors = licence_.acts[function.index].by;
    else if (function.kind == FunctionKind::pause || function.kind == FunctionKind::resume)
        actors = {licence_.pause->by};
    else if (function.kind == FunctionKind::announce)
        actors = {*licence_.upgrade->by};
    if (actors.empty())
        return somebody(scene);
    const std::size_t party = licence_.actors[random_.of(actors)].party;
    return to_address(scene.word(FunctionKind::party_getter, party).value_or(uint256{}));
}

std::optional<Move> Moves::function(const Scene& scene, const ExternalFunction& function)
{
    Move move;
    move.call.function = &function;
    move.call.from = caller(scene, function);
    bool is_made = true;
    switch (function.kind)
    {
        case FunctionKind::act:
            is_made = act(scene, function.index, move);
            break;
        case FunctionKind::epochs_report:
            is_made = report(scene, move);
            break;
        case FunctionKind::epochs_claim:
            is_made = epoch_claim(scene, move);
            break;
        case FunctionKind::epochs_sweep:
            is_made = epoch_sweep(scene, move);
            break;
        case FunctionKind::tab_fund:
            move.call.paying = payment();
            if (!function.inputs.empty())
                move.call.arguments.push_back(AbiValue::of(move.call.paying));
            break;
        default:
            scalars(scene, move);
    }
    if (!is_made)
        return std::nullopt;
    move.text = "as " + account_text(scene, move.call.from) + " " + of_ + function.name + "(" +
                move.text + ")";
    if (!move.call.paying.is_zero())
        move.text += " paying " + amount_text(licence_, move.call.paying);
    if (move.is_forged)
        move.text += "  // with a signature of somebody else";
    return move;
}

/// The word of a scalar, and how a test writes it.
uint256 Moves::scalar(const Scene& scene, const ScalarType& type, std::string& text)
{
    text += text.empty() ? "" : ", ";
    if (type.kind == ScalarKind::account)
    {
        const address who = somebody(scene);
        text += account_text(scene, who);
        return to_uint256(who);
    }
    if (type.kind == ScalarKind::hash)
    {
        text += "terms.hash";
        return to_uint256(subject_.artifact.terms_hash);
    }
    const uint256 word =
        type.kind == ScalarKind::number
            ? random_.within(type.range)
            : uint256{
                  random_.below(type.kind == ScalarKind::flag ? 2 : type.range.high->words[0] + 1)};
    if (type.is_money())
        text += amount_text(licence_, word);
    else if (type.kind == ScalarKind::number)
        text += to_decimal(word) + (type.dimension.time == 1 ? " seconds" : "");
    else
        text += compiler::constant_text(licence_, type, word);
    return word;
}

void Moves::scalars(const Scene& scene, Move& move)
{
    for (const compiler::AbiParameter& input : move.call.function->inputs)
    {
        const ScalarType type =
            input.type == "address" ? compiler::account_type() : compiler::count_type();
        move.call.arguments.push_back(AbiValue::of(scalar(scene, type, move.text)));
    }
}

bool Moves::act(const Scene& scene, std::size_t index, Move& move)
{
    const compiler::Act& what = licence_.acts[index];
    for (std::size_t i = 0; i < what.parameters.size(); ++i)
    {
        if (!what.parameters[i].is_list)
        {
            if (!entry(scene, index, i, move, move.call.arguments))
                return false;
            continue;
        }
        constexpr std::uint64_t longest = 4;
        const std::uint64_t most = std::min(what.parameters[i].max_length, longest);
        std::vector<AbiValue> items;
        Move inner = move;
        inner.text.clear();
        for (std::uint64_t n = random_.below(most) + 1; n > 0; --n)
        {
            if (!entry(scene, index, i, inner, items))
                return false;
        }
        move.text += (move.text.empty() ? "" : ", ") +
                     (items.size() == 1 ? inner.text : "(" + inner.text + ")");
        move.is_forged = inner.is_forged;
        move.call.arguments.push_back(AbiValue::list(std::move(items)));
    }
    return !what.takes || price(scene, move);
}

bool Moves::entry(const Scene& scene, std::size_t act, std::size_t parameter, Move& move,
    std::vector<AbiValue>& into)
{
    const compiler::Parameter& what = licence_.acts[act].parameters[parameter];
    if (what.kind != ParameterKind::scalar)
        return message(scene, act, parameter, move, into);
    into.push_back(AbiValue::of(scalar(scene, what.type, move.text)));
    return true;
}

bool Moves::message(const Scene& scene, std::size_t act, std::size_t parameter, Move& move,
    std::vector<AbiValue>& into)
{
    const compiler::Parameter& what = licence_.acts[act].parameters[parameter];
    const compiler::Message& message = licence_.messages[what.message];
    std::vector<uint256> fields;
    std::vector<AbiValue> words;
    std::string text;
    for (const compiler::ScalarField& field : message.fields)
    {
        fields.push_back(scalar(scene, field.type, text));
        words.push_back(AbiValue::of(fields.back()));
    }
    move.text += (move.text.empty() ? "" : ", ") + message.name + "(" + text + ")";
    if (what.kind == ParameterKind::message)
    {
        into.push_back(AbiValue::tuple(std::move(words)));
        return true;
    }
    const auto signer = signer_of(scene, licence_.acts[act], parameter, fields, move.call.from);
    if (!signer)
        return false;
    constexpr std::uint64_t forgeries = 8;
    const bool is_forged = random_.once_in(forgeries);
    move.is_forged = move.is_forged || is_forged;
    into.push_back(
        signed_entry(scene, what.message, fields, is_forged ? somebody(scene) : *signer));
    return true;
}

bool Moves::price(const Scene& scene, Move& move)
{
    const compiler::Takes& takes = *licence_.acts[move.call.function->index].takes;
    if (licence_.currency.is_token())
        return token_price(scene, move);
    if (!takes.price)
    {
        move.call.paying = payment();
        return true;
    }
    Scene copy = scene.fork();
    const Outcome outcome = copy.call(move.call);
    if (error_name(subject_, outcome) != "WrongPayment")
        return true;
    constexpr std::size_t selector_size = 4;
    move.call.paying = words_of(BytesView{outcome.output}.subspan(selector_size)).front();
    return move.call.paying.bit_width() <= payment_bits;
}

/// What is taken of more than anything costs.
bool Moves::token_price(const Scene& scene, Move& move)
{
    Scene copy = scene.fork();
    LicenceCall call = move.call;
    call.paying = uint256{1} << 127;
    if (!copy.call(call).is_done())
        return true;
    move.call.paying = copy.ledger().in - scene.ledger().in;
    return move.call.paying.bit_width() <= payment_bits;
}

bool Moves::report(const Scene& scene, Move& move)
{
    Report report;
    for (std::uint64_t n = random_.below(5) + 1; n > 0; --n)
    {
        report.leaves.push_back(
            {somebody(scene), random_.within({0, uint256{1'000'000}}).words[0]});
        move.text += (move.text.empty() ? "(" : ", (") +
                     account_text(scene, report.leaves.back().account) + ", " +
                     std::to_string(report.leaves.back().weight) + ")";
    }
    report.fields = report_fields(scene, report.leaves);
    report.signer = reporter(scene);
    move.call.arguments = report_arguments(scene, report);
    move.call.leaves = report.leaves;
    return true;
}

bool Moves::epoch_claim(const Scene& scene, Move& move)
{
    if (scene.epochs().empty())
        return false;
    const ClosedEpoch& epoch = random_.of(scene.epochs());
    if (epoch.leaves.empty())
        return false;
    const std::size_t leaf = random_.below(epoch.leaves.size());
    move.call.arguments = Scene::claim_of(epoch, leaf);
    move.text =
        std::to_string(epoch.epoch) + ", " + account_text(scene, epoch.leaves[leaf].account);
    return true;
}

bool Moves::epoch_sweep(const Scene& scene, Move& move)
{
    if (scene.epochs().empty())
        return false;
    const ClosedEpoch& epoch = random_.of(scene.epochs());
    move.call.arguments = Scene::sweep_of(epoch);
    move.text = std::to_string(epoch.epoch);
    return true;
}
}  // namespace byline::tools::testing

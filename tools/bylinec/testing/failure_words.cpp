#include "tools/bylinec/testing/failure_words.hpp"

#include "compiler/artifact/words.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/type.hpp"
#include "tools/bylinec/testing/abi.hpp"
#include "tools/bylinec/testing/scene.hpp"
#include "tools/bylinec/testing/value.hpp"
#include "tools/bylinec/testing/world.hpp"
#include "vm/evm/evm.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::tools::testing
{
using compiler::AbiError;
using compiler::AbiParameter;

namespace
{
constexpr std::size_t selector_size = 4;

const AbiError* find_error(const Subject& subject, const Outcome& outcome)
{
    if (outcome.output.size() < selector_size)
        return nullptr;
    std::uint32_t selector = 0;
    for (std::size_t i = 0; i < selector_size; ++i)
        selector = (selector << 8) | outcome.output[i];
    for (const AbiError& error : subject.compiled.interface.errors)
    {
        if (compiler::selector_of(signature_of(error)) == selector)
            return &error;
    }
    return nullptr;
}

/// The type that a word of an error has: the licence's own word for it, or what the generated ones
/// mean.
compiler::ScalarType type_in(
    const Subject& subject, const AbiError& error, const AbiParameter& parameter, std::size_t index)
{
    for (const compiler::Declared& own : subject.licence.errors)
    {
        if (own.name == error.name && index < own.fields.size())
            return own.fields[index].type;
    }
    constexpr std::array counts{std::string_view{"clause"}, std::string_view{"index"}};
    if (parameter.type == "address")
        return compiler::account_type();
    if (parameter.type == "uint256" && std::ranges::find(counts, parameter.name) == counts.end())
        return compiler::money_type();
    if (error.name == "TooEarly" || error.name == "Paused")
        return compiler::time_type();
    return compiler::count_type();
}

/// A moment by its distance from now: seconds since 1970 tell nobody anything.
std::string moment(const Scene& scene, const uint256& at)
{
    const std::uint64_t now = scene.world().now();
    if (!at.fits_uint64() || at.words[0] == 0)
        return to_decimal(at);
    const std::uint64_t then = at.words[0];
    if (then == now)
        return "now";
    const std::string distance = compiler::duration_in_words(then > now ? then - now : now - then);
    return then > now ? "in " + distance : distance + " ago";
}

std::string argument_in_words(
    const Scene& scene, const AbiError& error, std::size_t index, const uint256& word)
{
    const Subject& subject = scene.subject();
    const AbiParameter& parameter = error.inputs[index];
    const compiler::ScalarType type = type_in(subject, error, parameter, index);
    constexpr std::uint64_t a_year_has = 31'536'000;
    std::string text;
    // Durations and moments are of one type; what lies decades after 1970 is a moment.
    if (type.dimension.time == 1 && word > uint256{20 * a_year_has})
        text = moment(scene, word);
    else if (const auto value = value_of(type, word, {}))
        text = in_words(scene, *value);
    else
        text = to_decimal(word);
    return parameter.name.empty() ? text : parameter.name + " " + text;
}
}  // namespace

bool is_bare(const Outcome& outcome) noexcept
{
    return outcome.status == vm::Status::revert && outcome.output.empty();
}

std::string error_name(const Subject& subject, const Outcome& outcome)
{
    if (outcome.status != vm::Status::revert)
        return {};
    const AbiError* error = find_error(subject, outcome);
    return error == nullptr ? std::string{} : error->name;
}

std::string failure_in_words(const Scene& scene, const Outcome& outcome)
{
    if (outcome.status != vm::Status::revert)
        return std::string{to_string(outcome.status)};
    if (is_bare(outcome))
        return "it reverted without a word";
    const AbiError* error = find_error(scene.subject(), outcome);
    if (error == nullptr)
        return "it reverted with an error that the licence does not name";
    const std::vector<uint256> words = words_of(BytesView{outcome.output}.subspan(selector_size));
    std::string arguments;
    for (std::size_t i = 0; i < error->inputs.size() && i < words.size(); ++i)
        arguments +=
            (arguments.empty() ? "" : ", ") + argument_in_words(scene, *error, i, words[i]);
    return error->name + "(" + arguments + ")";
}
}  // namespace byline::tools::testing

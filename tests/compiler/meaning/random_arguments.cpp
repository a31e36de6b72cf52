#include "tests/compiler/meaning/random_arguments.hpp"

#include <algorithm>
#include <utility>

namespace byline::testing
{
using namespace compiler;  // NOLINT(google-build-using-namespace): the typed tree's names

namespace
{
constexpr std::size_t customers = 3;
/// How a wallet's signatures begin, four times.
constexpr std::uint8_t wallet_mark = 0x77;

/// As the ABI wants them: lists behind the rest.
std::vector<Integer> words_of(const std::vector<Parameter>& parameters,
    const std::vector<ModelArgument>& arguments, const std::vector<Integer>& more)
{
    std::size_t heads = more.size();
    for (std::size_t i = 0; i < parameters.size(); ++i)
        heads += parameters[i].is_list ? 1 : arguments[i].entries.front().size();
    std::vector<Integer> head;
    std::vector<Integer> tail;
    for (std::size_t i = 0; i < parameters.size(); ++i)
    {
        std::vector<Integer>& into = parameters[i].is_list ? tail : head;
        if (parameters[i].is_list)
        {
            head.emplace_back(32 * (heads + tail.size()));
            tail.emplace_back(arguments[i].entries.size());
        }
        for (const std::vector<Integer>& words : arguments[i].entries)
            into.insert(into.end(), words.begin(), words.end());
    }
    head.insert(head.end(), more.begin(), more.end());
    head.insert(head.end(), tail.begin(), tail.end());
    return head;
}

std::string type_of(const Message& message)
{
    std::string fields;
    for (const ScalarField& field : message.fields)
        fields += (fields.empty() ? "" : ",") + std::string{to_string(abi_type_of(field.type))} +
                  " " + field.name;
    return message.name + "(" + fields + ")";
}

std::vector<uint256> words(const std::vector<Integer>& values)
{
    std::vector<uint256> result;
    for (const Integer& value : values)
        result.push_back(word_of(value));
    return result;
}
}  // namespace

std::vector<Signer> people_with_keys(std::size_t parties)
{
    std::vector<Signer> people;
    for (std::size_t i = 0; i < parties + customers; ++i)
        people.push_back(signer(static_cast<std::uint8_t>(i + 1)));
    return people;
}

Bytecode wallet_code()
{
    constexpr std::uint64_t signature_at = 4 + 3 * 32;
    Bytecode code;
    branch(code,
        apply(OP_EQ, {push(0x01010101 * std::uint64_t{wallet_mark}),
                         apply(OP_SHR, {push(224), push(signature_at) + OP_CALLDATALOAD})}),
        mstore(0, push(uint256{0x1626ba7e} << 224)) + give_back(0, 32));
    return code + OP_STOP;
}

Integer RandomArguments::number(const ScalarType& type)
{
    const Integer low = integer(type.range.low);
    const Integer high = integer(type.range.high.value_or(max_uint256));
    const bool is_time = type.dimension.time == 1;
    const bool is_points = type.dimension.units.contains("point");
    const std::uint64_t choice = choices_.below(100);
    if (choice < 3 && high != integer(max_uint256))
        return high + 1;
    if (choice < 5 && low > 0)
        return low - 1;
    if (choice < 14 && !is_points)
        return high - choices_.below(2);
    if (choice < 17)
        return low;
    if (is_time && choice < 60)
        return Integer{now_ + choices_.below(5)} - 2;
    if (type.is_money() && choice < 70)
        return Integer{1} << static_cast<unsigned>(
                   choices_.below(licence_.currency.is_token() ? 120 : 62));
    const Integer value = choice < 60 ? Integer{choices_.below(10)} : Integer{choices_.below(300)};
    return std::clamp(value, low, high);
}

Integer RandomArguments::scalar(const ScalarType& type)
{
    switch (type.kind)
    {
        case ScalarKind::number:
            return number(type);
        case ScalarKind::account:
            if (choices_.chance(2))
                return Integer{1} << 160;
            if (choices_.chance(2))
                return integer(to_uint256(contract_));
            return choices_.chance(3) ? Integer{}
                                      : integer(to_uint256(choices_.one_of(people_).account));
        case ScalarKind::hash:
            return choices_.chance(60) ? terms_hash_ : Integer{choices_.below(3)};
        default:
            break;
    }
    return choices_.below(integer(type.range.high.value_or(0)).convert_to<std::uint64_t>() + 1 +
                          (choices_.chance(3) ? 1 : 0));
}

std::vector<Integer> RandomArguments::entry(const Parameter& parameter)
{
    if (parameter.kind == ParameterKind::scalar)
        return {scalar(parameter.type)};
    std::vector<Integer> words;
    for (const ScalarField& field : licence_.messages[parameter.message].fields)
        words.push_back(scalar(field.type));
    return words;
}

std::vector<Integer> RandomArguments::fields(const Message& message)
{
    std::vector<Integer> words;
    for (const ScalarField& field : message.fields)
    {
        Integer word = scalar(field.type);
        if (word < integer(field.type.range.low) ||
            word > integer(field.type.range.high.value_or(max_uint256)))
            word = integer(field.type.range.low);
        words.push_back(word);
    }
    return words;
}

std::vector<ModelArgument> RandomArguments::arguments(
    const std::vector<Parameter>& parameters, std::uint64_t now)
{
    now_ = now;
    std::vector<ModelArgument> result;
    for (const Parameter& parameter : parameters)
    {
        ModelArgument argument;
        const std::uint64_t most = parameter.max_length + (choices_.chance(3) ? 2 : 1);
        const std::uint64_t length = parameter.is_list ? choices_.below(most) : 1;
        for (std::uint64_t i = 0; i < length; ++i)
        {
            argument.entries.push_back(entry(parameter));
            if (parameter.kind == ParameterKind::signed_message)
                sign_entry(argument);
        }
        result.push_back(std::move(argument));
    }
    return result;
}

void RandomArguments::sign_entry(ModelArgument& argument)
{
    const std::vector<Integer>& fields = argument.entries.back();
    Integer who = integer(to_uint256(choices_.one_of(people_).account));
    // Who is spoken of, mostly; somebody with a key, in any case.
    for (const Signer& person : people_)
        if (choices_.chance(90) && integer(to_uint256(person.account)) == fields.front())
            who = fields.front();
    argument.signers.push_back(choices_.chance(10) ? Integer{} : who);
}

Bytes RandomArguments::signature(
    const Message& message, const std::vector<Integer>& fields, const Integer& signer)
{
    if (signer == wallet_ && signer != 0)
    {
        Bytes said(4, wallet_mark);
        said.resize(4 + choices_.below(100), 0xb1);
        return said;
    }
    const bytes32 hash = typed_hash(licence_.name, contract_, type_of(message), words(fields));
    for (const Signer& person : people_)
        if (integer(to_uint256(person.account)) == signer)
            return sign(person, hash);
    Bytes wrong = sign(people_[choices_.below(people_.size() - 1)], hash);
    switch (choices_.below(4))
    {
        case 0:
            wrong.pop_back();
            break;
        case 1:
            wrong.clear();
            break;
        case 2:
            wrong.back() = static_cast<std::uint8_t>(wrong.back() - 27);
            break;
        default:
            wrong.front() = static_cast<std::uint8_t>(wrong.front() ^ 1U);
            break;
    }
    return wrong;
}

Bytes RandomArguments::data(const ExternalFunction& called,
    const std::vector<Parameter>& parameters, const std::vector<ModelArgument>& arguments,
    const std::vector<Integer>& more)
{
    const std::string signature_text = signature_of(called);
    const bool is_signed =
        !parameters.empty() && parameters.front().kind == ParameterKind::signed_message;
    if (!is_signed)
    {
        Bytes data = selector(signature_text);
        for (const Integer& word : words_of(parameters, arguments, more))
            append(data, word_of(word));
        return data;
    }
    const Message& message = licence_.messages[parameters.front().message];
    std::vector<SignedMessage> batch;
    for (std::size_t i = 0; i < arguments.front().entries.size(); ++i)
    {
        const std::vector<Integer>& fields = arguments.front().entries[i];
        batch.push_back({words(fields), signature(message, fields, arguments.front().signers[i])});
    }
    return batch_call(signature_text, batch);
}
}  // namespace byline::testing

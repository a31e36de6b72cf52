#include "compiler/artifact/words.hpp"

#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler
{
namespace
{
/// 10^6 wei: below, ETH would be mostly zeros.
const uint256 smallest_in_ether{1'000'000};

std::string decimal_text(const uint256& amount, unsigned decimals)
{
    const DivResult parts = divide(amount, power_of_ten(decimals));
    std::string text = to_decimal(parts.quotient);
    if (parts.remainder.is_zero())
        return text;
    std::string fraction = to_decimal(parts.remainder);
    fraction.insert(0, decimals - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return text + "." + fraction;
}
}  // namespace

std::string amount_in_words(const uint256& amount, const Currency& currency)
{
    if (currency.is_token())
        return decimal_text(amount, currency.decimals) + " " + currency.name;
    if (amount < smallest_in_ether)
        return to_decimal(amount) + " wei";
    return decimal_text(amount, currency.decimals) + " ETH";
}

std::string duration_in_words(std::uint64_t seconds)
{
    struct Unit
    {
        std::uint64_t seconds;
        std::string_view name;
    };

    constexpr std::array units{Unit{std::uint64_t{365} * 86'400, "year"}, Unit{86'400, "day"},
        Unit{3'600, "hour"}, Unit{60, "minute"}, Unit{1, "second"}};
    for (const Unit& unit : units)
    {
        if (seconds % unit.seconds != 0 || (seconds == 0 && unit.seconds != 1))
            continue;
        const std::uint64_t count = seconds / unit.seconds;
        return std::to_string(count) + " " + std::string{unit.name} + (count == 1 ? "" : "s");
    }
    return {};
}

std::string constant_text(const Licence& licence, const ScalarType& type, const uint256& value)
{
    switch (type.kind)
    {
        case ScalarKind::account:
        case ScalarKind::hash: {
            const std::string hex = to_hex(to_bytes32(value));
            return type.kind == ScalarKind::hash ? hex : "0x" + hex.substr(26);
        }
        case ScalarKind::flag:
            return value.is_zero() ? "false" : "true";
        case ScalarKind::enumeration:
            return licence.enumerations[type.enumeration].members[value.words[0]];
        case ScalarKind::number:
            break;
    }
    std::string text = to_decimal(value);
    if (type.dimension.money == 1)
        text = amount_in_words(value, licence.currency);
    else if (type.dimension.time == 1 && value.fits_uint64())
        text = duration_in_words(value.words[0]);
    for (const auto& [unit, power] : type.dimension.units)
        text += (power < 0 ? " per " : " ") + unit + (power > 0 && value != 1 ? "s" : "");
    return text;
}

std::string list_in_words(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}
}  // namespace byline::compiler

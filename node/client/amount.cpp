#include "node/client/amount.hpp"

#include "vm/primitives/hex.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace byline::node
{
namespace
{
constexpr std::size_t ether_decimals = 18;

struct Unit
{
    std::string_view name;
    std::size_t decimals;
};

constexpr std::array units{Unit{"wei", 0}, Unit{"gwei", 9}, Unit{"ether", ether_decimals}};

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

std::unexpected<std::string> bad(std::string_view text, std::string_view what)
{
    return std::unexpected{"'" + std::string{text} + "' " + std::string{what}};
}

/// Digits, a point and more digits, times 10^decimals.
std::expected<uint256, std::string> scale(
    std::string_view text, std::string_view number, std::size_t decimals)
{
    std::string digits;
    std::size_t fraction = 0;
    bool point = false;
    for (std::size_t i = 0; i < number.size(); ++i)
    {
        const char c = number[i];
        if (is_digit(c))
        {
            digits += c;
            fraction += point ? 1 : 0;
        }
        else if (c == '.' && !point)
        {
            point = true;
        }
        else if (c != '_' || i == 0 || !is_digit(number[i - 1]) || i + 1 == number.size())
        {
            return bad(text, "is not a number or an amount such as 0.001ether, 5gwei, 1000");
        }
    }
    if (digits.empty() || (point && fraction == 0))
        return bad(text, "is not a number or an amount such as 0.001ether, 5gwei, 1000");
    if (fraction > decimals)
        return bad(text, decimals == 0
                             ? "has a fraction, but wei are whole; name a unit (ether, gwei)"
                             : "is finer than one wei");
    digits.append(decimals - fraction, '0');
    const auto value = from_decimal(digits);
    if (!value)
        return bad(text, "is not below 2^256");
    return *value;
}
}  // namespace

std::expected<uint256, std::string> parse_amount(std::string_view text)
{
    if (text.starts_with("0x"))
    {
        const auto value = uint256_from_hex(text);
        if (!value || text.size() == 2)
            return bad(text, "is not a hexadecimal number below 2^256");
        return *value;
    }
    const auto* const unit_begin =
        std::ranges::find_if(text, [](char c) { return !is_digit(c) && c != '.' && c != '_'; });
    std::string_view unit{unit_begin, text.end()};
    const std::string_view number{text.begin(), unit_begin};
    while (unit.starts_with(' '))
        unit.remove_prefix(1);
    if (unit.empty())
        return scale(text, number, 0);
    if (unit.starts_with('-'))
        return bad(text, "is negative");
    if (unit.size() > 1 && (unit[0] == 'e' || unit[0] == 'E') && is_digit(unit[1]))
        return bad(text, "has an exponent; write all digits or a unit, as in 1ether, 5gwei");
    const auto* const found = std::ranges::find(units, unit, &Unit::name);
    if (found == units.end())
        return bad(text, "has an unknown unit; use wei, gwei or ether");
    return scale(text, number, found->decimals);
}

std::string format_units(const uint256& amount, unsigned decimals)
{
    std::string digits = to_decimal(amount);
    if (decimals == 0)
        return digits;
    if (digits.size() <= decimals)
        digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, 1, '.');
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.'))
        digits.pop_back();
    return digits;
}

std::string format_ether(const uint256& wei)
{
    return format_units(wei, ether_decimals);
}
}  // namespace byline::node

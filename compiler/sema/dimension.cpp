#include "compiler/sema/dimension.hpp"

#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

namespace byline::compiler
{
namespace
{
std::string plural(const std::string& unit, int power)
{
    std::string text = unit;
    for (int i = 1; i < power; ++i)
        text += " times " + unit;
    return text;
}

std::string joined(const Dimension& dimension, bool above)
{
    std::string text;
    const auto append = [&text](const std::string& part) {
        text += (text.empty() ? "" : " times ") + part;
    };
    const auto wanted = [above](int power) { return above ? power > 0 : power < 0; };
    if (wanted(dimension.money))
        append(plural("money", std::abs(dimension.money)));
    if (wanted(dimension.time))
        append(plural("time", std::abs(dimension.time)));
    for (const auto& [unit, power] : dimension.units)
    {
        if (wanted(power))
            append(plural(above ? unit + "s" : unit, std::abs(power)));
    }
    return text;
}

std::optional<uint256> sum_of(const uint256& a, const uint256& b)
{
    const auto sum = add_with_carry(a, b);
    return sum.carry ? std::nullopt : std::optional{sum.value};
}
}  // namespace

Dimension Dimension::of_unit(const std::string& unit, int power)
{
    Dimension result;
    result.units.emplace(unit, power);
    return result;
}

Dimension Dimension::of_money()
{
    Dimension result;
    result.money = 1;
    return result;
}

Dimension operator*(const Dimension& a, const Dimension& b)
{
    Dimension result = a;
    result.money += b.money;
    result.time += b.time;
    for (const auto& [unit, power] : b.units)
    {
        const int total = result.units[unit] += power;
        if (total == 0)
            result.units.erase(unit);
    }
    return result;
}

Dimension inverse(const Dimension& dimension)
{
    Dimension result{.money = -dimension.money, .time = -dimension.time, .units = {}};
    for (const auto& [unit, power] : dimension.units)
        result.units.emplace(unit, -power);
    return result;
}

std::string in_words(const Dimension& dimension)
{
    if (dimension.is_plain())
        return "a plain number";
    const std::string above = joined(dimension, true);
    const std::string below = joined(dimension, false);
    std::string text = above.empty() ? "a number" : above;
    if (dimension.money == 0 && dimension.time == 0 && !above.empty())
        text = "a number of " + above;
    return below.empty() ? text : text + " per " + below;
}

std::optional<uint256> product_of(const uint256& a, const uint256& b)
{
    const uint512 product = full_mul(a, b);
    if (std::any_of(product.begin() + 4, product.end(), [](auto limb) { return limb != 0; }))
        return std::nullopt;
    return uint256{product[3], product[2], product[1], product[0]};
}

Interval operator+(const Interval& a, const Interval& b)
{
    Interval result;
    if (a.high && b.high)
        result.high = sum_of(*a.high, *b.high);
    // A sum that may wrap can be anything; one that is checked is at least its parts.
    result.low = sum_of(a.low, b.low).value_or(max_uint256);
    return result;
}

Interval operator*(const Interval& a, const Interval& b)
{
    Interval result;
    if (a.high && b.high)
        result.high = product_of(*a.high, *b.high);
    result.low = product_of(a.low, b.low).value_or(max_uint256);
    return result;
}
}  // namespace byline::compiler

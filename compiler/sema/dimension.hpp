#pragma once

#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace byline::compiler
{
/// What a number counts: powers of money, of the declared units and of time. calls * money/call =
/// money.
struct Dimension
{
    int money = 0;
    int time = 0;
    std::map<std::string, int> units;  ///< unit -> power, never 0

    bool operator==(const Dimension&) const = default;

    [[nodiscard]] bool is_plain() const noexcept
    {
        return money == 0 && time == 0 && units.empty();
    }

    [[nodiscard]] bool is_money() const noexcept
    {
        return money == 1 && time == 0 && units.empty();
    }

    static Dimension of_unit(const std::string& unit, int power = 1);
    static Dimension of_money();
};

Dimension operator*(const Dimension& a, const Dimension& b);

/// What "per" makes of it: 1 / dimension.
Dimension inverse(const Dimension& dimension);

/// In words: "money", "a number of calls", "money per call", "a plain number".
std::string in_words(const Dimension& dimension);

/// The values that an integer can have. `high` is absent where it may reach 2^256.
struct Interval
{
    uint256 low;
    std::optional<uint256> high;

    [[nodiscard]] bool bounded() const noexcept { return high.has_value(); }
};

/// The product; nothing from 2^256 on.
std::optional<uint256> product_of(const uint256& a, const uint256& b);

Interval operator+(const Interval& a, const Interval& b);
Interval operator*(const Interval& a, const Interval& b);
}  // namespace byline::compiler

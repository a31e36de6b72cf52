#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline
{
uint256 power(const uint256& base, const uint256& exponent) noexcept
{
    uint256 result{1};
    uint256 square = base;
    const unsigned bits = exponent.bit_width();
    for (unsigned i = 0; i < bits; ++i)
    {
        if (((exponent.words[i / 64] >> (i % 64)) & 1) != 0)
            result *= square;
        square *= square;
    }
    return result;
}

std::string to_decimal(const uint256& value)
{
    if (value.is_zero())
        return "0";
    std::string digits;
    for (uint256 rest = value; !rest.is_zero();)
    {
        const DivResult step = divide(rest, 10);
        digits.push_back(static_cast<char>('0' + step.remainder.words[0]));
        rest = step.quotient;
    }
    std::ranges::reverse(digits);
    return digits;
}

std::optional<uint256> from_decimal(std::string_view digits)
{
    if (digits.empty())
        return std::nullopt;
    uint256 value;
    for (const char c : digits)
    {
        if (c < '0' || c > '9')
            return std::nullopt;
        const uint512 wide = full_mul(value, uint256{10});
        const auto [sum, carry] = add_with_carry(uint256{wide[3], wide[2], wide[1], wide[0]},
            uint256{static_cast<std::uint64_t>(c - '0')});
        if (wide[4] != 0 || carry)
            return std::nullopt;
        value = sum;
    }
    return value;
}
}  // namespace byline

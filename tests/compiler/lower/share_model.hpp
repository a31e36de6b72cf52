#pragma once

#include "tests/stdlib-contracts/licence_world.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace byline::testing
{
/// Exact fractions: what the models of money compute with.
using Fraction = boost::multiprecision::cpp_rational;

inline Fraction fraction(const uint256& value)
{
    return Fraction{boost::multiprecision::cpp_int{to_decimal(value)}};
}

/// The largest whole number that is not above it.
inline uint256 floor_of(const Fraction& value)
{
    const boost::multiprecision::cpp_int whole =
        boost::multiprecision::numerator(value) / boost::multiprecision::denominator(value);
    uint256 result;
    const std::string digits = whole.str();
    for (const char digit : digits)
        result = result * 10 + uint256{static_cast<std::uint64_t>(digit - '0')};
    return result;
}

/// Code that calls a function without arguments of `target`, or of who called, whatever comes of
/// it.
inline Bytes calling(std::string_view signature, std::optional<address> target)
{
    Bytes code{0x63};  // PUSH4
    const Bytes called = selector(signature);
    code.insert(code.end(), called.begin(), called.end());
    // MSTORE at 0; no output, 4 bytes of input from 28, no value
    const Bytes call{0x5f, 0x52, 0x5f, 0x5f, 0x60, 0x04, 0x60, 0x1c, 0x5f};
    code.insert(code.end(), call.begin(), call.end());
    code.push_back(target ? 0x73 : 0x33);  // PUSH20 or CALLER
    if (target)
        code.insert(code.end(), target->bytes.begin(), target->bytes.end());
    const Bytes end{0x5a, 0xf1, 0x00};  // GAS CALL STOP
    code.insert(code.end(), end.begin(), end.end());
    return code;
}
}  // namespace byline::testing

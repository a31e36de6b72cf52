#pragma once

#include "vm/primitives/uint256.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <string>
#include <vector>

namespace byline::testing
{
/// Whole numbers without a limit: what the model of a licence computes with.
using Integer = boost::multiprecision::cpp_int;
/// Fractions without an error.
using Exact = boost::multiprecision::cpp_rational;

Integer integer(const uint256& word);
/// The number is not negative and below 2^256.
uint256 word_of(const Integer& value);
/// The largest whole number that is not above it; it is not negative.
Integer floor_of(const Exact& value);

/// An event: its topics behind the signature, and its words of data.
struct Told
{
    std::string signature;
    std::vector<Integer> indexed;
    std::vector<Integer> words;

    bool operator==(const Told&) const = default;
};

/// What a call comes to. An error is its signature and its arguments; a bare revert has none.
struct Expected
{
    bool success = true;
    std::string error = {};
    std::vector<Integer> arguments = {};
    bool is_any_error = false;  ///< the rules say only that it fails
    std::vector<Told> events = {};
    std::vector<Integer> results = {};
};

/// A failure on its way up, as `Expected` has it.
struct Reverted
{
    std::string error = {};
    std::vector<Integer> arguments = {};
    bool is_any_error = false;
};

/// A number that is no word, or no value of its type: the `else` at hand says what comes of it.
struct OutOfRange
{};

/// Throws it where the value is no amount of money: 2^128 and more (rule M3).
void require_amount(const Integer& value);

/// `else skip`.
struct Skipped
{};
}  // namespace byline::testing

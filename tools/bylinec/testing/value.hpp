#pragma once

#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/type.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/uint256.hpp"

#include <expected>
#include <string>
#include <vector>

namespace byline::tools::testing
{
class Scene;

/// Why a step of a test could not be done or did not hold: what stands after the carets, and what
/// to do.
struct Trouble
{
    compiler::Span span;
    std::string title;
    std::string message;
    std::string hint = {};
};

template <typename T>
using Tried = std::expected<T, Trouble>;

std::unexpected<Trouble> trouble(
    compiler::Span span, std::string title, std::string message, std::string hint = {});

struct Part;

/// What an expression of a test comes to. Numbers are exact fractions: 1/3 is one.
struct Value
{
    compiler::ScalarType type;
    compiler::Rational number;  ///< of a number
    uint256 word;               ///< of anything else that is one word
    std::vector<Part> parts;    ///< of a tuple, a message or a record; else empty
    compiler::Span span;
};

struct Part
{
    std::string name;  ///< empty if it has none
    Value value;
};

/// The value of a word of the machine; nothing for a number from 2^128 on.
Tried<Value> value_of(const compiler::ScalarType& type, const uint256& word, compiler::Span span);
Value account_value(const address& who, compiler::Span span);
Value flag_value(bool flag, compiler::Span span);

/// The word that a parameter of the type takes: of its kind, whole and in its range. A plain number
/// counts whatever is counted, but is no money and no time.
Tried<uint256> word_for(
    const compiler::Licence& licence, const Value& value, const compiler::ScalarType& wanted);

/// An amount of money as it is paid: what is below the smallest unit is left out.
Value settled(Value value);

/// Whether two values can be compared or added.
bool fit_together(const Value& a, const Value& b) noexcept;

/// "56.886 usdc", "2 months", "#1 (vendor)": the value as people write it.
std::string in_words(const Scene& scene, const Value& value);
std::string in_words(const Scene& scene, const address& who);
}  // namespace byline::tools::testing

#pragma once

#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace byline::compiler::syntax
{
/// A name where it was written.
struct Name
{
    std::string text;
    Span span;
};

/// A decimal number as written: digits / 10^scale.
struct Decimal
{
    uint256 digits;
    unsigned scale = 0;
};

using ExpressionId = std::uint32_t;

enum class ExpressionKind : std::uint8_t
{
    number,  ///< `number` [unit] ["per" per]
    name,
    binary,  ///< left `op` right
    broken,  ///< said to be wrong already; nothing more is to be said
};

enum class BinaryOperator : std::uint8_t
{
    add,
    subtract,
    multiply,
};

struct Expression
{
    ExpressionKind kind = ExpressionKind::broken;
    Span span;
    Decimal number = {};
    std::optional<Name> unit = {};
    std::optional<Name> per = {};
    std::string name = {};
    BinaryOperator op = BinaryOperator::add;
    ExpressionId left = 0;
    ExpressionId right = 0;
};

struct Shares;

/// One entry of a split: `payee 50%`, `payee the rest` or `the rest { ... }`.
struct Share
{
    std::optional<Name> payee;       ///< none: the entry is a nested list
    std::optional<Decimal> percent;  ///< none: the rest
    Span value;                      ///< "15%" or "the rest"
    std::vector<Shares> nested;      ///< none or one
};

struct Shares
{
    std::vector<Share> entries;
    Span span;
};

struct Party
{
    Name name;
};

struct Unit
{
    Name name;
};

struct Split
{
    Name name;
    bool is_default = false;
    Shares shares;
};

enum class TypeKind : std::uint8_t
{
    named,
    range,
    broken,
};

struct Type
{
    TypeKind kind = TypeKind::broken;
    Name name;
    Decimal low;
    Decimal high;
    Span span;
};

struct Parameter
{
    Name name;
    Type type;
};

struct Takes
{
    ExpressionId price = 0;
    Name bucket;
    Span span;  ///< the word `takes`
};

struct Act
{
    Name name;
    std::string comment;  ///< the lines of comment directly above it
    std::vector<Parameter> parameters;
    std::vector<Takes> takes;  ///< more than one is an error, but not of the grammar
    Span span;
};

struct Licence
{
    Name name;
    std::string title;
    std::string comment;
    std::vector<Party> parties;
    std::vector<Unit> units;
    std::vector<Split> splits;
    std::vector<Act> acts;
    Span span;
};

/// What one file says. Expressions refer to each other by index.
struct File
{
    std::vector<Licence> licences;
    std::vector<Expression> expressions;
};
}  // namespace byline::compiler::syntax

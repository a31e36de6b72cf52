#pragma once

#include "compiler/sema/rational.hpp"
#include "compiler/sema/type.hpp"
#include "compiler/source/diagnostic.hpp"
#include "vm/primitives/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace byline::compiler
{
using ExpressionId = std::uint32_t;

enum class ExpressionKind : std::uint8_t
{
    constant,   ///< `value`; percentages, table cells of a known row and `let`s of the licence are
                ///< constants by now
    parameter,  ///< of the act or view: `index`; of a message, its field `field`
    element,    ///< of the list that loop `index` goes through: field `field` (0 of a scalar)
    local,      ///< `let` number `index` of the act
    keep,       ///< field `field` of keep `index`; operands: the key, if it has one
    cell,       ///< column `field` of table `index`; operands: the row
    caller,
    now,      ///< the block's timestamp
    payment,  ///< what the act takes: the price, or all that came with `takes any`
    party,    ///< the address of party `index`
    role,     ///< the address of role `index`
    terms_hash,
    held,         ///< what bucket `index` holds: a pot, or a tab of the account that is the operand
    claimable,    ///< what the account that is the operand may withdraw from bucket `index`
    received,     ///< all that bucket `index` ever received
    pool_shares,  ///< shares of the account that is the operand in pool `index`
    pool_total,   ///< all shares in pool `index`
    // Numbers. What can leave the range of 256 bits or fall below zero is checked when it runs,
    // unless the ranges of the operands rule it out.
    add,
    subtract,
    multiply,
    divide,  ///< rounded as `rounding` says
    scale,   ///< operand * `factor`, rounded down unless `rounding` says up
    minimum,
    maximum,
    // Flags.
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    logical_and,  ///< the right side is evaluated only where the left one is true
    logical_or,   ///< ... false
    logical_not,
};

/// What becomes of the part below 1.
enum class Rounding : std::uint8_t
{
    down,
    up,
};

/// A node of the typed tree: one word. `type.range` holds all values it can have; a range without
/// an upper bound says that the operation must be checked when it runs.
struct Expression
{
    ExpressionKind kind = ExpressionKind::constant;
    ScalarType type = {};
    std::vector<ExpressionId> operands = {};
    uint256 value = {};
    Rational factor = {};
    Rounding rounding = Rounding::down;
    std::size_t index = 0;
    std::size_t field = 0;
    Span span = {};
};
}  // namespace byline::compiler

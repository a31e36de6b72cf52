#pragma once

#include "compiler/sema/expression.hpp"
#include "compiler/source/diagnostic.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace byline::compiler
{
/// What happens where a condition or an operation fails: `else skip` leaves the rest of this turn
/// of the loop, `else Name(...)` reverts with an error.
struct Failure
{
    std::optional<std::size_t> error = {};  ///< index into Licence::errors; none: skip
    std::vector<ExpressionId> arguments = {};
    Span span = {};
};

/// A `when`. Without `else` it reverts with ConditionFailed(number of the clause in the act, from
/// 1).
struct Condition
{
    ExpressionId condition = 0;
    std::optional<Failure> otherwise = {};
    std::uint64_t number = 0;
    Span span = {};
};

/// Where money lies: a bucket, or an account's tab.
struct MoneyPlace
{
    std::size_t bucket = 0;
    std::optional<ExpressionId> account = {};  ///< of a tab
    Span span = {};
};

/// The payment goes to one place, or to all buckets of one group in its fixed ratio.
struct Takes
{
    std::optional<ExpressionId> price = {};  ///< in the currency's smallest unit; none: `any`
    std::size_t group = 0;
    std::optional<ExpressionId> account = {};  ///< whose tab, where the group is a tab
    Span span = {};
};

/// `set`: fields of one keep under one key, evaluated from left to right before any is written.
/// += and -= are written out in `value`.
struct SetEffect
{
    struct Field
    {
        std::size_t field = 0;
        ExpressionId value = 0;
    };

    std::size_t keep = 0;
    std::optional<ExpressionId> key = {};
    std::vector<Field> fields = {};
    std::optional<Failure> otherwise = {};  ///< where a value does not fit; none: Overflow()
};

/// Rule M7: adds shares to an account, or takes them away.
struct GrantEffect
{
    std::size_t pool = 0;
    ExpressionId account = 0;
    ExpressionId amount = 0;
    bool revokes = false;
};

/// Rule M2: `from` is a tab or a pot.
struct MoveEffect
{
    ExpressionId amount = 0;
    MoneyPlace from = {};
    MoneyPlace to = {};
    std::optional<Failure> otherwise = {};  ///< where there is not enough, or the tab is being
                                            ///< left; none: NotEnough(uint256 held, uint256 wanted)
};

/// Logs an event of one's own.
struct TellEffect
{
    std::size_t event = 0;  ///< index into Licence::events
    std::vector<ExpressionId> arguments = {};
};

struct Effect;

struct IfEffect
{
    ExpressionId condition = 0;
    std::vector<Effect> then;
    std::vector<Effect> otherwise;
};

/// Goes through a list parameter in order. `signer`: each entry's signature must be that account's
/// (rule M11); a bad one is `unsigned_else`, or BadSignature(index).
struct ForEachEffect
{
    std::size_t loop = 0;      ///< its number in the act; loops do not nest
    std::string element = {};  ///< the name of the entry at hand
    std::size_t list = 0;      ///< the parameter
    std::optional<ExpressionId> signer = {};
    std::optional<Failure> unsigned_else = {};
    std::vector<Condition> whens = {};
    std::vector<Effect> effects;
};

struct Effect
{
    Span span = {};
    std::variant<SetEffect, GrantEffect, MoveEffect, TellEffect, IfEffect, ForEachEffect> what;
};

/// The last thing an act does (rule M2).
struct Pays
{
    ExpressionId amount = 0;
    MoneyPlace from = {};
    ExpressionId to = 0;
    Span span = {};
};

/// What an entry of a parameter is.
enum class ParameterKind : std::uint8_t
{
    scalar,
    message,         ///< a tuple of its fields
    signed_message,  ///< (tuple, bytes)
};

struct Parameter
{
    std::string name = {};
    ParameterKind kind = ParameterKind::scalar;
    bool is_list = false;
    std::uint64_t max_length = 0;  ///< of a list
    ScalarType type = {};          ///< of a scalar
    std::size_t message = 0;       ///< index into Licence::messages
    Span span = {};
};

struct Local
{
    std::string name = {};
    ExpressionId value = 0;
    Span span = {};
};

struct Act
{
    std::string name = {};
    std::string comment = {};
    std::vector<Parameter> parameters = {};
    std::vector<std::size_t> by = {};  ///< indices into Licence::actors; empty: anyone
    std::vector<Local> locals = {};    ///< evaluated in order, before the conditions
    std::vector<Condition> whens = {};
    std::optional<Takes> takes = {};
    std::vector<Effect> effects = {};
    std::optional<Pays> pays = {};
    std::size_t loops = 0;
    Span span = {};
};

struct View
{
    std::string name = {};
    std::string comment = {};
    std::vector<Parameter> parameters = {};  ///< scalars
    std::vector<ExpressionId> values = {};   ///< one, or one a field of a tuple
    std::vector<ScalarField> results = {};
    Span span = {};
};
}  // namespace byline::compiler

// What the names of a test stand for.
#include "compiler/sema/bucket.hpp"
#include "compiler/sema/interface.hpp"
#include "compiler/sema/licence.hpp"
#include "compiler/sema/rational.hpp"
#include "compiler/sema/statement.hpp"
#include "compiler/sema/type.hpp"
#include "compiler/source/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"
#include "tools/bylinec/testing/argument_order.hpp"
#include "tools/bylinec/testing/evaluate.hpp"
#include "tools/bylinec/testing/refusals.hpp"
#include "tools/bylinec/testing/value.hpp"
#include "vm/primitives/error.hpp"
#include "vm/primitives/uint256.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// Every recursion below goes along the syntax tree, whose depth the parser bounds.
// NOLINTBEGIN(misc-no-recursion)
namespace byline::tools::testing
{
namespace syntax = compiler::syntax;
using compiler::FunctionKind;
using compiler::ScalarField;
using compiler::ScalarType;
using compiler::Span;
using syntax::ExpressionKind;

namespace
{
/// The place of the thing of that name in a list of the licence.
template <typename List>
std::optional<std::size_t> place_of(const List& list, std::string_view name)
{
    const auto found =
        std::ranges::find_if(list, [&](const auto& each) { return each.name == name; });
    if (found == list.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - list.begin());
}

/// The fields with their values; of one field without a name, its value.
Tried<Value> record(const std::vector<ScalarField>& fields, const std::vector<uint256>& words,
    bool is_one, Span span)
{
    if (words.size() < fields.size())
        return trouble(span, "NO ANSWER", "the licence does not answer this.");
    if (is_one)
        return value_of(fields.front().type, words.front(), span);
    Value result;
    result.span = span;
    for (std::size_t i = 0; i < fields.size(); ++i)
    {
        BYLINE_TRY(part, value_of(fields[i].type, words[i], span));
        result.parts.push_back({fields[i].name, std::move(part)});
    }
    return result;
}

ScalarType shares_type(const compiler::PoolRule& pool)
{
    return compiler::unit_type(pool.unit);
}
}  // namespace

Tried<Value> Evaluator::asked(const ScalarType& type, FunctionKind kind, std::size_t index,
    const std::vector<uint256>& arguments, Span span) const
{
    const auto word = scene_.word(kind, index, arguments);
    if (!word)
        return trouble(span, "NO ANSWER", "the licence does not answer this.");
    return value_of(type, *word, span);
}

Tried<Value> Evaluator::name(const Expression& e) const
{
    if (e.name == "true" || e.name == "false")
        return flag_value(e.name == "true", e.span);
    if (e.name == "now")
        return value_of(compiler::time_type(), scene_.world().now(), e.span);
    if (const auto party = place_of(licence_.parties, e.name))
        return asked(compiler::account_type(), FunctionKind::party_getter, *party, {}, e.span);
    if (const auto role = place_of(licence_.roles, e.name))
        return asked(compiler::account_type(), FunctionKind::role_getter, *role, {}, e.span);
    if (const auto let = place_of(licence_.constants, e.name))
        return value_of(licence_.constants[*let].type, licence_.constants[*let].value, e.span);
    if (const auto let = place_of(licence_.percentages, e.name))
    {
        Value value;
        value.number = licence_.percentages[*let].value;
        value.span = e.span;
        return value;
    }
    for (std::size_t i = 0; i < licence_.enumerations.size(); ++i)
    {
        const auto& rows = licence_.enumerations[i].members;
        const auto found = std::ranges::find(rows, e.name);
        if (found != rows.end())
            return value_of(compiler::enumeration_type(i, rows.size()),
                static_cast<std::uint64_t>(found - rows.begin()), e.span);
    }
    if (const auto keep = place_of(licence_.keeps, e.name))
        return kept(*keep, {}, e.span);
    const auto bucket = place_of(licence_.buckets, e.name);
    if (bucket && std::holds_alternative<compiler::PotRule>(licence_.buckets[*bucket].rule))
        return asked(compiler::money_type(), FunctionKind::pot_getter, *bucket, {}, e.span);
    if (bucket)
        return trouble(e.span, "A NAME WITHOUT A VALUE", "`" + e.name + "` is a bucket.",
            "Ask for claimable(" + e.name + ", #1) or received(" + e.name + ").");
    const auto other = scene_.licence_named(e.name);
    if (other && scene_.is_signed(*other))
    {
        const Scene there = scene_.of(*other);
        return account_value(there.contract(), e.span);
    }
    return trouble(e.span, "AN UNKNOWN NAME", "nothing here has the name `" + e.name + "`.",
        other ? "It is a licence of this file, which this test has not signed." : "");
}

/// The signed licence that is named where only a name of the licence itself could stand else.
std::optional<std::size_t> Evaluator::other_licence(Id id) const
{
    const Expression& e = file_.expressions[id];
    if (e.kind != ExpressionKind::name)
        return std::nullopt;
    const bool is_own = place_of(licence_.keeps, e.name) || place_of(licence_.tables, e.name) ||
                        place_of(licence_.buckets, e.name) || e.name == "terms";
    const auto licence = scene_.licence_named(e.name);
    return !is_own && licence && scene_.is_signed(*licence) ? licence : std::nullopt;
}

std::optional<Evaluator::Owned> Evaluator::owned(Id id) const
{
    const Expression& e = file_.expressions[id];
    if (e.kind == ExpressionKind::name)
        return Owned{std::nullopt, e.name, e.span};
    if (e.kind != ExpressionKind::field)
        return std::nullopt;
    const auto licence = other_licence(e.left);
    return licence ? std::optional{Owned{licence, e.name, e.span}} : std::nullopt;
}

namespace
{
/// Rows of tables are of one licence: elsewhere they are numbers.
Value taken_out(Value value)  // NOLINT(misc-no-recursion)
{
    for (Part& part : value.parts)
        part.value = taken_out(std::move(part.value));
    if (value.parts.empty() && value.type.kind == compiler::ScalarKind::enumeration)
    {
        value.type = compiler::count_type();
        value.number = *compiler::Rational::make(value.word, 1);
    }
    return value;
}
}  // namespace

Tried<Value> Evaluator::field(const Expression& e) const
{
    if (const auto licence = other_licence(e.left))
    {
        const Scene there = scene_.of(*licence);
        Expression name;
        name.kind = ExpressionKind::name;
        name.name = e.name;
        name.span = e.span;
        BYLINE_TRY(found, Evaluator{there}.name(name));
        return taken_out(std::move(found));
    }
    const auto whole = owned(e.left);
    if (!whole)
        return field_of(e, {});
    if (!whole->licence)
        return field_of(e, *whole);
    const Scene there = scene_.of(*whole->licence);
    BYLINE_TRY(found, Evaluator{there}.field_of(e, *whole));
    return taken_out(std::move(found));
}

Tried<Value> Evaluator::index(const Expression& e) const
{
    const auto whole = owned(e.left);
    if (!whole)
        return trouble(
            e.span, "NOTHING TO LOOK UP", "what stands before `[` has no values by key.");
    if (!whole->licence)
        return index_of(e, *whole);
    const Scene there = scene_.of(*whole->licence);
    BYLINE_TRY(found, Evaluator{there}.index_of(e, *whole));
    return taken_out(std::move(found));
}

Tried<Value> Evaluator::call(const Expression& e) const
{
    const auto function = owned(e.left);
    if (function && !function->licence)
        return call_of(e, *function);
    if (function)
    {
        const Scene there = scene_.of(*function->licence);
        BYLINE_TRY(found, Evaluator{there}.call_of(e, *function));
        return taken_out(std::move(found));
    }
    // `meter.Usage(...)`: a message of a file that is used by a name.
    const Expression& left = file_.expressions[e.left];
    const bool is_qualified = left.kind == ExpressionKind::field &&
                              file_.expressions[left.left].kind == ExpressionKind::name;
    if (!is_qualified)
        return trouble(left.span, "NOTHING THAT CAN BE CALLED", "this is no name.");
    return call_of(
        e, {std::nullopt, file_.expressions[left.left].name + "." + left.name, left.span});
}

Tried<Value> Evaluator::kept(std::size_t keep, const std::vector<uint256>& key, Span span) const
{
    const compiler::Keep& what = licence_.keeps[keep];
    if (what.key.has_value() != !key.empty())
        return trouble(span, "WHICH ONE?",
            key.empty() ? "`" + what.name + "` is kept for each of many; say for which."
                        : "`" + what.name + "` is kept once, without a key.");
    const auto* getter = scene_.find(FunctionKind::keep_getter, keep);
    const auto words = getter == nullptr ? std::nullopt : scene_.ask(*getter, key);
    return record(what.fields, words.value_or(std::vector<uint256>{}), !what.is_tuple, span);
}

Tried<Value> Evaluator::field_of(const Expression& e, const Owned& of) const
{
    if (of.name == "terms" && e.name == "hash")
        return value_of(
            compiler::hash_type(), to_uint256(scene_.subject().artifact.terms_hash), e.span);
    const auto bucket = place_of(licence_.buckets, of.name);
    const auto* pool =
        bucket ? std::get_if<compiler::PoolRule>(&licence_.buckets[*bucket].rule) : nullptr;
    if (pool != nullptr && e.name == "total")
        return asked(shares_type(*pool), FunctionKind::pool_total, *bucket, {}, e.span);
    BYLINE_TRY(whole, value(e.left));
    const auto found = std::ranges::find(whole.parts, e.name, &Part::name);
    if (found == whole.parts.end())
        return trouble(e.span, "NO SUCH FIELD", "there is no field `" + e.name + "` here.");
    return found->value;
}

Tried<Value> Evaluator::index_of(const Expression& e, const Owned& of) const
{
    if (const auto keep = place_of(licence_.keeps, of.name))
    {
        const auto& key_type = licence_.keeps[*keep].key;
        BYLINE_TRY(key, value(e.right));
        BYLINE_TRY(word, word_for(licence_, key, key_type ? *key_type : key.type));
        return kept(*keep, {word}, e.span);
    }
    if (const auto table = place_of(licence_.tables, of.name))
        return row(*table, e);
    if (const auto bucket = place_of(licence_.buckets, of.name))
        return bucket_of(e, *bucket);
    return trouble(
        of.span, "AN UNKNOWN NAME", "no keep, table, tab or pool has the name `" + of.name + "`.");
}

Tried<Value> Evaluator::row(std::size_t table, const Expression& e) const
{
    const compiler::Table& what = licence_.tables[table];
    BYLINE_TRY(key, value(e.right));
    BYLINE_TRY(row,
        word_for(licence_, key, compiler::enumeration_type(what.enumeration, what.rows.size())));
    return record(what.columns, what.rows[row.words[0]], false, e.span);
}

/// `deposit[#1]` and `bonus[#1]`.
Tried<Value> Evaluator::bucket_of(const Expression& e, std::size_t bucket) const
{
    BYLINE_TRY(who, account(e.right));
    const auto& rule = licence_.buckets[bucket].rule;
    const std::vector<uint256> key{to_uint256(who)};
    if (std::holds_alternative<compiler::TabRule>(rule))
        return asked(compiler::money_type(), FunctionKind::tab_getter, bucket, key, e.span);
    if (const auto* pool = std::get_if<compiler::PoolRule>(&rule))
        return asked(shares_type(*pool), FunctionKind::pool_shares, bucket, key, e.span);
    return trouble(
        e.span, "NOTHING TO LOOK UP", "only tabs and pools have something for each account.");
}

Tried<Value> Evaluator::call_of(const Expression& e, const Owned& function) const
{
    const std::string& name = function.name;
    if (name == "claimable")
        return claimable(e);
    if (name == "received")
        return received(e);
    if (name == "gas")
        return gas(e);
    if (name == "fails")
        return fails(scene_, e);
    if (name == "max" || name == "min")
        return extremum(e, name == "max");
    for (std::size_t i = 0; i < licence_.messages.size(); ++i)
    {
        if (licence_.messages[i].written == name || licence_.messages[i].name == name)
            return message(e, i);
    }
    if (const auto found = place_of(licence_.views, name))
        return view(e, *found);
    return trouble(function.span, "NOTHING THAT CAN BE CALLED",
        "no view and no message has the name `" + name + "`.",
        "There are claimable, received, gas, fails, max and min too.");
}

Tried<Value> Evaluator::message(const Expression& e, std::size_t message) const
{
    const compiler::Message& what = licence_.messages[message];
    std::vector<std::string> names;
    for (const ScalarField& field : what.fields)
        names.push_back(field.name);
    BYLINE_TRY(bound, in_order(names, e.arguments, "the message `" + what.name + "`", e.span));
    Value result;
    result.span = e.span;
    for (std::size_t i = 0; i < bound.size(); ++i)
    {
        BYLINE_TRY(given, value(bound[i]));
        BYLINE_TRY(word, word_for(licence_, given, what.fields[i].type));
        BYLINE_TRY(part, value_of(what.fields[i].type, word, given.span));
        result.parts.push_back({names[i], std::move(part)});
    }
    return result;
}

Tried<Value> Evaluator::view(const Expression& e, std::size_t view) const
{
    const compiler::View& what = licence_.views[view];
    std::vector<std::string> names;
    for (const compiler::Parameter& parameter : what.parameters)
        names.push_back(parameter.name);
    BYLINE_TRY(bound, in_order(names, e.arguments, "the view `" + what.name + "`", e.span));
    std::vector<uint256> words;
    for (std::size_t i = 0; i < bound.size(); ++i)
    {
        BYLINE_TRY(given, value(bound[i]));
        BYLINE_TRY(word, word_for(licence_, given, what.parameters[i].type));
        words.push_back(word);
    }
    const auto* function = scene_.find(FunctionKind::view, view);
    const auto answer = function == nullptr ? std::nullopt : scene_.ask(*function, words);
    return record(
        what.results, answer.value_or(std::vector<uint256>{}), what.results.size() == 1, e.span);
}

/// A bucket that shares what it receives.
Tried<std::size_t> Evaluator::shared_bucket(Id id, bool can_be_claimed) const
{
    const Expression& e = file_.expressions[id];
    const auto bucket =
        e.kind == ExpressionKind::name ? place_of(licence_.buckets, e.name) : std::nullopt;
    if (!bucket)
        return trouble(e.span, "NOT A BUCKET", "here stands the name of a bucket.");
    if (can_be_claimed && !is_claimable(licence_.buckets[*bucket]))
        return trouble(e.span, "NOTHING IS SHARED HERE",
            "only splits, waterfalls and pools can be asked for this.");
    return *bucket;
}

Tried<Value> Evaluator::claimable(const Expression& e) const
{
    if (e.arguments.empty() || e.arguments.size() > 2)
        return trouble(e.span, "NOT WHAT THIS TAKES",
            "this reads claimable(account) or claimable(bucket, account).");
    BYLINE_TRY(who, account(e.arguments.back().value));
    const std::vector<uint256> payee{to_uint256(who)};
    if (e.arguments.size() == 1)
        return asked(compiler::money_type(), FunctionKind::claimable, 0, payee, e.span);
    BYLINE_TRY(bucket, shared_bucket(e.arguments.front().value, true));
    const bool is_only = scene_.find(FunctionKind::bucket_claimable, bucket) == nullptr;
    return asked(compiler::money_type(),
        is_only ? FunctionKind::claimable : FunctionKind::bucket_claimable, is_only ? 0 : bucket,
        payee, e.span);
}

Tried<Value> Evaluator::received(const Expression& e) const
{
    if (e.arguments.empty())
        return asked(compiler::money_type(), FunctionKind::received, 0, {}, e.span);
    if (e.arguments.size() > 1)
        return trouble(e.span, "NOT WHAT THIS TAKES", "this reads received() or received(bucket).");
    BYLINE_TRY(bucket, shared_bucket(e.arguments.front().value, true));
    const bool is_only = scene_.find(FunctionKind::bucket_received, bucket) == nullptr;
    return asked(compiler::money_type(),
        is_only ? FunctionKind::received : FunctionKind::bucket_received, is_only ? 0 : bucket, {},
        e.span);
}

Tried<Value> Evaluator::gas(const Expression& e) const
{
    const bool is_name = e.arguments.size() == 1 &&
                         file_.expressions[e.arguments[0].value].kind == ExpressionKind::name;
    if (!is_name)
        return trouble(e.span, "NOT WHAT THIS TAKES", "this reads gas(act).");
    const Expression& act = file_.expressions[e.arguments[0].value];
    const auto used = scene_.gas_of(act.name);
    if (!used)
        return trouble(act.span, "NOT CALLED YET", "this test has not called `" + act.name + "`.");
    return value_of(compiler::count_type(), *used, e.span);
}

Tried<Value> Evaluator::extremum(const Expression& e, bool largest) const
{
    if (e.arguments.empty())
        return trouble(e.span, "NOTHING TO CHOOSE FROM", "this takes two numbers or more.");
    BYLINE_TRY(best, value(e.arguments.front().value));
    for (const syntax::Argument& argument : e.arguments)
    {
        BYLINE_TRY(next, value(argument.value));
        if (!fit_together(best, next) || next.type.kind != compiler::ScalarKind::number)
            return trouble(next.span, "TWO KINDS THAT CANNOT BE COMPARED",
                "these are not numbers of one kind.");
        const bool is_more = subtract(next.number, best.number).has_value();
        if (is_more == largest)
            best = std::move(next);
    }
    return best;
}
}  // namespace byline::tools::testing

// NOLINTEND(misc-no-recursion)

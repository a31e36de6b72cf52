#include "tests/compiler/meaning/random_expression.hpp"

#include <algorithm>

// Expressions are as deep as `depth` says.
// NOLINTBEGIN(misc-no-recursion)
namespace byline::testing
{
bool RandomExpression::has(Kind kind) const
{
    return std::ranges::any_of(names_, [&](const Name& name) { return name.kind == kind; });
}

std::string RandomExpression::rounding()
{
    return choices_.chance(50) ? " rounded up" : " rounded down";
}

std::string RandomExpression::literal(Kind kind)
{
    const std::string small = std::to_string(2 + choices_.below(20));
    switch (kind)
    {
        case Kind::calls:
            return choices_.one_of(
                {"1 call", "3 calls", "100 calls", "18_446_744_073_709_551_615 calls"});
        case Kind::points:
            return small + " points";
        case Kind::count:
        case Kind::range:
            return choices_.chance(10) ? "4_000_000_000" : small;
        case Kind::time:
            return choices_.one_of({"1 second", "40 minutes", "3 days", "1 year"});
        case Kind::money:
            return choices_.one_of({"7 wei", "1 gwei", "0.001 ether", "3 ether", "12_345 wei"});
        case Kind::account:
            return choices_.one_of({"alice", "bob", "caller"});
        case Kind::hash:
            return "terms.hash";
        case Kind::flag:
            return choices_.one_of({"true", "false"});
        case Kind::tier:
            return choices_.one_of({"Free", "Basic", "Large"});
    }
    return {};
}

std::string RandomExpression::variable(Kind kind)
{
    if (!has(kind))
        return literal(kind);
    while (true)
    {
        const Name& name = choices_.one_of(names_);
        if (name.kind == kind)
            return name.text;
    }
}

std::string RandomExpression::number(Kind kind, int depth)
{
    const std::string left = of(kind, depth - 1);
    switch (choices_.below(9))
    {
        case 0:
        case 1:
            return "(" + left + " + " + of(kind, depth - 1) + ")";
        case 2:
            return joined({"(", variable(kind), " - ", of(kind, depth - 1), ")"});
        case 3:
            return "min(" + left + ", " + variable(kind) + ")";
        case 4:
            return "max(" + variable(kind) + ", " + left + ")";
        case 5:
            return "(" + left + " * " + of(Kind::count, depth - 1) + ")";
        case 6:
            if (!has(kind))
                return left;
            return joined({"(", variable(kind), " / ",
                choices_.one_of({"2", "3", "7", "1_000_003"}), rounding(), ")"});
        case 7:
            if (!has(kind) || !has(Kind::count))
                return left;
            return joined({"(", variable(kind), " / ", variable(Kind::count), rounding(), ")"});
        default:
            if (!has(kind))
                return left;
            return joined({"(", choices_.one_of({"5%", "12.5%", "33%", "fee", "99.9%"}), " of ",
                variable(kind), rounding(), ")"});
    }
}

std::string RandomExpression::money(int depth)
{
    switch (choices_.below(7))
    {
        case 0:
            return joined({"(", variable(Kind::calls), " * ",
                choices_.one_of({"0.001 ether", "20 gwei", "3 wei"}), " per call)"});
        case 1:
            if (!has(Kind::calls))
                return "base";
            return joined({"(", variable(Kind::calls), " * 1.5 wei per call", rounding(), ")"});
        case 2:
            return joined({"(", of(Kind::count, depth - 1), " * ",
                choices_.one_of({"0.2 ether", "1 gwei", "base"}), ")"});
        case 3:
            return has(Kind::money) ? "(fee of " + variable(Kind::money) + ")" : "base";
        case 4:
            return has(Kind::tier) ? "plan[" + variable(Kind::tier) + "].price" : "base";
        default:
            return number(Kind::money, depth);
    }
}

std::string RandomExpression::of(Kind kind, int depth)
{
    if (depth <= 0 || choices_.chance(25))
        return choices_.chance(75) ? variable(kind) : literal(kind);
    switch (kind)
    {
        case Kind::money:
            return money(depth);
        case Kind::flag:
            return condition(depth);
        case Kind::time:
            if (choices_.chance(25))
                return "(" + of(Kind::count, depth - 1) + " * 30 days)";
            return number(kind, depth);
        case Kind::count:
            if (has(Kind::calls) && choices_.chance(15))
                return joined(
                    {"(", variable(Kind::calls), " / ", variable(Kind::calls), rounding(), ")"});
            return number(kind, depth);
        case Kind::calls:
            if (choices_.chance(15))
                return "plan[" + variable(Kind::tier) + "].quota";
            return number(kind, depth);
        case Kind::points:
            return number(kind, depth);
        default:
            return variable(kind);
    }
}

/// Compares something that the compiler cannot know.
std::string RandomExpression::condition(int depth)
{
    if (depth > 1 && choices_.chance(35))
        return joined({"(", condition(depth - 1), choices_.chance(50) ? " and " : " or ",
            condition(depth - 1), ")"});
    if (depth > 1 && choices_.chance(10))
        return "(not " + condition(depth - 1) + ")";
    if (has(Kind::flag) && choices_.chance(20))
        return variable(Kind::flag);
    std::vector<Kind> kinds;
    for (const Name& name : names_)
        if (name.kind != Kind::flag)
            kinds.push_back(name.kind);
    const Kind kind = choices_.one_of(kinds);
    const bool is_ordered = kind != Kind::account && kind != Kind::hash && kind != Kind::tier;
    const std::string comparison =
        is_ordered ? choices_.one_of({" < ", " <= ", " > ", " >= ", " == ", " != "})
                   : choices_.one_of({" == ", " != "});
    const std::string right = is_ordered ? of(kind, depth - 1) : literal(kind);
    return "(" + variable(kind) + comparison + right + ")";
}
}  // namespace byline::testing

// NOLINTEND(misc-no-recursion)

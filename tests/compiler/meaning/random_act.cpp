#include "tests/compiler/meaning/random_act.hpp"

#include "tests/compiler/meaning/random_expression.hpp"

// Effects are as deep as `depth` says.
// NOLINTBEGIN(misc-no-recursion)
namespace byline::testing
{
namespace
{
class RandomAct
{
public:
    RandomAct(Choices& choices, const RandomThings& things, std::string number)
        : choices_{choices}, things_{things}, number_{std::move(number)}
    {}

    std::string act()
    {
        const std::string head = "  act do" + number_ + "(" + parameters() + ") {\n";
        always_there();
        // Who may change shares is the manager alone.
        const bool is_managed = !things_.pools.empty() && choices_.chance(25);
        if (is_managed)
            line("by " + choices_.one_of({"desk", "bob"}));
        else if (choices_.chance(25))
            line("by " + choices_.one_of({"alice", "desk or carol", "alice or bob or desk"}));
        can_grant_ = is_managed;
        lets();
        whens(choices_.below(3), false);
        if (choices_.chance(50))
            takes();
        effects(1 + choices_.below(3), 2);
        loops();
        if ((things_.has_tab || things_.has_pot) && choices_.chance(25))
            line(joined({"pays ", of(Kind::money), " from ", source(), " to ", account()}));
        return head + text_ + "  }\n";
    }

    std::string view()
    {
        const std::string head = "  view see(" + parameters(false) + ") -> ";
        always_there();
        const std::vector<Kind> kinds{
            Kind::calls, Kind::count, Kind::time, Kind::money, Kind::flag};
        const Kind kind = choices_.one_of(kinds);
        if (choices_.chance(60))
            return head + type_text(kind) + " = " + of(kind) + "\n";
        const Kind other = choices_.one_of(kinds);
        return joined({head, "(a: ", type_text(kind), ", b: ", type_text(other), ") = (", of(kind),
            ", ", of(other), ")\n"});
    }

private:
    std::string of(Kind kind) { return of(kind, choices_.chance(15) ? 4 : 2); }

    std::string of(Kind kind, int depth)
    {
        return RandomExpression{choices_, names_}.of(kind, depth);
    }

    std::string condition() { return RandomExpression{choices_, names_}.condition(2); }

    std::string account() { return RandomExpression{choices_, names_}.variable(Kind::account); }

    void line(const std::string& what) { text_ += "    " + what + "\n"; }

    void know(std::string text, Kind kind) { names_.push_back({std::move(text), kind}); }

    std::string unique(const std::string& prefix)
    {
        return prefix + number_ + "x" + std::to_string(counter_++);
    }

    std::string parameters(bool with_lists = true)
    {
        const std::vector<Kind> kinds{Kind::calls, Kind::count, Kind::range, Kind::time,
            Kind::money, Kind::account, Kind::hash, Kind::flag, Kind::tier, Kind::calls,
            Kind::points};
        std::string result;
        const auto add = [&](const std::string& name, const std::string& type) {
            result += (result.empty() ? "" : ", ") + name + ": " + type;
        };
        const std::uint64_t number = choices_.below(4);
        for (std::uint64_t i = 0; i < number; ++i)
        {
            const Kind kind = choices_.one_of(kinds);
            const std::string name = "p" + std::to_string(i);
            add(name, type_text(kind));
            know(name, kind);
        }
        if (with_lists && choices_.chance(20))
        {
            add("m", "Usage");
            know_usage("m");
        }
        if (with_lists && choices_.chance(45))
        {
            list_ = choices_.one_of({"calls", "Usage", "account", "Usage", "1..24"});
            add("batch", "list of " + list_ + " max 4");
        }
        return result;
    }

    void know_usage(const std::string& name)
    {
        know(name + ".who", Kind::account);
        know(name + ".upTo", Kind::calls);
        know(name + ".part", Kind::count);
    }

    /// What can be asked without being given.
    void always_there()
    {
        know("caller", Kind::account);
        know("now", Kind::time);
        if (things_.has_pot)
            know("pledge", Kind::money);
        if (things_.has_tab)
            know("deposit[" + account() + "]", Kind::money);
        for (const std::string& pool : things_.pools)
        {
            know(pool + ".total", Kind::points);
            know(pool + "[" + account() + "]", Kind::points);
        }
        if (choices_.chance(30))
        {
            const std::string& bucket = choices_.one_of(things_.shared);
            know(choices_.chance(50) ? "received(" + bucket + ")"
                                     : "claimable(" + bucket + ", " + account() + ")",
                Kind::money);
        }
        for (const RandomKeep& keep : things_.keeps)
            for (const RandomField& field : keep.fields)
                know(place(keep) + (keep.fields.size() > 1 ? "." + field.name : ""), field.kind);
        // Of a row that is known the cell is, too.
        const std::string row = RandomExpression{choices_, names_}.variable(Kind::tier);
        if (row.find_first_of("FBL") != 0)
            know("plan[" + row + "].level", Kind::count);
    }

    std::string key(const RandomKeep& keep)
    {
        if (keep.key == Kind::count)
            return choices_.chance(50) ? "1" : of(Kind::count, 1);
        return RandomExpression{choices_, names_}.variable(keep.key);
    }

    std::string place(const RandomKeep& keep)
    {
        return keep.has_key ? keep.name + "[" + key(keep) + "]" : keep.name;
    }

    std::string named_error()
    {
        std::string result = " else " + unique("E");
        if (choices_.chance(60))
        {
            result += "(";
            const std::uint64_t arguments = 1 + choices_.below(2);
            const std::vector<Kind> kinds{
                Kind::calls, Kind::time, Kind::account, Kind::money, Kind::count, Kind::flag};
            for (std::uint64_t i = 0; i < arguments; ++i)
                result += (i == 0 ? "" : ", ") + of(choices_.one_of(kinds), 1);
            result += ")";
        }
        return result;
    }

    std::string otherwise(bool may_skip)
    {
        if (may_skip && choices_.chance(60))
            return " else skip";
        return choices_.chance(50) ? named_error() : "";
    }

    void lets()
    {
        const std::vector<Kind> kinds{
            Kind::calls, Kind::count, Kind::time, Kind::money, Kind::flag};
        for (std::uint64_t i = choices_.below(3); i > 0; --i)
        {
            const Kind kind = choices_.one_of(kinds);
            const std::string value = of(kind);
            const std::string name = unique("l");
            line("let " + name + " = " + value);
            know(name, kind);
        }
    }

    void whens(std::uint64_t number, bool may_skip)
    {
        for (std::uint64_t i = 0; i < number; ++i)
            line(joined({"when ", condition(), otherwise(may_skip)}));
    }

    void takes()
    {
        const std::string price =
            choices_.chance(10) && !things_.is_token ? "any" : of(Kind::money);
        std::string into = choices_.one_of(things_.places);
        if (!things_.together.empty() && choices_.chance(40))
            into = things_.together;
        else if (things_.has_tab && choices_.chance(25))
            into = "deposit[" + account() + "]";
        else if (things_.has_pot && choices_.chance(25))
            into = "pledge";
        line("takes " + price + " into " + into);
        know("payment", Kind::money);
    }

    std::string source()
    {
        if (things_.has_pot && (!things_.has_tab || choices_.chance(40)))
            return "pledge";
        return "deposit[" + account() + "]";
    }

    void effects(std::uint64_t number, int depth)
    {
        for (std::uint64_t i = 0; i < number; ++i)
            effect(depth, false);
    }

    /// Whether it may skip is up to what stands before it.
    void effect(int depth, bool may_skip)
    {
        const std::uint64_t choice = choices_.below(100);
        if (choice < 50)
            set(may_skip);
        else if (choice < 62)
            move(may_skip);
        else if (choice < 74)
            tell();
        else if (choice < 84 && can_grant_)
            grant();
        else if (depth > 0)
            branch(depth);
        else  // NOLINT(bugprone-branch-clone): what there always is
            set(may_skip);
    }

    void set(bool may_skip)
    {
        const RandomKeep& keep = choices_.one_of(things_.keeps);
        std::string where = place(keep);
        if (keep.fields.size() > 1 && choices_.chance(40))
        {
            std::string values;
            for (const RandomField& field : keep.fields)
                values += (values.empty() ? "" : ", ") + of(field.kind, 1);
            return line("set " + where + " = (" + values + ")" + otherwise(may_skip));
        }
        const RandomField& field = choices_.one_of(keep.fields);
        if (keep.fields.size() > 1)
            where += "." + field.name;
        const bool is_number = field.kind == Kind::calls || field.kind == Kind::points ||
                               field.kind == Kind::count || field.kind == Kind::time ||
                               field.kind == Kind::range;
        const std::string sign = is_number ? choices_.one_of({" = ", " += ", " -= "}) : " = ";
        line(joined({"set ", where, sign, of(field.kind), otherwise(may_skip)}));
    }

    void move(bool may_skip)
    {
        if (!things_.has_tab && !things_.has_pot)
            return tell();
        const std::string to = things_.has_tab && choices_.chance(30)
                                   ? "deposit[" + account() + "]"
                                   : choices_.one_of(things_.places);
        line(joined(
            {"move ", of(Kind::money), " from ", source(), " to ", to, otherwise(may_skip)}));
    }

    void tell()
    {
        std::string values;
        const std::vector<Kind> kinds{
            Kind::calls, Kind::time, Kind::account, Kind::money, Kind::count, Kind::flag};
        for (std::uint64_t i = choices_.below(4); i > 0; --i)
            values += (values.empty() ? "" : ", ") + of(choices_.one_of(kinds), 1);
        line("tell " + unique("T") + "(" + values + ")");
    }

    void grant()
    {
        if (choices_.chance(70))
            line(joined({"grant ", of(Kind::points, 1), " to ", account(), " in bonus"}));
        else
            line(joined({"revoke ", of(Kind::points, 1), " from ", account(), " in bonus"}));
    }

    void branch(int depth)
    {
        line("if " + condition() + " {");
        effects(1 + choices_.below(2), depth - 1);
        if (choices_.chance(50))
        {
            line("} otherwise {");
            effects(1 + choices_.below(2), depth - 1);
        }
        line("}");
    }

    void loops()
    {
        if (list_.empty())
            return;
        line("for each v in batch {");
        const Names outside = names_;
        if (list_ == "Usage")
            know_usage("v");
        else
            know("v", list_ == "calls"     ? Kind::calls
                      : list_ == "account" ? Kind::account
                                           : Kind::count);
        // Keeps under a key of the entry.
        for (const RandomKeep& keep : things_.keeps)
            if (keep.has_key && keep.key == Kind::account && list_ == "Usage")
                know(keep.name + "[v.who]" +
                         (keep.fields.size() > 1 ? "." + keep.fields[0].name : ""),
                    keep.fields[0].kind);
        whens(choices_.below(3), true);
        const std::uint64_t number = 1 + choices_.below(3);
        for (std::uint64_t i = 0; i < number; ++i)
            effect(1, i == 0);
        names_ = outside;
        line("}");
        if (choices_.chance(30))
            effects(1, 1);
    }

    Choices& choices_;
    const RandomThings& things_;
    std::string number_;
    std::string text_;
    std::string list_;  ///< the type of the entries of `batch`, if there is one
    Names names_;
    bool can_grant_ = false;
    std::uint64_t counter_ = 0;
};
}  // namespace

std::string type_text(Kind kind)
{
    switch (kind)
    {
        case Kind::calls:
            return "calls";
        case Kind::points:
            return "points";
        case Kind::count:
            return "count";
        case Kind::range:
            return "1..36";
        case Kind::time:
            return "time";
        case Kind::money:
            return "money";
        case Kind::account:
            return "account";
        case Kind::hash:
            return "hash";
        case Kind::flag:
            return "flag";
        case Kind::tier:
            break;
    }
    return "Tier";
}

std::string random_act(Choices& choices, const RandomThings& things, std::uint64_t number)
{
    return RandomAct{choices, things, std::to_string(number)}.act();
}

std::string random_view(Choices& choices, const RandomThings& things)
{
    return RandomAct{choices, things, "v"}.view();
}
}  // namespace byline::testing

// NOLINTEND(misc-no-recursion)

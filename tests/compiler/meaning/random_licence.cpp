#include "tests/compiler/meaning/random_licence.hpp"

#include "tests/compiler/meaning/random_act.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace byline::testing
{
namespace
{
/// "1.5" with the point moved to the left, or to the right where `places` is below 0.
std::string with_point_moved(std::string number, int places)
{
    std::erase(number, '_');
    const std::size_t point = number.find('.');
    std::size_t fraction = point == std::string::npos ? 0 : number.size() - point - 1;
    std::erase(number, '.');
    for (; places < 0; ++places)
        fraction == 0 ? number.push_back('0') : static_cast<void>(--fraction);
    fraction += static_cast<std::size_t>(places);
    if (number.size() <= fraction)
        number.insert(0, fraction + 1 - number.size(), '0');
    if (fraction != 0)
        number.insert(number.size() - fraction, ".");
    return number;
}

/// The text with "3 gwei" as so many of the token's smallest units, written in whole tokens.
std::string in_tokens(const std::string& text, unsigned decimals)
{
    const std::vector<std::pair<std::string, int>> units{{"wei", 0}, {"gwei", 9}, {"ether", 18}};
    std::string result;
    std::string number;
    std::string word;
    const auto flush = [&] {
        for (const auto& [unit, zeros] : units)
            if (word == unit && !number.empty())
            {
                result.resize(result.size() - number.size() - 1 - word.size());
                result += with_point_moved(number, static_cast<int>(decimals) - zeros) + " coin";
            }
        number = word.empty() || word.find_first_not_of("0123456789._") != std::string::npos
                     ? std::string{}
                     : word;
        word.clear();
    };
    for (const char letter : text)
    {
        const bool is_inside =
            std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '.';
        if (!is_inside)
            letter == ' ' ? flush() : (flush(), number.clear());
        else
            word += letter;
        result += letter;
    }
    return result;
}

class RandomLicence
{
public:
    explicit RandomLicence(std::uint64_t seed) : choices_{seed} {}

    std::string text()
    {
        text_ = "licence Random \"at random\" {\n";
        currency();
        parties();
        text_ +=
            "  role desk = bob  role clerk = carol  role head = alice\n"
            "  unit call, point\n  let fee = 5%\n  let base = 3 gwei\n  let most = 100 calls\n"
            "  message Usage { who: account  upTo: calls  part: 1..9 }\n"
            "  act note(m: Usage) { tell Noted(m.who, m.upTo, m.part) }\n";
        table();
        buckets();
        keeps();
        const std::uint64_t acts = 2 + choices_.below(4);
        for (std::uint64_t i = 0; i < acts; ++i)
            text_ += random_act(choices_, things_, i);
        feeds();
        if (choices_.chance(70))
            text_ += random_view(choices_, things_);
        if (choices_.chance(25))
            text_ += "  pause by " + choices_.one_of({"desk", "carol"}) + " max 2 days\n";
        if (choices_.chance(20))
            text_ += "  upgrade by " + choices_.one_of({"head", "bob"}) + " after 5 days notice\n";
        text_ += "}\n";
        return things_.is_token ? in_tokens(text_, decimals_) : text_;
    }

private:
    void currency()
    {
        if (!choices_.chance(40))
            return;
        things_.is_token = true;
        decimals_ = choices_.chance(50) ? 6 : 18;
        text_ += "  currency coin = token 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48 with " +
                 std::to_string(decimals_) + " decimals\n";
    }

    void parties()
    {
        if (choices_.chance(60))
            text_ += "  party alice, bob, carol\n";
        else
            text_ += choices_.one_of({"  party alice, bob, carol assignable\n",
                "  party alice assignable  party bob, carol\n",
                "  party alice  party bob, carol assignable\n"});
    }

    void table()
    {
        const auto row = [&](const std::string& name) {
            text_ += joined({"    ", name, " ",
                choices_.one_of({"0 ether", "0.5 ether", "8 gwei", "1 wei", "5 ether"}), " ",
                std::to_string(choices_.below(100'000)), " calls ",
                choices_.one_of({"0", "7", "255", "1_000"}), "\n"});
        };
        text_ += "  table plan: Tier -> (price: money, quota: calls, level: count) {\n";
        for (const char* name : {"Free", "Basic", "Large"})
            row(name);
        if (choices_.chance(40))
            row("Huge");
        text_ += "  }\n";
    }

    std::string shares()
    {
        return choices_.one_of({"{ alice 50%  bob 30%  carol the rest }",
            "{ alice 1 part  bob 1 part  carol 1 part }", "{ carol 12.5%  alice the rest }",
            "{ alice 10%  the rest { bob 60%  carol 40% } }", "{ bob 33.333%  alice the rest }",
            "{ alice 7 parts  bob 13 parts  carol 29 parts }"});
    }

    void split(const std::string& name, bool is_default)
    {
        text_ += "  split " + name + (is_default ? " default " : " ") + shares() + "\n";
    }

    void waterfall(const std::string& name, bool is_default)
    {
        text_ += joined({"  waterfall ", name, is_default ? " default" : "", " { first ",
            choices_.one_of({"alice", "{ alice 25%  carol 75% }"}), " until ",
            choices_.one_of({"1 ether", "40 gwei", "1_000 wei"}), "  "});
        if (choices_.chance(60))
            text_ += "then { alice 50%  bob 50% } until " +
                     choices_.one_of({"3 ether", "100 ether"}) + "  ";
        text_ += "then { bob 85%  carol 15% } }\n";
    }

    void pool(const std::string& name)
    {
        text_ += "  pool " + name + " of points { managed by desk  when empty to " +
                 choices_.one_of({"alice", "carol"}) + " }\n";
        things_.pools.push_back(name);
    }

    /// `revenue` and `income` are shared, `income` may be fed together with `bonus`.
    void buckets()
    {
        const bool first_default = choices_.chance(30);
        const std::uint64_t epochs_are = choices_.below(10);
        if (epochs_are == 0)
            epochs(!first_default && !things_.is_token && choices_.chance(50));
        choices_.chance(50) ? split("revenue", first_default) : waterfall("revenue", first_default);
        things_.places.emplace_back("revenue");
        things_.shared.emplace_back("revenue");
        if (choices_.chance(50))
            together();
        else if (choices_.chance(50))
        {
            pool("bonus");
            things_.places.emplace_back("bonus");
            things_.shared.emplace_back("bonus");
        }
        if (choices_.chance(50))
        {
            things_.has_tab = true;
            things_.has_notice = choices_.chance(50);
            text_ += things_.has_notice ? "  tab deposit notice 7 days\n" : "  tab deposit\n";
        }
        if (choices_.chance(50))
        {
            text_ += "  pot pledge exits to carol after 10 days\n";
            things_.has_pot = true;
        }
        if (epochs_are == 1 || epochs_are == 2)
            epochs(false);
    }

    /// The message says what it must, in any order, and sometimes more.
    void epochs(bool is_default)
    {
        std::vector<std::string> fields{"epoch: count", "root: hash", "total: weight"};
        if (choices_.chance(40))
            fields.emplace_back("pot: money");
        if (choices_.chance(40))
            fields.emplace_back(choices_.one_of({"note: hash", "part: 1..9", "who: account"}));
        for (std::size_t i = fields.size(); i > 1; --i)
            std::swap(fields[i - 1], fields[choices_.below(i)]);
        text_ += "  message Report {";
        for (const std::string& field : fields)
            text_ += " " + field + " ";
        text_ += joined({"}\n  epochs earnings", is_default ? " default" : "",
            " { closed by Report signed by ", choices_.one_of({"desk", "alice"}),
            "  claimed with proof of (account, weight)  unclaimed after 3 days to ",
            choices_.one_of({"carol", "alice"}),
            " }\n  act earn(x: money) { takes x into earnings }\n"});
        things_.places.emplace_back("earnings");
    }

    void together()
    {
        choices_.chance(50) ? split("income", false) : waterfall("income", false);
        choices_.chance(60) ? pool("bonus") : split("bonus", false);
        things_.shared.insert(things_.shared.end(), {"income", "bonus"});
        things_.together = choices_.one_of({"{ income 95%  bonus 5% }",
            "{ bonus 1 part  income 2 parts }", "{ income 12.5%  bonus the rest }"});
    }

    /// Every bucket but a tab is filled by something.
    void feeds()
    {
        if (!things_.together.empty())
            text_ += "  act both(x: money) { takes x into " + things_.together + " }\n";
        const std::string any = things_.is_token ? "x" : "any";
        text_ += "  act give(x: money) { takes " + any + " into revenue }\n";
        if (std::ranges::find(things_.places, "bonus") != things_.places.end())
            text_ += "  act prize(x: money) { takes x into bonus }\n";
        if (choices_.chance(40))
            vouchers();
        if (choices_.chance(50))
            text_ +=
                "  keep tally: account -> (f0: calls, f1: calls)\n"
                "  act more(n: calls) { set tally[caller].f0 += n * 3 }\n"
                "  act less(n: calls) { set tally[caller].f0 -= n else TooFew(n)  "
                "set tally[caller].f1 += n }\n";
        if (things_.has_pot)
            text_ += "  act fill(x: money) { takes " + any + " into pledge }\n";
        if (!things_.pools.empty())
            text_ +=
                "  act reward(who: account, n: points) { by desk  grant n to who in bonus }\n"
                "  act punish(who: account, n: points) { by bob  revoke n from who in bonus }\n";
    }

    /// What keeps a message from being used twice.
    struct Guard
    {
        const char* field;
        const char* keep;
        const char* when;
        const char* set;
        const char* amount;
    };

    /// Signed messages, which draw from a tab if there is one to draw from.
    void vouchers()
    {
        static const std::vector<Guard> guards{
            {"upTo: calls", "keep used: account -> calls", "v.upTo > used[v.who]",
                "set used[v.who] = v.upTo", "(v.upTo - used[v.who]) * 2 wei per call"},
            {"nonce: count", "keep used: account -> count", "v.nonce == used[v.who]",
                "set used[v.who] += 1", "v.part * 2 wei"},
            {"id: hash", "keep used: hash -> flag", "not used[v.id]", "set used[v.id] = true",
                "v.part * 1 gwei"},
            {"ends: time", "keep used: account -> count", "now < v.ends",
                "set used[v.who] += v.part", "v.part * 1 wei"}};
        const Guard& guard = choices_.one_of(guards);
        text_ += joined({"  message Voucher { who: account  ", guard.field, "  part: 1..9 }\n  ",
            guard.keep, "\n  act redeem(batch: list of signed Voucher max 3) {\n",
            "    for each v in batch signed by ", choices_.one_of({"v.who", "v.who", "desk"}),
            choices_.one_of({"", " else skip", " else Forged(v.part)"}), " {\n      when ",
            guard.when, choices_.one_of({" else skip", " else skip", "", " else Used(v.who)"}),
            "\n"});
        if (things_.has_notice)
            text_ += joined({"      move ", guard.amount, " from deposit[v.who] to ",
                choices_.one_of(things_.places),
                choices_.one_of({"", " else skip", " else Poor(deposit[v.who])"}), "\n"});
        text_ +=
            joined({"      ", guard.set, "\n      tell Redeemed(v.who, v.part)\n    }\n  }\n"});
    }

    void keep(const std::string& name, Kind key, const std::vector<RandomField>& fields, bool keyed)
    {
        std::string types;
        for (const RandomField& field : fields)
            types += (types.empty() ? "" : ", ") +
                     (fields.size() > 1 ? field.name + ": " : std::string{}) +
                     type_text(field.kind);
        if (fields.size() > 1)
            types = "(" + types + ")";
        text_ += "  keep " + name + ": " + (keyed ? type_text(key) + " -> " : "") + types;
        if (!keyed && fields.size() == 1 && choices_.chance(50) && fields[0].kind == Kind::calls)
            text_ += " = 9 calls";
        if (!keyed && fields.size() == 1 && fields[0].kind == Kind::range)
            text_ += " = 5";
        text_ += "\n";
        things_.keeps.push_back({name, keyed, key, fields});
    }

    void keeps()
    {
        const std::vector<Kind> kinds{Kind::calls, Kind::points, Kind::count, Kind::time,
            Kind::account, Kind::hash, Kind::flag, Kind::tier, Kind::calls, Kind::time};
        const std::uint64_t number = 1 + choices_.below(4);
        for (std::uint64_t i = 0; i < number; ++i)
        {
            std::vector<RandomField> fields;
            const std::uint64_t size = choices_.chance(40) ? 1 : 2 + choices_.below(5);
            for (std::uint64_t j = 0; j < size; ++j)
                fields.push_back({"f" + std::to_string(j), choices_.one_of(kinds)});
            const std::vector<Kind> keys{
                Kind::account, Kind::account, Kind::account, Kind::count, Kind::hash, Kind::tier};
            const Kind key = choices_.one_of(keys);
            keep("k" + std::to_string(i), key, fields, choices_.chance(70));
        }
        if (choices_.chance(30))
            keep("level", Kind::count, {{"f0", Kind::range}}, false);
    }

    Choices choices_;
    RandomThings things_;
    unsigned decimals_ = 18;  ///< of the token
    std::string text_;
};
}  // namespace

std::string random_licence(std::uint64_t seed)
{
    return RandomLicence{seed}.text();
}
}  // namespace byline::testing

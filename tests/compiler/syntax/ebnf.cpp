#include "tests/compiler/syntax/ebnf.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace byline::compiler::test
{
namespace
{
class Reader
{
public:
    explicit Reader(std::string_view text) : text_{text} {}

    Ebnf run()
    {
        while (skip_blanks(), at_ < text_.size())
        {
            const std::string name = word();
            expect('=');
            if (!grammar_.rules.try_emplace(name, alternatives()).second)
                throw std::runtime_error{"two rules of the name " + name};
            expect('.');
        }
        return std::move(grammar_);
    }

private:
    void skip_blanks()
    {
        while (at_ < text_.size())
        {
            if (text_.substr(at_).starts_with("(*"))
                at_ = text_.find("*)", at_) + 2;
            else if (text_[at_] == ' ' || text_[at_] == '\n')
                ++at_;
            else
                return;
        }
    }

    bool at(char c)
    {
        skip_blanks();
        return at_ < text_.size() && text_[at_] == c;
    }

    void expect(char c)
    {
        if (!at(c))
            throw std::runtime_error{
                std::string{c} + " is missing before: " + std::string{text_.substr(at_, 40)}};
        ++at_;
    }

    std::string word()
    {
        skip_blanks();
        const std::size_t begin = at_;
        while (at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_])) != 0)
            ++at_;
        if (begin == at_)
            throw std::runtime_error{
                "a name is missing before: " + std::string{text_.substr(at_, 40)}};
        return std::string{text_.substr(begin, at_ - begin)};
    }

    EbnfNode alternatives()
    {
        EbnfNode result{EbnfKind::alternatives, {}, {sequence()}};
        while (at('|'))
        {
            ++at_;
            result.parts.push_back(sequence());
        }
        return result;
    }

    EbnfNode sequence()
    {
        EbnfNode result{EbnfKind::sequence, {}, {}};
        while (skip_blanks(), at_ < text_.size() && !std::string_view{"|)]}."}.contains(text_[at_]))
            result.parts.push_back(part());
        return result;
    }

    EbnfNode part()
    {
        if (at('"'))
        {
            const std::size_t end = text_.find('"', at_ + 1);
            const std::string terminal{text_.substr(at_ + 1, end - at_ - 1)};
            at_ = end + 1;
            grammar_.terminals.insert(terminal);
            return {EbnfKind::terminal, terminal, {}};
        }
        constexpr std::array<std::pair<char, char>, 3> brackets{
            {{'(', ')'}, {'[', ']'}, {'{', '}'}}};
        constexpr std::array kinds{EbnfKind::sequence, EbnfKind::optional, EbnfKind::repeated};
        for (std::size_t i = 0; i < brackets.size(); ++i)
        {
            if (!at(brackets[i].first))
                continue;
            ++at_;
            EbnfNode result{kinds[i], {}, {alternatives()}};
            expect(brackets[i].second);
            return result;
        }
        std::string name = word();
        grammar_.symbols.insert(name);
        return {EbnfKind::symbol, std::move(name), {}};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Ebnf grammar_;
};

class Writer
{
public:
    Writer(const Ebnf& grammar, std::mt19937_64& random) : grammar_{grammar}, random_{random} {}

    void rule(std::string_view name)
    {
        const auto found = grammar_.rules.find(name);
        if (found == grammar_.rules.end())
            return token(name);
        ++depth_;
        in_unit_ = name == "unit";
        write(found->second);
        in_unit_ = false;
        --depth_;
    }

    std::string text;

private:
    std::size_t pick(std::size_t count) { return random_() % count; }

    bool is_deep() const { return depth_ > 14 || text.size() > 1'200; }

    void write(const EbnfNode& node)
    {
        switch (node.kind)
        {
            case EbnfKind::alternatives:
                // Where it is deep enough, what has no rules in it ends it soonest.
                return write(is_deep() ? shortest(node) : node.parts[pick(node.parts.size())]);
            case EbnfKind::sequence:
                for (const EbnfNode& part : node.parts)
                    write(part);
                return;
            case EbnfKind::optional:
                if (!is_deep() && pick(2) == 0)
                    write(node.parts.front());
                return;
            case EbnfKind::repeated:
                for (std::size_t count = is_deep() ? 0 : pick(4); count > 0; --count)
                    write(node.parts.front());
                return;
            case EbnfKind::terminal:
                return put(node.text);
            case EbnfKind::symbol:
                return rule(node.text);
        }
    }

    static std::size_t rules_in(const EbnfNode& node)
    {
        std::size_t count = node.kind == EbnfKind::symbol &&
                                    std::islower(static_cast<unsigned char>(node.text[0])) != 0
                                ? 1
                                : 0;
        if (node.kind != EbnfKind::optional && node.kind != EbnfKind::repeated)
        {
            for (const EbnfNode& part : node.parts)
                count += rules_in(part);
        }
        return count;
    }

    static const EbnfNode& shortest(const EbnfNode& node)
    {
        return *std::ranges::min_element(node.parts, {}, rules_in);
    }

    void token(std::string_view name)
    {
        // Some names are words that mean something elsewhere.
        constexpr std::array<std::string_view, 8> names{
            "alpha", "beta", "gamma", "caller", "now", "data", "uses", "x9"};
        constexpr std::array<std::string_view, 3> capitals{"Free", "Pro", "Enterprise"};
        constexpr std::array<std::string_view, 4> numbers{"0", "7", "1_000", "0.25"};
        if (name == "ID" && in_unit_)
            put("credits");
        else if (name == "ID")
            put(names[pick(names.size())]);
        else if (name == "CAPITAL")
            put(capitals[pick(capitals.size())]);
        else if (name == "NUM")
            put(numbers[pick(numbers.size())]);
        else if (name == "STR")
            put("\"a text\"");
        else if (name == "ADDR")
            put("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48");
        else
            throw std::runtime_error{"no rule and no token: " + std::string{name}};
    }

    void put(std::string_view token)
    {
        text += token;
        text += pick(12) == 0 ? "\n" : " ";
    }

    const Ebnf& grammar_;
    std::mt19937_64& random_;
    unsigned depth_ = 0;
    bool in_unit_ = false;
};
}  // namespace

Ebnf read_ebnf(std::string_view text)
{
    return Reader{text}.run();
}

std::string random_sentence(const Ebnf& grammar, std::string_view rule, std::mt19937_64& random)
{
    Writer writer{grammar, random};
    writer.rule(rule);
    return std::move(writer.text);
}
}  // namespace byline::compiler::test

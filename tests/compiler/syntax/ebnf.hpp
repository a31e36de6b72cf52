#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace byline::compiler::test
{
enum class EbnfKind : std::uint8_t
{
    alternatives,
    sequence,
    optional,
    repeated,
    terminal,  ///< "text"
    symbol,    ///< the name of a rule or of a kind of token
};

struct EbnfNode
{
    EbnfKind kind = EbnfKind::sequence;
    std::string text;
    std::vector<EbnfNode> parts;
};

/// The rules of a grammar, as docs/language.md writes them.
struct Ebnf
{
    std::map<std::string, EbnfNode, std::less<>> rules;
    std::set<std::string> terminals;
    std::set<std::string> symbols;  ///< used in rules
};

/// Throws std::runtime_error where the text is no such grammar.
Ebnf read_ebnf(std::string_view text);

/// A sentence of the rule, its tokens parted by blanks and newlines. Deep sentences end early. Of
/// units that a file must declare it uses `credits` only.
std::string random_sentence(const Ebnf& grammar, std::string_view rule, std::mt19937_64& random);
}  // namespace byline::compiler::test

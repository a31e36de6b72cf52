#include "compiler/sema/currency.hpp"

#include "compiler/sema/licence.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/tree.hpp"
#include "vm/primitives/address.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/primitives/hex.hpp"
#include "vm/primitives/keccak.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::compiler
{
namespace
{
constexpr std::size_t prefix = 2;  // 0x
/// 10^36 units are beyond any token; two amounts with as many decimals still fit 128 bits.
constexpr std::uint64_t most_decimals = 36;

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// The address with the letters that ERC-55 wants: upper case where the digit of the hash is 8 or
/// more.
std::string with_checksum(const std::string& text)
{
    std::string result = text;
    for (char& c : result)
        if (c >= 'A' && c <= 'F')
            c = static_cast<char>(c - 'A' + 'a');
    const bytes32 hash = keccak256(std::string_view{result}.substr(prefix));
    for (std::size_t i = prefix; i < result.size(); ++i)
    {
        const std::uint8_t byte = hash.bytes[(i - prefix) / 2];
        const unsigned digit = i % 2 == 0 ? byte >> 4U : byte & 0xfU;
        if (is_letter(result[i]) && digit >= 8)
            result[i] = static_cast<char>(result[i] - 'a' + 'A');
    }
    return result;
}

bool has_letters(std::string_view text, char first, char last)
{
    return std::ranges::any_of(
        text.substr(prefix), [=](char c) { return c >= first && c <= last; });
}

class CurrencyCheck
{
public:
    explicit CurrencyCheck(Diagnostics& diagnostics) : diagnostics_{diagnostics} {}

    std::optional<Currency> check(const syntax::Currency& source)
    {
        Currency currency;
        currency.name = source.name.text;
        const auto decimals = decimals_of(source);
        const auto token = token_of(source);
        if (!decimals || !token)
            return std::nullopt;
        currency.decimals = *decimals;
        currency.token = token;
        return currency;
    }

private:
    std::optional<unsigned> decimals_of(const syntax::Currency& source)
    {
        if (source.decimals.scale == 0 && source.decimals.digits <= most_decimals)
            return static_cast<unsigned>(source.decimals.digits.words[0]);
        diagnostics_.add(DiagnosticKind::dimensions, source.name.span,
            {"A TOKEN OF TOO MANY DECIMALS",
                "`" + source.name.text + "` must have a whole number of decimals, 36 at most.",
                "Write what the token's own decimals() answers."});
        return std::nullopt;
    }

    std::optional<address> token_of(const syntax::Currency& source)
    {
        const auto token = address_from_hex(source.token);
        if (!token)
            return std::nullopt;  // the lexer lets nothing else through
        if (token->is_zero())
        {
            diagnostics_.add(DiagnosticKind::dimensions, source.name.span,
                {"A TOKEN WITHOUT AN ADDRESS", "the zero address is no token.",
                    "For ether, write: currency ether"});
            return std::nullopt;
        }
        const std::string right = with_checksum(source.token);
        const bool is_mixed =
            has_letters(source.token, 'a', 'f') && has_letters(source.token, 'A', 'F');
        if (is_mixed && source.token != right)
        {
            diagnostics_.add(DiagnosticKind::dimensions, source.name.span,
                {"AN ADDRESS WITH A WRONG CHECKSUM",
                    "the letters of `" + source.name.text +
                        "`'s address are not in the case that its digits ask for (ERC-55): a digit "
                        "may be wrong.",
                    "If all digits are right, it reads " + right});
            return std::nullopt;
        }
        return *token;
    }

    Diagnostics& diagnostics_;
};
}  // namespace

void check_currency(const syntax::Licence& source, Licence& licence, Diagnostics& diagnostics)
{
    for (std::size_t i = 1; i < source.currencies.size(); ++i)
        diagnostics.add(DiagnosticKind::unsupported, source.currencies[i].name.span,
            {"SEVERAL CURRENCIES ARE NOT SUPPORTED YET",
                "this licence is paid in `" + source.currencies.front().name.text + "` already.",
                "Write a licence for each currency."});
    if (source.currencies.empty())
        return;
    if (auto currency = CurrencyCheck{diagnostics}.check(source.currencies.front()))
        licence.currency = std::move(*currency);
    else  // amounts in it are still understood
        licence.currency.name = source.currencies.front().name.text;
}
}  // namespace byline::compiler

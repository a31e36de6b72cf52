#include "compiler/syntax/token_stream.hpp"

#include <algorithm>
#include <array>

namespace byline::compiler
{
namespace
{
constexpr std::array<std::string_view, 13> reserved_words{"licence", "contract", "act", "when",
    "takes", "set", "move", "grant", "if", "for", "pays", "party", "split"};

std::string capitals(std::string_view words)
{
    std::string result{words};
    for (char& c : result)
    {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

std::string shown(const Token& token)
{
    constexpr std::size_t longest = 24;
    if (token.kind == TokenKind::end)
        return "the end of the file";
    if (token.text.size() > longest)
        return "`" + std::string{token.text.substr(0, longest)} + "...`";
    return "`" + std::string{token.text} + "`";
}
}  // namespace

bool is_reserved(std::string_view word) noexcept
{
    return word == "else" || std::ranges::find(reserved_words, word) != reserved_words.end();
}

const Token& TokenStream::peek(std::size_t ahead) const noexcept
{
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

bool TokenStream::at_word(std::string_view word) const noexcept
{
    return at(TokenKind::identifier) && peek().text == word;
}

const Token& TokenStream::take() noexcept
{
    const Token& token = peek();
    if (at_ + 1 < tokens_.size())
        ++at_;
    last_end_ = token.span.end;
    return token;
}

bool TokenStream::accept(TokenKind kind) noexcept
{
    if (!at(kind) || at_end())
        return false;
    take();
    return true;
}

bool TokenStream::accept_word(std::string_view word) noexcept
{
    if (!at_word(word))
        return false;
    take();
    return true;
}

void TokenStream::missing(std::string_view what, std::string_view hint)
{
    diagnostics_.add(DiagnosticKind::syntax, peek().span,
        {capitals(what) + " IS MISSING",
            shown(peek()) + " stands where " + std::string{what} + " should be.",
            std::string{hint}});
}

bool TokenStream::expect(TokenKind kind, std::string_view what)
{
    if (accept(kind))
        return true;
    missing(what);
    return false;
}

bool TokenStream::expect_word(std::string_view word, std::string_view what)
{
    if (accept_word(word))
        return true;
    missing(what);
    return false;
}

std::optional<syntax::Name> TokenStream::expect_name(std::string_view what)
{
    if (at(TokenKind::identifier) && !is_reserved(peek().text))
    {
        const Token& token = take();
        return syntax::Name{std::string{token.text}, token.span};
    }
    const bool reserved = at(TokenKind::identifier);
    missing(what, reserved ? "`" + std::string{peek().text} +
                                 "` is a word of the language and cannot be a name."
                           : std::string{});
    return std::nullopt;
}
}  // namespace byline::compiler

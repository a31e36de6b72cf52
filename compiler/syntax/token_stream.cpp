#include "compiler/syntax/token_stream.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace byline::compiler
{
namespace
{
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

const Token& TokenStream::peek(std::size_t ahead) const noexcept
{
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

bool TokenStream::at_word(Word word, std::size_t ahead) const noexcept
{
    return peek(ahead).word == word;
}

const Token& TokenStream::take() noexcept
{
    const Token& token = peek();
    if (at_ + 1 < tokens_.size())
        ++at_;
    if (token.kind == TokenKind::open_brace)
        ++depth_;
    if (token.kind == TokenKind::close_brace)
        --depth_;
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

bool TokenStream::accept_word(Word word) noexcept
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

bool TokenStream::expect_word(Word word)
{
    if (accept_word(word))
        return true;
    missing("`" + std::string{to_string(word)} + "`");
    return false;
}

std::optional<syntax::Name> TokenStream::expect_name(std::string_view what)
{
    const bool reserved = role_of(peek().word) == WordRole::reserved;
    if (at(TokenKind::identifier) && !reserved)
    {
        const Token& token = take();
        return syntax::Name{std::string{token.text}, token.span};
    }
    missing(what, reserved ? "`" + std::string{peek().text} +
                                 "` is a word of the language and cannot be a name."
                           : std::string{});
    return std::nullopt;
}

std::optional<syntax::Text> TokenStream::expect_text(std::string_view what)
{
    if (!at(TokenKind::string))
    {
        missing(what);
        return std::nullopt;
    }
    const Token& token = take();
    return syntax::Text{std::string{token.text.substr(1, token.text.size() - 2)}, token.span};
}
}  // namespace byline::compiler

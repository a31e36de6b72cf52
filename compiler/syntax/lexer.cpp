#include "compiler/syntax/lexer.hpp"

#include "compiler/source/characters.hpp"
#include "compiler/source/diagnostics.hpp"
#include "compiler/syntax/token.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::compiler
{
namespace
{
struct Punctuation
{
    TokenKind kind;
    std::string_view text;
};

constexpr std::array punctuation{
#define BYLINE_PUNCTUATION(kind, text) Punctuation{TokenKind::kind, text},
#include "compiler/syntax/tokens.def"
};

// Not <cctype>: that depends on the locale.
constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

constexpr bool is_hex_digit(char c) noexcept
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr bool is_blank(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r';
}

class Lexer
{
public:
    Lexer(std::string_view text, Diagnostics& diagnostics) : text_{text}, diagnostics_{diagnostics}
    {}

    std::vector<Token> run()
    {
        check_encoding();
        // Some editors begin a file with the byte order mark.
        constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
        if (text_.starts_with(byte_order_mark))
            at_ = byte_order_mark.size();
        while (at_ < text_.size())
            step();
        push(TokenKind::end, at_);
        return std::move(tokens_);
    }

private:
    void check_encoding()
    {
        std::size_t at = 0;
        while (at < text_.size())
        {
            const std::size_t size = first_character(text_.substr(at)).size;
            if (size == 0)
            {
                const auto begin = static_cast<std::uint32_t>(at);
                diagnostics_.add(DiagnosticKind::syntax, {begin, begin + 1},
                    {"NOT A TEXT IN UTF-8", "this byte is part of no character.",
                        "Save the file as UTF-8."});
                return;
            }
            at += size;
        }
    }

    [[nodiscard]] char look(std::size_t ahead = 0) const noexcept
    {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    template <typename Predicate>
    [[nodiscard]] std::size_t end_of_run(std::size_t from, Predicate&& fits) const noexcept
    {
        while (from < text_.size() && fits(text_[from]))
            ++from;
        return from;
    }

    void push(TokenKind kind, std::size_t end)
    {
        const Span span{static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end)};
        const auto comment = has_comment_ ? static_cast<std::uint32_t>(comment_begin_) : span.begin;
        const std::string_view text = text_.substr(at_, end - at_);
        const Word word = kind == TokenKind::identifier ? find_word(text) : Word::none;
        tokens_.push_back({kind, word, span, text, first_on_line_, comment});
        at_ = end;
        first_on_line_ = false;
        has_comment_ = false;
    }

    void refuse(std::size_t end, Wording wording)
    {
        diagnostics_.add(DiagnosticKind::syntax,
            {static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end)}, std::move(wording));
        at_ = end;
    }

    void newline()
    {
        // A blank line parts a comment from what follows: it explains nothing there any more.
        if (first_on_line_ && !line_has_comment_)
            has_comment_ = false;
        first_on_line_ = true;
        line_has_comment_ = false;
        ++at_;
    }

    void comment()
    {
        if (!has_comment_ && first_on_line_)
        {
            has_comment_ = true;
            comment_begin_ = at_;
        }
        line_has_comment_ = true;
        const std::size_t end = end_of_run(at_, [](char c) { return c != '\n'; });
        check_comment(text_.substr(at_, end - at_));
        at_ = end;
    }

    /// A comment may become part of the artifact's documentation. It may have tabs, and the line's
    /// end may be CR LF.
    void check_comment(std::string_view comment)
    {
        if (comment.ends_with('\r'))
            comment.remove_suffix(1);
        std::size_t at = 0;
        while (const auto found = find_hidden(comment.substr(at)))
        {
            at += *found;
            if (comment[at] != '\t')
            {
                const Character character = first_character(comment.substr(at));
                const auto begin = static_cast<std::uint32_t>(at_ + at);
                diagnostics_.add(DiagnosticKind::syntax,
                    {begin, begin + static_cast<std::uint32_t>(character.size)},
                    hidden_character("comment", character.value));
                return;
            }
            ++at;
        }
    }

    /// Such a character could rewrite what a screen shows of the terms.
    static Wording hidden_character(std::string_view where, char32_t character)
    {
        const std::string place{where};
        return {"A CHARACTER THAT IS NOT SHOWN",
            "this " + place + " holds " + code_point_name(character) + ", which no reader sees.",
            "Remove it; a " + place + " is letters, digits and signs."};
    }

    void number()
    {
        const auto digit = [](char c) { return is_digit(c) || c == '_'; };
        if (look() == '0' && look(1) == 'x')
            return push(TokenKind::address, end_of_run(at_ + 2, is_hex_digit));
        std::size_t end = end_of_run(at_, digit);
        if (end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1]))
            end = end_of_run(end + 1, digit);
        push(TokenKind::number, end);
    }

    void string()
    {
        const std::size_t end = end_of_run(at_ + 1, [](char c) { return c != '"' && c != '\n'; });
        const bool closed = end < text_.size() && text_[end] == '"';
        const std::string_view inside = text_.substr(at_, end - at_);
        if (const auto hidden = find_hidden(inside); closed && hidden)
            return refuse(
                end + 1, hidden_character("text", first_character(inside.substr(*hidden)).value));
        if (closed)
            return push(TokenKind::string, end + 1);
        // An opening brace at the line's end is hardly part of the text.
        const std::size_t last = text_.find_last_not_of(" \t\r", end - 1);
        refuse(text_[last] == '{' && last > at_ ? last : end,
            {"A TEXT WITHOUT ITS END", "this text has no closing quote on its line.",
                "A text stands between two \" on one line."});
    }

    void step()
    {
        const char c = look();
        if (c == '\n')
            return newline();
        if (is_blank(c))
        {
            ++at_;
            return;
        }
        if (c == '/' && look(1) == '/')
            return comment();
        if (is_letter(c))
            return push(TokenKind::identifier,
                end_of_run(at_, [](char d) { return is_letter(d) || is_digit(d); }));
        if (is_digit(c))
            return number();
        if (c == '"')
            return string();
        for (const Punctuation& p : punctuation)
        {
            if (text_.substr(at_).starts_with(p.text))
                return push(p.kind, at_ + p.text.size());
        }
        const std::size_t end =
            end_of_run(at_, [](char d) { return (static_cast<unsigned char>(d) & 0x80U) != 0; });
        refuse(end == at_ ? at_ + 1 : end,
            {"A CHARACTER THAT IS NO PART OF THE LANGUAGE", "this means nothing here.",
                "Names are letters a-z, A-Z, digits and _; other characters stand only inside "
                "\"texts\" and // comments."});
    }

    std::string_view text_;
    Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t comment_begin_ = 0;
    bool first_on_line_ = true;
    bool has_comment_ = false;
    bool line_has_comment_ = false;
};
}  // namespace

std::vector<Token> lex(std::string_view text, Diagnostics& diagnostics)
{
    if (text.size() > max_source_bytes)
    {
        diagnostics.add(DiagnosticKind::syntax, {0, 1},
            {"THE FILE IS TOO LONG", "a file holds at most 1,048,576 bytes."});
        text = {};
    }
    return Lexer{text, diagnostics}.run();
}
}  // namespace byline::compiler
